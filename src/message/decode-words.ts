// Encoded-words back to text (RFC 2047), as tolerantly as mail programs read them in file names.
import { decodeCharset } from './charset.ts'

/** RFC 2047 2 allows 75 characters; composers write whole long names in one word. A bound keeps the search linear. */
const WORD_LIMIT = 4000

/** One encoded-word or, with `charset` null, the text between two. */
interface Piece {
  charset: string | null
  bytes: Buffer
}

/** The text with its encoded-words decoded; words split inside a character are joined before they are decoded. */
export function decodeWords(text: string): string {
  if (!text.includes('=?')) return text
  const pieces = piecesOf(text)
  let out = ''
  for (let i = 0; i < pieces.length; ) {
    const { charset } = pieces[i]!
    let next = i + 1
    if (charset === null) {
      out += pieces[i]!.bytes.toString('utf8')
    } else {
      while (next < pieces.length && pieces[next]!.charset === charset) next++
      out += decodeCharset(Buffer.concat(pieces.slice(i, next).map((piece) => piece.bytes)), charset).text
    }
    i = next
  }
  return out
}

function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = []
  let taken = 0
  let search = 0
  for (let open = text.indexOf('=?'); open >= 0; open = text.indexOf('=?', search)) {
    const word = wordAt(text, open)
    search = word === null ? open + 2 : word.end
    if (word === null) continue
    const between = text.slice(taken, open)
    // RFC 2047 6.2: white space between two encoded-words is not shown.
    const unseen = between.trim() === '' && pieces.at(-1)?.charset != null
    if (between !== '' && !unseen) pieces.push(plain(between))
    pieces.push({ charset: word.charset, bytes: word.bytes })
    taken = word.end
  }
  if (taken < text.length) pieces.push(plain(text.slice(taken)))
  return pieces
}

function plain(text: string): Piece {
  return { charset: null, bytes: Buffer.from(text, 'utf8') }
}

/** RFC 2047 2: `=?charset?encoding?encoded-text?=`. */
function wordAt(text: string, open: number): { charset: string; bytes: Buffer; end: number } | null {
  const first = text.indexOf('?', open + 2)
  // A label is short: a far question mark is none of ours, and looking no farther keeps this linear.
  if (first < 0 || first - open > 80 || text[first + 2] !== '?') return null
  const encoding = text[first + 1]!.toLowerCase()
  if (encoding !== 'b' && encoding !== 'q') return null
  const length = text.slice(first + 3, first + 3 + WORD_LIMIT).indexOf('?=')
  if (length < 0) return null
  const encoded = text.slice(first + 3, first + 3 + length)
  const bytes = encoding === 'b' ? Buffer.from(encoded, 'base64') : decodeQ(encoded)
  return { charset: text.slice(open + 2, first).toLowerCase(), bytes, end: first + 5 + length }
}

/** RFC 2047 4.2. */
function decodeQ(encoded: string): Buffer {
  const out = Buffer.allocUnsafe(encoded.length)
  let to = 0
  for (let i = 0; i < encoded.length; i++) {
    const hex = encoded[i] === '=' ? encoded.slice(i + 1, i + 3) : ''
    if (/^[0-9a-f]{2}$/i.test(hex)) {
      out[to++] = Number.parseInt(hex, 16)
      i += 2
    } else {
      out[to++] = encoded[i] === '_' ? 0x20 : encoded.charCodeAt(i) & 0xff
    }
  }
  return out.subarray(0, to)
}
