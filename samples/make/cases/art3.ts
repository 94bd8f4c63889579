// Article 3: the form of the sender's address, in the envelope and in From.

import { bWords, dateLine, type Letter } from '../letter.ts'
import { CRLF, leaf, message } from '../mail.ts'
import { city, mailbox, office, outside } from '../people.ts'
import {
  anywhere,
  because,
  byHand,
  type ExpectedFinding,
  letter,
  SAMPLE_NOTE,
  type Sample,
  samplesOf,
} from '../sample.ts'

const RULE = 'art3-sender-address'
const make = samplesOf(RULE)
const found = (...messages: string[]): ExpectedFinding[] => messages.map((id) => anywhere(RULE, id))

const content = {
  subject: 'Đăng ký tham dự lớp tập huấn thư điện tử công vụ',
  text: 'Kính gửi Quý Sở,\n\nĐơn vị đăng ký 02 cán bộ tham dự lớp tập huấn ngày 12/3/2026.\n\nTrân trọng.',
}

const person = (name: string, address: string): { name: string; address: string } => ({ name, address })
const from = (address: string): { from: { name: string; address: string } } => ({
  from: person('Nguyễn Văn Mẫu', address),
})

const violations: Sample[] = [
  make(
    'gmail-ca-hai',
    because('Người gửi ở phong bì và ở From đều là Gmail.', 'Both the envelope sender and From are at Gmail.'),
    'reject',
    found('envelope-sender', 'header-from'),
    { ...content, by: 'gmail', from: outside.citizen },
  ),
  make(
    'thieu-duoi-cangio',
    because(
      'Địa chỉ thuộc tphcm.gov.vn nhưng thiếu ".cangio".',
      'An address of the city without the office\'s ".cangio".',
    ),
    'reject',
    found('envelope-sender', 'header-from'),
    { ...content, by: 'outlook', ...from('nvmau@tphcm.gov.vn') },
  ),
  make(
    'don-vi-khac',
    because('Địa chỉ của quận khác.', 'The address of another district.'),
    'reject',
    found('envelope-sender', 'header-from'),
    { ...content, by: 'zimbra', ...from('nvmau.qthu@tphcm.gov.vn') },
  ),
  make(
    'phong-bi-khac-mau',
    because(
      'From đúng mẫu nhưng người gửi ở phong bì thì không.',
      'From is official, the envelope sender is not of the form.',
    ),
    'reject',
    found('envelope-sender'),
    { ...content, by: 'thunderbird', from: office.mau, envelope: { from: 'mayquet@tphcm.gov.vn' } },
  ),
  make(
    'from-gmail',
    because(
      'Phong bì đúng, From lại ghi Gmail (khác tên miền).',
      'The envelope is official, From shows Gmail, another domain.',
    ),
    'reject',
    found('header-from', 'from-differs'),
    { ...content, by: 'roundcube', from: outside.citizen, envelope: { from: office.mau.address } },
  ),
  make(
    'from-sai-cung-ten-mien',
    because('From cùng tên miền nhưng không đúng mẫu địa chỉ.', 'From is of the right domain but not of the form.'),
    'reject',
    found('header-from'),
    { ...content, by: 'exchange', ...from('may-in@tphcm.gov.vn'), envelope: { from: office.mau.address } },
  ),
  make(
    'hai-dong-from',
    because('Thư có hai dòng From.', 'The message has two From fields.'),
    'reject',
    found('from-multiple'),
    {
      ...content,
      by: 'thunderbird',
      from: office.mau,
      fromLines: [`From: ${office.mau.address}`, `From: ${mailbox(office.thu, bWords)}`],
    },
  ),
  make(
    'from-hai-hop-thu',
    because('Một dòng From ghi hai hộp thư.', 'One From field with two mailboxes.'),
    'reject',
    found('from-multiple'),
    {
      ...content,
      by: 'zimbra',
      from: office.mau,
      fromLines: [`From: ${mailbox(office.mau, bWords)},${CRLF} ${mailbox(office.thu, bWords)}`],
    },
  ),
  make(
    'khong-co-from',
    because('Thư không có dòng From.', 'The message has no From field.'),
    'reject',
    found('from-missing'),
    { ...content, by: 'roundcube', from: office.mau, fromLines: [] },
  ),
  make(
    'gia-mao-gach-noi',
    because('Tên miền tphcm-gov.vn giả tên miền thành phố.', 'The domain tphcm-gov.vn imitates the official one.'),
    'reject',
    found('envelope-sender', 'header-from', 'look-alike'),
    { ...content, by: 'outlook', ...from('vanphong.cangio@tphcm-gov.vn') },
  ),
  make(
    'gia-mao-them-duoi',
    because(
      'Tên miền tphcm.gov.vn.example: tên thật chỉ là phần đầu.',
      'tphcm.gov.vn.example only begins with the official domain.',
    ),
    'reject',
    found('envelope-sender', 'header-from', 'look-alike'),
    { ...content, by: 'gmail', ...from('vanphong.cangio@tphcm.gov.vn.example') },
  ),
  make(
    'gia-mao-chu-kirin',
    because('From có chữ "с" Kirin trong tên miền.', 'From has a Cyrillic letter in its domain.'),
    'reject',
    found('header-from', 'look-alike', 'from-differs'),
    { ...content, by: 'thunderbird', ...from('vanphong.cangio@tphсm.gov.vn'), envelope: { from: office.mau.address } },
  ),
]

/** A header block over the reader's limit of 256 KiB. */
function endlessHeader(): Buffer {
  const draft: Letter = letter(`${RULE}/dau-thu-qua-dai`, { ...content, from: office.mau })
  const filler = Array.from({ length: 4400 }, (_, index) => `X-Mau-Thu-${index}: ${'a'.repeat(48)}`)
  const headers = [
    ...filler,
    `From: ${mailbox(office.mau, bWords)}`,
    `To: ${mailbox(city.department, bWords)}`,
    `Subject: ${bWords(draft.subject)}`,
    dateLine(draft),
    'Message-ID: <dau-thu-qua-dai@tphcm.gov.vn>',
    'MIME-Version: 1.0',
  ]
  return message(headers, leaf(['Content-Type: text/plain; charset=utf-8'], `${SAMPLE_NOTE}\n`, '8bit'))
}

const unread: Sample[] = [
  byHand(
    RULE,
    'dau-thu-qua-dai',
    because(
      'Phần đầu thư dài quá giới hạn nên không đọc được From.',
      'The header block is over the limit, so From is not read.',
    ),
    'reject',
    [anywhere(RULE, 'header-unread'), anywhere('unreadable', 'limit')],
    endlessHeader,
    { from: office.mau.address },
  ),
]

const good: Sample[] = [
  make(
    'dat-chu-hoa',
    because(
      'Địa chỉ đúng mẫu, viết hoa: không phân biệt hoa thường.',
      'The right form in capitals: case does not matter.',
    ),
    'pass',
    [],
    { ...content, by: 'outlook', ...from('VanPhong.CanGio@TPHCM.GOV.VN') },
  ),
  make(
    'dat-hop-thu-huyen',
    because(
      'Hộp thư cangio@tphcm.gov.vn không có dấu chấm nhưng nằm trong danh sách.',
      "The district's own box has no dot but is listed.",
    ),
    'pass',
    [],
    { ...content, by: 'exchange', from: person('UBND huyện (mẫu thử)', 'cangio@tphcm.gov.vn') },
  ),
  make(
    'dat-ten-hien-thi-giong-dia-chi',
    because(
      'Tên hiển thị ghi Gmail nhưng địa chỉ là địa chỉ công vụ.',
      'The display name reads like Gmail, the address is official.',
    ),
    'pass',
    [],
    {
      ...content,
      by: 'roundcube',
      from: office.mau,
      fromLines: [`From: "nvmau@gmail.com (cu)"${CRLF} <${office.mau.address}>`],
    },
  ),
  make(
    'dat-ngoai-le-duoc-duyet',
    because('Hộp thư ngành dọc được chấp thuận trong units.yaml.', 'A box outside the form that units.yaml accepts.'),
    'pass',
    [],
    { ...content, by: 'zimbra', from: person('Phòng Giáo dục (mẫu thử)', 'phonggiaoduc@moet.example') },
  ),
  make(
    'dat-thu-bao-loi-he-thong',
    because(
      'Người gửi rỗng, From là mailer-daemon của hệ thống ngoài: thư báo, cho qua.',
      'Null sender, From is a mailer-daemon elsewhere: let through.',
    ),
    'pass',
    [],
    {
      ...content,
      subject: 'Warning: could not send message for past 4 hours',
      by: 'roundcube',
      from: person('Mail Delivery System', 'MAILER-DAEMON@mail.congty-mau.example'),
      to: [office.mau],
      envelope: { from: '' },
    },
  ),
]

export const samples: Sample[] = [...violations, ...unread, ...good]
