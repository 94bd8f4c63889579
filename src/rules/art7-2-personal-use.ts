// 7.2: the box is for work. Several weak signs together make private use likely; none alone says anything.
import type { MessageFacts } from '../facts.ts'
import { isOfficialRecipient, splitAddress } from './addresses.ts'
import { visible } from './documents.ts'
import { isReport } from './report.ts'
import type { Rule, RuleInput, Sentence } from './rule.ts'

type Sign = 'free-mail' | 'phrase' | 'second-phrase' | 'no-official-words' | 'pictures-only'

const SIGNS: Record<Sign, Sentence> = {
  'free-mail': { vi: 'mọi người nhận đều ở hộp thư miễn phí', en: 'all recipients are on free mail' },
  phrase: { vi: 'có cụm từ việc riêng', en: 'a phrase of private matters' },
  'second-phrase': { vi: 'có thêm cụm từ việc riêng khác', en: 'another phrase of private matters' },
  'no-official-words': { vi: 'không có lời lẽ công vụ', en: 'no wording of official letters' },
  'pictures-only': { vi: 'chỉ kèm hình ảnh', en: 'nothing attached but pictures' },
}

const PICTURES = new Set(['jpg', 'png', 'gif', 'bmp', 'webp', 'heic', 'tif'])

export const art72PersonalUse: Rule = {
  id: 'art7-2-personal-use',
  title: { vi: 'Dấu hiệu dùng hộp thư công vụ vào việc riêng', en: 'Signs of private use of the official box' },
  messages: {
    'private-likely': {
      outcome: 'undetermined',
      short: () => 'thư có dấu hiệu dùng vào việc riêng',
      say: (data) => ({
        vi: `Thư có dấu hiệu dùng vào việc riêng (“${visible(data.term)}”): ${words(data.signs, 'vi')}.`,
        en: `The message may be private (“${visible(data.term)}”): ${words(data.signs, 'en')}.`,
      }),
      remedy: () => ({
        vi: 'Hộp thư công vụ chỉ dùng cho công việc; việc riêng anh/chị gửi bằng hộp thư cá nhân.',
        en: 'The official box is for work only; send private matters from a box of your own.',
      }),
    },
  },
  parameters: {
    lists: { type: 'strings', default: ['viec-rieng'], en: 'word lists of private matters' },
    officialLists: { type: 'strings', default: ['cong-vu'], en: 'word lists of the wording of official letters' },
    freeMail: {
      type: 'strings',
      default: 'gmail.com yahoo.com yahoo.com.vn ymail.com hotmail.com outlook.com live.com icloud.com'.split(' '),
      en: 'domains of free mail',
    },
    signs: {
      type: 'integer',
      default: 3,
      min: 2,
      max: 5,
      vi: 'bao nhiêu dấu hiệu cùng có thì nói',
      en: 'how many signs together are told',
    },
  },
  find: (input) => {
    const { facts, envelope, parameters } = input
    if (isReport(facts, envelope)) return []
    const lists = parameters.lists as string[]
    const hits = facts.terms.filter(({ list, where }) => lists.includes(list) && where !== 'text')
    const [first] = hits
    if (first === undefined) return []
    const signs = signsOf(input, new Set(hits.map(({ term }) => term)).size)
    if (signs.length < Number(parameters.signs)) return []
    return [{ outcome: 'undetermined', message: 'private-likely', at: first.at, data: { term: first.term, signs } }]
  },
}

function signsOf({ facts, envelope, parameters, site }: RuleInput, phrases: number): Sign[] {
  const free = parameters.freeMail as string[]
  const official = parameters.officialLists as string[]
  const isFree = (address: string) =>
    !isOfficialRecipient(address, site) && free.includes(splitAddress(address)?.domain ?? '')
  const signs: [Sign, boolean][] = [
    ['free-mail', envelope.recipients.length > 0 && envelope.recipients.every(isFree)],
    ['phrase', phrases > 0],
    ['second-phrase', phrases > 1],
    ['no-official-words', !facts.terms.some(({ list }) => official.includes(list))],
    ['pictures-only', hasPicturesOnly(facts)],
  ]
  return signs.filter(([, met]) => met).map(([sign]) => sign)
}

function hasPicturesOnly({ attachments }: MessageFacts): boolean {
  const own = attachments.filter(({ related }) => !related)
  return own.length > 0 && own.every(({ kind }) => PICTURES.has(kind))
}

function words(signs: unknown, language: keyof Sentence): string {
  return (signs as Sign[]).map((sign) => SIGNS[sign][language]).join('; ')
}
