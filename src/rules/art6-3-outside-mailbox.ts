// 6.3: requests to the Office from outside mailboxes (yahoo, gmail ...) are not accepted.

import { isOfficialRecipient, isOfficialSender, normalAddress } from './addresses.ts'
import { visible } from './documents.ts'
import { isReport } from './report.ts'
import type { Rule } from './rule.ts'

export const art63OutsideMailbox: Rule = {
  id: 'art6-3-outside-mailbox',
  title: {
    vi: 'Thư gửi đến hộp thư tiếp nhận của Văn phòng phải từ hộp thư công vụ',
    en: 'Mail to the Office’s intake boxes comes from official mailboxes',
  },
  messages: {
    'outside-sender': {
      outcome: 'violated',
      short: () => 'Văn phòng không nhận yêu cầu từ hộp thư ngoài hệ thống công vụ',
      say: ({ sender, recipients }) => ({
        vi: `Yêu cầu gửi đến “${visible((recipients as string[])[0])}” từ hộp thư “${visible(sender)}” không thuộc hệ thống công vụ nên không được chấp nhận.`,
        en: `A request to “${visible((recipients as string[])[0])}” from “${visible(sender)}”, a mailbox outside the official system, is not accepted.`,
      }),
      remedy: () => ({
        vi: 'Anh/chị gửi lại yêu cầu từ hộp thư công vụ của đơn vị.',
        en: "Send the request again from the unit's official mailbox.",
      }),
    },
  },
  parameters: {},
  find: ({ facts, envelope, site }) => {
    const box = envelope.recipients.map(normalAddress).find((one) => site.intakeBoxes.includes(one))
    if (box === undefined || isReport(facts, envelope)) return [] // RFC 5321 4.5.5: bounces are let through
    const from = (facts.header?.from ?? []).map(({ address }) => address)
    const senders = [envelope.sender, ...from].filter((address) => address !== '')
    const sender = senders.find((one) => !isOfficialSender(one, site) && !isOfficialRecipient(one, site))
    if (sender === undefined) return []
    return [{ outcome: 'violated', message: 'outside-sender', at: null, data: { sender, recipients: [box] } }]
  },
}
