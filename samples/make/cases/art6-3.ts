// 6.3: requests to the Office come from official boxes only.
import { city, office, outside } from '../people.ts'
import { anywhere, because, type ExpectedFinding, type Sample, samplesOf } from '../sample.ts'

const RULE = 'art6-3-outside-mailbox'
const make = samplesOf(RULE)
const found: ExpectedFinding[] = [anywhere(RULE, 'outside-sender')]
const sender = (...messages: string[]): ExpectedFinding[] => messages.map((id) => anywhere('art3-sender-address', id))

const intake = { name: 'UBND huyện (mẫu thử)', address: 'cangio@tphcm.gov.vn' }
const content = {
  subject: 'Đề nghị cấp lại hộp thư điện tử công vụ',
  text: 'Kính gửi Văn phòng,\n\nĐơn vị đề nghị cấp lại hộp thư công vụ cho 01 công chức mới chuyển về.\n\nTrân trọng.',
  to: [intake],
}

export const samples: Sample[] = [
  make(
    'gmail-gui-van-phong',
    because('Yêu cầu gửi Văn phòng từ hộp thư Gmail.', 'A request to the Office from a Gmail box.'),
    'reject',
    [...found, ...sender('envelope-sender', 'header-from')],
    { ...content, by: 'gmail', from: outside.citizen },
  ),
  make(
    'yahoo-gui-van-phong-va-so',
    because('Gửi từ Yahoo đến Văn phòng và một nơi khác.', 'From Yahoo to the Office and to another place.'),
    'reject',
    [...found, ...sender('envelope-sender', 'header-from')],
    { ...content, by: 'apple', from: outside.yahoo, to: [city.department, intake] },
  ),
  make(
    'from-la-hop-thu-ngoai',
    because('Phong bì đúng nhưng From là hộp thư Yahoo.', 'An official envelope, but From is a Yahoo box.'),
    'reject',
    [...found, ...sender('header-from', 'from-differs')],
    { ...content, by: 'thunderbird', from: outside.yahoo, envelope: { from: office.viDu.address } },
  ),
  make(
    'dat-tu-hop-thu-cong-vu',
    because('Yêu cầu gửi từ hộp thư công vụ của xã.', 'The request comes from the official box of a commune.'),
    'pass',
    [],
    { ...content, by: 'zimbra', from: office.commune },
  ),
  make(
    'dat-nguoi-gui-rong',
    because('Thư báo lỗi (người gửi rỗng) về hộp thư Văn phòng.', 'A bounce with the null sender to the Office.'),
    'pass',
    [],
    {
      ...content,
      subject: 'Undelivered Mail Returned to Sender',
      by: 'roundcube',
      from: { name: 'Mail Delivery System', address: 'MAILER-DAEMON@mx.congty-mau.example' },
      envelope: { from: '' },
    },
  ),
]
