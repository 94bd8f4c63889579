// Article 8, state secrets: a mark of secrecy. Their place is an isolated network, so a strong mark is never let through.
import type { DocumentFacts, SecrecyPlace } from '../facts.ts'
import type { Data, Found } from '../verdict.ts'
import { distinctDocuments, fullName, named, shortName, visible } from './documents.ts'
import type { Rule, Sentence } from './rule.ts'
import { spotWords } from './spots.ts'

/** Places of the message itself; those of documents are told by the document's name. */
const WHERE: Record<SecrecyPlace['where'], Sentence> = {
  subject: { vi: 'tiêu đề thư', en: 'the subject' },
  body: { vi: 'nội dung thư', en: 'the text of the message' },
  'file-name': { vi: 'tên tệp', en: 'the name of the file' },
  text: { vi: 'tệp', en: 'the file' },
  scan: { vi: 'bản quét', en: 'the scan' },
}

/** Places that one finding quotes; the others are counted. */
const QUOTED = 3

export const art8StateSecret: Rule = {
  id: 'art8-state-secret',
  title: {
    vi: 'Dấu chỉ độ mật của tài liệu bí mật nhà nước',
    en: 'Marks of state secrets',
  },
  messages: {
    'mark-strong': {
      outcome: 'violated',
      short: (data) => `có dấu chỉ độ mật (${data.degree}) ở ${shortWhere(data)}`,
      say: (data) => ({
        vi: `Có dấu chỉ độ mật ở ${whereVi(data)}: ${quotes(data, 'vi')}. Tài liệu bí mật nhà nước (${data.degree}) không được gửi qua thư điện tử.`,
        en: `There is a mark of secrecy in ${whereEn(data)}: ${quotes(data, 'en')}. A state secret (${data.degree}) must not be sent by mail.`,
      }),
      remedy: (data) => ({
        vi: `Anh/chị dừng gửi và chuyển tài liệu theo ${data.lawVi ?? 'quy định bảo vệ bí mật nhà nước'} (văn thư mật, mạng LAN độc lập). Chỉ khi đơn vị đã xác định chắc chắn không phải tài liệu mật mới viết lại cho khỏi nhầm và gửi lại; còn nghi ngờ thì hỏi người phụ trách bảo vệ bí mật nhà nước của đơn vị.`,
        en: `Stop, and hand it over as ${data.lawEn ?? 'the rules for state secrets'} prescribe (registry, isolated network). Only when the unit is certain that it is none, reword it and send again; in doubt ask the unit’s officer for state secrets.`,
      }),
    },
    'mark-weak': {
      outcome: 'undetermined',
      short: (data) => `có thể có dấu chỉ độ mật ở ${shortWhere(data)}`,
      say: (data) => ({
        vi: `Có chữ có thể là dấu chỉ độ mật (${data.degree}) ở ${whereVi(data)}: ${quotes(data, 'vi')}.`,
        en: `Words that may be a mark of secrecy (${data.degree}) stand in ${whereEn(data)}: ${quotes(data, 'en')}.`,
      }),
      remedy: ({ where }) => ({
        vi: `Anh/chị kiểm tra lại: nếu là tài liệu mật thì không gửi qua thư điện tử; nếu không thì nên ${where === 'file-name' ? 'đổi tên tệp' : 'viết lại'} cho khỏi nhầm.`,
        en: `Check it: a state secret must not be sent by mail; otherwise a clearer ${where === 'file-name' ? 'file name' : 'wording'} avoids the doubt.`,
      }),
    },
  },
  parameters: {},
  find: ({ facts, site, today }) => {
    const law = site.secrecyLaw.findLast(({ from }) => from <= today) ?? site.secrecyLaw[0]
    const own = facts.secrecy.places.filter(({ where }) => where === 'subject' || where === 'body')
    const inMessage = [...Map.groupBy(own, ({ where }) => where).values()].map((places) => ({ places, document: null }))
    const inDocuments = distinctDocuments(facts).flatMap((document) => {
      const places = document.secrecy?.places ?? []
      return places.length === 0 ? [] : [{ places, document }]
    })
    return [...inMessage, ...inDocuments]
      .flatMap(({ places, document }) => [found(places, 'strong', document, law), found(places, 'weak', document, law)])
      .flat()
      .sort((a, b) => Number(a.outcome === 'undetermined') - Number(b.outcome === 'undetermined'))
  },
}

const RANK: readonly SecrecyPlace['degree'][] = ['mật', 'tối mật', 'tuyệt mật']

/** Marks of one strength in one place of the message or one document: one finding, of the highest degree. */
function found(
  places: SecrecyPlace[],
  strength: SecrecyPlace['strength'],
  document: DocumentFacts | null,
  law: Sentence | undefined,
): Found[] {
  const of = distinct(places.filter((place) => place.strength === strength))
  const [first] = of
  if (first === undefined) return []
  const degree = of.map((place) => place.degree).reduce((a, b) => (RANK.indexOf(b) > RANK.indexOf(a) ? b : a))
  const spots = of.slice(0, QUOTED).map(spotOf)
  const data: Data = {
    degree,
    where: first.where,
    texts: of.slice(0, QUOTED).map(({ text }) => text),
    spotsVi: spots.map(({ vi }) => vi),
    spotsEn: spots.map(({ en }) => en),
    more: of.length - spots.length,
    ...(document === null ? {} : named(document)),
    ...(law === undefined ? {} : { lawVi: law.vi, lawEn: law.en }),
  }
  if (strength === 'strong') return [{ outcome: 'violated', message: 'mark-strong', at: first.at, data }]
  return [{ outcome: 'undetermined', message: 'mark-weak', at: first.at, data }]
}

/** The same words at the same spot once: a plain and an HTML alternative, a name told twice. */
function distinct(places: SecrecyPlace[]): SecrecyPlace[] {
  const key = ({ where, degree, text, within }: SecrecyPlace) =>
    JSON.stringify([where, degree, text.toLowerCase(), within?.where, within?.page, within?.name, within?.hidden])
  return [...new Map(places.map((place) => [key(place), place] as const)).values()]
}

function spotOf({ where, within }: SecrecyPlace): Sentence {
  if (where === 'file-name') return WHERE['file-name']
  return within === null ? { vi: '', en: '' } : spotWords(within)
}

function whereVi(data: Data): string {
  return data.name === undefined ? WHERE[data.where as SecrecyPlace['where']].vi : `tệp ${fullName(data)}`
}

function whereEn(data: Data): string {
  return data.name === undefined ? WHERE[data.where as SecrecyPlace['where']].en : `the file ${fullName(data)}`
}

function shortWhere(data: Data): string {
  return data.name === undefined ? WHERE[data.where as SecrecyPlace['where']].vi : `tệp ${shortName(data)}`
}

/** “TỐI MẬT” (đầu trang, trang 2), “Độ mật: Mật” (khung chữ), và 2 chỗ khác */
function quotes(data: Data, language: keyof Sentence): string {
  const spots = data[language === 'vi' ? 'spotsVi' : 'spotsEn'] as string[]
  const list = (data.texts as string[]).map((text, index) => {
    const spot = spots[index] ?? ''
    return `“${visible(text)}”${spot === '' ? '' : ` (${spot})`}`
  })
  const more = Number(data.more)
  const others = language === 'vi' ? `và ${more} chỗ khác` : `and ${more} more`
  return [...list, ...(more > 0 ? [others] : [])].join(', ')
}
