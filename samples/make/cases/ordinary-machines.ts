// Mail of every day that no rule may touch: bounces, receipts, invitations, automatic replies, forwarded messages.
import { document, signed } from '../files.ts'
import type { Letter } from '../letter.ts'
import { mailers } from '../mailers.ts'
import { city, office, outside } from '../people.ts'
import { deliveryReport, forwarded, invitation, readReceipt } from '../reports.ts'
import { because, byHand, envelopeOf, letter, SAMPLE_NOTE, type Sample, samplesOf } from '../sample.ts'

const RULE = 'ordinary'
const make = samplesOf(RULE)

const daemon = (domain: string): Letter['from'] => ({
  name: 'Mail Delivery System',
  address: `MAILER-DAEMON@${domain}`,
})

function pass(
  name: string,
  vi: string,
  en: string,
  draft: Letter,
  bytes: Sample['make'],
  from = draft.from.address,
): Sample {
  return byHand(RULE, name, because(vi, en), 'pass', [], bytes, { ...envelopeOf(draft), from })
}

/** The header lines and body of bytes that a mailer made. */
function asPart(bytes: Buffer): { headers: string[]; body: Buffer } {
  const end = bytes.indexOf('\r\n\r\n')
  return {
    headers: bytes
      .subarray(0, end)
      .toString()
      .split(/\r\n(?![ \t])/),
    body: bytes.subarray(end + 4),
  }
}

const original = (seed: string): { headers: string[]; body: Buffer } =>
  asPart(
    mailers.thunderbird(
      letter(`ordinary/${seed}/goc`, {
        from: office.mau,
        to: [{ name: 'Người nhận', address: 'khongco.mauthu@congty-mau.example' }],
        subject: 'Trao đổi lịch làm việc',
        text: `Kính gửi Quý Công ty,\n\nĐề nghị trao đổi lịch làm việc.\n\n${SAMPLE_NOTE}\n`,
      }),
    ),
  )

const note = (seed: string, content: Partial<Letter> & Pick<Letter, 'subject' | 'text'>): Letter =>
  letter(`ordinary/${seed}`, { ...content, text: `${content.text}\n\n${SAMPLE_NOTE}\n` })

const bounceLetter = note('thu-bao-loi', {
  from: daemon('mx.congty-mau.example'),
  to: [office.mau],
  subject: 'Undelivered Mail Returned to Sender',
  text: 'This is the mail system at host mx.congty-mau.example.\n\n<khongco.mauthu@congty-mau.example>: unknown user.',
})

const delayLetter = note('thu-bao-cham', {
  from: daemon('mail.tphcm.gov.vn'),
  to: [office.mau],
  subject: 'Delayed Mail (still being retried)',
  text: 'Your message could not be delivered for more than 4 hours. It will be retried.',
})

const receiptLetter = note('bao-da-doc', {
  from: office.thu,
  to: [city.minhHoa],
  subject: 'Đã đọc: Đề nghị phối hợp',
  text: 'Thư của Quý vị đã được mở lúc 08:05 ngày 02/3/2026.',
})

const meeting = note('moi-hop', {
  to: [city.minhHoa],
  subject: 'Mời họp giao ban công tác văn thư tháng 3',
  text: 'Kính mời dự họp giao ban công tác văn thư, lưu trữ.',
})

const answer = note('nhan-loi-moi', {
  from: office.thu,
  to: [city.minhHoa],
  subject: 'Accepted: Họp chuyên đề chuyển đổi số',
  text: 'Trần Thị Thử đã nhận lời mời.',
})

const cancelled = note('huy-hop', {
  from: office.viDu,
  to: [office.mau],
  subject: 'Hủy: Họp chuyên đề tháng 3',
  text: 'Cuộc họp đã hủy, lịch mới sẽ báo sau.',
})

const forward = note('chuyen-tiep-ca-thu', {
  from: office.viDu,
  to: [city.department],
  subject: 'Fwd: Gửi kế hoạch số 31/KH-UBND',
  text: 'Kính chuyển Quý Sở thư kèm theo.',
})

async function forwardedLetter(): Promise<Buffer> {
  const inner = letter('ordinary/chuyen-tiep-ca-thu/goc', {
    from: office.interior,
    to: [office.viDu],
    subject: 'Gửi kế hoạch số 31/KH-UBND',
    text: `Gửi kèm kế hoạch số 31/KH-UBND.\n\n${SAMPLE_NOTE}\n`,
    attachments: [document('ke-hoach-31.docx'), await signed('ke-hoach-31.pdf', 'noi-vu')],
  })
  return forwarded(forward, mailers.zimbra(inner))
}

const failed = { status: '5.1.1', recipient: { name: '', address: 'khongco.mauthu@congty-mau.example' } }

export const samples: Sample[] = [
  pass(
    'thu-bao-loi',
    'Thư báo không gửi được, người gửi rỗng.',
    'A bounce with the null sender.',
    bounceLetter,
    () =>
      deliveryReport(bounceLetter, {
        ...failed,
        action: 'failed',
        diagnostic: '550 5.1.1 User unknown',
        original: original('thu-bao-loi'),
      }),
    '',
  ),
  pass(
    'thu-bao-cham',
    'Thư báo gửi chậm, chỉ kèm phần đầu thư.',
    'A delay report with the header block only.',
    delayLetter,
    () =>
      deliveryReport(delayLetter, {
        ...failed,
        action: 'delayed',
        status: '4.4.1',
        diagnostic: '451 4.4.1 Connection timed out',
        original: original('thu-bao-cham'),
        headersOnly: true,
      }),
    '',
  ),
  pass(
    'bao-da-doc',
    'Báo đã đọc, người gửi rỗng (RFC 8098).',
    'A read receipt with the null sender (RFC 8098).',
    receiptLetter,
    () => readReceipt(receiptLetter, 'de-nghi-phoi-hop@tphcm.gov.vn'),
    '',
  ),
  pass(
    'moi-hop',
    'Lời mời họp (text/calendar, REQUEST), kèm invite.ics.',
    'A meeting request with text/calendar and invite.ics.',
    meeting,
    () => invitation(meeting, 'REQUEST', true),
  ),
  pass('nhan-loi-moi', 'Nhận lời mời họp (REPLY).', 'An accepted invitation (REPLY).', answer, () =>
    invitation(answer, 'REPLY', false),
  ),
  pass('huy-hop', 'Hủy cuộc họp (CANCEL).', 'A cancelled meeting (CANCEL).', cancelled, () =>
    invitation(cancelled, 'CANCEL', false),
  ),
  pass(
    'chuyen-tiep-ca-thu',
    'Chuyển tiếp cả thư (message/rfc822) có Word và PDF đã ký.',
    'A message forwarded whole, with a Word file and its signed PDF inside.',
    forward,
    forwardedLetter,
  ),
  make(
    'tra-loi-tu-dong',
    because('Thư trả lời tự động, người gửi rỗng.', 'An automatic reply with the null sender.'),
    'pass',
    [],
    {
      by: 'exchange',
      from: office.mau,
      to: [outside.citizen],
      subject: 'Trả lời tự động: Hỏi thủ tục',
      text: 'Tôi đi công tác từ ngày 02/3 đến 04/3/2026, sẽ trả lời sau.',
      headers: ['Auto-Submitted: auto-replied', 'X-Auto-Response-Suppress: All'],
      envelope: { from: '' },
    },
  ),
]
