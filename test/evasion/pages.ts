// Evasion by pages and pictures that put a file together or run a script.
import {
  B64,
  base64,
  DOCM,
  EIGHT,
  EXE,
  family,
  file,
  JS,
  macro,
  mixed,
  NOTE,
  OCTETS,
  type Outcome,
  type Plan,
  plan,
  program,
  type Severity,
  script,
  single,
  text,
  told,
} from './build.ts'

export const data = (content: Buffer, type: string): string => `data:${type};base64,${content.toString('base64')}`

const html = (id: string, technique: string, severity: Severity, body: string, expect: Outcome[]): Plan =>
  plan(
    id,
    technique,
    severity,
    mixed(
      file(
        'thong-bao.html',
        text(`<!DOCTYPE html><html><body><p>MAU THU NGHIEM</p>${body}</body></html>`),
        'text/html',
      ),
    ),
    expect,
  )

const bodyHtml = (id: string, technique: string, severity: Severity, body: string, expect: Outcome[]): Plan =>
  plan(
    id,
    technique,
    severity,
    single(['Content-Type: text/html; charset=utf-8', EIGHT], `<html><body><p>${NOTE}</p>${body}</body></html>`),
    expect,
  )

const smuggle = `const b=atob('${EXE.toString('base64')}');const a=document.createElement('a');a.href=URL.createObjectURL(new Blob([b]));a.download='mau.exe';a.click()`

const anyActive: Outcome[] = [...script, ...program, { found: 'active' }, ...macro]

const pages: Plan[] = [
  html(
    'w-smuggle',
    'HTML smuggling: a page that puts a program together',
    'high',
    `<script>${smuggle}</script>`,
    script,
  ),
  html(
    'w-smuggle-onload',
    'the same in an event handler',
    'high',
    `<img src=x onerror="${smuggle.replaceAll('"', '&quot;')}">`,
    script,
  ),
  html('w-smuggle-svg', 'the same in an svg element', 'high', `<svg><script>${smuggle}</script></svg>`, script),
  html(
    'w-smuggle-srcdoc',
    'the same in srcdoc',
    'high',
    `<iframe srcdoc="&lt;script&gt;${smuggle.replaceAll('"', '&quot;')}&lt;/script&gt;"></iframe>`,
    script,
  ),
  html('w-script-url', 'a javascript: address with tabs', 'high', '<a href="java\tscript:alert(1)">xem</a>', script),
  html('w-script-upper', '<ScRiPt> in mixed case', 'high', '<ScRiPt\n>document.title=1</ScRiPt>', script),
  html('w-script-slash', '<script/x>', 'high', '<script/x>document.title=1</script>', script),
  html(
    'w-data-link',
    'a data: address of a program with download',
    'high',
    `<a download="mau.exe" href="${data(EXE, 'application/octet-stream')}">tai ve</a>`,
    anyActive,
  ),
  html(
    'w-data-docm',
    'a data: address of a docm',
    'high',
    `<a download="mau.docm" href="${data(DOCM, 'application/msword')}">tai ve</a>`,
    anyActive,
  ),
  html(
    'w-data-iframe',
    'a data: page in a frame',
    'high',
    `<iframe src="data:text/html,<script>document.title=1</script>"></iframe>`,
    script,
  ),
  html(
    'w-data-iframe-base64',
    'the same in base64',
    'high',
    `<iframe src="${data(text('<script>document.title=1</script>'), 'text/html')}"></iframe>`,
    script,
  ),
  html('w-data-embed', 'a data: object', 'medium', `<embed src="${data(EXE, 'application/x-msdownload')}">`, anyActive),
  html(
    'w-meta-refresh',
    'a refresh to a data: page',
    'medium',
    `<meta http-equiv=refresh content="0;url=${data(text('<script>document.title=1</script>'), 'text/html')}">`,
    [...script, ...anyActive],
  ),
  bodyHtml(
    'w-body-data-link',
    'a data: address of a program in the body',
    'medium',
    `<a download="mau.exe" href="${data(EXE, 'application/octet-stream')}">tai ve</a>`,
    [...anyActive, ...told('text-encoded')],
  ),
  bodyHtml(
    'w-body-data-docm',
    'a data: address of a docm in the body',
    'medium',
    `<a href="${data(DOCM, 'application/msword')}">tai ve</a>`,
    [...anyActive, ...told('text-encoded')],
  ),
  bodyHtml(
    'w-body-data-image',
    'a program as a data: picture in the body',
    'low',
    `<img src="${data(EXE, 'image/png')}">`,
    [...anyActive, ...told('text-encoded')],
  ),
  plan(
    'w-htm-utf16',
    'an attached page in UTF-16',
    'high',
    mixed(file('a.html', Buffer.from('\ufeff<html><script>document.title=1</script></html>', 'utf16le'), 'text/html')),
    script,
  ),
  plan(
    'w-htm-utf7',
    'an attached page in UTF-7',
    'medium',
    mixed([
      `Content-Type: text/html; charset=utf-7; name="a.html"`,
      B64,
      '',
      base64(text('<html>+ADw-script+AD4-document.title=1+ADw-/script+AD4-</html>')),
    ]),
    [...script, ...told('charset-risky')],
  ),
  plan(
    'w-htm-no-tag',
    'an attached page that begins with words',
    'medium',
    mixed(file('a.html', text('MAU THU NGHIEM <script>document.title=1</script>'), 'text/html')),
    script,
  ),
  plan(
    'w-htm-octets',
    'a page as octet-stream without a name',
    'low',
    mixed([OCTETS, B64, '', base64(text('<!DOCTYPE html><html><script>document.title=1</script></html>'))]),
    script,
  ),
  plan(
    'w-htm-shtml',
    'a page named .shtml',
    'medium',
    mixed(file('a.shtml', text('<script>document.title=1</script>'))),
    script,
  ),
  plan(
    'w-svg',
    'an SVG with a script',
    'high',
    mixed(
      file(
        'anh.svg',
        text('<svg xmlns="http://www.w3.org/2000/svg"><script>document.title=1</script></svg>'),
        'image/svg+xml',
      ),
    ),
    script,
  ),
  plan(
    'w-svg-handler',
    'an SVG with an event handler',
    'high',
    mixed(file('anh.svg', text('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), 'image/svg+xml')),
    script,
  ),
  plan(
    'w-svg-foreign',
    'an SVG with a page and a script',
    'high',
    mixed(
      file(
        'anh.svg',
        text(
          '<svg xmlns="http://www.w3.org/2000/svg"><foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></body></foreignObject></svg>',
        ),
        'image/svg+xml',
      ),
    ),
    script,
  ),
  plan(
    'w-svg-jpg',
    'an SVG with a script named .jpg',
    'low',
    mixed(
      file('anh.jpg', text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), 'image/jpeg'),
    ),
    script,
  ),
  plan(
    'w-svg-type-only',
    'image/svg+xml without a name',
    'high',
    mixed([
      'Content-Type: image/svg+xml',
      B64,
      '',
      base64(text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')),
    ]),
    script,
  ),
  plan(
    'w-xhtml',
    'application/xhtml+xml with a script',
    'medium',
    mixed(
      file(
        'a.xhtml',
        text('<html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>'),
        'application/xhtml+xml',
      ),
    ),
    script,
  ),
  plan(
    'w-xml-xslt',
    'an XML with a style sheet that has a script',
    'medium',
    mixed(
      file(
        'a.xml',
        text(
          '<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="#s"?><r><xsl:stylesheet id="s" version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:template match="/"><script>alert(1)</script></xsl:template></xsl:stylesheet></r>',
        ),
        'text/xml',
      ),
    ),
    script,
  ),
  plan(
    'w-hta',
    'an HTA as text/html',
    'high',
    mixed(
      file('a.hta', text('<html><hta:application/><script language=vbscript>MsgBox 1</script></html>'), 'text/html'),
    ),
    script,
  ),
  plan('w-js-text', 'a script as text/plain', 'high', mixed(file('hoa-don.js', JS, 'text/plain')), script),
]

export const pageCases = family('page', pages)
