// Where in its document a text stands, in words.
import type { TextSpot, TextWhere } from '../facts.ts'
import { visible } from './documents.ts'
import { propertyName } from './properties.ts'
import type { Sentence } from './rule.ts'

const WHERE: Record<TextWhere, Sentence> = {
  body: { vi: 'nội dung', en: 'the body' },
  header: { vi: 'đầu trang', en: 'a page header' },
  footer: { vi: 'chân trang', en: 'a page footer' },
  footnote: { vi: 'chú thích cuối trang', en: 'a footnote' },
  comment: { vi: 'ghi chú (comment)', en: 'a comment' },
  'text-box': { vi: 'khung chữ', en: 'a text box' },
  watermark: { vi: 'hình chìm (watermark)', en: 'a watermark' },
  sheet: { vi: 'trang tính', en: 'a sheet' },
  slide: { vi: 'trang chiếu', en: 'a slide' },
  notes: { vi: 'ghi chú của người trình bày', en: 'speaker notes' },
  property: { vi: 'thuộc tính tệp', en: 'a property of the file' },
  annotation: { vi: 'chú giải trên trang', en: 'an annotation' },
  'form-field': { vi: 'ô biểu mẫu', en: 'a form field' },
  'alternative-text': { vi: 'mô tả của hình', en: 'a picture’s description' },
}
const NAMED: ReadonlySet<TextWhere> = new Set(['sheet', 'property', 'slide'])
/** Places with a number of their own, which is not that of a page. */
const NUMBERED: ReadonlySet<TextWhere> = new Set(['sheet', 'slide', 'notes'])
/** What readers tell as properties of the file and people know as something else. */
const CALLED: ReadonlyMap<string, Sentence> = new Map([
  ['sheet', { vi: 'tên trang tính', en: 'the name of a sheet' }],
  ['outline', { vi: 'dấu trang của PDF (outline)', en: 'the outline of the PDF' }],
])

/** "đầu trang, trang 2"; the name of a sheet or of a property in quotation marks; "chữ ẩn" of what is not shown there. */
export function spotWords(spot: TextSpot): Sentence {
  const { vi, en } = placeWords(spot)
  if (!spot.hidden) return { vi, en }
  const whole = NUMBERED.has(spot.where) || spot.where === 'property'
  return { vi: `${vi}, ${whole ? 'ẩn' : 'chữ ẩn'}`, en: `${en}, ${whole ? 'hidden' : 'hidden text'}` }
}

function placeWords({ where, page, name }: TextSpot): Sentence {
  const { vi, en } = WHERE[where]
  if (name !== null && NAMED.has(where)) return where === 'property' ? propertyWords(name) : called(WHERE[where], name)
  if (page === null) return { vi, en }
  if (where === 'notes') return { vi: `${vi}, trang chiếu ${page}`, en: `${en} of slide ${page}` }
  return NUMBERED.has(where) ? { vi: `${vi} ${page}`, en: `${en} ${page}` } : onPage({ vi, en }, page)
}

function called({ vi, en }: Sentence, name: string): Sentence {
  return { vi: `${vi} “${visible(name)}”`, en: `${en} “${visible(name)}”` }
}

function onPage({ vi, en }: Sentence, page: number): Sentence {
  return { vi: `${vi}, trang ${page}`, en: `${en}, page ${page}` }
}

/** "thuộc tính tệp “tiêu đề” [title]": the key by which programs in English call it stands beside. */
function propertyWords(name: string): Sentence {
  const known = CALLED.get(name)
  if (known !== undefined) return known
  const { vi, en } = called(WHERE.property, name)
  const own = propertyName(name)
  return own === null ? { vi, en } : { vi: `${WHERE.property.vi} “${own}” [${visible(name)}]`, en }
}
