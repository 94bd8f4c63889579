// Article 8, spam: advertising that does not say so in its subject (Decree 91/2020/NĐ-CP).
import type { Rule } from './rule.ts'

/** Decree 91/2020/NĐ-CP: an advertising mail carries [QC] or [AD] first in its subject. */
const MARKED = /^\s*\[(?:QC|AD)\]/i

export const art8Spam: Rule = {
  id: 'art8-spam',
  title: {
    vi: 'Thư quảng cáo không ghi nhãn [QC] hoặc [AD] ở đầu tiêu đề',
    en: 'Advertising without [QC] or [AD] first in the subject',
  },
  messages: {
    'advertising-unmarked': {
      outcome: 'violated',
      short: () => 'thư có nội dung quảng cáo nhưng tiêu đề không ghi [QC] hoặc [AD]',
      say: (data) => ({
        vi: `Thư có nội dung quảng cáo (“${(data.terms as string[]).join('”, “')}”) nhưng tiêu đề không bắt đầu bằng [QC] hoặc [AD].`,
        en: `The message advertises (“${(data.terms as string[]).join('”, “')}”) and its subject does not begin with [QC] or [AD].`,
      }),
      remedy: () => ({
        vi: 'Hộp thư công vụ không dùng để quảng cáo. Nếu được phép, anh/chị ghi [QC] ở đầu tiêu đề theo Nghị định 91/2020/NĐ-CP.',
        en: 'Official mail is not for advertising. Where it is allowed, put [QC] first in the subject (Decree 91/2020).',
      }),
    },
  },
  parameters: {
    lists: { type: 'strings', default: ['quang-cao'], en: 'word lists of advertising phrases' },
    phrases: {
      type: 'integer',
      default: 2,
      min: 1,
      max: 20,
      vi: 'bao nhiêu cụm từ khác nhau thì là quảng cáo',
      en: 'how many different phrases make it advertising',
    },
  },
  find: ({ facts, parameters }) => {
    const lists = parameters.lists as string[]
    // What the mail itself says: a document may tell of advertisements, as a report on them does.
    const hits = facts.terms.filter(({ list, where }) => lists.includes(list) && where !== 'text')
    const terms = [...new Set(hits.map(({ term }) => term))]
    if (terms.length < Number(parameters.phrases) || MARKED.test(facts.header?.subject ?? '')) return []
    return [
      { outcome: 'violated', message: 'advertising-unmarked', at: hits[0]!.at, data: { terms: terms.slice(0, 5) } },
    ]
  },
}
