// 7.4.c: Times New Roman, Unicode, black. The letters are RTF, whose lack of a signed PDF is told besides (7.3.a).
import { attachment } from '../files.ts'
import { city } from '../people.ts'
import { type RtfRun, rtf } from '../rtf.ts'
import { at, because, type ExpectedFinding, type Sample, samplesOf } from '../sample.ts'

const RULE = 'art7-4c-font'
const make = samplesOf(RULE)
const NO_PDF: ExpectedFinding = at('art7-3a-signed-pdf', 'missing-pdf', '2')

const HEAD = [
  ['ỦY BAN NHÂN DÂN HUYỆN CẦN GIỜ'],
  ['MẪU THỬ NGHIỆM – KHÔNG CÓ GIÁ TRỊ'],
  ['Kính gửi: Các phòng, ban chuyên môn thuộc huyện.'],
]
const CONTENT =
  'Ủy ban nhân dân huyện đề nghị các phòng, ban rà soát danh mục thiết bị và báo cáo trước ngày 15 tháng 3 năm 2026.'

function letter(
  name: string,
  why: [string, string],
  findings: ExpectedFinding[],
  ...paragraphs: (RtfRun | string)[][]
): Sample {
  return make(name, because(...why), 'tag', [...findings, NO_PDF], {
    subject: 'Rà soát danh mục thiết bị công nghệ thông tin',
    text: 'Kính gửi Quý Sở,\n\nVăn phòng gửi dự thảo công văn rà soát thiết bị để phối hợp.\n\nTrân trọng.',
    by: 'outlook',
    to: [city.department],
    files: () => [attachment('cong-van-ra-soat.rtf', rtf([...HEAD, ...paragraphs]))],
  })
}

export const samples: Sample[] = [
  letter(
    'mot-doan-arial',
    ['Một đoạn dùng phông Arial.', 'One paragraph is set in Arial.'],
    [at(RULE, 'font-other', '2')],
    [CONTENT],
    [{ text: 'Thời hạn báo cáo có thể gia hạn thêm ba ngày.', font: 'Arial' }],
  ),
  letter(
    'phong-vntime',
    ['Cả đoạn dùng phông .VnTime, bộ mã TCVN3.', 'A paragraph is in .VnTime, which is TCVN3.'],
    [at(RULE, 'encoding-legacy', '2')],
    [{ text: '§Ò nghÞ c¸c phßng ban b¸o c¸o tr\xadíc ngµy 15 th¸ng 3.', font: '.VnTime' }],
  ),
  letter(
    'dan-vni-vao-times-new-roman',
    ['Chữ VNI dán vào phông Times New Roman.', 'Text in VNI pasted into Times New Roman.'],
    [at(RULE, 'encoding-legacy', '2')],
    [CONTENT],
    ['Ñeà nghò caùc phoøng ban baùo caùo tröôùc ngaøy 15 thaùng 3.'],
  ),
  letter(
    'tieu-de-mau-do',
    ['Tiêu đề văn bản màu đỏ.', 'The heading is red.'],
    [at(RULE, 'colour-other', '2')],
    [{ text: 'DANH MỤC THIẾT BỊ CẦN RÀ SOÁT', colour: 'ff0000' }],
    [CONTENT],
  ),
  letter(
    'dat-lien-ket-mau-xanh',
    ['Liên kết màu xanh do phần mềm đặt không tính là lỗi.', 'A link in the blue of its program is no fault.'],
    [],
    [CONTENT],
    [{ text: 'https://mau-thu.example/danh-muc', colour: '0563c1' }],
  ),
]

export const passing: Sample[] = [
  make(
    'dat-thu-chu-mau',
    because('Chữ màu trong thân thư không phải văn bản.', 'Coloured words in the mail itself are no document.'),
    'pass',
    [],
    {
      subject: 'Nhắc lịch họp giao ban',
      text: 'Kính gửi các anh chị,\n\nNhắc lịch họp giao ban 8 giờ thứ Hai.\n\nTrân trọng.',
      by: 'outlook',
      to: [city.department],
    },
  ),
]
