// Ordinary letters of an office: who writes to whom, what about, which files; each from its number alone, so that the set never changes.
import { attachment, bytesOf } from '../../../samples/make/files.ts'
import type { Attachment, Letter } from '../../../samples/make/letter.ts'
import { token } from '../../../samples/make/mail.ts'
import { city, office, outside, type Person } from '../../../samples/make/people.ts'

/** A letter, and the files' names in samples/documents for programs that read them from disk. */
export interface OrdinaryLetter extends Letter {
  files: { name: string; file: string; type: string }[]
}

export const NOTE = '(MẪU THỬ NGHIỆM – KHÔNG CÓ GIÁ TRỊ)'

const SUBJECTS = [
  'Gửi công văn số 126/UBND-VX về rà soát số liệu',
  'V/v phối hợp tổ chức hội nghị sơ kết 6 tháng đầu năm',
  'Mời họp giao ban tháng 3',
  'Bao cao tien do thang 02/2026',
  'Re: Xin ý kiến dự thảo kế hoạch chuyển đổi số',
  'Fwd: Lịch công tác tuần 10 (cập nhật)',
  'Trả lời: Đăng ký tập huấn thư điện tử công vụ & chữ ký số',
  'Hướng dẫn đổi mật khẩu hộp thư "công vụ"',
  'Ảnh hội nghị, danh sách đại biểu; chương trình',
  'Thông báo nghỉ lễ 30/4 và 01/5 – phân công trực cơ quan, đơn vị, địa phương trên địa bàn huyện',
  'OK',
  '',
]
const SENTENCES = [
  'Thực hiện chỉ đạo của lãnh đạo, đề nghị các đơn vị rà soát số liệu và gửi lại trước 16 giờ ngày 06/3/2026.',
  'Văn phòng gửi kèm tài liệu để nghiên cứu, góp ý.',
  'Quá thời hạn trên, đơn vị không có ý kiến xem như thống nhất với dự thảo.',
  'Chi tiết liên hệ anh Mẫu, ĐT: (028) 0000 0000, máy lẻ 12; hoặc xem tại https://mau.example/huong-dan?id=12&x=1.',
  'Tổng số: 1.250 hồ sơ = 98,5% kế hoạch; còn lại 19 hồ sơ (1,5%).',
  'From the first week of March the office works in the new building.',
  'Đề nghị Quý cơ quan quan tâm, phối hợp thực hiện; mọi vướng mắc xin phản hồi về Văn phòng để được hướng dẫn, tổng hợp và báo cáo lãnh đạo xem xét, quyết định theo thẩm quyền.',
]
const NAMES = [
  'Công văn 126.docx',
  'Bảng tổng hợp thiết bị (lần 2).xlsx',
  'Kế hoạch 31_KH-UBND ngày 02.3.2026.pdf',
  'anh hoi nghi.jpg',
  'Hồ sơ.zip',
  'tap-huan-thu-dien-tu.pptx',
  'Báo cáo số 58/BC (dự thảo), bản cuối.docx',
  'Danh sách đại biểu tham dự hội nghị sơ kết công tác chuyển đổi số và cải cách hành chính 6 tháng đầu năm 2026.xlsx',
  'scan0001.pdf',
]
const FILES = [
  'cong-van-126.docx',
  'bang-tong-hop-thiet-bi.xlsx',
  'ke-hoach-31.pdf',
  'anh-hoi-nghi.jpg',
  'ho-so.zip',
  'tap-huan-thu-dien-tu.pptx',
  'bao-cao-58.docx',
  'lich-cong-tac-tuan-10.xlsx',
  'giay-moi-12-scan.pdf',
]
const SENDERS = Object.values(office)
const RECIPIENTS = [...Object.values(city), outside.citizen, outside.company, office.thu]

/** A number below `below` that depends on the seed and the word alone. */
export function pick(seed: string, word: string, below: number): number {
  return Number.parseInt(token(8, seed, word), 16) % below
}

const one = <T>(from: readonly T[], seed: string, word: string): T => from[pick(seed, word, from.length)]!

/** The letter of this number by this program. */
export function letterOf(program: string, number: number): OrdinaryLetter {
  const seed = `${program}/${number}`
  const nfd = pick(seed, 'nfd', 5) === 0
  const form = (text: string): string => (nfd ? text.normalize('NFD') : text)
  const files = Array.from({ length: [0, 0, 1, 1, 2, 3][pick(seed, 'count', 6)]! }, (_, index) => {
    const which = pick(seed, `file${index}`, NAMES.length)
    const { type } = attachment(FILES[which]!, Buffer.alloc(0))
    return { name: form(index === 0 ? NAMES[which]! : `${index} ${NAMES[which]!}`), file: FILES[which]!, type }
  })
  return {
    seed,
    from: one(SENDERS, seed, 'from'),
    to: people(seed, 'to', 1 + pick(seed, 'to', 3)),
    ...(pick(seed, 'cc', 3) === 0 ? { cc: people(seed, 'cc', 2) } : {}),
    subject: form(one(SUBJECTS, seed, 'subject')),
    text: form(textOf(seed)),
    files,
    attachments: files.map(({ name, file, type }): Attachment => ({ name, bytes: bytesOf(file), type })),
    ...(pick(seed, 'logo', 4) === 0 ? { inline: attachment('image001.png', bytesOf('logo.png')) } : {}),
  }
}

function people(seed: string, word: string, count: number): Person[] {
  const start = pick(seed, `${word}s`, RECIPIENTS.length)
  return Array.from({ length: count }, (_, index) => RECIPIENTS[(start + index) % RECIPIENTS.length]!)
}

function textOf(seed: string): string {
  const body = Array.from({ length: 1 + pick(seed, 'sentences', 6) }, (_, index) => one(SENTENCES, seed, `s${index}`))
  const quoted =
    pick(seed, 'reply', 3) === 0
      ? [
          '',
          'Vào 02/03/2026 07:45, Nguyễn Văn Mẫu đã viết:',
          ...body.map((line) => `> ${line}`),
          '>> From: trước đó',
          '>',
        ]
      : []
  return ['Kính gửi Quý cơ quan,', '', ...body, '', 'Trân trọng./.', '-- ', 'Lê Văn Ví Dụ', NOTE, ...quoted, ''].join(
    '\n',
  )
}
