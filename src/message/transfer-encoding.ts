// Undoes the content transfer encodings (RFC 2045 6), and says where decoders could give different bytes.

import type { GateProblemName } from '../facts.ts'
import { decodeBase64 } from './base64.ts'

const PAD = 0x3d

export interface DecodedBody {
  bytes: Buffer
  /** Departures of the encoded bytes, each with its offset in them. */
  problems: { problem: GateProblemName; offset: number }[]
}

/** The bytes that a body stands for. Identity encodings and unknown ones give the same buffer. */
export function decodeBody(body: Buffer, mechanism: string): DecodedBody {
  if (mechanism === 'base64') return decodeBase64(body)
  if (mechanism === 'quoted-printable') return decodeQuotedPrintable(body)
  return { bytes: body, problems: [] }
}

/** RFC 2045 6.7, robust: an `=` that is no escape stays, trailing white space of a line goes (rule 3). */
function decodeQuotedPrintable(body: Buffer): DecodedBody {
  const out = Buffer.allocUnsafe(body.length)
  let to = 0
  let wrong = -1
  for (let i = 0; i < body.length; i++) {
    const byte = body[i]!
    if (byte === PAD) {
      const soft = softBreak(body, i + 1)
      if (soft > 0) {
        // At the very end there is no line to go on with: some decoders keep the sign.
        if (soft >= body.length && wrong < 0) wrong = i
        i = soft - 1
        continue
      }
      const value = hexPair(body[i + 1], body[i + 2])
      if (value >= 0) {
        out[to++] = value
        i += 2
        continue
      }
      if (wrong < 0) wrong = i
    } else if (byte === 0x0d || byte === 0x0a) {
      if (byte === 0x0d || body[i - 1] !== 0x0d) while (to > 0 && isEncodedBlank(out, to, body, i)) to--
    }
    out[to++] = byte
  }
  const problems: DecodedBody['problems'] = wrong < 0 ? [] : [{ problem: 'quoted-printable-syntax', offset: wrong }]
  return { bytes: out.subarray(0, to), problems }
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
