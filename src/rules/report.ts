// Which messages are reports of mail systems: bounces, receipts, automatic replies (RFC 3464, RFC 8098, RFC 3834).
import type { Envelope, MessageFacts } from '../facts.ts'
import { splitAddress } from './addresses.ts'
import { everyDocument } from './documents.ts'

const SYSTEM_NAMES = ['mailer-daemon', 'postmaster']
const REPORT_TYPES = [
  'message/delivery-status',
  'message/global-delivery-status',
  'message/disposition-notification',
  'message/global-disposition-notification',
  'message/feedback-report',
]

/**
 * Whether it is a report: the null sender (RFC 5321 4.5.5) and a sign of a mail system besides. The null sender alone is
 * none: anybody can write it, and it must not be a way around Articles 3 and 7.
 */
export function isReport({ header, attachments }: MessageFacts, { sender }: Envelope): boolean {
  if (sender !== '') return false
  const locals = (header?.from ?? []).map(({ address }) => splitAddress(address)?.local ?? '')
  if (locals.some((local) => SYSTEM_NAMES.includes(local))) return true
  const automatic = header?.autoSubmitted ?? 'no'
  if (automatic !== 'no') return true
  return everyDocument(attachments).some(({ declaredType }) => REPORT_TYPES.includes(declaredType ?? ''))
}
