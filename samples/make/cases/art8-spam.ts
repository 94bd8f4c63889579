// Article 8, spam: advertising carries [QC] or [AD] first in its subject (Decree 91/2020/ND-CP).
import { city, outside } from '../people.ts'
import { anywhere, because, type ExpectedFinding, type Sample, samplesOf } from '../sample.ts'

const RULE = 'art8-spam'
const make = samplesOf(RULE)
const found: ExpectedFinding[] = [anywhere(RULE, 'advertising-unmarked')]

const ADVERTISEMENT = `Kính gửi Quý khách,

Cửa hàng Mẫu Thử khuyến mãi lớn: giảm giá đến 50% toàn bộ sản phẩm, mua 1 tặng 1.
Đặt hàng ngay hôm nay để nhận ưu đãi. Số lượng có hạn!`

const subject = 'Khuyến mãi lớn, giảm giá đến 50%'

export const samples: Sample[] = [
  make(
    'quang-cao-khong-nhan',
    because('Thư quảng cáo mà tiêu đề không có nhãn [QC].', 'An advertisement without the label [QC] in its subject.'),
    'tag',
    found,
    { subject, text: ADVERTISEMENT, by: 'outlook', to: [outside.citizen, outside.yahoo] },
  ),
  make(
    'nhan-qc-khong-dung-dau',
    because('Nhãn [QC] không đứng đầu tiêu đề.', 'The label [QC] is not first in the subject.'),
    'tag',
    found,
    { subject: `${subject} [QC]`, text: ADVERTISEMENT, by: 'roundcube', to: [outside.company] },
  ),
  make(
    'dat-co-nhan-qc',
    because('Thư quảng cáo có nhãn [QC] đứng đầu tiêu đề.', 'An advertisement with [QC] first in its subject.'),
    'pass',
    [],
    { subject: `[QC] ${subject}`, text: ADVERTISEMENT, by: 'zimbra', to: [outside.citizen] },
  ),
  make(
    'dat-co-nhan-ad',
    because('Thư quảng cáo có nhãn [AD] đứng đầu tiêu đề.', 'An advertisement with [AD] first in its subject.'),
    'pass',
    [],
    { subject: `[AD] ${subject}`, text: ADVERTISEMENT, by: 'gmail', to: [outside.citizen] },
  ),
  make(
    'dat-noi-ve-quang-cao',
    because(
      'Công văn nói về quản lý quảng cáo, không phải quảng cáo.',
      'A letter about the rules for advertising is no advertisement.',
    ),
    'pass',
    [],
    {
      subject: 'Phối hợp kiểm tra hoạt động quảng cáo ngoài trời',
      text: 'Kính gửi Quý Sở,\n\nĐề nghị phối hợp kiểm tra biển hiệu, bảng quảng cáo trên địa bàn trong tháng 3/2026.\n\nTrân trọng.',
      by: 'exchange',
      to: [city.department],
    },
  ),
]
