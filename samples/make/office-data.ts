// The words of the fictional official documents. Persons, numbers and events are invented; every document says so itself.
import type { OfficialDocument } from './office-text.ts'

const DISTRICT = 'ỦY BAN NHÂN DÂN'
const PLACE = 'Cần Giờ, ngày'

const office = {
  superior: DISTRICT,
  agency: 'HUYỆN CẦN GIỜ',
  recipients: ['Như trên;', 'Thường trực UBND huyện;', 'Lưu: VT, VP.'],
  signerTitle: 'TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG',
  signer: 'Nguyễn Văn Mẫu',
}

const secretariat = {
  ...office,
  superior: 'UBND HUYỆN CẦN GIỜ',
  agency: 'VĂN PHÒNG',
  signerTitle: 'CHÁNH VĂN PHÒNG',
}

/** Text documents. */
export const TEXT_DOCUMENTS: OfficialDocument[] = [
  {
    ...office,
    stem: 'cong-van-126',
    number: '126/UBND-VP',
    placeAndDay: `${PLACE} 27 tháng 02 năm 2026`,
    type: null,
    summary: 'tổ chức tập huấn sử dụng thư điện tử công vụ',
    addressees: ['Các phòng, ban chuyên môn thuộc huyện', 'Ủy ban nhân dân các xã, thị trấn'],
    paragraphs: [
      'Thực hiện Quy chế quản lý, sử dụng thư điện tử công vụ trong các cơ quan, đơn vị trên địa bàn huyện, Ủy ban nhân dân huyện đề nghị Thủ trưởng các cơ quan, đơn vị cử cán bộ, công chức tham dự lớp tập huấn sử dụng thư điện tử công vụ.',
      'Thời gian: 08 giờ 00, thứ Năm, ngày 12 tháng 3 năm 2026. Địa điểm: Hội trường A, trụ sở Ủy ban nhân dân huyện.',
      'Thành phần: mỗi đơn vị cử 02 người, gồm 01 lãnh đạo và 01 văn thư. Danh sách gửi về Văn phòng trước ngày 06 tháng 3 năm 2026 để tổng hợp.',
      'Đề nghị Thủ trưởng các cơ quan, đơn vị quan tâm, phối hợp thực hiện./.',
    ],
  },
  {
    ...office,
    stem: 'bao-cao-58',
    number: '58/BC-UBND',
    placeAndDay: `${PLACE} 25 tháng 3 năm 2026`,
    type: 'BÁO CÁO',
    summary: 'Tình hình sử dụng thư điện tử công vụ quý I năm 2026',
    addressees: [],
    paragraphs: [
      'I. CÔNG TÁC CHỈ ĐẠO. Trong quý I, Ủy ban nhân dân huyện đã ban hành 03 văn bản hướng dẫn việc sử dụng thư điện tử công vụ.',
      'II. KẾT QUẢ. Tổng số hộp thư: 214, trong đó đơn vị 31, cá nhân 183; cấp mới 06, hủy 02. Tỷ lệ văn bản gửi qua thư điện tử công vụ đạt 92,5%.',
      'III. KHÓ KHĂN, KIẾN NGHỊ. Một số đơn vị còn gửi tập tin Word chưa kèm bản PDF có chữ ký số của đơn vị. Kiến nghị tổ chức tập huấn thêm trong quý II.',
    ],
  },
  {
    ...office,
    stem: 'ke-hoach-31',
    number: '31/KH-UBND',
    placeAndDay: `${PLACE} 10 tháng 02 năm 2026`,
    type: 'KẾ HOẠCH',
    summary: 'Triển khai chuyển đổi số năm 2026',
    addressees: [],
    paragraphs: [
      '1. Mục đích: nâng cao chất lượng phục vụ người dân và doanh nghiệp bằng dịch vụ công trực tuyến.',
      '2. Yêu cầu: các đơn vị phân công đầu mối, hoàn thành đúng thời hạn, báo cáo kết quả trước ngày 20 hằng tháng.',
      '3. Kinh phí thực hiện: 450.000.000 đồng (Bốn trăm năm mươi triệu đồng) từ nguồn ngân sách huyện năm 2026.',
    ],
  },
  {
    ...secretariat,
    stem: 'to-trinh-77',
    number: '77/TTr-VP',
    placeAndDay: `${PLACE} 26 tháng 02 năm 2026`,
    type: 'TỜ TRÌNH',
    summary: 'Về việc cấp kinh phí mua sắm thiết bị công nghệ thông tin',
    addressees: ['Chủ tịch Ủy ban nhân dân huyện'],
    paragraphs: [
      'Căn cứ dự toán ngân sách năm 2026, Văn phòng kính trình Chủ tịch Ủy ban nhân dân huyện xem xét, phê duyệt kinh phí mua sắm 12 máy tính để bàn và 04 máy quét.',
      'Tổng kinh phí đề nghị: 268.400.000 đồng (Hai trăm sáu mươi tám triệu bốn trăm nghìn đồng).',
      'Kính trình Chủ tịch Ủy ban nhân dân huyện xem xét, quyết định./.',
    ],
  },
  {
    ...secretariat,
    stem: 'giay-moi-12',
    number: '12/GM-VP',
    placeAndDay: `${PLACE} 27 tháng 02 năm 2026`,
    type: 'GIẤY MỜI',
    summary: 'Họp giao ban công tác văn thư, lưu trữ tháng 3 năm 2026',
    addressees: [],
    paragraphs: [
      'Văn phòng Hội đồng nhân dân và Ủy ban nhân dân huyện trân trọng kính mời Ông (Bà): Trần Thị Thử, văn thư Phòng Mẫu.',
      'Đến dự: Họp giao ban công tác văn thư, lưu trữ. Thời gian: 14 giờ 00, thứ Tư, ngày 04 tháng 3 năm 2026. Địa điểm: Phòng họp số 2.',
    ],
  },
]

/** Spreadsheets: a title over rows of cells; numbers stay numbers. */
export interface Spreadsheet {
  stem: string
  title: string
  rows: (string | number)[][]
}

export const SPREADSHEETS: Spreadsheet[] = [
  {
    stem: 'lich-cong-tac-tuan-10',
    title: 'LỊCH CÔNG TÁC TUẦN 10 (từ ngày 02/3 đến 06/3/2026)',
    rows: [
      ['Thứ, ngày', 'Giờ', 'Nội dung', 'Chủ trì', 'Địa điểm'],
      ['Thứ Hai, 02/3', '08:00', 'Giao ban đầu tuần', 'Ông Nguyễn Văn Mẫu', 'Phòng họp số 1'],
      ['Thứ Ba, 03/3', '14:00', 'Tiếp công dân định kỳ', 'Bà Phạm Thị Minh Họa', 'Phòng Tiếp công dân'],
      ['Thứ Tư, 04/3', '14:00', 'Giao ban công tác văn thư', 'Ông Lê Văn Ví Dụ', 'Phòng họp số 2'],
      ['Thứ Năm, 05/3', '09:00', 'Kiểm tra dịch vụ công trực tuyến', 'Ông Nguyễn Văn Mẫu', 'Xã Mẫu'],
    ],
  },
  {
    stem: 'bang-tong-hop-thiet-bi',
    title: 'BẢNG TỔNG HỢP THIẾT BỊ CÔNG NGHỆ THÔNG TIN NĂM 2026',
    rows: [
      ['STT', 'Đơn vị', 'Máy tính', 'Máy in', 'Thành tiền (đồng)'],
      [1, 'Văn phòng', 12, 4, 156_200_000],
      [2, 'Phòng Mẫu', 6, 2, 78_100_000],
      [3, 'Xã Mẫu', 4, 1, 34_100_000],
      ['', 'Tổng cộng', 22, 7, 268_400_000],
    ],
  },
]

/** Slides: a title and lines each. */
export const SLIDES = {
  stem: 'tap-huan-thu-dien-tu',
  pages: [
    {
      title: 'TẬP HUẤN THƯ ĐIỆN TỬ CÔNG VỤ',
      lines: ['MẪU THỬ NGHIỆM – KHÔNG CÓ GIÁ TRỊ', 'Văn phòng, tháng 3 năm 2026'],
    },
    {
      title: 'Gửi văn bản đúng quy chế',
      lines: [
        'Tập tin Word, Excel phải kèm bản PDF có chữ ký số của đơn vị',
        'Không gửi tài liệu có dấu chỉ độ mật qua thư điện tử',
      ],
    },
  ],
}
