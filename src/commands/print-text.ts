// Prints what is known of a document's text: its fonts, colours and encoding with their shares, its marks and first words.
import type { DocumentFacts, TextSpot } from '../facts.ts'
import { spotWords } from '../rules/spots.ts'
import { safe } from './safe.ts'

const SHARES_SHOWN = 5
const WORDS_SHOWN = 100
/** Places of a document that are listed with their first words. */
const PLACES_SHOWN = 20

/** Lines about the text, indented; none for documents whose text is not read. */
export function printText(document: DocumentFacts, indent: string): void {
  const { texts, fonts, colours, encoding, secrecy } = document
  for (const { degree, text, strength, within } of secrecy?.places ?? []) {
    const place = within === null ? '' : ` (${spot(within)})`
    console.log(safe(`${indent}dấu mật/secrecy mark: ${degree}, ${strength}${place}: “${text}”`))
  }
  for (const { list, term, within } of document.terms)
    console.log(safe(`${indent}từ ngữ/term: ${list}: “${term}”${within === null ? '' : ` (${spot(within)})`}`))
  if (texts === null || fonts === null || colours === null || encoding === null) return
  const all = fonts.reduce((sum, { characters }) => sum + characters, 0)
  const blocks = texts.filter(({ text }) => text.trim() !== '')
  if (all > 0) printShares({ fonts, colours, encoding }, all, indent)
  else if (blocks.length === 0) console.log(`${indent}văn bản/text: không có chữ đọc được/no readable text`)
  for (const { text, shown, ...place } of blocks.slice(0, PLACES_SHOWN)) {
    const words = text.trim().slice(0, WORDS_SHOWN).replaceAll(/\s+/g, ' ')
    const partly = shown === undefined ? '' : '; một phần ẩn / partly hidden'
    console.log(
      safe(`${indent}văn bản/text (${spot(place)}${partly}): ${words}${text.trim().length > WORDS_SHOWN ? '…' : ''}`),
    )
  }
  if (blocks.length > PLACES_SHOWN) console.log(`${indent}… và ${blocks.length - PLACES_SHOWN} chỗ khác / more places`)
}

function spot(place: TextSpot): string {
  const { where, page, name, hidden } = place
  const english = [
    where,
    ...(page === null ? [] : [page]),
    ...(name === null ? [] : [name]),
    ...(hidden ? ['hidden'] : []),
  ]
  return `${spotWords(place).vi} / ${english.join(' ')}`
}

type Shares = { [K in 'fonts' | 'colours' | 'encoding']: NonNullable<DocumentFacts[K]> }

/** How much of all the characters shown is in which font, colour and encoding. */
function printShares({ fonts, colours, encoding }: Shares, all: number, indent: string): void {
  const share = (characters: number) => `${Math.round((100 * characters) / all)}%`
  const named = (list: { label: string; characters: number }[]) =>
    list
      .slice(0, SHARES_SHOWN)
      .map(({ label, characters }) => `${label} ${share(characters)}`)
      .join(', ')
  console.log(
    safe(`${indent}phông/fonts: ${named(fonts.map((each) => ({ ...each, label: each.name ?? 'không rõ/unknown' })))}`),
  )
  console.log(
    safe(
      `${indent}màu chữ/colours: ${named(colours.map((each) => ({ ...each, label: each.rgb === null ? 'tự động/automatic' : `#${each.rgb}` })))}`,
    ),
  )
  console.log(
    `${indent}bộ mã/encoding: ${[encoding.form, ...encoding.legacy.map(({ form, characters }) => `${form} ${share(characters)}`)].join(', ')}`,
  )
}
