// Article 8, content against the law: phrases of the office's own lists, for a person to look at.
import type { TermHit } from '../facts.ts'
import type { Found } from '../verdict.ts'
import type { Rule, Sentence } from './rule.ts'
import { spotWords } from './spots.ts'

const WHERE: Record<TermHit['where'], { vi: string; en: string }> = {
  subject: { vi: 'tiêu đề', en: 'the subject' },
  body: { vi: 'nội dung thư', en: 'the text' },
  text: { vi: 'văn bản đính kèm', en: 'an attached document' },
  'file-name': { vi: 'tên tệp', en: 'a file name' },
}

/** Phrases that one finding names. */
const TERMS_TOLD = 5

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
        vi: `Trong ${data.whereVi} có cụm từ ${quoted(data.terms)} thuộc danh mục “${data.list}” của cơ quan (${data.listVi}).`,
        en: `In ${data.whereEn} there is ${quoted(data.terms)}, of the office’s list “${data.list}” (${data.listEn}).`,
      }),
      remedy,
    },
    'listed-term-unaccented': {
      outcome: 'undetermined',
      short: (data) => `có thể có cụm từ thuộc danh mục ${data.list}, viết không dấu`,
      say: (data) => ({
        vi: `Trong ${data.whereVi} có chữ không dấu có thể là cụm từ ${quoted(data.terms)} thuộc danh mục “${data.list}” của cơ quan (${data.listVi}).`,
        en: `Words without accents in ${data.whereEn} may be of the office’s list “${data.list}” (${data.listEn}): ${quoted(data.terms)}.`,
      }),
      remedy,
    },
  },
  parameters: {
    lists: { type: 'strings', default: [], en: 'word lists of policies/site/words that this rule looks at' },
  },
  find: ({ facts, parameters, site }) => {
    const lists = parameters.lists as string[]
    const hits = facts.terms.filter(({ list }) => lists.includes(list))
    return [...Map.groupBy(hits, placeOf).values()].map((hits) => found(hits, site.lists))
  },
}

/** Phrases of one list in one place are told together, those that are not shown apart from those that are. */
function placeOf({ list, where, at, within, unaccented }: TermHit): string {
  return JSON.stringify([list, where, at, unaccented, within?.hidden])
}

function found(hits: TermHit[], names: Record<string, Sentence>): Found {
  const { list, where, at, within, unaccented } = hits[0]!
  const spot = within === null ? { vi: '', en: '' } : spotWords(within)
  const data = {
    list,
    listVi: names[list]?.vi ?? list,
    listEn: names[list]?.en ?? list,
    terms: [...new Set(hits.map(({ term }) => term))].slice(0, TERMS_TOLD),
    whereVi: spot.vi === '' ? WHERE[where].vi : `${WHERE[where].vi} (${spot.vi})`,
    whereEn: spot.en === '' ? WHERE[where].en : `${WHERE[where].en} (${spot.en})`,
  }
  if (unaccented) return { outcome: 'undetermined', message: 'listed-term-unaccented', at, data }
  return { outcome: 'violated', message: 'listed-term', at, data }
}

function quoted(terms: unknown): string {
  return (terms as string[]).map((term) => `“${term}”`).join(', ')
}

function remedy(): Sentence {
  return {
    vi: 'Nếu là văn bản nghiệp vụ thì không cần làm gì; nếu không, anh/chị xem lại nội dung trước khi gửi.',
    en: 'If it is part of your duties nothing is needed; otherwise look the content over before you send it.',
  }
}
