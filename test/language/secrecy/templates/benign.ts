// Labelled texts that carry no mark though they are full of its words; two thirds seen while tuning, one third not.
import { letter, NAMES, pick, SENTENCES, SUBJECTS, SYMBOLS, UNITS } from './vocabulary.ts'

type Template = [where: 'subject' | 'body' | 'file-name' | 'text', write: (n: number) => string]

const day = (n: number) => `${(n % 27) + 1}/${(n % 12) + 1}/2026`

export const SEEN: Record<string, Template[]> = {
  'laws and training on secrecy': [
    [
      'text',
      (n) =>
        `DANH SÁCH\nCán bộ tham gia kiểm tra công tác bảo vệ bí mật nhà nước đợt ${n + 1}\n1. Nguyễn Văn Mẫu\n2. Trần Thị Thử`,
    ],
    ['subject', (n) => `Đăng ký số lượng dấu chỉ độ mật, dấu khẩn năm ${2020 + n}`],
    [
      'body',
      (n) => `Điều ${n + 1} quy định việc giải mật, điều chỉnh độ mật của tài liệu; ${pick(NAMES, n)} nghiên cứu kỹ.`,
    ],
    ['subject', (n) => `V/v góp ý dự thảo Danh mục bí mật nhà nước lĩnh vực nội vụ lần ${n + 1}`],
    [
      'text',
      (n) =>
        `THÔNG BÁO\nVề việc cử người làm nhiệm vụ bảo vệ bí mật nhà nước\n${pick(SENTENCES, n)}\nĐơn vị có văn bản mật, tối mật thì lập sổ theo mẫu.`,
    ],
    [
      'body',
      (n) =>
        `Luật số 117/2025/QH15 quy định ba độ mật; thời hạn bảo vệ của độ Tuyệt mật là 30 năm, Tối mật 20 năm, Mật 10 năm. Câu hỏi gửi ${pick(NAMES, n)}.`,
    ],
    [
      'text',
      (n) =>
        letter(n, {
          tail: 'Căn cứ Luật Bảo vệ bí mật nhà nước và Nghị định của Chính phủ quy định chi tiết Luật này.',
        }),
    ],
    ['subject', (n) => `Tập huấn công tác bảo vệ bí mật nhà nước ngày ${day(n)}`],
    [
      'body',
      (n) => `Kính gửi ${pick(NAMES, n)}, mời dự lớp phổ biến Luật Bảo vệ bí mật nhà nước tại hội trường, ${day(n)}.`,
    ],
    [
      'text',
      (n) =>
        `BÁO CÁO\nKết quả thực hiện công tác bảo vệ bí mật nhà nước năm 2026\n${pick(SENTENCES, n)}\nSố văn bản mật đã tiếp nhận: ${n}; số văn bản tối mật: 0.`,
    ],
    [
      'text',
      (n) =>
        `Điều ${n + 2}. Bí mật nhà nước được phân loại thành 03 độ mật: Tuyệt mật, Tối mật và Mật.\n${pick(SENTENCES, n)}`,
    ],
    ['body', (n) => `Theo quy định, tài liệu mật phải do văn thư đăng ký vào sổ riêng. ${pick(SENTENCES, n)}`],
  ],
  'security and passwords': [
    [
      'text',
      (n) =>
        `HƯỚNG DẪN\nBước ${n}: nhập mật khẩu cũ\nBước ${n + 1}: nhập mật khẩu mới\nChính sách bảo mật áp dụng từ ${day(n)}`,
    ],
    ['body', (n) => `Cài đặt bảo mật: bật xác thực hai lớp cho máy số ${n}. ${pick(SENTENCES, n)}`],
    ['body', (n) => `Lỗi bảo mật số ${n} đã được vá; ${pick(NAMES, n)} khởi động lại máy giúp.`],
    ['subject', (n) => `Cấp lại mật khẩu phần mềm một cửa lần ${n + 1}`],
    [
      'text',
      (n) => `CAM KẾT BẢO MẬT\nTôi là cán bộ số ${n}, cam kết giữ bí mật thông tin khách hàng.\n${pick(SENTENCES, n)}`,
    ],
    ['subject', (n) => `Thông báo đổi mật khẩu hộp thư công vụ trước ngày ${day(n)}`],
    [
      'body',
      (n) =>
        `Mật khẩu phải có ít nhất 8 ký tự. ${pick(NAMES, n)} vui lòng không để lộ mật khẩu. Chế độ bảo mật hai lớp đã bật.`,
    ],
    [
      'text',
      (n) =>
        `KẾ HOẠCH\nBảo đảm an toàn thông tin, bảo mật dữ liệu\n${pick(SENTENCES, n)}\nThỏa thuận bảo mật thông tin ký ngày ${day(n)}.`,
    ],
    ['text', (n) => `HỘI NGHỊ\nCÔNG TÁC BẢO\nMẬT THÔNG TIN\n${pick(SENTENCES, n)}`],
    ['file-name', (n) => `Bien ban thoa thuan bao mat ${n}.docx`],
  ],
  'other words with mật': [
    ['subject', (n) => `Báo giá mật ong, phấn hoa hợp tác xã Mẫu lần ${n}`],
    ['body', (n) => `Bé lớp ${(n % 5) + 1} kể chuyện mật vụ, mật mã rất hay; cô giáo gửi lời thân mật.`],
    ['text', (n) => `ĐƠN THUỐC ${n}\nViên nghệ mật ong\nNgày uống 2 lần\nTái khám: viêm túi mật`],
    ['text', (n) => `THỰC ĐƠN TUẦN ${n}\nThứ Hai: sườn sốt mật ong\nThứ Ba: chuối hấp mật\nThứ Tư: gà quay mật ong`],
    ['body', (n) => `Cá mật, rượu mật gấu và mật vịt không dùng chữa bệnh; trạm y tế tư vấn ngày ${day(n)}.`],
    ['subject', (n) => `Khảo sát mật độ giao thông đoạn ${n} đường Rừng Sác`],
    ['body', (n) => `Tuần trăng mật của đôi bạn trẻ bắt đầu ngày ${day(n)}; mời ${pick(NAMES, n)} dự tiệc thân mật.`],
    [
      'text',
      (n) =>
        `BẢNG GIÁ THÁNG ${(n % 12) + 1}\nMật ong hoa nhãn\t${n * 10 + 150}.000 đ/lít\nMật mía\t45.000 đ/chai\nMẬT ONG RỪNG\t300.000 đ/lít`,
    ],
    ['body', (n) => `Mật độ xây dựng khu vực là ${n + 20} %, mật độ dân số ${n * 10 + 100} người/km2.`],
    ['subject', (n) => `Giấy mời họp mặt thân mật đầu xuân lần thứ ${n + 1}`],
    ['text', (n) => `KẾT QUẢ SIÊU ÂM\nGan bình thường, túi mật không sỏi, đường mật không giãn.\nSố: ${n}`],
    ['body', (n) => `${pick(NAMES, n)} thân mến, đoàn khảo sát hang động Mật Sơn, ghé chùa Mật Dụng ngày ${day(n)}.`],
    ['body', (n) => `Trần Văn Mật, Nguyễn Thị Mật và Lê Mật đã nộp hồ sơ ngày ${day(n)}.`],
    ['subject', (n) => `Hướng dẫn nuôi ong lấy mật vụ ${n + 2020}`],
    ['body', (n) => `Cơ mật viện thời Nguyễn, mật thư và mật hiệu là chủ đề buổi sinh hoạt ${day(n)}.`],
  ],
  'negations and duties': [
    [
      'body',
      (n) => `Theo kết luận, không phát hiện trường hợp nào gửi văn bản mật qua mạng trong tháng ${(n % 12) + 1}.`,
    ],
    [
      'text',
      (n) => `NỘI QUY PHÒNG MÁY\n${n}. Không mang tài liệu mật ra khỏi phòng.\n${n + 1}. Không cắm thiết bị lạ.`,
    ],
    ['body', (n) => `Lưu ý ${pick(NAMES, n)}: hệ thống này không dùng để trao đổi văn bản có nội dung mật.`],
    [
      'text',
      (n) =>
        `QUY CHẾ\nĐiều ${n + 1}. Không gửi văn bản mật, tối mật, tuyệt mật qua hộp thư điện tử công vụ.\n${pick(SENTENCES, n)}`,
    ],
    ['body', (n) => `Nghiêm cấm gửi tài liệu mật qua thư điện tử. ${pick(SENTENCES, n)}`],
    ['body', (n) => `Thư này không chứa nội dung mật. ${pick(SENTENCES, n)}`],
    [
      'body',
      (n) =>
        `Văn bản mật đề nghị các đơn vị chuyển trực tiếp cho văn thư, không scan, không gửi mail. ${pick(NAMES, n)} lưu ý.`,
    ],
    [
      'text',
      (n) =>
        `Các cơ quan không được soạn thảo, lưu giữ tài liệu có độ mật trên máy tính nối mạng.\n${pick(SENTENCES, n)}`,
    ],
  ],
  'forms with all degrees or none': [
    ['text', (n) => `Trường dữ liệu ${n}: do_mat (0: Thường, 1: Mật, 2: Tối mật, 3: Tuyệt mật)`],
    ['text', (n) => `Số văn bản: ${n}\nCấp độ mật: Không mật\nHình thức: Điện tử`],
    ['text', (n) => `TỜ KHAI ${n}\nMức độ mật (đánh dấu x): [ ] Mật  [ ] Tối mật  [ ] Tuyệt mật  [x] Không`],
    ['text', (n) => `Mã hồ sơ\t${n}\nĐộ mật\tBình thường\nĐộ khẩn\tThường`],
    [
      'text',
      (n) => `PHIẾU ĐĂNG KÝ VĂN BẢN\nSố: ${n}\nĐộ mật: ☐ Thường ☐ Mật ☐ Tối mật ☐ Tuyệt mật\nĐộ khẩn: ☐ Thường ☐ Khẩn`,
    ],
    ['text', (n) => `Số đến: ${n}\nĐộ mật: Thường\nĐộ khẩn: Khẩn\nTrích yếu: ${pick(SUBJECTS, n)}`],
    ['text', (n) => `Số ký hiệu: ${n}/${pick(SYMBOLS, n)}\nĐộ mật: Không\nNgười ký: Nguyễn Văn Mẫu`],
    ['text', (n) => `Sổ theo dõi số ${n}\nĐộ mật:\nĐộ khẩn:\nĐơn vị nhận: ${pick(UNITS, n)}`],
  ],
  'English and unaccented': [
    ['body', (n) => `Sorry, the top secret sauce is sold out. Order ${n}.`],
    ['subject', (n) => `Xin phep nghi, con bi mat nuoc ngay ${day(n)}`],
    ['body', (n) => `Hop mat cuu can bo ngay ${day(n)}, ai vang mat bao truoc.`],
    ['subject', (n) => `Thong bao mat dien ngay ${day(n)}`],
    ['body', (n) => `CONFIDENTIALITY NOTICE: the information in this message may be privileged. Ticket ${n}.`],
    ['body', (n) => `This e-mail is confidential and intended for the addressee only. Ref ${n}.`],
    ['body', (n) => `Em toi mat dien thoai hom ${day(n)}, mat ca danh ba. Mong ${pick(NAMES, n)} nhan lai so.`],
    ['subject', (n) => `Mat bang cho thue, mat hang so ${n}`],
    ['body', (n) => `Please update the secretary list, top secret recipes are only a joke. No ${n}.`],
    ['file-name', (n) => `danh sach mat hang ${n}.xlsx`],
  ],
  'titles, news, quizzes': [
    ['body', (n) => `Triển lãm "Hồ sơ tuyệt mật thời chiến" mở cửa đến ${day(n)}, mời ${pick(NAMES, n)} tham quan.`],
    ['text', (n) => `ĐỀ KIỂM TRA ${n}\nCâu 1. Ai có thẩm quyền xác định độ mật?\nCâu 2. Kể tên các độ mật.`],
    [
      'text',
      (n) =>
        `TRẮC NGHIỆM ${n}\nTài liệu nào đóng dấu “Tối mật”?\na) Danh mục thiết bị\nb) Phương án tác chiến\nc) Lịch họp`,
    ],
    ['body', (n) => `Câu lạc bộ chiếu phim "Điệp vụ tuyệt mật" tối ngày ${day(n)}.`],
    ['body', (n) => `Phim "Mật danh K${n}" chiếu lúc 20 giờ; sách "Tuyệt mật Điện Biên" có tại thư viện.`],
    ['text', (n) => `CÂU HỎI ${n + 1}\nDấu chỉ độ mật gồm những loại nào?\nA. Mật\nB. Tối mật\nC. Tuyệt mật\nD. Cả ba`],
    ['body', (n) => `Bộ Công an giải mật hồ sơ cũ, báo đăng ngày ${day(n)}.`],
    ['subject', (n) => `Kế hoạch ${n}: hội thi tìm hiểu pháp luật về bí mật kinh doanh`],
  ],
  'ordinary letters': [
    [
      'text',
      (n) =>
        `HỢP ĐỒNG số ${n}/HĐ\nBên A: ${pick(UNITS, n)}\nBên B: Công ty Mẫu Thử\nĐiều 9. Bảo mật: hai bên giữ bí mật thông tin.\n${pick(SENTENCES, n)}`,
    ],
    ['body', (n) => `Anh chị điền giúp biểu mẫu ${n} trước ${day(n)}. ${pick(SENTENCES, n)}`],
    ['subject', (n) => `Mời dự họp số ${n} về ${pick(SUBJECTS, n)}`],
    ['file-name', (n) => `To trinh ${n} ${pick(SYMBOLS, n)}.docx`],
    [
      'text',
      (n) =>
        `QUYẾT ĐỊNH\nVề việc ${pick(SUBJECTS, n)}\nCHỦ TỊCH ỦY BAN NHÂN DÂN\nCăn cứ Luật Tổ chức chính quyền địa phương;\n${pick(SENTENCES, n)}`,
    ],
    ['body', (n) => `${pick(NAMES, n)} xem giúp dự thảo, em gửi bản Word và PDF đã ký số. ${pick(SENTENCES, n)}`],
    ['subject', (n) => `Trả lời đơn kiến nghị số ${n} của công dân`],
    ['file-name', (n) => `BC tuan ${n} - ${pick(SYMBOLS, n)}.xlsx`],
    ['text', (n) => `LỊCH CÔNG TÁC TUẦN ${n}\nThứ Hai: giao ban\nThứ Ba: ${pick(SUBJECTS, n)}\nThứ Tư: tiếp công dân`],
    ['text', (n) => letter(n)],
    ['text', (n) => letter(n, { top: 'KHẨN', after: 'HỎA TỐC' })],
    ['text', (n) => letter(n, { tail: 'LƯU HÀNH NỘI BỘ' })],
    ['subject', (n) => `Công văn ${n}/${pick(SYMBOLS, n)} về ${pick(SUBJECTS, n)}`],
    ['body', (n) => `Kính gửi ${pick(NAMES, n)},\n${pick(SENTENCES, n)}\n${pick(SENTENCES, n + 2)}\nTrân trọng.`],
    ['file-name', (n) => `${n} ${pick(SUBJECTS, n)} (bản ký).pdf`],
    [
      'text',
      (n) =>
        `GIẤY MỜI\nHọp triển khai ${pick(SUBJECTS, n)}\nThời gian: 8 giờ ngày ${day(n)}\nĐịa điểm: Hội trường A\n${pick(SENTENCES, n)}`,
    ],
  ],
}

export const UNSEEN: Record<string, Template[]> = {
  'laws and training on secrecy': [
    [
      'body',
      (n) => `Hội đồng thi tuyên truyền Luật Bảo vệ bí mật nhà nước xin gửi bộ câu hỏi số ${n}. ${pick(SENTENCES, n)}`,
    ],
    [
      'text',
      (n) =>
        `BẢNG TỔNG HỢP\nSố lượng văn bản đi, đến có độ mật quý ${(n % 4) + 1}\nĐơn vị\tMật\tTối mật\tTuyệt mật\n${pick(UNITS, n)}\t${n}\t0\t0`,
    ],
    ['subject', (n) => `Kiểm tra việc chấp hành quy định về bảo vệ bí mật nhà nước đợt ${n}`],
  ],
  'security and passwords': [
    ['body', (n) => `Mật khẩu Wi-Fi phòng họp ${n}: liên hệ ${pick(NAMES, n)}. Không chia sẻ mật khẩu.`],
    ['text', (n) => `ĐIỀU KHOẢN BẢO MẬT\n${n}. Các bên giữ bí mật thông tin hợp đồng.\n${pick(SENTENCES, n)}`],
  ],
  'other words with mật': [
    ['body', (n) => `Vườn ươm bán ${n + 10} lít mật dừa nước, mật mía và phấn hoa cho khách du lịch.`],
    ['subject', (n) => `Đo mật độ muỗi, bọ gậy khu phố ${n}`],
    ['text', (n) => `NHẬT KÝ ONG ${n}\nTháng 3: quay mật lần 1\nTháng 4: quay mật lần 2\nSản lượng mật: ${n * 3} kg`],
  ],
  'negations and duties': [
    ['body', (n) => `Nhắc ${pick(NAMES, n)}: trước khi gửi, kiểm tra để không có tài liệu mật trong tệp đính kèm.`],
    [
      'text',
      (n) => `Điều ${n + 4}. Văn thư không nhận văn bản mật qua thư điện tử; trường hợp phát hiện thì báo cáo ngay.`,
    ],
  ],
  'forms with all degrees or none': [
    ['text', (n) => `MẪU ${n}\nDấu chỉ độ mật (nếu có): ............\nSố: ........../............`],
    ['text', (n) => `Độ mật: [chọn]\nThường\nMật\nTối mật\nTuyệt mật\nSố: ${n}`],
  ],
  'English and unaccented': [
    ['subject', (n) => `Cap nhat mat khau email lan ${n}`],
    ['body', (n) => `The secret ballot was held at room ${n}; results are not classified.`],
  ],
  'titles, news, quizzes': [
    ['body', (n) => `Đọc truyện "Hòm thư mật" tập ${n}, xem kịch "Mật lệnh đêm giao thừa".`],
    [
      'text',
      (n) => `BÀI TẬP ${n}\nĐiền vào chỗ trống: Tài liệu lộ ra gây nguy hại đặc biệt nghiêm trọng thì đóng dấu ......`,
    ],
  ],
  'ordinary letters': [
    [
      'text',
      (n) =>
        `BIÊN BẢN\nNghiệm thu công trình số ${n}\nThành phần: ${pick(UNITS, n)}, ${pick(UNITS, n + 1)}\n${pick(SENTENCES, n)}`,
    ],
    ['body', (n) => `Dạ em gửi ${pick(NAMES, n)} lịch tuần ${n}. ${pick(SENTENCES, n + 1)}`],
    ['file-name', (n) => `GM hop ngay ${n} thang 3.pdf`],
    ['subject', (n) => `Báo cáo tuần ${n} ${pick(SYMBOLS, n)}`],
  ],
}

/** Every template with so many choices of the words around it. */
export function texts(templates: Record<string, Template[]>, rounds: number) {
  return Object.entries(templates).flatMap(([category, list], at) =>
    list.flatMap(([where, write], index) =>
      Array.from({ length: rounds }, (_, round) => ({
        ...{ category, where, label: 'none' as const },
        text: write(at * 11 + index * 5 + round * 3 + 1),
      })),
    ),
  )
}
