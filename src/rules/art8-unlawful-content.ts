// Article 8, content against the law: phrases of the office's own lists, for a person to look at.
import type { TermHit } from '../facts.ts'
import type { Found } from '../verdict.ts'
import type { Rule } from './rule.ts'
import { spotWords } from './spots.ts'

const WHERE: Record<TermHit['where'], { vi: string; en: string }> = {
  subject: { vi: 'tiêu đề', en: 'the subject' },
  body: { vi: 'nội dung thư', en: 'the text' },
  text: { vi: 'văn bản đính kèm', en: 'an attached document' },
  'file-name': { vi: 'tên tệp', en: 'a file name' },
}

export const art8UnlawfulContent: Rule = {
  id: 'art8-unlawful-content',
  title: {
    vi: 'Từ ngữ trong danh mục nội dung trái quy định của cơ quan',
    en: 'Phrases of the office’s lists of unlawful content',
  },
  messages: {
    'listed-term': {
      outcome: 'violated',
      short: (data) => `có cụm từ thuộc danh mục ${data.list}`,
      say: (data) => ({
        vi: `Trong ${data.whereVi} có cụm từ “${data.term}” thuộc danh mục “${data.list}” của cơ quan.`,
        en: `The phrase “${data.term}” of the office’s list “${data.list}” stands in ${data.whereEn}.`,
      }),
      remedy: () => ({
        vi: 'Nếu là văn bản nghiệp vụ thì không cần làm gì; nếu không, anh/chị xem lại nội dung trước khi gửi.',
        en: 'If it is part of your duties nothing is needed; otherwise look the content over before you send it.',
      }),
    },
  },
  parameters: {
    lists: { type: 'strings', default: [], en: 'word lists of policies/site/words that this rule looks at' },
  },
  find: ({ facts, parameters }) => {
    const lists = parameters.lists as string[]
    return facts.terms.filter(({ list }) => lists.includes(list)).map(found)
  },
}

function found({ list, term, where, at, within }: TermHit): Found {
  const spot = within === null ? { vi: '', en: '' } : spotWords(within)
  const data = {
    ...{ list, term },
    whereVi: spot.vi === '' ? WHERE[where].vi : `${WHERE[where].vi} (${spot.vi})`,
    whereEn: spot.en === '' ? WHERE[where].en : `${WHERE[where].en} (${spot.en})`,
  }
  return { outcome: 'violated', message: 'listed-term', at, data }
}
