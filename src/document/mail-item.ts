// The words of an Outlook item (TNEF, .msg) as a MIME message, so that they are read as those of every other message are.
import type { Member } from './container.ts'
import type { Reading } from './reading.ts'
import { readRtfText } from './rtf-text.ts'

/** What a mail item says itself, beside its attachments. Absent where it has none. */
export interface MailItem {
  subject?: string
  plain?: string
  html?: Buffer
  /** Charset of the HTML where it does not tell itself. */
  htmlCharset?: string
  /** RTF, decompressed. */
  rtf?: Buffer
}

/** Characters of an encoded-word's text: 45 bytes of UTF-8 at most (RFC 2047 2). */
const WORD_BYTES = 45
const LINE = 76
const SUBJECT_LIMIT = 10_000
const BOUNDARY = '=_mail_item'
/** What can be run or loaded in RTF: such a body is a document as well. */
const RTF_OBJECTS = ['objdata', 'objclass', '\\template', '\\field']

/** The words as one message, and an RTF body that carries more than words as a document. */
export function itemMembers(item: MailItem, reading: Reading): Member[] {
  const bodies = bodiesOf(item)
  const members: Member[] = []
  if (item.subject !== undefined || bodies.length > 0) {
    const message = asMessage(item.subject ?? '', bodies)
    const fits = message.length <= reading.inflatedLeft
    if (fits) reading.inflatedLeft -= message.length
    const bytes = () => (fits ? message : 'size-limit')
    members.push({ names: ['message.eml'], size: message.length, message: true, bytes })
  }
  const { rtf } = item
  if (rtf !== undefined && RTF_OBJECTS.some((mark) => rtf.includes(mark)) && !isOnlyLinks(rtf)) {
    members.push({ names: ['body.rtf'], size: rtf.length, bytes: () => rtf })
  }
  return members
}

/** Fields of hyperlinks stand in every second mail. */
function isOnlyLinks(rtf: Buffer): boolean {
  if (RTF_OBJECTS.slice(0, 3).some((mark) => rtf.includes(mark))) return false
  return !/\b(?:DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE)\b/i.test(rtf.toString('latin1'))
}

interface Body {
  type: string
  bytes: Buffer
}

function bodiesOf({ plain, html, htmlCharset, rtf }: MailItem): Body[] {
  const bodies: Body[] = []
  if (plain !== undefined && plain.trim() !== '') bodies.push(textBody('text/plain', plain))
  const text = rtf === undefined ? '' : readRtfText(rtf)
  if (text.trim() !== '') bodies.push(textBody('text/plain', text))
  if (html !== undefined && html.length > 0)
    bodies.push({ type: `text/html; charset=${htmlCharset ?? 'utf-8'}`, bytes: html })
  return bodies
}

function textBody(type: string, text: string): Body {
  return { type: `${type}; charset=utf-8`, bytes: Buffer.from(text) }
}

function asMessage(subject: string, bodies: Body[]): Buffer {
  const lines = ['MIME-Version: 1.0', `Subject: ${encodedWords(subject.slice(0, SUBJECT_LIMIT))}`]
  if (bodies.length <= 1) {
    const body = bodies[0] ?? textBody('text/plain', '')
    return Buffer.from([...lines, ...partLines(body), ''].join('\r\n'), 'latin1')
  }
  lines.push(`Content-Type: multipart/alternative; boundary="${BOUNDARY}"`, '')
  for (const body of bodies) lines.push(`--${BOUNDARY}`, ...partLines(body))
  return Buffer.from([...lines, `--${BOUNDARY}--`, ''].join('\r\n'), 'latin1')
}

function partLines({ type, bytes }: Body): string[] {
  const lines = [`Content-Type: ${type}`, 'Content-Transfer-Encoding: base64', '']
  const base64 = bytes.toString('base64')
  for (let at = 0; at < base64.length; at += LINE) lines.push(base64.slice(at, at + LINE))
  return lines
}

/** RFC 2047, each word whole in characters. */
function encodedWords(text: string): string {
  const words: string[] = []
  let held = ''
  for (const character of text.toWellFormed()) {
    if (Buffer.byteLength(held + character) > WORD_BYTES) {
      words.push(held)
      held = ''
    }
    held += character
  }
  if (held !== '') words.push(held)
  return words.map((word) => `=?utf-8?B?${Buffer.from(word).toString('base64')}?=`).join('\r\n ')
}

/** Texts of mail items end with NULs that are none of theirs. */
export function withoutEnd(text: string): string {
  let end = text.length
  while (end > 0 && text[end - 1] === '\0') end--
  return text.slice(0, end)
}

const NAME_LIMIT = 1000
const NAMES = 20

/** Names of an attachment, each once, without the midst of what no file system takes; the display name where there is no other. */
export function nameList(names: string[], displayed: string[]): string[] {
  const given = names.some((each) => each !== '') ? names : displayed
  const cut = given.map((each) =>
    each.length <= NAME_LIMIT ? each : each.slice(0, NAME_LIMIT / 2) + each.slice(-NAME_LIMIT / 2),
  )
  return [...new Set(cut.filter((each) => each !== ''))].slice(0, NAMES)
}

/** Text of a Windows code page ([MS-OXTNEF] 2.1.3.2, PidTagMessageCodepage); Latin where the page is not known. */
export function decodeCodePage(bytes: Buffer, page: number): string {
  return new TextDecoder(charsetOfCodePage(page)).decode(bytes)
}

const PAGES = new Map([
  [65001, 'utf-8'],
  [20127, 'windows-1252'],
  [932, 'shift_jis'],
  [936, 'gbk'],
  [949, 'euc-kr'],
  [950, 'big5'],
  [54936, 'gb18030'],
  [50220, 'iso-2022-jp'],
  [20866, 'koi8-r'],
  [21866, 'koi8-u'],
])

/** A label of the Encoding Standard for a Windows code page number. */
export function charsetOfCodePage(page: number): string {
  if ((page >= 1250 && page <= 1258) || page === 874) return `windows-${page}`
  if (page > 28_591 && page <= 28_606 && ![28_601, 28_602].includes(page)) return `iso-8859-${page - 28_590}`
  return PAGES.get(page) ?? 'windows-1252'
}
