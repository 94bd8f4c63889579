// Labelled texts that carry a mark of secrecy, by the place that it stands in; two thirds seen while tuning, one third not.
import type { SecrecyPlace } from '../../../../src/facts.ts'
import { DEGREES, letter, NAMES, pick, SENTENCES, SUBJECTS, SYMBOLS, UNITS } from './vocabulary.ts'

export interface Labelled {
  category: string
  where: SecrecyPlace['where']
  label: 'strong' | 'weak' | 'none'
  text: string
}

/** A form of text with a hole for the degree and a number that chooses the words around it. */
type Template = [where: Labelled['where'], label: Labelled['label'], write: (degree: string, n: number) => string]

const up = (degree: string) => degree.toUpperCase()
const spaced = (degree: string) => [...up(degree).replace(/ /g, '')].join(' ')
const subject = (n: number) => pick(SUBJECTS, n)
const number = (n: number) => `${n + 5}/${pick(SYMBOLS, n)}`

export const SEEN: Record<string, Template[]> = {
  'stamp alone in the head': [
    [
      'text',
      'strong',
      (d, n) =>
        `ĐẢNG ỦY XÃ THỬ NGHIỆM\n*\nSố: ${n + 4}-BC/ĐU\n${up(d)}\nĐẢNG CỘNG SẢN VIỆT NAM\nThử Nghiệm, ngày 5 tháng 3 năm 2026\nBÁO CÁO\n${subject(n)}`,
    ],
    [
      'text',
      'strong',
      (d, n) => `${up(d)}\nBIÊN BẢN HỌP\nThời gian: 14 giờ\nNội dung: ${subject(n)}\n${pick(SENTENCES, n)}`,
    ],
    [
      'text',
      'strong',
      (d, n) =>
        `${pick(UNITS, n)}\n${up(d)}\nSố: ${number(n)}\nBÁO CÁO\n${subject(n)}\n${pick(SENTENCES, n)}\n${pick(SENTENCES, n + 1)}`,
    ],
    [
      'text',
      'strong',
      (d, n) =>
        `CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n---------------\n${up(d)}\nTỜ TRÌNH\nVề ${subject(n)}\n${pick(SENTENCES, n)}`,
    ],
    ['text', 'strong', (d, n) => letter(n, { top: up(d) })],
    ['text', 'strong', (d, n) => letter(n, { after: up(d) })],
    ['text', 'strong', (d, n) => letter(n, { after: `   ${up(d)}   ` })],
    ['body', 'strong', (d, n) => `${up(d)}\n\nKính gửi ${pick(NAMES, n)},\n${pick(SENTENCES, n)}`],
  ],
  'stamp with companions': [
    ['text', 'strong', (d, n) => letter(n, { after: `Độ ${up(d)}` })],
    ['text', 'strong', (d, n) => letter(n, { top: `${up(d)}\nKHẨN\nBản số: 1` })],
    ['text', 'strong', (d, n) => letter(n, { top: `${up(d)}   Bản số ${n + 1}/${n + 5}` })],
    ['text', 'strong', (d, n) => letter(n, { after: `THƯỢNG KHẨN - ${up(d)}` })],
    ['text', 'strong', (d, n) => letter(n, { top: `${up(d)}\nBản số: 0${(n % 9) + 1}` })],
    ['text', 'strong', (d, n) => letter(n, { after: `${up(d)} - KHẨN` })],
    ['text', 'strong', (d, n) => letter(n, { top: `Bản số: 03\n${up(d)}` })],
    ['text', 'strong', (d, n) => letter(n, { after: `HỎA TỐC\n${up(d)}` })],
  ],
  'framed or spaced stamp': [
    ['text', 'strong', (d, n) => letter(n, { top: `<< ${up(d)} >>` })],
    ['text', 'strong', (d, n) => letter(n, { after: `____${up(d)}____` })],
    ['text', 'strong', (d, n) => letter(n, { top: `"${up(d)}"` })],
    ['text', 'strong', (d, n) => letter(n, { after: `── ${up(d)} ──` })],
    ['text', 'strong', (d, n) => letter(n, { top: `« ${up(d)} »` })],
    ['text', 'strong', (d, n) => letter(n, { top: `( ${up(d)} )` })],
    ['text', 'strong', (d, n) => letter(n, { top: `[ ${up(d)} ]` })],
    ['text', 'strong', (d, n) => letter(n, { top: `*** ${up(d)} ***` })],
    ['text', 'strong', (d, n) => letter(n, { after: `| ${up(d)} |` })],
    ['text', 'strong', (d, n) => letter(n, { top: spaced(d) })],
  ],
  'two columns': [
    [
      'text',
      'strong',
      (d, n) =>
        `Số: ${number(n)}\tCần Mẫu, ngày 3 tháng 3 năm 2026\n${up(d)}\t\nKính gửi: ${pick(UNITS, n)}\n${pick(SENTENCES, n)}`,
    ],
    [
      'text',
      'strong',
      (d, n) =>
        `${pick(UNITS, n)}          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n     ${up(d)}                    Độc lập - Tự do - Hạnh phúc\nSố: ${number(n)}\n${pick(SENTENCES, n)}`,
    ],
    [
      'text',
      'strong',
      (d, n) =>
        `${pick(UNITS, n)}\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: ${number(n)}\tĐộc lập - Tự do - Hạnh phúc\n${up(d)}\n${pick(SENTENCES, n)}`,
    ],
    [
      'text',
      'strong',
      (d, n) =>
        `${up(d)}\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n${pick(UNITS, n)}\tĐộc lập - Tự do - Hạnh phúc\n${pick(SENTENCES, n)}`,
    ],
  ],
  'label and value': [
    ['text', 'strong', (d, n) => `Mã văn bản: ${n}\nPhân loại độ mật: ${d}\nTrích yếu: ${subject(n)}`],
    ['text', 'strong', (d, n) => `THÔNG TIN VĂN BẢN\nĐộ mật – ${up(d)}\nĐộ khẩn – Thường\n${subject(n)}`],
    ['body', 'strong', (d, n) => `Em báo cáo ${pick(NAMES, n)}: văn bản ${number(n)}, độ mật: ${d}, đã trình ký.`],
    ['text', 'strong', (d, n) => `STT\tSố hiệu\tĐộ mật\tGhi chú\n1\t${number(n)}\t${d}\t${subject(n)}`],
    [
      'text',
      'strong',
      (d, n) =>
        `SỔ ĐĂNG KÝ\nSố ký hiệu: ${number(n)}\nMức độ bảo mật văn bản: ${d}\nNgười ký: Nguyễn Văn Mẫu\nVề việc: ${subject(n)}`,
    ],
    ['text', 'strong', (d, n) => `Số, ký hiệu\tTrích yếu\tĐộ mật\n${number(n)}\t${subject(n)}\t${d}`],
    ['body', 'strong', (d, n) => `- Văn bản: ${number(n)}\n- Độ mật : ${up(d)}\n- Người nhận: ${pick(NAMES, n)}`],
    [
      'text',
      'strong',
      (d, n) =>
        `Do mat: ${d.normalize('NFD').replace(/[\u0300-\u036f]/g, '')}\nSo ky hieu: ${n + 9}/BC\nTrich yeu: bao cao thang`,
    ],
    [
      'text',
      'strong',
      (d, n) => `PHIẾU TRÌNH VĂN BẢN ĐI\nSố: ${number(n)}\nĐộ mật: ${d}\nĐộ khẩn: Thường\nTrích yếu: ${subject(n)}`,
    ],
    ['text', 'strong', (d, n) => `Tên văn bản\t${subject(n)}\nMức độ mật\t${d}\nĐơn vị soạn\t${pick(UNITS, n)}`],
    [
      'body',
      'strong',
      (d, n) => `Chào ${pick(NAMES, n)},\n${pick(SENTENCES, n)}\nĐộ mật: ${d.toLowerCase()}\nTrân trọng.`,
    ],
    ['text', 'strong', (d, n) => `Dấu chỉ độ mật: ${up(d)}\nSố đến: ${n + 3}\nVề: ${subject(n)}`],
  ],
  subject: [
    ['subject', 'strong', (d, n) => `{${up(d)}} ${subject(n)}`],
    ['subject', 'strong', (d, n) => `${up(d)} | KHẨN | ${subject(n)}`],
    ['subject', 'strong', (d, n) => `TB họp (${up(d)}): ${subject(n)}`],
    ['subject', 'strong', (d, n) => `${d}: ${subject(n)}`],
    ['subject', 'strong', (d, n) => `Re: Fw: 【${up(d)}】 ${subject(n)}`],
    ['subject', 'strong', (d, n) => `Công văn ${number(n)} [${d}]`],
    ['subject', 'strong', (d, n) => `[${up(d)}] ${subject(n)}`],
    ['subject', 'strong', (d, n) => `${up(d)} - ${subject(n)}`],
    ['subject', 'strong', (d, n) => `(${d}) Công văn ${number(n)} ${subject(n)}`],
    ['subject', 'strong', (d, n) => `Fwd: [${d}] ${subject(n)}`],
  ],
  'file name': [
    ['file-name', 'weak', (d, n) => `(${d}) ${subject(n)}.pdf`],
    ['file-name', 'weak', (d, n) => `bao cao quy ${n} [${up(d)}].signed.pdf`],
    ['file-name', 'weak', (d, n) => `${number(n).replace('/', '_')}_${up(d).replace(/ /g, '_')}.pdf`],
    ['file-name', 'weak', (d, n) => `KH ${n} - ${d}.doc`],
    ['file-name', 'weak', (d, n) => `CV ${n + 5} (${up(d)}).pdf`],
    ['file-name', 'weak', (d, n) => `${up(d)} - ${subject(n)}.docx`],
    ['file-name', 'weak', (d, n) => `[${d}] bao cao ${n}.xlsx`],
  ],
  'form marks': [
    [
      'text',
      'strong',
      (d, n) => `${up(d)}\nBản sao số: ${n}\nSAO Y BẢN CHÍNH\n${pick(UNITS, n)}\n${pick(SENTENCES, n)}`,
    ],
    [
      'text',
      'strong',
      (d, n) =>
        `PHIẾU CHUYỂN TÀI LIỆU BÍ MẬT NHÀ NƯỚC\nĐộ mật: ${up(d)}\nSố: ${number(n)}\nNgười giao: ${pick(NAMES, n)}`,
    ],
    [
      'text',
      'strong',
      (d, n) =>
        `PHIẾU GỬI\n${pick(UNITS, n)}\nTài liệu độ ${up(d)}, chỉ người có tên mới được bóc bì.\n${pick(NAMES, n)} ký nhận`,
    ],
    [
      'text',
      'strong',
      (d, n) => `${up(d)}\nTrích sao từ văn bản số ${number(n)}\nBản trích bí mật nhà nước\n${pick(SENTENCES, n)}`,
    ],
    [
      'text',
      'strong',
      (d, n) =>
        `${pick(UNITS, n)}\nSố: ${number(n)}\nCHỈ NGƯỜI CÓ TÊN MỚI ĐƯỢC BÓC BÌ\nKính gửi: ${pick(NAMES, n)}\nĐộ mật: ${d}`,
    ],
    ['text', 'strong', (d, n) => `TÀI LIỆU THU HỒI\n${up(d)}\n${letter(n)}`],
    ['text', 'strong', (d, n) => `BẢN SAO BÍ MẬT NHÀ NƯỚC\nBản sao số: ${n + 1}\n${up(d)}\n${pick(SENTENCES, n)}`],
  ],
  'transmission phrase': [
    [
      'body',
      'weak',
      (d, n) =>
        `Em vừa scan công văn ${d.toLowerCase()} của ${pick(UNITS, n)}, ${pick(NAMES, n)} kiểm tra file đính kèm.`,
    ],
    ['body', 'weak', (d, n) => `Xin gửi tài liệu ${d.toLowerCase()} phục vụ cuộc họp về ${subject(n)}.`],
    [
      'body',
      'weak',
      (d, n) =>
        `${pick(NAMES, n)} ơi, anh chuyển em hồ sơ ${d.toLowerCase()} về ${subject(n)} nhé, nhớ in ra rồi xóa mail.`,
    ],
    ['body', 'weak', (d, n) => `Đính kèm là báo cáo ${d.toLowerCase()} gửi ${pick(UNITS, n)}.`],
    [
      'body',
      'weak',
      (d, n) =>
        `Chào ${pick(NAMES, n)}, em gửi công văn ${d.toLowerCase()} số ${number(n)} về ${subject(n)} để anh chị xử lý.`,
    ],
    [
      'body',
      'weak',
      (d, n) => `Nhờ ${pick(NAMES, n)} scan giúp tài liệu có dấu ${d.toLowerCase()} rồi gửi lại qua mail này.`,
    ],
    ['body', 'weak', (d, n) => `Gửi kèm văn bản ${d.toLowerCase()} ${subject(n)}. ${pick(SENTENCES, n)}`],
  ],
  'later pages and quotations': [
    [
      'body',
      'strong',
      (d, n) => `Anh xem bên dưới.\n\n>> ${up(d)}\n>> Kính gửi: ${pick(UNITS, n)}\n>> ${pick(SENTENCES, n)}`,
    ],
    ['text', 'strong', (d, n) => `${letter(n)}\f${pick(UNITS, n)}\n${up(d)}\nPHỤ LỤC I\n${pick(SENTENCES, n)}`],
    [
      'body',
      'strong',
      (d, n) =>
        `---------- Forwarded message ---------\nFrom: Nguyễn Văn Mẫu\nSubject: ${subject(n)}\n\n${up(d)}\n${pick(SENTENCES, n)}`,
    ],
    [
      'text',
      'strong',
      (d, n) => `${pick(SENTENCES, n)}\n${pick(SENTENCES, n + 1)}\f${up(d)}\nDANH SÁCH\n${subject(n)}`,
    ],
    [
      'body',
      'strong',
      (d, n) => `Chuyển tiếp để biết.\n\n> ${up(d)}\n> ${pick(UNITS, n)}\n> Số: ${number(n)}\n> ${pick(SENTENCES, n)}`,
    ],
    ['text', 'strong', (d, n) => `${letter(n)}\f${up(d)}\nPHỤ LỤC\n${pick(SENTENCES, n)}`],
  ],
  disguised: [
    ['text', 'strong', (d, n) => letter(n, { top: [...up(d).replace(/ /g, '  ')].join(' ') })],
    ['text', 'strong', (d, n) => letter(n, { after: up(d).replaceAll('Ậ', 'Â\u0323').replaceAll('Ố', 'Ô\u0301') })],
    [
      'text',
      'strong',
      (d, n) =>
        letter(n, {
          after: [...up(d)].map((c) => (/[A-Z]/.test(c) ? String.fromCharCode(c.charCodeAt(0) + 0xfee0) : c)).join(''),
        }),
    ],
    ['text', 'strong', (d, n) => letter(n, { top: `\u202a${up(d)}\u202c` })],
    ['text', 'strong', (d, n) => letter(n, { top: up(d).normalize('NFD') })],
    ['text', 'strong', (d, n) => letter(n, { top: up(d).replaceAll('M', 'М').replaceAll('T', 'Т') })],
    ['text', 'strong', (d, n) => letter(n, { top: [...up(d)].join('\u200b') })],
  ],
}

export const UNSEEN: Record<string, Template[]> = {
  'stamp alone in the head': [
    [
      'text',
      'strong',
      (d, n) =>
        `${pick(UNITS, n)}\nSố: ${number(n)}\n\n${up(d)}\n\nKẾ HOẠCH\n${subject(n)}\nI. MỤC ĐÍCH\n${pick(SENTENCES, n)}`,
    ],
    [
      'body',
      'strong',
      (d, n) => `Kính gửi: ${pick(UNITS, n)}\n\n${up(d)}\n\n${pick(SENTENCES, n)}\n${pick(SENTENCES, n + 2)}`,
    ],
    [
      'text',
      'strong',
      (d, n) => `CÔNG ĐIỆN\n${up(d)}\n${pick(UNITS, n)} điện:\n- ${pick(UNITS, n + 1)}\n${pick(SENTENCES, n)}`,
    ],
  ],
  'stamp with companions': [
    ['text', 'strong', (d, n) => letter(n, { top: `KHẨN\n${up(d)}` })],
    ['text', 'strong', (d, n) => letter(n, { after: `${up(d)} (Bản số: ${n + 1})` })],
  ],
  'framed or spaced stamp': [
    ['text', 'strong', (d, n) => letter(n, { top: `+-----------+\n| ${up(d)} |\n+-----------+` })],
    ['text', 'strong', (d, n) => letter(n, { after: `■ ${up(d)} ■` })],
    ['text', 'strong', (d, n) => letter(n, { top: `~ ${up(d)} ~` })],
  ],
  'two columns': [
    [
      'text',
      'strong',
      (d, n) =>
        `${pick(UNITS, n)}\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n${up(d)}\tĐộc lập - Tự do - Hạnh phúc\nSố: ${number(n)}\tCần Mẫu, ngày 9 tháng 3 năm 2026\n${pick(SENTENCES, n)}`,
    ],
  ],
  'label and value': [
    ['text', 'strong', (d, n) => `1. Số văn bản: ${number(n)}\n2. Độ mật: ${d}\n3. Trích yếu: ${subject(n)}`],
    ['text', 'strong', (d, n) => `Loại: Công văn | Độ mật: ${d} | Độ khẩn: Khẩn | Số trang: ${n + 1}`],
    ['text', 'strong', (d, n) => `Cấp độ mật : ${up(d)}\nNgười soạn: ${pick(NAMES, n)}\n${subject(n)}`],
  ],
  subject: [
    ['subject', 'strong', (d, n) => `${up(d)}: ${number(n)} ${subject(n)}`],
    ['subject', 'strong', (d, n) => `FW: (${up(d)}) ${subject(n)}`],
    ['subject', 'strong', (d, n) => `[KHẨN][${up(d)}] ${subject(n)}`],
  ],
  'file name': [
    ['file-name', 'weak', (d, n) => `${up(d)}_${n}_${pick(SYMBOLS, n)}.docx`],
    ['file-name', 'weak', (d, n) => `PA bao ve muc tieu (${d.toLowerCase()}) v${n}.pdf`],
  ],
  'form marks': [
    [
      'text',
      'strong',
      (d, n) => `SỔ CHUYỂN GIAO BÍ MẬT NHÀ NƯỚC\nSố thứ tự: ${n}\nĐộ mật: ${d}\nNơi nhận: ${pick(UNITS, n)}`,
    ],
    ['text', 'strong', (d, n) => `${up(d)}\nThời hạn bảo vệ bí mật nhà nước: ${n + 5} năm\n${letter(n)}`],
  ],
  'transmission phrase': [
    ['body', 'weak', (d, n) => `${pick(NAMES, n)} nhận giúp văn bản ${d.toLowerCase()} em gửi kèm mail này nhé.`],
    ['body', 'weak', (d, n) => `Em gửi ${pick(NAMES, n)} bản chụp kế hoạch ${d.toLowerCase()} về ${subject(n)}.`],
  ],
  'later pages and quotations': [
    [
      'body',
      'strong',
      (d, n) =>
        `Từ: Nguyễn Văn Minh\nĐã gửi: thứ Hai\nChủ đề: ${subject(n)}\n\n${up(d)}\n${pick(UNITS, n)}\n${pick(SENTENCES, n)}`,
    ],
    ['text', 'strong', (d, n) => `${letter(n)}\f\n${up(d)}\nBIỂU SỐ LIỆU\n${n}\t${n + 1}\t${n + 2}`],
  ],
  disguised: [
    ['text', 'strong', (d, n) => letter(n, { after: [...up(d)].join('.') })],
    ['text', 'strong', (d, n) => letter(n, { top: up(d).replaceAll('T', 'Τ').replaceAll('M', 'Μ') })],
  ],
}

/** Every template with each degree and some of the words around it. */
export function texts(templates: Record<string, Template[]>, rounds: number): Labelled[] {
  return Object.entries(templates).flatMap(([category, list], at) =>
    list.flatMap(([where, label, write], index) =>
      Array.from({ length: rounds }, (_, round) => {
        const n = at * 7 + index * 3 + round * 5
        return { category, where, label, text: write(pick(DEGREES, round), n) }
      }),
    ),
  )
}
