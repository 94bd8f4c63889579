// 7.4.c: documents are set in Times New Roman, in Unicode (TCVN 6909:2001), in black.
import type { DocumentFacts, EncodingForm, TextShare } from '../facts.ts'
import type { Data, Found } from '../verdict.ts'
import { distinctDocuments, fullName, named, shortName, visible } from './documents.ts'
import { isReport } from './report.ts'
import type { Parameters, Rule, RuleMessage, Sentence } from './rule.ts'
import { spotWords } from './spots.ts'

const FORMS: Partial<Record<EncodingForm, string>> = {
  tcvn3: 'TCVN3 (ABC)',
  vni: 'VNI',
  viscii: 'VISCII',
  viqr: 'VIQR',
  cp1258: 'Windows-1258',
  vps: 'VPS',
}

const messages: Record<string, RuleMessage> = {
  'font-other': message(
    (name) => `tệp ${name} có chữ không dùng phông Times New Roman`,
    (data) => ({
      vi: `Tệp ${fullName(data)} có ${data.percent}% chữ không dùng phông Times New Roman (${shown(data.names)}); đầu tiên ở ${data.placeVi}: “${visible(data.sample)}”.`,
      en: `In ${fullName(data)} ${data.percent}% of the text is not in Times New Roman (${shown(data.names)}); first in ${data.placeEn}: “${visible(data.sample)}”.`,
    }),
    {
      vi: 'Anh/chị chọn toàn bộ văn bản (Ctrl+A), đặt phông Times New Roman, rồi xuất lại PDF, ký số và gửi.',
      en: 'Select the whole text (Ctrl+A), set it in Times New Roman, export and sign the PDF again, and send that.',
    },
  ),
  'colour-other': message(
    (name) => `tệp ${name} có chữ không phải màu đen`,
    (data) => ({
      vi: `Tệp ${fullName(data)} có ${data.percent}% chữ không phải màu đen (${shown(data.names)}); đầu tiên ở ${data.placeVi}: “${visible(data.sample)}”.`,
      en: `In ${fullName(data)} ${data.percent}% of the text is not black (${shown(data.names)}); first in ${data.placeEn}: “${visible(data.sample)}”.`,
    }),
    {
      vi: 'Anh/chị chọn đoạn đó, đặt màu chữ Tự động hoặc đen, rồi xuất lại PDF, ký số và gửi.',
      en: 'Select that text, set its colour to automatic or black, export and sign the PDF again, and send that.',
    },
  ),
  'encoding-legacy': message(
    (name) => `tệp ${name} có chữ chưa dùng bộ mã Unicode`,
    (data) => ({
      vi: `Tệp ${fullName(data)} có ${data.percent}% chữ dùng bộ mã cũ ${shown(data.names)}, không phải Unicode theo TCVN 6909:2001; đầu tiên ở ${data.placeVi}: “${visible(data.sample)}”.`,
      en: `In ${fullName(data)} ${data.percent}% of the text is in the old encoding ${shown(data.names)} and not in Unicode (TCVN 6909:2001); first in ${data.placeEn}: “${visible(data.sample)}”.`,
    }),
    {
      vi: 'Anh/chị chuyển mã sang Unicode (UniKey: Ctrl+Shift+F6, nguồn là bộ mã cũ, đích là Unicode), đặt phông Times New Roman, rồi gửi lại.',
      en: 'Convert it to Unicode (UniKey toolkit: Ctrl+Shift+F6), set it in Times New Roman, and send again.',
    },
  ),
}

function message(short: (name: string) => string, say: (data: Data) => Sentence, remedy: Sentence): RuleMessage {
  return { outcome: 'violated', short: (data) => short(shortName(data)), say, remedy: () => remedy }
}

function shown(names: unknown): string {
  return (names as string[]).map((name) => visible(name)).join(', ')
}

export const art74cFont: Rule = {
  id: 'art7-4c-font',
  title: {
    vi: 'Văn bản dùng phông Times New Roman, bộ mã Unicode, màu đen',
    en: 'Documents are in Times New Roman, in Unicode, in black',
  },
  messages,
  parameters: {
    kinds: {
      type: 'strings',
      default: 'docx docm dotx dotm doc odt ott fodt sxw rtf xlsx xlsm xlsb xls ods fods pdf'.split(' '),
      en: 'kinds of documents that are looked at',
    },
    fonts: { type: 'strings', default: ['Times New Roman'], en: 'fonts that a document may be set in' },
    substitutes: {
      type: 'strings',
      default: ['Liberation Serif', 'Tinos', 'Times', 'Times Roman'],
      en: 'fonts of the same measures in which programs without Times New Roman draw it into a PDF',
    },
    symbols: {
      type: 'strings',
      default: [
        'Symbol',
        'OpenSymbol',
        'Wingdings',
        'Wingdings 2',
        'Wingdings 3',
        'Webdings',
        'ZapfDingbats',
        'MT Extra',
        'Cambria Math',
        'Segoe UI Symbol',
      ],
      en: 'fonts of signs and formulas, which count for nothing',
    },
    colours: {
      type: 'strings',
      default: ['0000ff', '0563c1', '0000ee', '000080'],
      en: 'colours beside black that are let be: programs set links in them',
    },
    darkest: {
      type: 'integer',
      default: 64,
      min: 0,
      max: 255,
      en: 'a colour whose channels are at most this is black',
    },
    percent: { type: 'integer', default: 1, min: 0, max: 100, en: 'share of the text from which on it is told' },
    characters: { type: 'integer', default: 12, min: 1, max: 1_000_000, en: 'characters from which on it is told' },
  },
  find: ({ facts, envelope, parameters }) => {
    // What a report of a mail system returns is not sent by the office now.
    if (isReport(facts, envelope)) return []
    const kinds = parameters.kinds as string[]
    const documents = distinctDocuments(facts).filter(({ kind, related }) => kinds.includes(kind) && !related)
    return documents.flatMap((document) => ofDocument(document, parameters))
  },
}

function ofDocument(document: DocumentFacts, parameters: Parameters): Found[] {
  const { fonts, colours, encoding } = document
  if (fonts === null || colours === null || encoding === null) return []
  const all = fonts.reduce((sum, { characters }) => sum + characters, 0)
  const legacy = encoding.legacy.map(({ form, ...share }) => ({ ...share, name: FORMS[form] ?? form }))
  return [
    tell('font-other', document, otherFonts(document, parameters), all, parameters),
    tell('colour-other', document, otherColours(document, parameters), all, parameters),
    tell('encoding-legacy', document, legacy, all, parameters),
  ].filter((found) => found !== null)
}

type Named = TextShare & { name: string }

function otherFonts({ kind, fonts, encoding }: DocumentFacts, parameters: Parameters): Named[] {
  const allowed = [
    ...(parameters.fonts as string[]),
    ...(parameters.symbols as string[]),
    ...(kind === 'pdf' ? (parameters.substitutes as string[]) : []),
  ].map(familyOf)
  // A font of an old encoding is told as that.
  const legacy = encoding!.legacy.length > 0 ? /^(?:\.?vn|vni|vps)/ : null
  return fonts!
    .filter(({ name }) => name !== null)
    .map((font) => ({ ...font, name: font.name! }))
    .filter(({ name }) => !allowed.includes(familyOf(name)) && !legacy?.test(name.toLowerCase()))
}

/** Names of one family as PDF and office files write it: `TimesNewRomanPS-BoldMT`, `Times New Roman,Bold`. */
function familyOf(name: string): string {
  const bare = name
    .replace(/^[A-Z]{6}\+/, '')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
  return bare.replace(/(?:ps)?(?:bold|italic|oblique|regular|it)*(?:ps)?(?:mt)?$/, '') || bare
}

function otherColours({ colours }: DocumentFacts, parameters: Parameters): Named[] {
  const allowed = (parameters.colours as string[]).map((each) => each.toLowerCase())
  return colours!
    .filter(({ rgb }) => rgb !== null && !isDark(rgb, Number(parameters.darkest)) && !allowed.includes(rgb))
    .map((colour) => ({ ...colour, name: `#${colour.rgb}` }))
}

function isDark(rgb: string, darkest: number): boolean {
  return [0, 2, 4].every((at) => Number.parseInt(rgb.slice(at, at + 2), 16) <= darkest)
}

const NAMES_SHOWN = 4

function tell(
  message: string,
  document: DocumentFacts,
  shares: Named[],
  all: number,
  parameters: Parameters,
): Found | null {
  const characters = shares.reduce((sum, share) => sum + share.characters, 0)
  const [first] = shares.toSorted((a, b) => b.characters - a.characters)
  if (first === undefined || characters < Number(parameters.characters)) return null
  if (characters * 100 < all * Number(parameters.percent)) return null
  const place = spotWords(first.spot)
  const data: Data = {
    ...named(document),
    names: shares.slice(0, NAMES_SHOWN).map(({ name }) => name),
    percent: Math.max(1, Math.round((100 * Math.min(characters, all)) / Math.max(1, all))),
    characters,
    sample: first.sample,
    placeVi: place.vi,
    placeEn: place.en,
  }
  return { outcome: 'violated', message, at: document.at, data }
}
