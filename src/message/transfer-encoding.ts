// Undoes the content transfer encodings (RFC 2045 6).

/** The five mechanisms of RFC 2045 6.1; absent means 7bit. Mail programs read anything else in different ways. */
const MECHANISMS = new Set(['', '7bit', '8bit', 'binary', 'quoted-printable', 'base64'])
const PAD = 0x3d

export interface DecodedBody {
  bytes: Buffer
  /** False when decoders disagree about these bytes: an unknown mechanism, or data after the padding of base64. */
  agreed: boolean
}

/** The bytes that a body stands for. Identity encodings give the same buffer. */
export function decodeBody(body: Buffer, mechanism: string): DecodedBody {
  if (mechanism === 'base64') return decodeBase64(body)
  if (mechanism === 'quoted-printable') return { bytes: decodeQuotedPrintable(body), agreed: true }
  return { bytes: body, agreed: MECHANISMS.has(mechanism) }
}

const DASH = 0x2d
const UNDERSCORE = 0x5f
/** Shortest line of an encoder that pads each of its lines. */
const PADDED_LINE_LEAST = 20

/**
 * RFC 2045 6.8. Data after a pad is skipped by some decoders and read by others, so it is told; but for encoders that pad
 * every line. `-` and `_` are no base64 here: what is outside of the alphabet is skipped, or stops a strict decoder.
 */
function decodeBase64(body: Buffer): DecodedBody {
  const foreign = body.includes(DASH) || body.includes(UNDERSCORE)
  let text = body.toString('latin1')
  // Node's decoder takes them for the `+` and `/` of base64url, which shifts all that follows.
  if (foreign) text = text.replace(/[-_]/g, '')
  const pad = text.indexOf('=')
  // Blanks and more pads may follow a pad, and nothing else.
  if (pad < 0 || !/[^=\s]/.test(text.slice(pad))) return { bytes: Buffer.from(text, 'base64'), agreed: !foreign }
  const lines = paddedLines(text)
  if (lines !== null) return { bytes: Buffer.concat(lines), agreed: !foreign }
  return { bytes: Buffer.from(text, 'base64'), agreed: false }
}

/** The lines decoded one by one, when all but the last are of one length and end in a pad, whole quanta; else null. */
function paddedLines(text: string): Buffer[] | null {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const length = lines[0]!.length
  if (length < PADDED_LINE_LEAST || length % 4 !== 0) return null
  const decoded: Buffer[] = []
  for (const [i, line] of lines.entries()) {
    const data = line.replace(/={1,2}$/, '')
    const inner = i < lines.length - 1
    if (line.length % 4 !== 0 || data.includes('=') || (inner && (line.length !== length || data === line))) return null
    decoded.push(Buffer.from(data, 'base64'))
  }
  return decoded
}

/** RFC 2045 6.7, robust: an `=` that is no escape stays, trailing white space of a line goes (rule 3). */
export function decodeQuotedPrintable(body: Buffer): Buffer {
  const out = Buffer.allocUnsafe(body.length)
  let to = 0
  for (let i = 0; i < body.length; i++) {
    const byte = body[i]!
    if (byte === PAD) {
      const soft = softBreak(body, i + 1)
      if (soft > 0) {
        i = soft - 1
        continue
      }
      const value = hexPair(body[i + 1], body[i + 2])
      if (value >= 0) {
        out[to++] = value
        i += 2
        continue
      }
    } else if (byte === 0x0d || byte === 0x0a) {
      if (byte === 0x0d || body[i - 1] !== 0x0d) while (to > 0 && isEncodedBlank(out, to, body, i)) to--
    }
    out[to++] = byte
  }
  return out.subarray(0, to)
}

/** True when the last byte written is a blank that stood literally before the line end, not one made by an escape. */
function isEncodedBlank(out: Buffer, to: number, body: Buffer, end: number): boolean {
  const last = out[to - 1]
  return (last === 0x20 || last === 0x09) && (body[end - 1] === 0x20 || body[end - 1] === 0x09)
}

/** End of a soft line break that begins at `at`, white space before the line end included; 0 when there is none. */
function softBreak(body: Buffer, at: number): number {
  let i = at
  while (i - at < 80 && (body[i] === 0x20 || body[i] === 0x09)) i++
  if (i >= body.length) return i
  if (body[i] === 0x0a) return i + 1
  return body[i] === 0x0d && body[i + 1] === 0x0a ? i + 2 : 0
}

function hexPair(high: number | undefined, low: number | undefined): number {
  const h = hexDigit(high)
  const l = hexDigit(low)
  return h < 0 || l < 0 ? -1 : (h << 4) | l
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const lower = byte | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
}
