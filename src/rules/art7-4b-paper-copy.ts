// 7.4.b: a document that does not meet 7.3 may go, ahead of its paper, to official mailboxes only.
import type { Data, Found } from '../verdict.ts'
import { isOfficialRecipient } from './addresses.ts'
import { named, shortName, visible } from './documents.ts'
import { type Pair, pairDocuments, signedSuffixes } from './pairing.ts'
import { isReport } from './report.ts'
import type { Rule, RuleMessage } from './rule.ts'

const UNCERTAIN: Pair['standing'][] = ['signature-unverifiable', 'revocation-unknown', 'editable-unknown']
const SHOWN = 5

const remedy: RuleMessage['remedy'] = () => ({
  vi: 'Anh/chị gửi kèm bản PDF đã ký số của đơn vị, hoặc bỏ người nhận ngoài hệ thống công vụ và chuyển văn bản giấy cho họ.',
  en: 'Add the PDF signed by the unit, or take the outside recipients off and send them the paper document.',
})

export const art74bPaperCopy: Rule = {
  id: 'art7-4b-paper-copy',
  title: {
    vi: 'Văn bản chưa đáp ứng khoản 3 Điều 7 chỉ gửi đến hộp thư công vụ',
    en: 'A document that does not meet 7.3 goes to official mailboxes only',
  },
  messages: {
    'recipient-not-official': {
      outcome: 'violated',
      short: (data) =>
        `tệp ${firstName(data)} chưa ký số đúng quy định, không được gửi đến hộp thư ngoài hệ thống công vụ`,
      say: ({ recipients, names }) => ({
        vi: `Văn bản ${list(names)} chưa đáp ứng khoản 3 Điều 7 nhưng gửi đến hộp thư ngoài hệ thống công vụ: ${list(recipients)}.`,
        en: `The document ${list(names)} does not meet 7.3 and goes to mailboxes outside the official system: ${list(recipients)}.`,
      }),
      remedy,
    },
    'recipient-undetermined': {
      outcome: 'undetermined',
      short: (data) => `chưa xác minh được chữ ký số của ${firstName(data)} gửi ra ngoài hệ thống công vụ`,
      say: ({ recipients, names }) => ({
        vi: `Chưa xác định được văn bản ${list(names)} có đáp ứng khoản 3 Điều 7 không, mà thư gửi đến hộp thư ngoài hệ thống công vụ: ${list(recipients)}.`,
        en: `Whether the document ${list(names)} meets 7.3 is not known, and it goes to mailboxes outside the official system: ${list(recipients)}.`,
      }),
      remedy,
    },
  },
  parameters: { signedSuffixes },
  find: ({ facts, envelope, parameters, site }) => {
    const recipients = envelope.recipients.filter((address) => !isOfficialRecipient(address, site))
    if (recipients.length === 0) return []
    const all = pairDocuments(facts, parameters.signedSuffixes as string[], isReport(facts, envelope))
    const pairs = all.filter(({ standing }) => standing !== 'ok')
    const failing = pairs.filter(({ standing }) => !UNCERTAIN.includes(standing))
    if (failing.length > 0) return [found('violated', 'recipient-not-official', recipients, failing)]
    return pairs.length > 0 ? [found('undetermined', 'recipient-undetermined', recipients, pairs)] : []
  },
}

function found(outcome: Found['outcome'], message: string, recipients: string[], pairs: Pair[]): Found {
  const names = [...new Set(pairs.map(({ document, pdf }) => named((document ?? pdf)!).name))]
  return { outcome, message, at: null, data: { recipients: recipients.slice(0, SHOWN), names: names.slice(0, SHOWN) } }
}

/** The first document, for the reply; its recipients are told in the sentence, not where others may read them. */
function firstName({ names }: Data): string {
  return shortName({ name: (names as string[])[0] ?? '' })
}

function list(values: unknown): string {
  return (values as string[]).map((value) => `“${visible(value)}”`).join(', ')
}
