// Article 8, state secrets: a mark of secrecy. Their place is an isolated network, so a strong mark is never let through.
import type { SecrecyPlace } from '../facts.ts'
import type { Data, Found } from '../verdict.ts'
import { everyDocument, visible } from './documents.ts'
import type { Rule, Sentence } from './rule.ts'
import { spotWords } from './spots.ts'

const WHERE: Record<SecrecyPlace['where'], { vi: string; en: string }> = {
  subject: { vi: 'tiêu đề', en: 'the subject' },
  body: { vi: 'nội dung thư', en: 'the text' },
  'file-name': { vi: 'tên tệp', en: 'a file name' },
  text: { vi: 'văn bản đính kèm', en: 'an attached document' },
  scan: { vi: 'bản quét đính kèm', en: 'an attached scan' },
}

export const art8StateSecret: Rule = {
  id: 'art8-state-secret',
  title: {
    vi: 'Dấu chỉ độ mật của tài liệu bí mật nhà nước',
    en: 'Marks of state secrets',
  },
  messages: {
    'mark-strong': {
      outcome: 'violated',
      short: (data) => `thư có dấu chỉ độ mật (${data.degree}) ở ${data.whereVi}`,
      say: (data) => ({
        vi: `Có dấu chỉ độ mật “${visible(data.text)}” ở ${data.whereVi}: tài liệu bí mật nhà nước (${data.degree}) không được gửi qua thư điện tử.`,
        en: `There is a mark of secrecy “${visible(data.text)}” in ${data.whereEn}: a state secret (${data.degree}) must not be sent by mail.`,
      }),
      remedy: (data) => ({
        vi: `Anh/chị dừng gửi và chuyển tài liệu theo ${data.lawVi ?? 'quy định bảo vệ bí mật nhà nước'} (văn thư mật, mạng LAN độc lập). Chỉ khi đơn vị đã xác định chắc chắn không phải tài liệu mật mới viết lại cho khỏi nhầm và gửi lại; còn nghi ngờ thì hỏi người phụ trách bảo vệ bí mật nhà nước của đơn vị.`,
        en: `Stop, and hand it over as ${data.lawEn ?? 'the rules for state secrets'} prescribe (registry, isolated network). Only when the unit is certain that it is none, reword it and send again; in doubt ask the unit’s officer for state secrets.`,
      }),
    },
    'mark-weak': {
      outcome: 'undetermined',
      short: (data) => `có thể có dấu chỉ độ mật ở ${data.whereVi}`,
      say: (data) => ({
        vi: `“${visible(data.text)}” ở ${data.whereVi} có thể là dấu chỉ độ mật (${data.degree}).`,
        en: `“${visible(data.text)}” in ${data.whereEn} may be a mark of secrecy (${data.degree}).`,
      }),
      remedy: () => ({
        vi: 'Anh/chị kiểm tra lại: nếu là tài liệu mật thì không gửi qua thư điện tử; nếu không thì nên đổi tên cho khỏi nhầm.',
        en: 'Check it: a state secret must not be sent by mail; otherwise a clearer name avoids the doubt.',
      }),
    },
  },
  parameters: {},
  find: ({ facts, site, today }) => {
    const inDocuments = [...everyDocument(facts.attachments)].flatMap(({ secrecy }) => secrecy?.places ?? [])
    const law = site.secrecyLaw.findLast(({ from }) => from <= today) ?? site.secrecyLaw[0]
    return distinct([...facts.secrecy.places, ...inDocuments]).map((place) => found(place, law))
  },
}

/** The same words at the same part (a plain and an HTML alternative, a name told twice) are one mark; strong ones first. */
function distinct(places: SecrecyPlace[]): SecrecyPlace[] {
  const seen = new Map<string, SecrecyPlace>()
  const sorted = places.toSorted((a, b) => Number(a.strength === 'weak') - Number(b.strength === 'weak'))
  for (const place of sorted) {
    const key = `${place.where}\n${place.degree}\n${place.text.toLowerCase()}`
    if (!seen.has(key)) seen.set(key, place)
  }
  return [...seen.values()]
}

function found({ where, at, degree, text, strength, within }: SecrecyPlace, law: Sentence | undefined): Found {
  const spot = within === null ? { vi: '', en: '' } : spotWords(within)
  const inDocument = (document: string, place: string) => (place === '' ? document : `${document} (${place})`)
  const data: Data = {
    ...{ degree, text },
    whereVi: inDocument(WHERE[where].vi, spot.vi),
    whereEn: inDocument(WHERE[where].en, spot.en),
    ...(law === undefined ? {} : { lawVi: law.vi, lawEn: law.en }),
  }
  if (strength === 'strong') return { outcome: 'violated', message: 'mark-strong', at, data }
  return { outcome: 'undetermined', message: 'mark-weak', at, data }
}
