// How mail hides things from filters, one sample a technique, each the simplest of its family in test/evasion; and ordinary mail that looks odd.
import { attachment, document, programStub } from '../files.ts'
import { addressLines, bWords, dateLine } from '../letter.ts'
import { base64Lines, CRLF, leaf, message, multipart, type Part, token } from '../mail.ts'
import { mailers } from '../mailers.ts'
import {
  anywhere,
  because,
  byHand,
  type ExpectedFinding,
  envelopeOf,
  letter,
  SAMPLE_NOTE,
  type Sample,
} from '../sample.ts'
import { zip } from '../zip.ts'

const UNREADABLE = 'unreadable'
const MALWARE = 'art8-malware'
const SECRET = 'art8-state-secret'
const TEXT = `Kính gửi Quý Sở,\n\nGửi kèm tài liệu để nghiên cứu.\n\n${SAMPLE_NOTE}\n`

const malformed = anywhere(UNREADABLE, 'malformed')
const note = (): Part => leaf(['Content-Type: text/plain; charset=utf-8'], TEXT, '8bit')
/** A text that only its name makes a program. */
const QUIET = Buffer.from(`rem MAU THU NGHIEM${CRLF}`)

function refused(
  rule: string,
  name: string,
  vi: string,
  en: string,
  findings: ExpectedFinding[],
  entity: () => Part,
): Sample {
  return byHand(rule, name, because(vi, en), 'reject', findings, () => {
    const draft = letter(`${rule}/${name}`, { subject: 'Gửi tài liệu', text: TEXT })
    const { from, to } = addressLines(draft, bWords)
    const headers = [...from, ...to, `Subject: ${bWords(draft.subject)}`, dateLine(draft)]
    return message([...headers, `Message-ID: <${name}@tphcm.gov.vn>`, 'MIME-Version: 1.0'], entity())
  })
}

const mixed = (...parts: Part[]): Part => multipart('mixed', '=_mau-thu', [note(), ...parts])
const file = (fields: string[], bytes: Buffer): Part =>
  leaf(['Content-Type: application/octet-stream', ...fields], bytes, 'base64')
const program = (name: string): Part => file([`Content-Disposition: attachment; filename="${name}"`], programStub())

/** The part with its Content-Transfer-Encoding written otherwise. */
const encodedAs = (part: Part, value: string): Part => ({
  ...part,
  headers: part.headers.map((line) =>
    line.replace(/^Content-Transfer-Encoding: .*/, `Content-Transfer-Encoding: ${value}`),
  ),
})

const structure: Sample[] = [
  refused(
    UNREADABLE,
    'dong-trang-co-dau-cach',
    'Dòng chỉ có dấu cách đứng thay dòng trống: nơi thì coi là hết phần đầu, nơi thì không.',
    'A line of a space stands for the empty line: some programs end the header there, some do not.',
    [malformed],
    () => {
      const entity = mixed()
      return { headers: ['X-Mau-Thu: 1', ' ', ...entity.headers], body: entity.body }
    },
  ),
  refused(
    UNREADABLE,
    'hai-content-type',
    'Hai trường Content-Type: mỗi phần mềm theo một trường.',
    'Two Content-Type fields: each program follows one of them.',
    [malformed, anywhere(MALWARE, 'executable')],
    () => {
      const entity = mixed(program('mau-thu.dat'))
      return { headers: [...entity.headers, 'Content-Type: text/plain; charset=utf-8'], body: entity.body }
    },
  ),
  refused(
    UNREADABLE,
    'base64-kem-chu-thich',
    'Kiểu mã hóa "base64 (mau thu)": có phần mềm giải mã, có phần mềm không.',
    'The encoding is called "base64 (mau thu)": some programs decode, some do not.',
    [malformed, anywhere(MALWARE, 'executable')],
    () => mixed(encodedAs(program('mau-thu.dat'), 'base64 (mau thu)')),
  ),
  refused(
    UNREADABLE,
    'base64-sau-dau-ket-thuc',
    'Dữ liệu đi tiếp sau dấu kết thúc "=" của base64 ngay giữa dòng.',
    'Data goes on behind the padding of base64, in the midst of a line.',
    [malformed],
    () => {
      const part = file(['Content-Disposition: attachment; filename="mau-thu.txt"'], QUIET)
      const line = `${Buffer.from('MAU THU!').toString('base64')}${base64Lines(QUIET)}`
      return mixed({ ...part, body: Buffer.from(line) })
    },
  ),
  refused(
    UNREADABLE,
    'boundary-long-nhau',
    'Phần gộp bên trong dùng lại đúng dấu phân cách của phần gộp bên ngoài.',
    'A multipart within has the same boundary as the one around it.',
    [malformed, anywhere(UNREADABLE, 'malformed-doubtful')],
    () => multipart('mixed', '=_mau-thu', [note(), multipart('mixed', '=_mau-thu', [note()])]),
  ),
]

const names: Sample[] = [
  refused(
    MALWARE,
    'hai-ten-tep',
    'Hai tên trong một trường: "cong-van.pdf" và "cong-van.bat".',
    'Two names in one field: "cong-van.pdf" and "cong-van.bat".',
    [malformed, anywhere(MALWARE, 'executable-name'), anywhere(MALWARE, 'script')],
    () => mixed(file(['Content-Disposition: attachment; filename="cong-van.pdf"; filename="cong-van.bat"'], QUIET)),
  ),
  refused(
    MALWARE,
    'ten-tep-chia-doan',
    'Tên tệp chia đoạn theo RFC 2231, đuôi .bat nằm ở đoạn sau.',
    'A name in sections (RFC 2231), its .bat in the second.',
    [anywhere(MALWARE, 'executable-name'), anywhere(MALWARE, 'script')],
    () => mixed(file([`Content-Disposition: attachment; filename*0*=utf-8''cong-van%2E; filename*1="bat"`], QUIET)),
  ),
  refused(
    MALWARE,
    'phan-chu-co-ten-tep',
    'Phần chữ hiện ngay trong thư nhưng mang tên tệp .bat: phần mềm thư vẫn cho tải về.',
    'A text shown in the message that has a name in .bat: mail programs offer it as a file.',
    [anywhere(MALWARE, 'executable-name'), anywhere(MALWARE, 'script')],
    () =>
      mixed(
        leaf(
          ['Content-Type: text/plain; charset=utf-8; name="huong-dan.bat"', 'Content-Disposition: inline'],
          QUIET,
          '7bit',
        ),
      ),
  ),
  refused(
    MALWARE,
    'thu-dinh-kem-ghi-la-chu',
    'Thư .eml ghi là text/plain, bên trong có chương trình.',
    'An .eml that calls itself text/plain, with a program inside.',
    [anywhere(MALWARE, 'executable')],
    () => {
      const inner = mailers.thunderbird(
        letter('hidden/thu-goc', {
          subject: 'Gửi tài liệu',
          text: TEXT,
          attachments: [attachment('cong-van.pdf', programStub())],
        }),
      )
      return mixed(
        leaf(
          ['Content-Type: text/plain; name="thu.eml"', 'Content-Disposition: attachment; filename="thu.eml"'],
          inner,
          'base64',
        ),
      )
    },
  ),
  refused(
    MALWARE,
    'trang-tu-ghep-tep',
    'Trang HTML đính kèm tự ghép ra một tệp khi mở (HTML smuggling).',
    'An attached page that puts a file together when it is opened (HTML smuggling).',
    [anywhere(MALWARE, 'script')],
    () => {
      const page = `<!DOCTYPE html><html><body><p>MAU THU NGHIEM</p><script>location.href = URL.createObjectURL(new Blob([atob('${Buffer.from('MAU THU NGHIEM').toString('base64')}')]))</script></body></html>${CRLF}`
      return mixed(
        leaf(
          [
            'Content-Type: text/html; name="thong-bao.html"',
            'Content-Disposition: attachment; filename="thong-bao.html"',
          ],
          page,
          'base64',
        ),
      )
    },
  ),
]

const text = (name: string, vi: string, en: string, entity: () => Part): Sample =>
  refused(SECRET, name, vi, en, [anywhere(SECRET, 'mark-strong')], entity)

const marks: Sample[] = [
  text(
    'dau-mat-trong-loi-dan',
    'Dòng "TUYỆT MẬT" đặt ở lời dẫn trước phần đầu tiên, nơi phần mềm thư không hiện.',
    'The line "TUYỆT MẬT" before the first part, where mail programs show nothing.',
    () => multipart('mixed', '=_mau-thu', [note()], { preamble: `TUYỆT MẬT${CRLF}` }),
  ),
  text(
    'dau-mat-cat-bang-the',
    'Chữ "TUYỆT MẬT" bị cắt bằng thẻ HTML và ký tự thay thế.',
    'The words "TUYỆT MẬT" cut by tags and references.',
    () =>
      leaf(
        ['Content-Type: text/html; charset=utf-8'],
        `<p>TUY<b>&#7878;</b>T M&shy;&Acirc;&#803;T</p><p>${SAMPLE_NOTE}</p>`,
        '8bit',
      ),
  ),
  text('dau-mat-utf16', 'Phần chữ viết bằng UTF-16.', 'The text is in UTF-16.', () =>
    mixed(
      leaf(['Content-Type: text/plain; charset=utf-16'], Buffer.from(`\ufeffTUYỆT MẬT${CRLF}`, 'utf16le'), 'base64'),
    ),
  ),
]

const draft = letter('ordinary/may-quet', { subject: 'Scan', text: TEXT })

/** A copier's message: no MIME-Version, an upper-case encoding, names without quotes, as such devices send. */
function scanned(): Buffer {
  const { bytes } = document('giay-moi-12-scan.pdf')
  const boundary = `kyo-${token(16, draft.seed)}`
  const lines = [
    `From: ${draft.from.address}`,
    `To: ${draft.to[0]!.address}`,
    'Subject: Send data from MFP11223344 02/03/2026 08:00',
    dateLine(draft),
    `Content-Type: multipart/mixed; boundary=${boundary}`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: BASE64',
    '',
    base64Lines(Buffer.from(`${SAMPLE_NOTE}${CRLF}`)),
    `--${boundary}`,
    'Content-Type: application/zip; name=doc20260302080000.zip',
    'Content-Transfer-Encoding: BASE64',
    'Content-Disposition: attachment; filename=doc20260302080000.zip',
    '',
    base64Lines(
      zip([
        { name: 'anh.jpg', bytes: document('anh-hoi-nghi.jpg').bytes },
        { name: 'scan.pdf', bytes },
      ]),
    ),
    `--${boundary}--`,
    '',
  ]
  return Buffer.from(lines.join(CRLF))
}

/** A home-made web program's message: names and subject in raw UTF-8. */
function fromWebProgram(): Buffer {
  const entity = multipart('mixed', token(32, draft.seed), [
    note(),
    leaf(
      [
        'Content-Type: image/jpeg; name="Ảnh hội nghị (1).jpg"',
        'Content-Disposition: attachment; filename="Ảnh hội nghị (1).jpg"',
      ],
      document('anh-hoi-nghi.jpg').bytes,
      'base64',
    ),
  ])
  const headers = [
    `From: ${draft.from.address}`,
    `To: ${draft.to[0]!.address}`,
    'Subject: Ảnh hội nghị',
    dateLine(draft),
    'MIME-Version: 1.0',
  ]
  return message([...headers, 'Message-ID: <web@tphcm.gov.vn>', 'X-Mailer: PHP/8.2.0'], entity)
}

const ordinary = (name: string, vi: string, en: string, make: Sample['make']): Sample =>
  byHand('ordinary', name, because(vi, en), 'pass', [], make, envelopeOf(draft))

const odd: Sample[] = [
  ordinary(
    'may-quet-thieu-mime-version',
    'Máy quét gửi thư thiếu MIME-Version, tên tệp không có dấu nháy: lạ nhưng không giấu gì.',
    'A copier leaves MIME-Version and quotes out: odd, but it hides nothing.',
    scanned,
  ),
  ordinary(
    'phan-mem-web-ten-co-dau',
    'Phần mềm web gửi tiêu đề và tên tệp có dấu chưa mã hóa.',
    'A web program sends subject and file name in raw UTF-8.',
    fromWebProgram,
  ),
]

export const samples: Sample[] = [...structure, ...names, ...marks, ...odd]
