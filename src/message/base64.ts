// Base64 bodies (RFC 2045 6.8): decoded fast when every line is as it must be, else with care and a note of what is not.
import type { DecodedBody } from './transfer-encoding.ts'

const LF = 0x0a
const CR = 0x0d
const PAD = 0x3d
const DASH = 0x2d
const UNDERSCORE = 0x5f
/** Bytes decoded at once: a string of more than this is slow to make and to decode (measured: 0.25 beside 3.8 ns a byte). */
const AT_ONCE = 65_536
/** Shortest line of an encoder that pads each of its lines. */
const PADDED_LINE_LEAST = 20

/** The bytes that a base64 body stands for. */
export function decodeBase64(body: Buffer): DecodedBody {
  const bytes = decodeUniform(body)
  return bytes === null ? decodeWithCare(body) : { bytes, problems: [] }
}

/**
 * The body of an ordinary composer: lines of one length, whole quanta, the last one shorter, no sign but those of the
 * alphabet. Only the ends of lines are looked at; a foreign sign shows by what the decoder, which skips it, is short of.
 */
function decodeUniform(body: Buffer): Buffer | null {
  const end = withoutLineEnds(body)
  const feed = body.indexOf(LF)
  const lineEnd = feed > 0 && body[feed - 1] === CR ? 2 : 1
  const length = feed < 0 || feed >= end ? end : feed + 1 - lineEnd
  if (length === 0 || length % 4 !== 0) return null
  const step = length + lineEnd
  for (let at = length; at < end; at += step) {
    if (body[at + lineEnd - 1] !== LF || (lineEnd === 2 && body[at] !== CR)) return null
  }
  // Of base64url, which Node's decoder takes for the alphabet and others skip.
  if (body.includes(DASH) || body.includes(UNDERSCORE)) return null
  const lines = Math.ceil(end / step)
  const signs = end - (lines - 1) * lineEnd
  if (signs % 4 !== 0) return null
  const pads = body[end - 1] !== PAD ? 0 : body[end - 2] !== PAD ? 1 : 2
  return decodeLines(body, end, step, (signs / 4) * 3 - pads)
}

/** Decodes whole lines at a time; null when they do not give `size` bytes. */
function decodeLines(body: Buffer, end: number, step: number, size: number): Buffer | null {
  const out = Buffer.allocUnsafe(size + 3)
  const chunk = step * Math.max(1, Math.floor(AT_ONCE / step))
  let to = 0
  for (let at = 0; at < end; at += chunk) {
    to += out.write(body.toString('latin1', at, Math.min(end, at + chunk)), to, 'base64')
  }
  return to === size ? out.subarray(0, size) : null
}

function withoutLineEnds(body: Buffer): number {
  let end = body.length
  while (end > 0 && (body[end - 1] === LF || body[end - 1] === CR)) end--
  return end
}

/** Signs that are neither of the alphabet nor blanks nor pads. */
const FOREIGN = /[^A-Za-z0-9+/=\s]/

/**
 * Data after a pad is skipped by some decoders and read by others, so it is told; but for encoders that pad every line.
 * What is outside of the alphabet is skipped by some and stops others. `-` and `_` are no base64 here.
 */
function decodeWithCare(body: Buffer): DecodedBody {
  const problems: DecodedBody['problems'] = []
  let text = body.toString('latin1')
  const foreign = text.search(FOREIGN)
  if (foreign >= 0) problems.push({ problem: 'base64-foreign', offset: foreign })
  // Node's decoder takes them for the `+` and `/` of base64url, which shifts all that follows.
  if (foreign >= 0) text = text.replace(/[-_]/g, '')
  const pad = text.indexOf('=')
  const after = pad < 0 ? -1 : text.slice(pad).search(/[^=\s]/)
  // Blanks and more pads may follow a pad, and nothing else.
  if (after < 0) {
    const rest = text.replace(/[^A-Za-z0-9+/]+/g, '').length % 4
    const complete = rest === 0 || (pad >= 0 && rest !== 1)
    if (!complete) problems.push({ problem: 'base64-length', offset: Math.max(0, body.length - 1) })
    return { bytes: Buffer.from(text, 'base64'), problems }
  }
  const lines = paddedLines(text)
  if (lines !== null) return { bytes: Buffer.concat(lines), problems }
  problems.push({ problem: 'base64-after-padding', offset: pad + after })
  return { bytes: Buffer.from(text, 'base64'), problems }
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
