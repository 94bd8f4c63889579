// Article 3: who sends is an official mailbox of the office, in the envelope and in From alike.
import type { Envelope, MessageFacts, Reason } from '../facts.ts'
import type { Data, Found } from '../verdict.ts'
import { imitatesOfficial, isOfficialSender, splitAddress } from './addresses.ts'
import { replyable, visible } from './documents.ts'
import { isReport } from './report.ts'
import type { Rule, RuleMessage, Site } from './rule.ts'

const LONGEST_SHOWN = 60
const STOPPED: Reason[] = ['time-limit', 'memory-limit', 'reader-died']

const own: RuleMessage['remedy'] = ({ form }) => ({
  vi: `Anh/chị gửi lại bằng hộp thư công vụ của mình, có dạng <tên>${form}.`,
  en: `Send it again from your official mailbox, of the form <name>${form}.`,
})

const messages: Record<string, RuleMessage> = {
  'envelope-sender': {
    outcome: 'violated',
    short: (data) => `người gửi ${short(data.address)} không phải hộp thư công vụ`,
    say: ({ address }) => ({
      vi: `Địa chỉ gửi thực tế (MAIL FROM) “${visible(address)}” không đúng dạng địa chỉ thư công vụ của cơ quan.`,
      en: `The envelope sender “${visible(address)}” is not of the office's official address form.`,
    }),
    remedy: own,
  },
  'header-from': {
    outcome: 'violated',
    short: (data) => `địa chỉ From ${short(data.address)} không phải hộp thư công vụ`,
    say: ({ address }) => ({
      vi: `Địa chỉ ở dòng From “${visible(address)}” không đúng dạng địa chỉ thư công vụ của cơ quan.`,
      en: `The From address “${visible(address)}” is not of the office's official address form.`,
    }),
    remedy: own,
  },
  'from-missing': {
    outcome: 'violated',
    short: () => 'thư không có địa chỉ From',
    say: () => ({
      vi: 'Thư không có dòng From, hoặc dòng From không có địa chỉ nào.',
      en: 'The message has no From field, or one without an address.',
    }),
    remedy: () => ({
      vi: 'Anh/chị khai báo địa chỉ thư công vụ trong phần mềm (hoặc thiết bị) gửi thư rồi gửi lại.',
      en: 'Set the official address in the program or device that sends, and send again.',
    }),
  },
  'from-multiple': {
    outcome: 'violated',
    short: () => 'thư có nhiều hơn một địa chỉ From',
    say: ({ addresses }) => ({
      vi: `Thư có nhiều hơn một địa chỉ From (${(addresses as string[]).map(visible).join(', ')}); phải có đúng một.`,
      en: `The message has more than one From address (${(addresses as string[]).map(visible).join(', ')}); there must be exactly one.`,
    }),
    remedy: () => ({
      vi: 'Anh/chị chỉ để một người gửi là hộp thư công vụ của mình rồi gửi lại.',
      en: 'Leave one sender, your official mailbox, and send again.',
    }),
  },
  'from-differs': {
    outcome: 'violated',
    short: (data) => `tên miền From ${short(data.address)} khác người gửi`,
    say: ({ address, sender }) => ({
      vi: `Địa chỉ From “${visible(address)}” khác tên miền với địa chỉ gửi thực tế (MAIL FROM) “${visible(sender)}”.`,
      en: `The From address “${visible(address)}” is of another domain than the envelope sender “${visible(sender)}”.`,
    }),
    remedy: own,
  },
  'look-alike': {
    outcome: 'violated',
    short: (data) => `tên miền của ${short(data.address)} giả giống tên miền công vụ`,
    say: ({ address }) => ({
      vi: `Tên miền của “${visible(address)}” nhìn giống tên miền công vụ nhưng không phải.`,
      en: `The domain of “${visible(address)}” looks like the official one and is not.`,
    }),
    remedy: () => ({
      vi: 'Anh/chị không trả lời địa chỉ này, gửi bằng hộp thư công vụ và báo người quản trị thư.',
      en: 'Do not answer this address; use the official mailbox and tell the mail administrator.',
    }),
  },
  'header-unread': {
    outcome: 'undetermined',
    short: () => 'không đọc được phần đầu thư nên không xác định được người gửi',
    say: () => ({
      vi: 'Cổng không đọc được phần đầu thư nên không xác định được người gửi.',
      en: "The message's header block could not be read, so its sender is not known.",
    }),
    remedy: () => ({
      vi: 'Anh/chị soạn lại thư bằng phần mềm thư thông thường rồi gửi lại.',
      en: 'Compose the message anew in an ordinary mail program and send it again.',
    }),
  },
}

function short(address: Data[string] | undefined): string {
  const text = replyable(String(address))
  return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN - 3)}...`
}

export const art3SenderAddress: Rule = {
  id: 'art3-sender-address',
  title: {
    vi: 'Người gửi là hộp thư công vụ đúng mẫu, trên phong bì và ở dòng From',
    en: 'The sender is an official mailbox, in the envelope and in From',
  },
  messages,
  parameters: {},
  find: ({ facts, envelope, site }) =>
    [...ofEnvelope(envelope, site), ...ofHeader(facts, envelope, site), ...imitations(facts, envelope, site)].map(
      (found) => ({ ...found, data: { ...found.data, form: `${site.suffix}@${site.domain}` } }),
    ),
}

/** RFC 5321 4.5.5: bounces have the null sender; whether it is one, `ofHeader` asks. */
function ofEnvelope({ sender }: Envelope, site: Site): Found[] {
  return sender === '' || isOfficialSender(sender, site) ? [] : [violated('envelope-sender', { address: sender })]
}

function ofHeader(facts: MessageFacts, envelope: Envelope, site: Site): Found[] {
  const { header } = facts
  const { sender } = envelope
  if (header === null) {
    // A reader that was stopped is told by `unreadable`; the header block itself is not at fault then.
    const stopped = facts.reasons.some((reason) => STOPPED.includes(reason))
    return stopped ? [] : [{ outcome: 'undetermined', message: 'header-unread', at: null, data: {} }]
  }
  const { from, fromFields } = header
  const [mailbox] = from
  if (mailbox === undefined) return [violated('from-missing', {})]
  const addresses = from.slice(0, 5).map(({ address }) => address)
  if (fromFields > 1 || from.length > 1) return [violated('from-multiple', { addresses })]
  if (isReport(facts, envelope)) return [] // other systems write bounces, receipts and automatic replies too
  const { address } = mailbox
  const found: Found[] = []
  if (!isOfficialSender(address, site)) found.push(violated('header-from', { address }))
  // A sender that was told not to be official already says what is wrong; two domains are worth telling when one is.
  if (isOfficialSender(sender, site) && splitAddress(address)?.domain !== splitAddress(sender)?.domain) {
    found.push(violated('from-differs', { address, sender }))
  }
  return found
}

/** Each imitating address once, whether it stands in the envelope, in From or in both. */
function imitations({ header }: MessageFacts, { sender }: Envelope, site: Site): Found[] {
  const addresses = [sender, ...(header?.from ?? []).map(({ address }) => address)].map((one) => one.toLowerCase())
  const imitating = new Set(addresses.filter((address) => imitatesOfficial(address, site)))
  return [...imitating].map((address) => violated('look-alike', { address }))
}

function violated(message: string, data: Data): Found {
  return { outcome: 'violated', message, at: message === 'envelope-sender' ? null : { part: 'header', path: [] }, data }
}
