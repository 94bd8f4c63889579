// Evasion by PDF: actions in odd places, compressed objects, embedded files, names in escapes, damage.
import { deflateSync } from 'node:zlib'
import { writePdf } from '../../samples/make/pdf-writer.ts'
import {
  because,
  DOCM,
  EXE,
  family,
  file,
  latin1,
  macro,
  mixed,
  type Outcome,
  type Plan,
  plan,
  program,
  type Severity,
} from './build.ts'

const active: Outcome[] = [{ found: 'active' }]

const orDamaged: Outcome[] = [...active, ...because('damaged')]

const attached = (
  id: string,
  technique: string,
  severity: Severity,
  name: string,
  content: Buffer,
  expect: Outcome[],
): Plan => plan(id, technique, severity, mixed(file(name, content)), expect)

const PAGES: [string][] = [['<< /Type /Pages /Kids [3 0 R] /Count 1 >>']]

const PAGE = '/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]'

/** A PDF of one page: what its Catalog and its page say more, and further objects from number 5 on. */
const pdf = (catalog: string, page = '', ...more: string[]): Buffer =>
  writePdf([
    [`<< /Type /Catalog /Pages 2 0 R ${catalog} >>`],
    ...PAGES,
    [`<< ${PAGE} ${page} >>`],
    ['<< /Title (MAU THU NGHIEM) >>'],
    ...more.map((each): [string] => [each]),
  ])

const stream = (dictionary: string, content: Buffer): string =>
  `<< ${dictionary} /Length ${content.length} >>\nstream\n${content.toString('latin1')}\nendstream`

const JS = '/S /JavaScript /JS (app.alert(1))'

/** A PDF whose sixth object, the action on opening, stands in an object stream (ISO 32000-1, 7.5.7 and 7.5.8). */
function compressed(action: string): Buffer {
  const bodies = [
    '<< /Type /Catalog /Pages 2 0 R /OpenAction 6 0 R >>',
    PAGES[0]![0],
    `<< ${PAGE} >>`,
    '<< /Title (MAU THU NGHIEM) >>',
    stream('/Type /ObjStm /N 1 /First 4', latin1(`6 0 ${action}`)),
  ]
  let file = '%PDF-1.5\n%\xe2\xe3\xcf\xd3\n'
  const rows: number[][] = [[0, 0, 65_535]]
  for (const [index, body] of bodies.entries()) {
    rows.push([1, file.length, 0])
    file += `${index + 1} 0 obj\n${body}\nendobj\n`
  }
  rows.push([2, 5, 0], [1, file.length, 0])
  const table = Buffer.concat(
    rows.map(([type, at, more]) => Buffer.from([type!, 0, at! >> 8, at! & 255, more! >> 8, more! & 255])),
  )
  const start = file.length
  file += `7 0 obj\n${stream('/Type /XRef /Size 8 /W [1 3 2] /Root 1 0 R /Info 4 0 R', table)}\nendobj\nstartxref\n${start}\n%%EOF\n`
  return latin1(file)
}

const pdfs: Plan[] = [
  attached(
    'f-names',
    'a script in the name tree',
    'high',
    'a.pdf',
    pdf(`/Names << /JavaScript << /Names [(x) 5 0 R] >> >>`, '', `<< ${JS} >>`),
    active,
  ),
  attached(
    'f-page-action',
    'a script when the page opens',
    'high',
    'a.pdf',
    pdf('', `/AA << /O << ${JS} >> >>`),
    active,
  ),
  attached(
    'f-annotation',
    'a script of an annotation',
    'high',
    'a.pdf',
    pdf('', `/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << ${JS} >> >>]`),
    active,
  ),
  attached(
    'f-next',
    'a script as the next action of a harmless one',
    'medium',
    'a.pdf',
    pdf(`/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next << ${JS} >> >>`),
    active,
  ),
  attached(
    'f-field',
    'a script that computes a form field',
    'medium',
    'a.pdf',
    pdf('/AcroForm << /Fields [5 0 R] >>', '', `<< /FT /Tx /T (x) /AA << /C << ${JS} >> >> >>`),
    active,
  ),
  attached(
    'f-js-stream',
    'the script in a compressed stream',
    'high',
    'a.pdf',
    pdf(
      '/OpenAction << /S /JavaScript /JS 5 0 R >>',
      '',
      stream('/Filter /FlateDecode', deflateSync(latin1('app.alert(1)'), { level: 0 })),
    ),
    active,
  ),
  attached(
    'f-escape',
    '/S and /JS written in escapes',
    'high',
    'a.pdf',
    pdf('/OpenAction << /#53 /Java#53cript /J#53 (app.alert(1)) >>'),
    active,
  ),
  attached(
    'f-indirect',
    'the kind of action behind a reference',
    'medium',
    'a.pdf',
    pdf('/OpenAction 5 0 R', '', '<< /S 6 0 R /JS (app.alert(1)) >>', '/JavaScript'),
    active,
  ),
  attached(
    'f-launch-win',
    'Launch with /Win',
    'high',
    'a.pdf',
    pdf('/OpenAction << /S /Launch /Win << /F (cmd.exe) /P (/c mau.bat) >> >>'),
    active,
  ),
  attached(
    'f-embedded',
    'an embedded docm',
    'high',
    'a.pdf',
    pdf(
      '/Names << /EmbeddedFiles << /Names [(a.docm) 5 0 R] >> >>',
      '',
      '<< /Type /Filespec /F (a.docm) /EF << /F 6 0 R >> >>',
      stream('/Type /EmbeddedFile', DOCM),
    ),
    [...active, ...macro],
  ),
  attached(
    'f-attachment-annotation',
    'a program in an annotation',
    'high',
    'a.pdf',
    pdf(
      '',
      '/Annots [<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS 5 0 R >>]',
      '<< /Type /Filespec /F (a.exe) /EF << /F 6 0 R >> >>',
      stream('/Type /EmbeddedFile', EXE),
    ),
    [...active, ...program],
  ),
  attached(
    'f-portfolio',
    'a portfolio',
    'medium',
    'a.pdf',
    pdf(
      '/Collection << /View /D >> /Names << /EmbeddedFiles << /Names [(a.exe) 5 0 R] >> >>',
      '',
      '<< /Type /Filespec /UF (a.exe) /EF << /UF 6 0 R >> >>',
      stream('', EXE),
    ),
    [...active, ...program],
  ),
  attached(
    'f-xfa',
    'a script in XFA',
    'medium',
    'a.pdf',
    pdf(
      '/AcroForm << /XFA 5 0 R >>',
      '',
      stream(
        '',
        latin1(
          '<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><template><script contentType="application/x-javascript">app.alert(1)</script></template></xdp:xdp>',
        ),
      ),
    ),
    active,
  ),
  attached(
    'f-rendition',
    'a script of a rendition',
    'low',
    'a.pdf',
    pdf('/OpenAction << /S /Rendition /JS (app.alert(1)) >>'),
    active,
  ),
  attached(
    'f-no-xref',
    'a PDF with a script and no xref',
    'medium',
    'a.pdf',
    Buffer.concat([pdf(`/OpenAction << ${JS} >>`).subarray(0, -120)]),
    orDamaged,
  ),
  attached(
    'f-trailing',
    'a PDF with a script and 2,000 bytes behind',
    'medium',
    'a.pdf',
    Buffer.concat([pdf(`/OpenAction << ${JS} >>`), Buffer.alloc(2000, 0x20)]),
    orDamaged,
  ),
  attached('f-header-gone', 'a PDF without its header', 'low', 'a.pdf', pdf(`/OpenAction << ${JS} >>`).subarray(9), [
    ...orDamaged,
    ...because('unknown-kind'),
  ]),
  attached(
    'f-header-odd',
    'a PDF of version 1.99 behind a blank line',
    'medium',
    'a.pdf',
    Buffer.concat([
      latin1('\r\n'),
      latin1(
        pdf(`/OpenAction << ${JS} >>`)
          .toString('latin1')
          .replace(/%PDF-1\.\d/, '%PDF-9.9'),
      ),
    ]),
    orDamaged,
  ),
  attached(
    'f-object-stream',
    'the action in an object stream (PDF 1.5)',
    'high',
    'a.pdf',
    compressed(`<< ${JS} >>`),
    active,
  ),
  attached(
    'f-object-stream-names',
    'the same with the script in a name tree',
    'high',
    'a.pdf',
    compressed(`<< /JS (app.alert(1)) /S /JavaScript /Type /Action >>`),
    active,
  ),
]

export const pdfCases = family('pdf', pdfs)
