// Article 8, unlawful content: phrases of the office's lists are tagged for a person to look at.
import { outside } from '../people.ts'
import { anywhere, because, type ExpectedFinding, type Sample, samplesOf } from '../sample.ts'

const RULE = 'art8-unlawful-content'
const make = samplesOf(RULE)
const found: ExpectedFinding[] = [anywhere(RULE, 'listed-term')]

export const samples: Sample[] = [
  make(
    'ca-cuoc-truc-tuyen',
    because(
      'Thư mời tham gia cá cược trực tuyến: có cụm từ trong danh sách.',
      'An invitation to online betting, with phrases of the list.',
    ),
    'tag',
    found,
    {
      subject: 'Cơ hội tham gia',
      text: 'Xin chào,\n\nTham gia cá độ bóng đá tại nhà cái uy tín, nạp tiền nhận thưởng.',
      by: 'gmail',
      to: [outside.citizen],
    },
  ),
  make(
    'lua-dao-trung-thuong',
    because(
      'Thư báo trúng thưởng, đòi mã OTP: có cụm từ trong danh sách.',
      'A prize that asks for an OTP code, with phrases of the list.',
    ),
    'tag',
    found,
    {
      subject: 'Chúc mừng bạn đã trúng thưởng',
      text: 'Xin chào,\n\nĐể nhận thưởng, vui lòng cung cấp mã OTP và mật khẩu tài khoản ngân hàng.',
      by: 'roundcube',
      to: [outside.yahoo],
    },
  ),
  make(
    'ca-cuoc-khong-dau',
    because(
      'Lời mời cá cược viết không dấu: có thể là cụm từ trong danh sách, để người xem lại.',
      'An invitation to betting without accents: perhaps phrases of the list, for a person to look at.',
    ),
    'tag',
    [anywhere(RULE, 'listed-term-unaccented')],
    {
      subject: 'Thu moi',
      text: 'Xin chao,\n\nTham gia ca do tai nha cai uy tin, nap tien nhan thuong lon.',
      by: 'gmail',
      to: [outside.citizen],
    },
  ),
  make(
    'dat-van-ban-nghiep-vu',
    because(
      'Báo cáo phòng, chống tệ nạn là công việc thường ngày.',
      'A report on preventing social evils is everyday work.',
    ),
    'pass',
    [],
    {
      subject: 'Báo cáo công tác phòng, chống tệ nạn xã hội quý I',
      text: 'Kính gửi Quý Sở,\n\nĐơn vị báo cáo công tác tuyên truyền phòng, chống tệ nạn xã hội, phòng ngừa lừa đảo trên mạng cho người dân.\n\nTrân trọng.',
      by: 'zimbra',
    },
  ),
]
