// 7.4.b: a document short of 7.3 may go to official boxes only, with the paper copy.
import { document, signed } from '../files.ts'
import { city, outside } from '../people.ts'
import { anywhere, at, because, type Sample, samplesOf } from '../sample.ts'

const RULE = 'art7-4b-paper-copy'
const PDF = 'art7-3a-signed-pdf'
const make = samplesOf(RULE)
const content = {
  subject: 'Tờ trình số 77/TTr-VP về cấp kinh phí mua sắm thiết bị',
  text: 'Kính gửi Quý cơ quan,\n\nVăn phòng gửi kèm tờ trình số 77/TTr-VP để phối hợp.\n\nTrân trọng.',
}

export const samples: Sample[] = [
  make(
    'docx-den-gmail',
    because('Word không có PDF ký số gửi ra hộp thư Gmail.', 'A Word file without a signed PDF goes to a Gmail box.'),
    'reject',
    [at(PDF, 'missing-pdf', '2'), anywhere(RULE, 'recipient-not-official')],
    { ...content, by: 'outlook', to: [outside.citizen], files: () => [document('to-trinh-77.docx')] },
  ),
  make(
    'pdf-chua-ky-den-cong-ty',
    because(
      'Bản PDF chưa ký, một người nhận ở ngoài hệ thống công vụ.',
      'The PDF is not signed and one recipient is outside.',
    ),
    'reject',
    [at(PDF, 'pdf-not-signed', '3'), anywhere(RULE, 'recipient-not-official')],
    {
      ...content,
      by: 'zimbra',
      to: [city.department],
      cc: [outside.company],
      files: () => [document('to-trinh-77.docx'), document('to-trinh-77.pdf')],
    },
  ),
  make(
    'chu-ky-chua-ro-den-cong-ty',
    because(
      'Chưa xác minh được chữ ký và người nhận ở ngoài: chưa kết luận.',
      'The signature cannot be verified and a recipient is outside: cannot tell.',
    ),
    'tag',
    [at(PDF, 'signature-unverifiable', '3'), anywhere(RULE, 'recipient-undetermined')],
    {
      ...content,
      by: 'thunderbird',
      to: [outside.company],
      files: () => [document('to-trinh-77.docx'), signed('to-trinh-77.pdf', 'expired')],
    },
  ),
  make(
    'dat-da-ky-den-cong-ty',
    because(
      'Có bản PDF đơn vị ký nên được gửi ra ngoài (theo 7.4.b).',
      'With a PDF signed by the unit it may go outside.',
    ),
    'pass',
    [],
    {
      ...content,
      by: 'exchange',
      to: [outside.company],
      files: () => [document('to-trinh-77.docx'), signed('to-trinh-77.pdf', 'van-phong')],
    },
  ),
  make(
    'dat-khong-co-van-ban',
    because('Thư không kèm văn bản gửi người dân ở Gmail.', 'A letter without a document to a citizen at Gmail.'),
    'pass',
    [anywhere('art7-1-other-mail-systems', 'document-outside')],
    {
      ...content,
      subject: 'Trả lời kiến nghị của công dân',
      by: 'roundcube',
      to: [outside.citizen],
      files: () => [document('anh-hoi-nghi.jpg')],
    },
  ),
  make(
    'docx-den-ten-mien-con',
    because(
      'Người nhận ở tên miền con của hệ thống công vụ: chỉ gắn nhãn.',
      'The recipient is on a sub-domain of the official system: tagged only.',
    ),
    'tag',
    [at(PDF, 'missing-pdf', '2')],
    {
      ...content,
      by: 'thunderbird',
      to: [{ name: 'Trung tâm Mẫu', address: 'trungtam@somau.tphcm.gov.vn' }],
      files: () => [document('to-trinh-77.docx')],
    },
  ),
]
