// The word lists that come with the project: advertisements and frauds hit, ordinary letters about them do not.
import { describe, expect, test } from 'vitest'
import { compileTerms } from '../../src/language/terms.ts'
import { loadPolicy } from '../../src/policy/load.ts'
import { RULES } from '../../src/rules/index.ts'
import { ORDINARY_BODIES, ORDINARY_SUBJECTS } from '../language/ordinary.ts'

const { reading, rules } = loadPolicy({ directory: 'policies' }, RULES)
const matcher = compileTerms(reading.words)
/** Official wording (cong-vu) is a sign for a message, not against it. */
const lists = (text: string) =>
  [...new Set(matcher.find(text).map(({ list }) => list))].filter((list) => list !== 'cong-vu')

/** Sentences of police, justice, trade and culture offices, all invented. */
const DUTIES = [
  'Công an xã triệt phá sòng bạc trực tuyến, tạm giữ 05 đối tượng.',
  'Báo cáo kết quả đấu tranh với đường dây game bài đổi thưởng trên mạng.',
  'Tăng cường phòng, chống cờ bạc, cá độ bóng đá mùa giải năm nay.',
  'Xử phạt hành vi cá cược, đánh bạc dưới mọi hình thức.',
  'Cảnh báo thủ đoạn lừa đảo “việc nhẹ lương cao” trên mạng xã hội.',
  'Người dân không cung cấp mã OTP cho bất kỳ ai.',
  'Tuyên truyền phòng ngừa lừa đảo qua tin nhắn báo trúng thưởng.',
  'Đối tượng kích động, lôi kéo tụ tập đông người gây rối trật tự công cộng.',
  'Kế hoạch phòng, chống ma túy, mại dâm năm 2026.',
  'Kiểm tra hoạt động khuyến mại của các siêu thị trên địa bàn.',
  'Hướng dẫn đăng ký thực hiện khuyến mại theo quy định.',
  'Phối hợp tổ chức Tháng khuyến mại tập trung quốc gia.',
  'Cấp giấy phép quảng cáo ngoài trời, tháo dỡ biển quảng cáo sai phép.',
  'Chương trình bình ổn giá: giảm giá thịt heo, gạo, trứng.',
  'Hỗ trợ hộ nghèo vay vốn ưu đãi của Ngân hàng Chính sách xã hội.',
  'Cho vay giải quyết việc làm, lãi suất theo quy định.',
  'Cảnh báo tín dụng đen, cho vay lãi nặng trên địa bàn.',
  'Miễn phí khám bệnh cho người cao tuổi.',
  'Thanh lý tài sản công theo hình thức đấu giá.',
  'Ưu đãi người có công với cách mạng.',
  'Nạp tiền điện thoại công vụ theo định mức.',
  'Xổ số kiến thiết nộp ngân sách đạt kế hoạch.',
  'Triệt xóa tụ điểm mại dâm trá hình, xử phạt chủ cơ sở.',
  'Vận động nhân dân giao nộp vũ khí, vật liệu nổ, công cụ hỗ trợ.',
  'Đối tượng mua bán trái phép chất ma túy đá bị bắt quả tang.',
  'Không để kẻ xấu lôi kéo người dân xuống đường gây rối.',
  'Xử phạt người đăng tin giả về dịch bệnh trên mạng xã hội.',
  'Kiểm tra việc bảo vệ dữ liệu cá nhân của khách hàng.',
  'Tội hoạt động nhằm lật đổ chính quyền nhân dân quy định tại Điều 109 Bộ luật Hình sự.',
  'Đấu tranh phản bác các quan điểm sai trái, xuyên tạc lịch sử, phủ nhận thành tựu cách mạng.',
  'Xử phạt hành vi xúc phạm danh dự, nhân phẩm người khác trên mạng xã hội.',
  'Cảnh báo mã độc tống tiền, hướng dẫn phòng chống tấn công từ chối dịch vụ DDoS.',
  'Tài khoản Facebook của đồng chí bị hack, đề nghị không chuyển tiền.',
  'Giải đáp thắc mắc của học sinh mất gốc môn Toán.',
  'Ke hoach phong chong te nan xa hoi, phong ngua lua dao tren mang.',
]

test.each([...ORDINARY_BODIES, ...ORDINARY_SUBJECTS, ...DUTIES])('ordinary: %j', (text) => {
  expect(lists(text)).toEqual([])
})

describe('what the lists are for', () => {
  test.each([
    ['Siêu khuyến mãi! Mua 1 tặng 1, đặt hàng ngay hôm nay.', 'quang-cao'],
    ['CHO VAY LÃI SUẤT THẤP, thủ tục đơn giản', 'quang-cao'],
    ['Chúc mừng bạn đã trúng thưởng xe máy', 'lua-dao'],
    ['Vui lòng cung cấp mã OTP để xác nhận', 'lua-dao'],
    ['Nhà cái uy tín số một, nạp tiền nhận thưởng', 'co-bac'],
    ['Dịch vụ gái gọi cao cấp, liên hệ Zalo', 'mai-dam'],
    ['Nhận ship hàng đá toàn quốc, bán súng giá rẻ', 'ma-tuy-vu-khi'],
    ['Tối mai đồng loạt xuống đường đòi quyền lợi', 'kich-dong'],
    ['Chia sẻ ngay trước khi bị xóa: rút hết tiền khỏi ngân hàng ngay', 'tin-gia'],
    ['Đả đảo cộng sản! Đứng lên lật đổ chế độ', 'chong-pha'],
    ['Sắp đến ngày quốc hận', 'xuyen-tac'],
    ['Bọn mặt người dạ thú đó, lũ bán nước hại dân', 'xuc-pham'],
    ['Bên mình nhận hack facebook, cho thuê dịch vụ ddos theo giờ', 'ma-doc'],
    ['Bên em bán data số điện thoại theo quận', 'xam-pham-bi-mat'],
  ])('%j', (text, list) => {
    expect(lists(text)).toEqual([list])
  })
})

test('every list is looked at by a rule, and no phrase is a single word', () => {
  const used = rules.flatMap(({ parameters }) =>
    [parameters.lists, parameters.officialLists].filter(Array.isArray).flat(),
  )
  expect(reading.words.map(({ list }) => list).sort()).toEqual([...used].sort())
  const single = reading.words.flatMap(({ phrases }) => phrases.filter((phrase) => !phrase.includes(' ')))
  expect(single).toEqual([])
})
