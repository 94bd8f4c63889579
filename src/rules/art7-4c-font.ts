// 7.4.c: documents are set in Times New Roman, in Unicode (TCVN 6909:2001), in black.
import type { DocumentFacts, EncodingForm, TextShare } from '../facts.ts'
import type { Data, Found } from '../verdict.ts'
import { distinctDocuments, fullName, named, shortName, visible } from './documents.ts'
import { borrowedData, fontRemedy, fontSentence, fontShort } from './font-words.ts'
import { otherFonts } from './other-fonts.ts'
import { isReport } from './report.ts'
import type { ParameterDeclaration, Parameters, Rule, RuleMessage, Sentence } from './rule.ts'
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
  'font-other': {
    outcome: 'violated',
    short: (data) => fontShort(shortName(data), data),
    say: fontSentence,
    remedy: fontRemedy,
  },
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

/** A share of a document's text; 0 tells any. */
function share(words: Sentence): ParameterDeclaration {
  return { type: 'integer', default: 1, min: 0, max: 100, ...words }
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
      vi: 'màu có cả ba kênh không quá mức này (0-255) là màu đen',
      en: 'a colour whose channels are at most this (0 to 255) is black',
    },
    fontPercent: share({
      vi: 'nói chữ sai phông khi chiếm ít nhất bấy nhiêu phần trăm chữ của văn bản',
      en: 'text in other fonts is told when it is at least this percentage of the document’s text',
    }),
    colourPercent: share({
      vi: 'nói chữ khác màu đen khi chiếm ít nhất bấy nhiêu phần trăm chữ của văn bản',
      en: 'text that is not black is told when it is at least this percentage of the document’s text',
    }),
    encodingPercent: share({
      vi: 'nói chữ dùng bộ mã cũ khi chiếm ít nhất bấy nhiêu phần trăm chữ của văn bản',
      en: 'text in old encodings is told when it is at least this percentage of the document’s text',
    }),
    characters: {
      type: 'integer',
      default: 12,
      min: 1,
      max: 1_000_000,
      vi: 'và khi có ít nhất bấy nhiêu chữ như vậy (cho cả ba ngưỡng trên)',
      en: 'and when there are at least so many such characters (for each of the three above)',
    },
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
  const { shares, borrowings } = otherFonts(document, parameters)
  const threshold = (name: string): Threshold => ({
    percent: Number(parameters[name]),
    characters: Number(parameters.characters),
  })
  return [
    tell('font-other', document, shares, all, threshold('fontPercent'), borrowedData(borrowings)),
    tell('colour-other', document, otherColours(document, parameters), all, threshold('colourPercent')),
    tell('encoding-legacy', document, legacy, all, threshold('encodingPercent')),
  ].filter((found) => found !== null)
}

/** The name is null of what its own words tell. */
type Named = TextShare & { name: string | null }

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

/** From both on it is told. */
interface Threshold {
  percent: number
  characters: number
}

function tell(
  message: string,
  document: DocumentFacts,
  shares: Named[],
  all: number,
  threshold: Threshold,
  more: Data = {},
): Found | null {
  const characters = shares.reduce((sum, share) => sum + share.characters, 0)
  const [first] = shares.toSorted((a, b) => b.characters - a.characters)
  if (first === undefined || characters < threshold.characters) return null
  if (characters * 100 < all * threshold.percent) return null
  const place = spotWords(first.spot)
  const data: Data = {
    ...named(document),
    names: shares.flatMap(({ name }) => name ?? []).slice(0, NAMES_SHOWN),
    percent: Math.max(1, Math.round((100 * Math.min(characters, all)) / Math.max(1, all))),
    characters,
    sample: first.sample,
    placeVi: place.vi,
    placeEn: place.en,
    ...more,
  }
  return { outcome: 'violated', message, at: document.at, data }
}
