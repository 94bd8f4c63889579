// Files written into text: uuencode, xxencode, yEnc, BinHex, btoa and base64 without a label, which people and some programs decode (MIME.md 2c.8).

const LF = 0x0a
const CR = 0x0d
/** Lines that begin like an encoded file looked at in one text; a letter has none. */
const TRIES = 1000
/** Longest start of a line that the patterns need. */
const LINE_START = 260
/** What quotes and indents a line. */
const PREFIX = /^[> \t]{0,20}$/
const UUENCODE = /^begin[ \t]{1,20}(?:[0-7]{3,4}[ \t]{1,20})?[^ \t\r\n]/i
const BASE64_FILE = /^begin-base64[ \t]+[0-7]{3,4}[ \t]+[^ \t\r\n]/
const PLAIN_STARTS = [/^=ybegin .{0,200}size=\d/, /^\(This file must be converted with BinHex/, /^xbtoa Begin/]
const STARTS = ['begin', 'BEGIN', '=ybegin ', '(This file must be converted with BinHex', 'xbtoa Begin']
/** Signs of xxencode by their values. */
const XX = '+-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Offset where an encoded file begins; -1 when there is none. */
export function findEncodedText(bytes: Buffer): number {
  let first = isBareBase64(bytes) ? 0 : -1
  for (const [starts, begins] of [[STARTS, beginsFile] as const, [MAGIC_STARTS, beginsBase64] as const]) {
    for (const start of starts) {
      const at = findStart(bytes, start, begins)
      if (at >= 0 && (first < 0 || at < first)) first = at
    }
  }
  return first
}

type Begins = (bytes: Buffer, at: number, prefix: number) => boolean

function findStart(bytes: Buffer, start: string, begins: Begins): number {
  for (let at = bytes.indexOf(start), tries = 0; at >= 0 && tries < TRIES; at = bytes.indexOf(start, at + 1), tries++) {
    const prefix = prefixBefore(bytes, at)
    if (prefix >= 0 && begins(bytes, at, prefix)) return at
  }
  return -1
}

/** Bytes between the beginning of the line and `at`, where they only quote or indent; else -1. */
function prefixBefore(bytes: Buffer, at: number): number {
  let start = at
  while (start > 0 && at - start <= 20 && bytes[start - 1] !== LF) start--
  return PREFIX.test(bytes.toString('latin1', start, at)) ? at - start : -1
}

function beginsFile(bytes: Buffer, at: number, prefix: number): boolean {
  const line = bytes.toString('latin1', at, at + LINE_START)
  if (PLAIN_STARTS.some((start) => start.test(line)) || BASE64_FILE.test(line)) return true
  if (!UUENCODE.test(line)) return false
  const feed = bytes.indexOf(LF, at)
  return feed >= 0 && isEncodedLine(lineAt(bytes, feed + 1 + prefix))
}

function lineAt(bytes: Buffer, at: number): string {
  const feed = bytes.indexOf(LF, at)
  const end = Math.min(feed < 0 ? bytes.length : feed, at + LINE_START)
  return bytes.toString('latin1', at, bytes[end - 1] === CR ? end - 1 : end)
}

/** The first sign of a line is the number of its bytes, three of them in four signs; sentences that begin with "begin" go on otherwise. */
function isEncodedLine(line: string): boolean {
  if (/^[ -`]+$/.test(line) && hasLength(line, (line.charCodeAt(0) - 32) & 63)) return true
  return /^[+\-0-9A-Za-z]+$/.test(line) && hasLength(line, XX.indexOf(line[0]!))
}

/** Blanks at the end, which stand for zeros, may be gone; some encoders add a sign. */
function hasLength(line: string, count: number): boolean {
  const wanted = Math.ceil(count / 3) * 4
  return count > 0 && line.length - 1 <= wanted + 2 && line.length - 1 >= wanted - 3
}

/** How programs, compound files and archives begin in base64: MZ, ELF, OLE, zip, RAR, 7z, gzip, xz, bzip2, cabinets. */
const MAGIC_STARTS = 'TVo TVp TVq f0VMRg 0M8R4KGxGuE UEsDB UmFyIRo N3q8ryc H4sI /Td6WFo QlpoO TVNDRg'.split(' ')
const BASE64_REST = /^[A-Za-z0-9+/]{20,998}={0,2}$/

/** A file in base64 among words: its first two lines of one length, or one long one, are nothing else. */
function beginsBase64(bytes: Buffer, at: number, prefix: number): boolean {
  const line = lineAt(bytes, at)
  if (!BASE64_REST.test(line)) return false
  const feed = bytes.indexOf(LF, at)
  const next = feed < 0 ? '' : lineAt(bytes, feed + 1 + prefix)
  if (line.length >= 40 && (line.length > 76 || next === '')) return true
  // Short lines want a full one behind them: a word may begin like a magic.
  return /^[A-Za-z0-9+/]+={0,2}$/.test(next) && (line.length >= 40 || next.length === line.length)
}

const BASE64_LINE = /^[A-Za-z0-9+/]{60,76}$/
/** Lines alike before the last one; a key or a code pasted into a letter stands among words. */
const BASE64_LINES = 4

/** A text that is nothing but base64 in lines: its label is missing or wrong, and whoever gets it can put that right. */
function isBareBase64(bytes: Buffer): boolean {
  const lines = bytes
    .toString('latin1', 0, 80 * (BASE64_LINES + 1))
    .trimStart()
    .split(/\r?\n/, BASE64_LINES)
  const length = lines[0]!.length
  if (lines.length < BASE64_LINES || !lines.every((line) => line.length === length && BASE64_LINE.test(line)))
    return false
  // To its end: no words below.
  return /^[A-Za-z0-9+/=\s]*$/.test(bytes.toString('latin1', Math.max(0, bytes.length - 80 * BASE64_LINES)))
}
