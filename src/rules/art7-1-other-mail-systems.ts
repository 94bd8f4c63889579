// 7.1: papers for reference go to offices of the same mail system; to others they do not go by this mail.
import type { DocumentFacts } from '../facts.ts'
import { isOfficialRecipient } from './addresses.ts'
import { distinctDocuments, named, visible } from './documents.ts'
import { pairDocuments, signedSuffixes } from './pairing.ts'
import { isReport } from './report.ts'
import type { Rule } from './rule.ts'

const SHOWN = 5

export const art71OtherMailSystems: Rule = {
  id: 'art7-1-other-mail-systems',
  title: {
    vi: 'Tài liệu tham khảo gửi đến đơn vị dùng hệ thống thư khác',
    en: 'Papers for reference that go to users of other mail systems',
  },
  messages: {
    'document-outside': {
      outcome: 'violated',
      short: () => 'tài liệu gửi đến hộp thư ngoài hệ thống thư công vụ',
      say: ({ names, recipients }) => ({
        vi: `Tài liệu ${list(names)} gửi đến hộp thư của hệ thống thư khác: ${list(recipients)}.`,
        en: `The document ${list(names)} goes to boxes of other mail systems: ${list(recipients)}.`,
      }),
      remedy: () => ({
        vi: 'Anh/chị gửi bản PDF đã ký số của đơn vị, hoặc gửi qua trục liên thông văn bản hay văn bản giấy.',
        en: 'Send the PDF signed by the unit, or use the document exchange axis or paper.',
      }),
    },
  },
  parameters: {
    kinds: {
      type: 'strings',
      default: ['pdf', 'jpg', 'png', 'tif'],
      en: 'kinds of papers that are looked at; editable ones are those of 7.4.b',
    },
    signedSuffixes,
  },
  find: ({ facts, envelope, parameters, site }) => {
    const recipients = envelope.recipients.filter((address) => !isOfficialRecipient(address, site))
    if (recipients.length === 0 || isReport(facts, envelope)) return []
    // What 7.3.a and 7.4.b look at is told there, and what a unit signed may go anywhere (7.4.a).
    const paired = new Set<DocumentFacts | null>(
      pairDocuments(facts, parameters.signedSuffixes as string[], false).flatMap(({ document, pdf }) => [
        document,
        pdf,
      ]),
    )
    const kinds = parameters.kinds as string[]
    const names = distinctDocuments(facts)
      .filter((each) => kinds.includes(each.kind) && !each.related && !paired.has(each) && !isSigned(each))
      .map((each) => named(each).name)
    if (names.length === 0) return []
    const data = { names: names.slice(0, SHOWN), recipients: recipients.slice(0, SHOWN) }
    return [{ outcome: 'violated', message: 'document-outside', at: null, data }]
  },
}

function isSigned({ signatures }: DocumentFacts): boolean {
  return signatures.some(({ integrity, by }) => integrity === 'intact' && by === 'unit')
}

function list(values: unknown): string {
  return (values as string[]).map((value) => `“${visible(value)}”`).join(', ')
}
