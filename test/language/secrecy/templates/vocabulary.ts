// Words that the labelled texts are filled with: fictional units, subjects and sentences of office letters (MẪU THỬ NGHIỆM).

export const UNITS = [
  'UBND HUYỆN CẦN MẪU',
  'PHÒNG NỘI VỤ HUYỆN CẦN MẪU',
  'BAN CHỈ HUY QUÂN SỰ HUYỆN MẪU',
  'CÔNG AN HUYỆN CẦN MẪU',
  'HUYỆN ỦY CẦN MẪU',
  'VĂN PHÒNG HĐND VÀ UBND',
  'UBND XÃ THỬ NGHIỆM',
  'SỞ MẪU THỬ NGHIỆM',
  'BAN TIẾP CÔNG DÂN MẪU',
  'THANH TRA HUYỆN MẪU',
]
export const SYMBOLS = [
  'UBND-VP',
  'UBND-NV',
  'BCHQS',
  'CAH',
  'CV-HU',
  'TTr-NV',
  'BC-UBND',
  'KH-UBND',
  'QĐ-UBND',
  'TB-VP',
]
export const SUBJECTS = [
  'phương án bảo vệ mục tiêu trọng điểm',
  'tình hình an ninh trật tự quý I',
  'rà soát nhân sự quy hoạch nhiệm kỳ mới',
  'kế hoạch diễn tập khu vực phòng thủ',
  'kết quả xác minh đơn tố cáo',
  'số liệu tuyển quân năm 2026',
  'vị trí kho vật chất hậu cần',
  'đề thi tuyển công chức cấp xã',
  'kết quả thanh tra đột xuất',
  'chuẩn bị tiếp đoàn công tác',
]
export const SENTENCES = [
  'Căn cứ tình hình thực tế, đề nghị các đơn vị khẩn trương triển khai thực hiện.',
  'Yêu cầu tổng hợp số liệu, báo cáo kết quả trước ngày 15 tháng 3 năm 2026.',
  'Giao Văn phòng theo dõi, đôn đốc việc thực hiện văn bản này.',
  'Trong quá trình thực hiện nếu có vướng mắc, đề nghị phản ánh để được hướng dẫn.',
  'Các lực lượng tổ chức trực ban nghiêm túc, nắm chắc tình hình địa bàn.',
  'Kinh phí thực hiện lấy từ nguồn chi thường xuyên đã được giao đầu năm.',
  'Thủ trưởng đơn vị chịu trách nhiệm trước Chủ tịch về kết quả thực hiện.',
  'Nội dung chi tiết có phụ lục kèm theo.',
]
export const NAMES = ['anh Minh', 'chị Thu', 'em', 'anh Dũng', 'chị Hoa']
export const DEGREES = ['Mật', 'Tối mật', 'Tuyệt mật'] as const

/** The n-th of a list, round and round. */
export const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!

/** A letter's head by Decree 30/2020 with lines put in front of it, behind the number, and at its end. */
export function letter(n: number, { top = '', number = '', after = '', tail = '' } = {}): string {
  const lines = [
    top,
    pick(UNITS, n),
    'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
    'Độc lập - Tự do - Hạnh phúc',
    `Số: ${number || `${n + 11}/${pick(SYMBOLS, n)}`}`,
    after,
    `Cần Mẫu, ngày ${(n % 27) + 1} tháng 3 năm 2026`,
    `V/v ${pick(SUBJECTS, n)}`,
    `Kính gửi: ${pick(UNITS, n + 3)}`,
    pick(SENTENCES, n),
    pick(SENTENCES, n + 3),
    pick(SENTENCES, n + 5),
    tail,
    'Nơi nhận:',
    '- Như trên;',
    '- Lưu: VT, NV.',
  ]
  return lines.filter((line) => line !== '').join('\n')
}
