// Builds MIME by hand (RFC 5322, 2045, 2047, 2231), so that the samples have the very shapes that mail programs send.
import { createHash } from 'node:crypto'

export const CRLF = '\r\n'

/** A MIME entity: its header lines (folded ones hold CRLF) and its body as it travels. */
export interface Part {
  headers: string[]
  body: Buffer
}

export type TransferEncoding = '7bit' | '8bit' | 'base64' | 'quoted-printable'

/** Letters and digits that depend on nothing but the words given: boundaries and Message-IDs. */
export function token(length: number, ...words: string[]): string {
  return createHash('sha256').update(words.join('\n')).digest('hex').repeat(2).slice(0, length)
}

/** Base64 in lines of 76 characters (RFC 2045 6.8). */
export function base64Lines(bytes: Buffer): string {
  return (bytes.toString('base64').match(/.{1,76}/g) ?? []).join(CRLF)
}

/** Quoted-printable of UTF-8 text or of bytes; lines of at most 76 characters (RFC 2045 6.7). */
export function quotedPrintable(content: string | Buffer): string {
  const lines = Buffer.from(content).toString('latin1').split(/\r?\n/)
  return lines.map(quotedLine).join(CRLF)
}

function quotedLine(line: string): string {
  const out: string[] = []
  let current = ''
  for (let at = 0; at < line.length; at += 1) {
    const code = line.charCodeAt(at)
    const last = at === line.length - 1
    const plain = (code > 32 && code < 127 && code !== 61) || (code === 32 && !last)
    const piece = plain ? line[at]! : `=${code.toString(16).toUpperCase().padStart(2, '0')}`
    if (current.length + piece.length > 75) {
      out.push(`${current}=`)
      current = ''
    }
    current += piece
  }
  return [...out, current].join(CRLF)
}

export function encode(content: Buffer, encoding: TransferEncoding): Buffer {
  if (encoding === 'base64') return Buffer.from(base64Lines(content))
  if (encoding === 'quoted-printable') return Buffer.from(quotedPrintable(content))
  return content
}

/** A part that is no multipart. Its Content-Transfer-Encoding line is put after the headers given. */
export function leaf(headers: string[], content: Buffer | string, encoding: TransferEncoding): Part {
  const bytes = typeof content === 'string' ? Buffer.from(content.replace(/\r?\n/g, CRLF)) : content
  return { headers: [...headers, `Content-Transfer-Encoding: ${encoding}`], body: encode(bytes, encoding) }
}

/** Header lines, the empty line, the body. */
export function join(part: Part): Buffer {
  return Buffer.concat([Buffer.from(part.headers.map((line) => line + CRLF).join('') + CRLF), part.body])
}

export interface MultipartOptions {
  /** Text before the first delimiter, for readers of before MIME. */
  preamble?: string
  /** Further parameters, each as `name=value`, put before the boundary. */
  parameters?: string[]
}

/** A multipart entity (RFC 2046 5.1). */
export function multipart(subtype: string, boundary: string, parts: Part[], options: MultipartOptions = {}): Part {
  const parameters = [...(options.parameters ?? []), `boundary="${boundary}"`]
  const chunks: Buffer[] = []
  if (options.preamble !== undefined) chunks.push(Buffer.from(options.preamble + CRLF))
  for (const part of parts) chunks.push(Buffer.from(`--${boundary}${CRLF}`), join(part), Buffer.from(CRLF))
  chunks.push(Buffer.from(`--${boundary}--${CRLF}`))
  return {
    headers: [`Content-Type: multipart/${subtype};${CRLF}\t${parameters.join(`;${CRLF}\t`)}`],
    body: Buffer.concat(chunks),
  }
}

/** Puts further header lines in front of an entity's own, which makes it a message. */
export function message(headers: string[], entity: Part): Buffer {
  const body =
    entity.body.subarray(-2).toString('latin1') === CRLF ? entity.body : Buffer.concat([entity.body, Buffer.from(CRLF)])
  return join({ headers: [...headers, ...entity.headers], body })
}

/** Cuts text into pieces whose UTF-8 form is at most `limit` bytes, never inside a character (RFC 2047 5). */
function pieces(text: string, limit: number): string[] {
  const out: string[] = []
  let current = ''
  for (const character of text) {
    if (Buffer.byteLength(current + character) > limit) {
      out.push(current)
      current = ''
    }
    current += character
  }
  return current === '' ? out : [...out, current]
}

const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text)

function qWord(piece: string): string {
  return [...Buffer.from(piece)]
    .map((code) => {
      if (code === 32) return '_'
      const plain = /[A-Za-z0-9]/.test(String.fromCharCode(code))
      return plain ? String.fromCharCode(code) : `=${code.toString(16).toUpperCase().padStart(2, '0')}`
    })
    .join('')
}

export interface WordOptions {
  form?: 'B' | 'Q'
  charset?: string
  /** What stands between two encoded words. */
  fold?: string
}

/** Encoded words (RFC 2047) for text that is not plain ASCII; ASCII is left as it is. */
export function words(text: string, options: WordOptions = {}): string {
  if (isAscii(text)) return text
  const { form = 'B', charset = 'UTF-8', fold = `${CRLF} ` } = options
  const one = (piece: string): string => (form === 'B' ? Buffer.from(piece).toString('base64') : qWord(piece))
  return pieces(text, form === 'B' ? 42 : 18)
    .map((piece) => `=?${charset}?${form}?${one(piece)}?=`)
    .join(fold)
}

const percent = (piece: string): string =>
  [...Buffer.from(piece)]
    .map((code) =>
      /[A-Za-z0-9._-]/.test(String.fromCharCode(code))
        ? String.fromCharCode(code)
        : `%${code.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('')

/** A parameter in sections, as Thunderbird writes it: filename*0*=UTF-8''...; filename*1*=... (RFC 2231 3, 4). */
export function sections(name: string, value: string): string[] {
  return pieces(value, 18).map((piece, index) => `${name}*${index}*=${index === 0 ? "UTF-8''" : ''}${percent(piece)}`)
}

/** A parameter in one piece with charset (RFC 2231 4). */
export const extended = (name: string, value: string): string => `${name}*=utf-8''${percent(value)}`

/** `Mon, 02 Mar 2026 08:00:00 +0700` for an instant, in the office's time (RFC 5322 3.3). */
export function dateTime(instant: Date): string {
  const local = new Date(instant.getTime() + 7 * 3600_000)
  return local.toUTCString().replace('GMT', '+0700')
}
