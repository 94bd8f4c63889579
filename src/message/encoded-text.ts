// Files written into text: uuencode, yEnc and BinHex, which some mail programs show as attachments (MIME.md 2c.8).

const LF = 0x0a
/** Lines that begin like an encoded file looked at in one text; a letter has none. */
const TRIES = 1000
const UUENCODE = /^begin(?: [0-7]{3,4} [^\r\n]|-base64 [0-7]{3,4} [^\r\n])/
const YENC = /^=ybegin .{0,200}size=\d/
const BINHEX = /^\(This file must be converted with BinHex/
const STARTS = ['begin', '=ybegin ', '(This file must be converted with BinHex']
/** Longest start of a line that the patterns above need. */
const LINE_START = 260

/** Offset of the line where an encoded file begins; -1 when there is none. */
export function findEncodedText(bytes: Buffer): number {
  let first = -1
  for (const start of STARTS) {
    const at = findStart(bytes, start)
    if (at >= 0 && (first < 0 || at < first)) first = at
  }
  return first
}

function findStart(bytes: Buffer, start: string): number {
  for (let at = bytes.indexOf(start), tries = 0; at >= 0 && tries < TRIES; at = bytes.indexOf(start, at + 1), tries++) {
    if ((at === 0 || bytes[at - 1] === LF) && beginsFile(bytes, at)) return at
  }
  return -1
}

function beginsFile(bytes: Buffer, at: number): boolean {
  const line = bytes.toString('latin1', at, at + LINE_START)
  if (YENC.test(line) || BINHEX.test(line)) return true
  if (!UUENCODE.test(line)) return false
  const feed = bytes.indexOf(LF, at)
  return feed >= 0 && (line.startsWith('begin-base64') || isEncodedLine(bytes, feed + 1))
}

/** The first sign of a uuencoded line is the number of its bytes, three of them in four signs; sentences that begin with "begin" go on otherwise. */
function isEncodedLine(bytes: Buffer, at: number): boolean {
  const count = (bytes[at]! - 32) & 63
  const feed = bytes.indexOf(LF, at)
  const end = feed < 0 ? bytes.length : feed
  const length = end - at - (bytes[end - 1] === 0x0d ? 2 : 1)
  const wanted = Math.ceil(count / 3) * 4
  // Blanks at the end, which stand for zeros, may be gone; some encoders add a sign.
  if (!(bytes[at]! >= 32 && bytes[at]! <= 96) || length > wanted + 2 || length < wanted - 3) return false
  return bytes.subarray(at, end).every((byte) => (byte >= 32 && byte <= 96) || byte === 0x0d)
}
