// The header block's meaning (RFC 5322 3.6): addresses and text, decoded by mailparser.
import { MailParser } from 'mailparser'
import type { HeaderFacts, Mailbox } from '../facts.ts'
import { compose } from '../language/text.ts'
import { type Field, valuesOf } from './fields.ts'

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
    from: mailboxes('from'),
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
  return valuesOf(fields, 'subject').map((value) => readText(value) ?? '')
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

function flatten(address: Address): Mailbox[] {
  if (address.group) return address.group.flatMap((member) => (member.group ? [] : flatten(member)))
  return [{ name: compose(address.name ?? ''), address: address.address ?? '' }]
}

/** RFC 3834 5: a keyword, then perhaps parameters and comments. */
function readAutoSubmitted(value: string | undefined): string | null {
  if (value === undefined) return null
  return value.split(/[;(]/)[0]!.trim().toLowerCase()
}
