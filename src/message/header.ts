// The header block's meaning (RFC 5322 3.6): addresses and text, decoded by mailparser.
import { MailParser } from 'mailparser'
import type { HeaderFacts, Mailbox } from '../facts.ts'
import { compose } from '../language/text.ts'
import { decodeWords } from './decode-words.ts'
import { type Field, valuesOf } from './fields.ts'
import { decodeBytes } from './parameters.ts'
import { writtenAddresses } from './written-addresses.ts'

/** mailparser's address form; a group (RFC 5322 3.4) holds its members. */
interface Address {
  name?: string
  address?: string
  group?: Address[]
}
/** The step of mailparser that decodes a header block, called without a stream; test/message/header.test.ts watches over it. */
interface HeaderDecoder {
  processHeaders(lines: { key: string; line: string }[]): Map<string, unknown>
}

const decoder = new MailParser() as unknown as HeaderDecoder

/** Reads the header block of the message. */
export function readHeader(fields: Field[]): HeaderFacts {
  const mailboxes = (name: string) => valuesOf(fields, name).flatMap((value) => readMailboxes(name, value))
  return {
    from: valuesOf(fields, 'from').flatMap(readFrom),
    fromFields: valuesOf(fields, 'from').length,
    sender: mailboxes('sender'),
    replyTo: mailboxes('reply-to'),
    to: mailboxes('to'),
    cc: mailboxes('cc'),
    subject: readSubjects(fields)[0] ?? null,
    messageId: valuesOf(fields, 'message-id')[0] || null,
    autoSubmitted: readAutoSubmitted(valuesOf(fields, 'auto-submitted')[0]),
    mailer: readText(valuesOf(fields, 'x-mailer')[0] ?? valuesOf(fields, 'user-agent')[0]),
    received: valuesOf(fields, 'received').length,
  }
}

/** Every Subject field, decoded; RFC 5322 3.6 allows one, and mail programs differ in which of more they show. */
export function readSubjects(fields: Field[]): string[] {
  return valuesOf(fields, 'subject').flatMap((value) => {
    const text = readText(value) ?? ''
    if (!value.includes('=?') && /^[\x00-\x7f]*$/.test(value)) return [text]
    // Words that mailparser leaves alone, as those in UTF-7, and bytes that are no UTF-8 are shown decoded by others.
    const other = compose(decodeWords(decodeBytes(Buffer.from(value, 'latin1'), '')))
    return withoutBlanks(other) === withoutBlanks(text) ? [text] : [text, other]
  })
}

function withoutBlanks(text: string): string {
  return text.replace(/\s+/g, '')
}

function decode(key: string, value: string): unknown {
  return decoder.processHeaders([{ key, line: `${key}: ${value}` }]).get(key)
}

function readText(value: string | undefined): string | null {
  if (value === undefined) return null
  const decoded = decode('subject', value)
  return typeof decoded === 'string' ? compose(decoded) : ''
}

function readMailboxes(name: string, value: string): Mailbox[] {
  const decoded = decode(name, value) as { value?: Address[] } | { value?: Address[] }[] | undefined
  const lists = Array.isArray(decoded) ? decoded : decoded === undefined ? [] : [decoded]
  return lists.flatMap((list) => list.value ?? []).flatMap(flatten)
}

/**
 * The mailboxes of one From field. Where more addresses are written than RFC 5322 3.4 lets a program find, every one of
 * them counts: it is the author for some program.
 */
function readFrom(value: string): Mailbox[] {
  const read = readMailboxes('from', value)
  const known = new Set(read.map(({ address }) => address.toLowerCase()))
  const written = writtenAddresses(value)
  if (written.length <= known.size) return read
  const others = written.filter((address) => !known.has(address))
  return [...read, ...others.map((address) => ({ name: '', address }))]
}

function flatten(address: Address): Mailbox[] {
  if (address.group) return address.group.flatMap((member) => (member.group ? [] : flatten(member)))
  return [{ name: compose(address.name ?? ''), address: address.address ?? '' }]
}

/** RFC 3834 5: a keyword, then perhaps parameters and comments. */
function readAutoSubmitted(value: string | undefined): string | null {
  if (value === undefined) return null
  return value.split(/[;(]/)[0]!.trim().toLowerCase()
}
