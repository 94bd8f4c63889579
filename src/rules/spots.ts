// Where in its document a text stands, in words.
import type { TextSpot, TextWhere } from '../facts.ts'
import { visible } from './documents.ts'
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

/** "đầu trang, trang 2"; the name of a sheet or of a property in quotation marks. */
export function spotWords({ where, page, name }: TextSpot): Sentence {
  const words = WHERE[where]
  const called = name !== null && NAMED.has(where) ? ` “${visible(name)}”` : ''
  const onPage = page !== null && where !== 'sheet' && where !== 'slide'
  const number = page !== null && (where === 'sheet' || where === 'slide') && called === '' ? ` ${page}` : ''
  return {
    vi: `${words.vi}${number}${called}${onPage ? `, trang ${page}` : ''}`,
    en: `${words.en}${number}${called}${onPage ? `, page ${page}` : ''}`,
  }
}
