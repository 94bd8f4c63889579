// 7.2: private use, told by several signs together and only observed.
import { city, outside } from '../people.ts'
import { anywhere, because, type Sample, samplesOf } from '../sample.ts'

const RULE = 'art7-2-personal-use'
const make = samplesOf(RULE)

export const samples: Sample[] = [
  make(
    'hop-lop-gui-gmail',
    because(
      'Rủ họp lớp, người nhận dùng Gmail, không lời lẽ công vụ.',
      'A class reunion to a Gmail box without official wording.',
    ),
    'pass',
    [anywhere(RULE, 'private-likely')],
    {
      subject: 'Họp lớp 12A cuối tuần này',
      text: 'Chào mọi người,\n\nThứ Bảy này mình họp lớp ở quán cũ, xong đi xem đặt phòng khách sạn cho chuyến biển nhé.\n\nThân mến.',
      by: 'gmail',
      to: [outside.citizen],
    },
  ),
  make(
    'dat-cong-vu-co-cum-tu-rieng',
    because('Công văn nói về hồ sơ xin việc là việc công.', 'An official letter about job applications is work.'),
    'pass',
    [],
    {
      subject: 'Tiếp nhận hồ sơ xin việc của sinh viên tốt nghiệp',
      text: 'Kính gửi Quý Sở,\n\nPhòng Nội vụ gửi kế hoạch tiếp nhận hồ sơ xin việc năm 2026.\n\nTrân trọng.',
      by: 'exchange',
      to: [city.department],
    },
  ),
]
