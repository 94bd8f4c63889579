// Evasion by other kinds of document: RTF, ODF, PDF.
import { scriptPdf } from '../../samples/make/files.ts'
import { writePdf } from '../../samples/make/pdf-writer.ts'
import { because, documentBytes, family, latin1, macro, type Plan, text } from './build.ts'
import { active, attached, edited, sealed } from './ooxml.ts'

const rtf = (content: string): Buffer => latin1(`{\\rtf1\\ansi MAU THU NGHIEM ${content}}`)

const odtScript = [{ name: 'Basic/Standard/Module1.xml', bytes: text('<script:module xmlns:script="x"/>') }]

const pdfWith = (action: string): Buffer =>
  writePdf([
    [`<< /Type /Catalog /Pages 2 0 R /OpenAction ${action} >>`],
    ['<< /Type /Pages /Kids [3 0 R] /Count 1 >>'],
    ['<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>'],
    ['<< /Title (MAU THU NGHIEM) >>'],
  ])

const others: Plan[] = [
  attached(
    'k-rtf-object',
    'an object in RTF',
    'high',
    'a.rtf',
    rtf('{\\object\\objemb{\\*\\objdata 01050000}}'),
    active,
  ),
  attached(
    'k-rtf-doc',
    'the same named .doc',
    'high',
    'a.doc',
    rtf('{\\object\\objocx{\\*\\objdata 01050000}}'),
    active,
  ),
  attached(
    'k-rtf-split',
    'the data of an object cut by other words',
    'medium',
    'a.rtf',
    rtf('{\\object\\objupdate{\\*\\objdata 0105\\par {\\*\\mau}0000}}'),
    active,
  ),
  attached(
    'k-rtf-template',
    'a remote template in RTF',
    'high',
    'a.rtf',
    rtf('{\\*\\template https://example.invalid/a.dotm}'),
    active,
  ),
  attached(
    'k-rtf-template-escaped',
    'the same written in \\u escapes',
    'high',
    'a.rtf',
    rtf(`{\\*\\template ${[...'https://example.invalid/a'].map((sign) => `\\u${sign.charCodeAt(0)}?`).join('')}}`),
    active,
  ),
  attached(
    'k-rtf-short',
    'RTF that begins {\\rt only',
    'medium',
    'a.doc',
    latin1('{\\rt MAU {\\object{\\*\\objdata 0105}}}'),
    active,
  ),
  attached(
    'k-rtf-dde',
    'a DDE field in RTF',
    'medium',
    'a.rtf',
    rtf('{\\field{\\*\\fldinst DDEAUTO cmd "/k mau.bat"}}'),
    active,
  ),
  attached('k-odt-basic', 'Basic in an odt', 'high', 'a.odt', edited('cong-van-126.odt', odtScript), macro),
  attached('k-ods-basic', 'Basic in an ods', 'high', 'a.ods', edited('bang-tong-hop-thiet-bi.ods', odtScript), macro),
  attached(
    'k-odt-python',
    'Python in an odt',
    'high',
    'a.odt',
    edited('cong-van-126.odt', [{ name: 'Scripts/python/mau.py', bytes: text('print(1)') }]),
    macro,
  ),
  attached(
    'k-odt-event',
    'an event of an odt that calls a script of elsewhere',
    'high',
    'a.odt',
    edited('cong-van-126.odt', [], ({ name, bytes }) =>
      name === 'content.xml'
        ? bytes
            .toString()
            .replace(
              '</office:body>',
              '<script:event-listener script:language="ooo:script" xlink:href="vnd.sun.star.script:mau.py$x?language=Python&amp;location=share"/></office:body>',
            )
        : null,
    ),
    macro,
  ),
  attached(
    'k-odt-renamed',
    'an odt with Basic named docx',
    'high',
    'a.docx',
    edited('cong-van-126.odt', odtScript),
    macro,
  ),
  attached(
    'k-fodt',
    'a flat odt with Basic',
    'high',
    'a.fodt',
    text(
      '<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:mimetype="application/vnd.oasis.opendocument.text"><office:scripts><office:script script:language="ooo:Basic" xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0" xmlns:ooo="http://openoffice.org/2004/office"><ooo:libraries><ooo:library-embedded ooo:name="Standard"><ooo:module ooo:name="M"><ooo:source-code>Sub Main</ooo:source-code></ooo:module></ooo:library-embedded></ooo:libraries></office:script></office:scripts></office:document>',
    ),
    macro,
  ),
  attached('k-pdf-js', 'JavaScript in a PDF', 'high', 'a.pdf', scriptPdf(), active),
  attached(
    'k-pdf-js-hex',
    '/JavaScript written with #-escapes',
    'high',
    'a.pdf',
    pdfWith('<< /S /J#61vaScript /JS (app.alert(1)) >>'),
    active,
  ),
  attached('k-pdf-launch', 'Launch in a PDF', 'high', 'a.pdf', pdfWith('<< /S /Launch /F (cmd.exe) >>'), active),
  attached(
    'k-pdf-prefix',
    'a PDF with JavaScript behind 500 bytes',
    'medium',
    'a.pdf',
    Buffer.concat([Buffer.alloc(500, 0x20), scriptPdf()]),
    [...active, ...because('damaged')],
  ),
  attached('k-pdf-doc', 'a PDF with JavaScript named .doc', 'low', 'a.doc', scriptPdf(), active),
  attached(
    'k-pdf-encrypted',
    'a PDF with a password',
    'high',
    'a.pdf',
    documentBytes('to-trinh-77-mat-khau.pdf'),
    sealed,
  ),
]

export const otherKindCases = family('other kinds', others)
