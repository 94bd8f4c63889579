// What a sample letter says, whatever program sends it; and the parts that all programs build alike.
import { CRLF, dateTime, token, words } from './mail.ts'
import { mailbox, type Person } from './people.ts'

export interface Attachment {
  name: string
  type: string
  bytes: Buffer
}

export interface Letter {
  /** Name of the sample: boundaries and ids come from it. */
  seed: string
  from: Person
  to: Person[]
  cc?: Person[]
  subject: string
  text: string
  /** Own HTML in place of the one made from the text. */
  html?: string
  attachments?: Attachment[]
  /** A picture shown in the HTML. */
  inline?: Attachment
  /** Header lines beyond the usual. */
  headers?: string[]
  sentAt?: Date
  /** Lines to use in place of the usual From; none at all when empty. */
  fromLines?: string[]
}

export const SENT_AT = new Date('2026-03-02T08:00:00+07:00')

/** The address fields as every program writes them, with its own way of encoding words. */
export function addressLines(letter: Letter, write: (text: string) => string): { from: string[]; to: string[] } {
  const list = (people: Person[]): string => people.map((person) => mailbox(person, write)).join(`,${CRLF} `)
  const cc = letter.cc === undefined ? [] : [`Cc: ${list(letter.cc)}`]
  return {
    from: letter.fromLines ?? [`From: ${mailbox(letter.from, write)}`],
    to: [`To: ${list(letter.to)}`, ...cc],
  }
}

export const dateLine = (letter: Letter): string => `Date: ${dateTime(letter.sentAt ?? SENT_AT)}`

export const uuid = (...seeds: string[]): string => {
  const hex = token(32, ...seeds)
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20)].join('-')
}

/** Text as HTML paragraphs. */
export function paragraphs(text: string, open: string, close: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return escaped
    .split('\n')
    .map((line) => `${open}${line === '' ? '&nbsp;' : line}${close}`)
    .join('\n')
}

export const bWords = (text: string): string => words(text, { form: 'B' })
export const qWords = (text: string): string => words(text, { form: 'Q' })
