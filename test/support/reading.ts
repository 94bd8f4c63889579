// A reading context and short ways to read bytes, for tests of the readers.

import { readDocument } from '../../src/document/read.ts'
import { newReading } from '../../src/document/reading.ts'
import {
  DEFAULT_LIMITS,
  type DocumentFacts,
  type MessageFacts,
  type ReadingContext,
  type ReadingLimits,
} from '../../src/facts.ts'
import { readMessage } from '../../src/message/read.ts'
import { SECRECY } from './secrecy.ts'

export const NOW = new Date('2026-03-02T01:00:00Z')

export function context(limits: Partial<ReadingLimits> = {}, words: ReadingContext['words'] = []): ReadingContext {
  const trust = { roots: [], certificates: [] }
  return { limits: { ...DEFAULT_LIMITS, ...limits }, trust, units: [], words, secrecy: SECRECY }
}

/** Facts of bytes as a lone document; nested messages are not looked into. */
export function read(bytes: Buffer | string, name = 'x', limits: Partial<ReadingLimits> = {}): Promise<DocumentFacts> {
  const input = {
    bytes: Buffer.from(bytes),
    at: { part: '', path: [] },
    depth: 0,
    names: [name],
    declaredType: null,
    disposition: null,
  }
  return readDocument(input, newReading(context(limits), NOW, null))
}

/** Facts of a message given as lines; its line ends are CRLF. */
export function readLines(
  lines: string[],
  limits: Partial<ReadingLimits> = {},
  words: ReadingContext['words'] = [],
): Promise<MessageFacts> {
  return readMessage(Buffer.from(lines.join('\r\n')), context(limits, words), NOW)
}
