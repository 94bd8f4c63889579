// Article 8, state secrets: marks of Decree 30/2020 (cell 10a) and of the secrecy forms, and words that only look like one.
import { document } from '../files.ts'
import { CRLF } from '../mail.ts'
import { at, because, type Content, type ExpectedFinding, type Sample, samplesOf, type Words } from '../sample.ts'

const RULE = 'art8-state-secret'
const make = samplesOf(RULE)

const strong = (part: string): ExpectedFinding[] => [at(RULE, 'mark-strong', part)]
const weak = (part: string): ExpectedFinding[] => [at(RULE, 'mark-weak', part)]

function sample(name: string, words: Words, findings: ExpectedFinding[], content: Content): Sample {
  const action = findings.length === 0 ? 'pass' : findings[0]!.message === 'mark-strong' ? 'reject' : 'tag'
  return make(name, words, action, findings, content)
}

const plain = 'Kính gửi Quý Sở,\n\nVăn phòng gửi nội dung phối hợp công tác quý II.\n\nTrân trọng.'
const usual = { subject: 'Phối hợp công tác quý II năm 2026', text: plain }

const marked = (line: string): string => `${line}\n\n${plain}`

const bad: Sample[] = [
  sample('tieu-de-mat', because('Tiêu đề bắt đầu bằng [MẬT].', 'The subject begins with [MẬT].'), strong('header'), {
    ...usual,
    by: 'outlook',
    subject: '[MẬT] Báo cáo tình hình quý I',
  }),
  sample('tieu-de-toi-mat', because('Tiêu đề ghi "TỐI MẬT:".', 'The subject says "TỐI MẬT:".'), strong('header'), {
    ...usual,
    by: 'zimbra',
    subject: 'TỐI MẬT: Phương án phối hợp',
  }),
  sample(
    'dong-tuyet-mat',
    because('Dòng riêng "TUYỆT MẬT" trong thư.', 'A line of its own says "TUYỆT MẬT".'),
    strong('1'),
    {
      ...usual,
      by: 'thunderbird',
      text: marked('TUYỆT MẬT'),
    },
  ),
  sample('do-mat-toi-mat', because('Nhãn "Độ mật: Tối mật".', 'The label "Độ mật: Tối mật".'), strong('1'), {
    ...usual,
    by: 'roundcube',
    text: marked('Số: 00/BC-MT\nĐộ mật: Tối mật'),
  }),
  sample(
    'chu-cach-quang',
    because('Chữ viết cách quãng "T U Y Ệ T   M Ậ T".', 'The letters are spaced out.'),
    strong('1'),
    {
      ...usual,
      by: 'apple',
      text: marked('T U Y Ệ T   M Ậ T'),
    },
  ),
  sample(
    'chu-nfd',
    because('Dòng "TỐI MẬT" viết bằng Unicode tổ hợp (NFD).', 'The line "TỐI MẬT" in decomposed Unicode.'),
    strong('1'),
    { ...usual, by: 'thunderbird', text: marked('TỐI MẬT'.normalize('NFD')) },
  ),
  sample(
    'bang-ma-tcvn3',
    because(
      'Dòng "TUYỆT MẬT" gõ bằng bảng mã TCVN3 (hiện là "TUYÖT MËT").',
      'The line "TUYỆT MẬT" in TCVN3, which shows as "TUYÖT MËT".',
    ),
    strong('1'),
    { ...usual, by: 'roundcube', text: marked('TUYÖT MËT') },
  ),
  sample(
    'bang-ma-vni',
    because('Nhãn "Độ mật: Tuyệt mật" gõ bằng bảng mã VNI.', 'The label "Độ mật: Tuyệt mật" in VNI.'),
    strong('1'),
    { ...usual, by: 'thunderbird', text: marked('Ñoä maät: Tuyeät maät') },
  ),
  sample(
    'thu-chuyen-tiep-noi-dong',
    because('Thư chuyển tiếp trích dòng "> TỐI MẬT".', 'A quoted line "> TỐI MẬT" in a forwarded message.'),
    strong('1'),
    {
      ...usual,
      by: 'thunderbird',
      subject: 'Fwd: Phối hợp công tác',
      text: `Kính chuyển.\n\n-------- Thư chuyển tiếp --------\n> TỐI MẬT\n>\n> Nội dung (mẫu thử).`,
    },
  ),
  sample(
    'ten-tep-yeu',
    because(
      'Chỉ tên tệp có chữ "mat": dấu hiệu yếu, gắn nhãn để xem lại.',
      'Only the file name has the word: a weak sign, tagged for review.',
    ),
    weak('2'),
    { ...usual, by: 'outlook', files: () => [document('giay-moi-12-scan.pdf', 'Tài liệu mật 2026.pdf')] },
  ),
]

const good: Sample[] = [
  sample(
    'dat-mat-khau',
    because('"Mật khẩu" không phải dấu chỉ độ mật.', '"Mật khẩu" (password) is no secrecy mark.'),
    [],
    {
      subject: 'Hướng dẫn đổi mật khẩu hộp thư công vụ',
      text: 'Kính gửi các đơn vị,\n\nĐề nghị đổi mật khẩu hộp thư và bảo mật thông tin đăng nhập.\nMật khẩu tối thiểu 8 ký tự.\n\nTrân trọng.',
      by: 'zimbra',
    },
  ),
  sample('dat-mat-ong', because('Tên tệp "mat-ong.jpg" là mật ong.', 'The file "mat-ong.jpg" is about honey.'), [], {
    subject: 'Ảnh gian hàng mật ong tại hội chợ',
    text: 'Kính gửi,\n\nGửi ảnh gian hàng mật ong của Hội Nông dân (mẫu thử).\n\nTrân trọng.',
    by: 'gmail',
    files: () => [document('anh-hoi-nghi.jpg', 'mat-ong.jpg')],
  }),
  sample(
    'dat-do-mat-thuong',
    because('"Độ mật: Thường" nghĩa là không mật.', '"Độ mật: Thường" means no secrecy.'),
    [],
    {
      ...usual,
      by: 'roundcube',
      text: marked('Độ mật: Thường'),
    },
  ),
  sample(
    'dat-luat-bao-ve-bi-mat',
    because(
      'Nhắc Luật Bảo vệ bí mật nhà nước và việc không gửi tài liệu mật.',
      'It speaks of the law on state secrets and of not sending secret papers.',
    ),
    [],
    {
      subject: 'Tuyên truyền Luật Bảo vệ bí mật nhà nước',
      text: 'Kính gửi các đơn vị,\n\nĐề nghị quán triệt Luật Bảo vệ bí mật nhà nước; không gửi tài liệu mật, tối mật, tuyệt mật qua thư điện tử.\n\nTrân trọng.',
      by: 'exchange',
    },
  ),
  sample(
    'dat-luu-hanh-noi-bo',
    because(
      '"LƯU HÀNH NỘI BỘ", "HỎA TỐC" không phải độ mật.',
      '"Internal circulation" and "urgent" are no secrecy degrees.',
    ),
    [],
    {
      ...usual,
      by: 'outlook',
      text: marked('HỎA TỐC\nLƯU HÀNH NỘI BỘ'),
    },
  ),
  sample(
    'dat-than-mat',
    because('"Thân mật", "toi mat" trong câu thường.', '"Thân mật" and "toi mat" in ordinary sentences.'),
    [],
    {
      subject: 'Họp mặt thân mật cuối quý',
      text: `Kính mời anh chị dự buổi họp mặt thân mật.${CRLF}Hom qua toi mat dien thoai nen tra loi cham, mong thong cam.`,
      by: 'thunderbird',
    },
  ),
]

export const samples: Sample[] = [...bad, ...good]
