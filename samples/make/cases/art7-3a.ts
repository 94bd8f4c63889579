// 7.3.a: editable files without a signed PDF version, or with one whose signature is not good.
import { PDFDocument, PDFRef } from 'pdf-lib'
import { attachment, document, flipByte, oleStub, signed, signedBytes } from '../files.ts'
import { appendUpdate, nextNumber } from '../pdf-update.ts'
import { identity } from '../pki.ts'
import { at, because, type Sample } from '../sample.ts'
import { signPdf } from '../sign-pdf.ts'
import { pair, RULE, sample } from './art7-3a-letter.ts'

const missing: Sample[] = [
  sample(
    'docx-khong-kem-pdf',
    because('Tệp Word gửi một mình, không có bản PDF ký số.', 'A Word file without a PDF version.'),
    'thunderbird',
    'tag',
    [at(RULE, 'missing-pdf', '2')],
    () => [document('cong-van-126.docx', 'Công văn 126 tập huấn thư điện tử.docx')],
  ),
  sample(
    'lich-cong-tac-xlsx',
    because(
      'Lịch công tác dạng Excel không kèm bản PDF ký số.',
      'A work schedule as an Excel file without a PDF version.',
    ),
    'outlook',
    'tag',
    [at(RULE, 'missing-pdf', '2')],
    () => [document('lich-cong-tac-tuan-10.xlsx', 'Lịch công tác tuần 10.xlsx')],
  ),
  sample(
    'nhieu-loai-tep-sua-duoc',
    because(
      'doc, odt, rtf, xls, ods và pptx đều sửa được; không tệp nào có bản PDF ký số.',
      'doc, odt, rtf, xls, ods and pptx are all editable and none has a signed PDF.',
    ),
    'zimbra',
    'tag',
    ['2', '3', '4', '5', '6', '7'].map((part) => at(RULE, 'missing-pdf', part)),
    () => [
      document('cong-van-126.doc'),
      document('cong-van-126.odt', 'ke-hoach-phoi-hop.odt'),
      document('cong-van-126.rtf', 'danh-sach.rtf'),
      document('bang-tong-hop-thiet-bi.xls'),
      document('bang-tong-hop-thiet-bi.ods', 'bieu-mau-so-2.ods'),
      document('tap-huan-thu-dien-tu.pptx'),
    ],
  ),
  sample(
    'hai-docx-mot-pdf',
    because('Hai văn bản Word, chỉ một có bản PDF ký số.', 'Two Word files, a signed PDF for only one of them.'),
    'exchange',
    'tag',
    [at(RULE, 'missing-pdf', '3')],
    () => [document('cong-van-126.docx'), document('ke-hoach-31.docx'), signed('cong-van-126.pdf', 'van-phong')],
  ),
  sample(
    'docx-trong-zip-khong-pdf',
    because('Tệp zip chứa Word và Excel, không có bản PDF.', 'A zip of a Word and an Excel file without PDF versions.'),
    'roundcube',
    'tag',
    [at(RULE, 'missing-pdf', '2', 'ke-hoach-31.docx'), at(RULE, 'missing-pdf', '2', 'bang-tong-hop-thiet-bi.xlsx')],
    () => [document('ho-so.zip')],
  ),
  sample(
    'docx-trong-7z-khong-pdf',
    because('Tệp 7z chứa Word và Excel, không có bản PDF.', 'A 7z of a Word and an Excel file without PDF versions.'),
    'gmail',
    'tag',
    [at(RULE, 'missing-pdf', '2', 'ke-hoach-31.docx'), at(RULE, 'missing-pdf', '2', 'bang-tong-hop-thiet-bi.xlsx')],
    () => [document('ho-so.7z')],
  ),
  sample(
    'tep-ole-khong-ro-loai',
    because(
      'Tệp OLE không rõ loại: không biết có sửa được không.',
      'An OLE file of no known kind: whether it is editable cannot be told.',
    ),
    'thunderbird',
    'tag',
    [at(RULE, 'editable-unknown', '2'), at('unreadable', 'unknown-kind', '2')],
    () => [attachment('du-lieu-mau-thu.dat', oleStub())],
  ),
]

const badSignatures: Sample[] = [
  sample(
    'pdf-chua-ky',
    because('Bản PDF chưa ký số.', 'The PDF version is not signed.'),
    'zimbra',
    'tag',
    [at(RULE, 'pdf-not-signed', '3')],
    () => [document('cong-van-126.docx'), document('cong-van-126.pdf')],
  ),
  sample(
    'chu-ky-hong',
    because(
      'Nội dung PDF bị đổi một byte sau khi ký: chữ ký sai.',
      'One byte under the signature was changed: the signature is broken.',
    ),
    'outlook',
    'reject',
    [at(RULE, 'signature-broken', '3')],
    pair(async () =>
      attachment('cong-van-126.signed.pdf', flipByte(await signedBytes('cong-van-126.pdf', 'van-phong'))),
    ),
  ),
  sample(
    'them-noi-dung-sau-khi-ky',
    because(
      'Trang 1 được vẽ thêm một dòng bằng một lần cập nhật sau khi ký: tệp bị sửa sau khi ký.',
      'A line was drawn onto page 1 by an update after signing: the file was changed after signing.',
    ),
    'thunderbird',
    'reject',
    [at(RULE, 'signature-modified', '3')],
    pair(async () =>
      attachment('cong-van-126.pdf', await overdrawn(await signedBytes('cong-van-126.pdf', 'van-phong'))),
    ),
  ),
  sample(
    'them-rac-sau-khi-ky',
    because(
      'Sau phần đã ký có thêm dữ liệu không thuộc lần cập nhật nào: tệp bị sửa sau khi ký.',
      'Bytes of no update stand behind the signed ones: the file was changed after signing.',
    ),
    'roundcube',
    'reject',
    [at(RULE, 'signature-modified', '3')],
    pair(async () => attachment('cong-van-126.pdf', littered(await signedBytes('cong-van-126.pdf', 'van-phong')))),
  ),
  sample(
    'ca-nhan-ky',
    because(
      'Chữ ký số hợp lệ nhưng của cá nhân, không phải của đơn vị.',
      'A valid signature, but of a person, not of the unit.',
    ),
    'exchange',
    'tag',
    [at(RULE, 'signer-not-unit', '3')],
    pair(() => signed('cong-van-126.pdf', 'person')),
  ),
  sample(
    'to-chuc-ngoai-ky',
    because(
      'Chữ ký số hợp lệ nhưng của tổ chức ngoài danh sách đơn vị.',
      'A valid signature of an organisation that is none of the units.',
    ),
    'zimbra',
    'tag',
    [at(RULE, 'signer-not-unit', '3')],
    pair(() => signed('cong-van-126.pdf', 'company')),
  ),
  sample(
    'hinh-dau-che-chu',
    because(
      'Lãnh đạo ký trước, đơn vị ký sau và đặt hình dấu đè lên chữ.',
      'The leader signed first; the unit’s seal, added later, covers words.',
    ),
    'exchange',
    'tag',
    [at(RULE, 'seal-covers-words', '3')],
    pair(async () => attachment('cong-van-126.pdf', await sealedOverWords())),
  ),
  sample(
    'chung-thu-tu-ky',
    because(
      'Chứng thư tự ký mang tên đơn vị: không xác minh được.',
      'A self-signed certificate in the name of the unit.',
    ),
    'thunderbird',
    'tag',
    [at(RULE, 'signature-unverifiable', '3')],
    pair(() => signed('cong-van-126.pdf', 'self-signed')),
  ),
  sample(
    'ca-gia-mao-ten',
    because(
      'CA trùng tên CA thật nhưng khác khóa: không xác minh được.',
      'A CA with the names of the real one and another key.',
    ),
    'outlook',
    'tag',
    [at(RULE, 'signature-unverifiable', '3')],
    pair(() => signed('cong-van-126.pdf', 'look-alike')),
  ),
  sample(
    'chung-thu-het-han',
    because('Chứng thư của đơn vị đã hết hạn.', "The unit's certificate has expired."),
    'roundcube',
    'tag',
    [at(RULE, 'signature-unverifiable', '3')],
    pair(() => signed('cong-van-126.pdf', 'expired')),
  ),
  sample(
    'chung-thu-bi-thu-hoi',
    because(
      'Chứng thư của đơn vị đã bị thu hồi trước khi thư được xét (CRL trong dữ liệu cơ quan).',
      "The unit's certificate was revoked: the office's CRL lists it.",
    ),
    'outlook',
    'tag',
    [at(RULE, 'signature-unverifiable', '3')],
    pair(() => signed('cong-van-126.pdf', 'revoked')),
  ),
  sample(
    'chua-ro-thu-hoi',
    because(
      'Chữ ký của đơn vị đúng, nhưng cơ quan không có danh sách thu hồi của CA cấp chứng thư.',
      "The unit's signature holds, but the office has no revocation list of the authority that issued the certificate.",
    ),
    'exchange',
    'tag',
    [at(RULE, 'revocation-unknown', '3')],
    pair(() => signed('cong-van-126.pdf', 'no-crl')),
  ),
  sample(
    'hai-chu-ky',
    because(
      'Cá nhân ký rồi đơn vị ký tiếp: chữ ký thứ hai là thay đổi được phép, cả hai đều đúng.',
      'A person signed, then the unit: the second signature is a permitted change, and both hold.',
    ),
    'exchange',
    'pass',
    [],
    pair(async () => attachment('cong-van-126.pdf', await signedTwice())),
  ),
]

/** A well-formed incremental update (ISO 32000-1 7.5.6) that gives page 1 another content stream. */
async function overdrawn(pdf: Buffer): Promise<Buffer> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false })
  const page = document.getPages()[0]!
  const drawing = 'BT /F1 12 Tf 72 72 Td (MAU THU NGHIEM) Tj ET'
  const added = PDFRef.of(nextNumber(pdf))
  const entries = page.node.entries().map(([key, value]) => (key.decodeText() === 'Contents' ? '' : `${key} ${value}`))
  return appendUpdate(
    pdf,
    document,
    new Map([
      [added, `<</Length ${drawing.length}>>\nstream\n${drawing}\nendstream`],
      [page.ref, `<<${entries.join(' ')}/Contents ${added}>>`],
    ]),
  )
}

/** An object that no xref table leads to, put after the signed bytes. */
const littered = (pdf: Buffer): Buffer =>
  Buffer.concat([pdf, Buffer.from('9999 0 obj\n<< /Title (MAU THU NGHIEM) >>\nendobj\n')])

async function signedTwice(): Promise<Buffer> {
  const first = await signedBytes('cong-van-126.pdf', 'person', { field: 'LanhDao' })
  return signPdf(first, { ...identity('van-phong'), signedAt: new Date('2026-02-27T10:00:00+07:00'), field: 'DonVi' })
}

export const samples: Sample[] = [...missing, ...badSignatures]

/** Signed by a person and then by the unit, whose seal lies on the words of the page. */
async function sealedOverWords(): Promise<Buffer> {
  const first = await signedBytes('cong-van-126.pdf', 'person', { field: 'LanhDao' })
  const signedAt = new Date('2026-02-27T10:00:00+07:00')
  return signPdf(first, { ...identity('van-phong'), signedAt, field: 'DonVi', visible: '120 560 260 700' })
}
