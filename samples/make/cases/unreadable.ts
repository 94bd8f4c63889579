// What cannot be inspected (7.3): encrypted, damaged, over a limit, malformed, elsewhere, of a kind without a reader.
import {
  attachment,
  bytesOf,
  document,
  programStub,
  rarStub,
  signed,
  tnefStub,
  unknownBytes,
  wimStub,
} from '../files.ts'
import { addressLines, bWords, dateLine } from '../letter.ts'
import { CRLF, join, leaf, message, multipart, type Part } from '../mail.ts'
import {
  anywhere,
  at,
  because,
  byHand,
  type Content,
  type ExpectedFinding,
  letter,
  SAMPLE_NOTE,
  type Sample,
  samplesOf,
  type Words,
} from '../sample.ts'
import { type Member, zip } from '../zip.ts'

const RULE = 'unreadable'
const make = samplesOf(RULE)
const TEXT = 'Kính gửi Quý Sở,\n\nGửi kèm hồ sơ theo đề nghị.\n\nTrân trọng.'
const content = { subject: 'Gửi hồ sơ', text: TEXT }

const found = (id: string, part: string, ...path: string[]): ExpectedFinding[] => [at(RULE, id, part, ...path)]

function attached(
  name: string,
  words: Words,
  by: Content['by'],
  findings: ExpectedFinding[],
  files: NonNullable<Content['files']>,
): Sample {
  const action = findings.length === 0 ? 'pass' : findings[0]!.message === 'unknown-kind' ? 'tag' : 'reject'
  return make(name, words, action, findings, { ...content, by, files })
}

const encrypted: Sample[] = [
  attached(
    'docx-co-mat-khau',
    because('Tệp Word đặt mật khẩu nên không kiểm tra được.', 'A Word file with a password cannot be inspected.'),
    'outlook',
    found('encrypted', '2'),
    () => [document('to-trinh-77-mat-khau.docx', 'to-trinh-77.docx'), signed('to-trinh-77.pdf', 'van-phong')],
  ),
  attached(
    'xlsx-co-mat-khau',
    because(
      'Tệp Excel đặt mật khẩu, không kèm PDF: không xem được bên trong nên chỉ báo một điều.',
      'A workbook with a password and without a PDF: what cannot be looked into is told once.',
    ),
    'roundcube',
    found('encrypted', '2'),
    () => [document('bang-tong-hop-thiet-bi-mat-khau.xlsx')],
  ),
  attached(
    'pdf-co-mat-khau',
    because('Tệp PDF đặt mật khẩu mở.', 'A PDF with an open password.'),
    'zimbra',
    found('encrypted', '2'),
    () => [document('to-trinh-77-mat-khau.pdf')],
  ),
  attached(
    'zip-co-mat-khau',
    because('Tệp zip đặt mật khẩu.', 'A zip with a password.'),
    'thunderbird',
    [...found('encrypted', '2', 'ke-hoach-31.docx'), ...found('encrypted', '2', 'bang-tong-hop-thiet-bi.xlsx')],
    () => [document('ho-so-mat-khau.zip')],
  ),
]

/** A zip of 1,001 empty members: one more than the reader counts to. */
function crowdedZip(): Buffer {
  const members: Member[] = Array.from({ length: 1001 }, (_, index) => ({
    name: `${index}.txt`,
    bytes: Buffer.alloc(0),
  }))
  return zip(members)
}

const broken: Sample[] = [
  attached(
    'zip-bi-cat',
    because('Tệp zip bị cắt mất phần cuối.', 'A zip without its end.'),
    'exchange',
    found('damaged', '2', 'ke-hoach-31.docx'),
    () => [attachment('ho-so.zip', bytesOf('ho-so.zip').subarray(0, 4000))],
  ),
  attached(
    'zip-qua-nhieu-tep',
    because('Tệp zip có 1.001 tệp, quá giới hạn.', 'A zip of 1,001 members, over the limit.'),
    'outlook',
    found('limit', '2'),
    () => [attachment('nhieu-tep.zip', crowdedZip())],
  ),
  attached(
    'tep-7z',
    because(
      'Tệp nén 7z bị cắt mất phần cuối, nơi có danh sách tệp.',
      'A 7z archive without its end, where its list of files is.',
    ),
    'gmail',
    found('damaged', '2'),
    () => [attachment('ho-so.7z', bytesOf('ho-so.7z').subarray(0, -50))],
  ),
  attached(
    'tep-rar',
    because('Tệp nén RAR hỏng: chỉ còn phần đầu.', 'A broken RAR archive: only its beginning is left.'),
    'zimbra',
    found('damaged', '2'),
    () => [attachment('ho-so.rar', rarStub(), 'application/vnd.rar')],
  ),
  attached(
    'tep-wim',
    because('Tệp ảnh đĩa của Windows (wim): chưa có bộ đọc.', 'A Windows image (wim), for which there is no reader.'),
    'zimbra',
    found('unsupported', '2'),
    () => [attachment('may-tinh.wim', wimStub())],
  ),
  attached(
    'winmail-dat',
    because(
      'winmail.dat (TNEF) của Outlook bị cắt cụt.',
      "Outlook's winmail.dat (TNEF), cut off in the middle of an attachment.",
    ),
    'exchange',
    found('damaged', '2'),
    () => [attachment('winmail.dat', tnefStub(), 'application/ms-tnef')],
  ),
  attached(
    'khong-ro-loai',
    because(
      'Tệp không rõ loại (chẳng hạn bản vẽ): chỉ gắn nhãn.',
      'A file of no known kind, such as a drawing: tagged only.',
    ),
    'thunderbird',
    found('unknown-kind', '2'),
    () => [attachment('ban-ve-mau-thu.dat', unknownBytes())],
  ),
]

/** The usual header of a letter over an entity of our own. */
function wrap(name: string, entity: Part): Buffer {
  const draft = letter(`${RULE}/${name}`, content)
  const { from, to } = addressLines(draft, bWords)
  const headers = [...from, ...to, `Subject: ${bWords(draft.subject)}`, dateLine(draft)]
  return message([...headers, `Message-ID: <${name}@tphcm.gov.vn>`, 'MIME-Version: 1.0'], entity)
}

const text = (): Part => leaf(['Content-Type: text/plain; charset=utf-8'], `${TEXT}\n\n${SAMPLE_NOTE}\n`, '8bit')

const hand = (name: string, words: Words, findings: ExpectedFinding[], entity: () => Part): Sample =>
  byHand(RULE, name, words, 'reject', findings, () => wrap(name, entity()))

function nested(levels: number): Part {
  let part = text()
  for (let level = 0; level < levels; level += 1) part = multipart('mixed', `=_muc-${level}`, [part])
  return part
}

const shapes: Sample[] = [
  hand(
    'multipart-khong-boundary',
    because('Thư nhiều phần nhưng không ghi boundary.', 'A multipart message without a boundary parameter.'),
    [anywhere(RULE, 'malformed')],
    () => {
      const entity = multipart('mixed', '=_mau-thu', [text()])
      return { headers: ['Content-Type: multipart/mixed'], body: entity.body }
    },
  ),
  hand(
    'thu-cat-khuc',
    because('message/partial: nội dung ở các thư khác.', 'message/partial: the content is in other messages.'),
    [anywhere(RULE, 'external-content')],
    () => ({
      headers: ['Content-Type: message/partial; number=1; total=2; id="mau-thu@tphcm.gov.vn"'],
      body: Buffer.concat([join(text())]),
    }),
  ),
  hand(
    'noi-dung-o-ngoai',
    because('message/external-body: nội dung nằm ở nơi khác.', 'message/external-body: the content is elsewhere.'),
    [anywhere(RULE, 'external-content')],
    () =>
      multipart('mixed', '=_mau-thu', [
        text(),
        {
          headers: ['Content-Type: message/external-body; access-type=URL; URL="https://example.invalid/ho-so.docx"'],
          body: Buffer.from(`Content-Type: application/msword${CRLF}${CRLF}`),
        },
      ]),
  ),
  hand(
    'long-qua-sau',
    because('Các phần lồng nhau 25 tầng, quá giới hạn.', 'Parts nested 25 levels deep, over the limit.'),
    [anywhere(RULE, 'limit')],
    () => nested(25),
  ),
]

/** A word of the message put in the place of another: what the composer wrote well is spoiled by hand. */
const spoiled = (entity: Part, from: string, to: string): Part => ({
  headers: entity.headers,
  body: Buffer.from(entity.body.toString('latin1').replace(from, to), 'latin1'),
})

const program = (): Part =>
  leaf(
    ['Content-Type: application/octet-stream', 'Content-Disposition: attachment; filename="mau-thu.dat"'],
    programStub(),
    'base64',
  )

/** How mail hides things from filters (the strict gate): each is told by its name, whatever the program shows. */
const hiding: Sample[] = [
  hand(
    'phan-sau-dong-ket-thuc',
    because(
      'Chương trình đặt sau dòng phân cách kết thúc: có phần mềm vẫn hiện nó.',
      'A program after the closing delimiter, which some programs still show.',
    ),
    [anywhere(RULE, 'malformed'), anywhere('art8-malware', 'executable')],
    () =>
      spoiled(
        multipart('mixed', '=_mau-thu', [text(), text(), program()]),
        `--=_mau-thu${CRLF}Content-Type: application`,
        `--=_mau-thu--${CRLF}${CRLF}--=_mau-thu${CRLF}Content-Type: application`,
      ),
  ),
  hand(
    'hai-boundary',
    because('Content-Type ghi hai boundary khác nhau.', 'A Content-Type with two different boundaries.'),
    [anywhere(RULE, 'malformed'), anywhere('art8-malware', 'executable')],
    () => ({
      ...multipart('mixed', '=_mau-thu', [text(), program()]),
      headers: ['Content-Type: multipart/mixed; boundary="=_mau-thu"; boundary="=_khac"'],
    }),
  ),
  hand(
    'uuencode-trong-thu',
    because(
      'Một chương trình viết bằng uuencode ngay trong phần chữ của thư.',
      'A program written by uuencode into the text of the message.',
    ),
    [anywhere(RULE, 'malformed')],
    () =>
      leaf(
        ['Content-Type: text/plain; charset=utf-8'],
        `${TEXT}\n\n${SAMPLE_NOTE}\n\nbegin 644 mau-thu.exe\n#35I0\n\`\nend\n`,
        '8bit',
      ),
  ),
]

/** What careless software writes and hides nothing: tagged, so that somebody sets it right. */
const doubtful: Sample[] = [
  byHand(
    RULE,
    'thieu-dong-ket-thuc',
    because('Thiếu dòng phân cách kết thúc, nhưng đọc được hết.', 'No closing delimiter, but everything can be read.'),
    'tag',
    [anywhere(RULE, 'malformed-doubtful')],
    () => wrap('thieu-dong-ket-thuc', spoiled(multipart('mixed', '=_mau-thu', [text(), text()]), '--=_mau-thu--', '')),
  ),
]

const lineEnds = (name: string, words: Words, edit: (bytes: Buffer) => Buffer): Sample =>
  make(name, words, 'reject', [anywhere(RULE, 'bare-line-end')], { ...content, by: 'roundcube', edit })

const edited = (bytes: Buffer, from: string, to: string): Buffer =>
  Buffer.from(bytes.toString('latin1').replace(from, to), 'latin1')

const bare: Sample[] = [
  lineEnds('lf-tran', because('Có dấu xuống dòng LF đứng một mình.', 'A bare LF in the body.'), (bytes) =>
    edited(bytes, `${CRLF}${CRLF}(M`, `\n${CRLF}(M`),
  ),
  lineEnds('cr-tran', because('Có dấu CR đứng một mình.', 'A bare CR in the body.'), (bytes) =>
    edited(bytes, `${CRLF}${CRLF}(M`, `${CRLF}\r \r${CRLF}(M`),
  ),
  byHand(
    RULE,
    'byte-nul',
    because('Có byte NUL trong lời dẫn của thư nhiều phần.', 'A NUL byte in the preamble of a multipart message.'),
    'reject',
    [anywhere(RULE, 'bare-line-end')],
    () => wrap('byte-nul', multipart('mixed', '=_mau-thu', [text()], { preamble: 'Thu nhieu\0phan.' })),
  ),
]

const good: Sample[] = [
  attached(
    'dat-zip-thuong',
    because('Tệp zip thường, đọc được, chứa ảnh và PDF.', 'An ordinary zip of a picture and a PDF.'),
    'thunderbird',
    [],
    () => [
      attachment(
        'hinh-anh.zip',
        zip([
          { name: 'hình ảnh/hội nghị.jpg', bytes: bytesOf('anh-hoi-nghi.jpg') },
          { name: 'hình ảnh/giấy mời.pdf', bytes: bytesOf('giay-moi-12-scan.pdf') },
        ]),
      ),
    ],
  ),
  byHand(
    RULE,
    'dat-multipart-co-loi-dan',
    because(
      'Thư nhiều phần có lời dẫn trước và sau, đúng chuẩn.',
      'A multipart message with preamble and epilogue, as RFC 2046 allows.',
    ),
    'pass',
    [],
    () => {
      const entity = multipart('mixed', '=_mau-thu', [text()], { preamble: 'Thu nhieu phan theo chuan MIME.' })
      return wrap('dat-multipart-co-loi-dan', {
        ...entity,
        body: Buffer.concat([entity.body, Buffer.from(`Het.${CRLF}`)]),
      })
    },
  ),
]

export const samples: Sample[] = [...encrypted, ...broken, ...shapes, ...hiding, ...doubtful, ...bare, ...good]
