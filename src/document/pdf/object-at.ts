// Reads the indirect object that stands at an offset of the file (ISO 32000-2 7.3.10, 7.3.8).
import type { Budget } from './budget.ts'
import { Lexer } from './lexer.ts'
import { as, type PdfDict, PdfError, type PdfValue } from './objects.ts'
import { parseValue } from './parser.ts'

export interface ObjectAt {
  number: number
  generation: number
  value: PdfValue
  /** Where the object ends; for a stream, where its bytes begin. */
  end: number
}

/** Blanks that writers leave behind the keyword `stream`. */
const MAX_BLANKS = 4

/** Reads `n g obj ... endobj`; a stream's bytes are left alone. Throws a PdfError when no whole object stands there. */
export function readObjectAt(file: Buffer, offset: number, budget: Budget): ObjectAt {
  budget.object()
  const lexer = new Lexer(file, offset, budget)
  const number = lexer.next()
  const generation = lexer.next()
  if (typeof number !== 'number' || typeof generation !== 'number' || !isWord(lexer.next(), 'obj'))
    throw new PdfError('damaged', `no object at ${offset}`)
  const value = parseValue(lexer)
  const valueEnd = lexer.at
  const after = lexer.next()
  if (isWord(after, 'endobj')) return { number, generation, value, end: lexer.at }
  if (beginsAnother(lexer, after)) return { number, generation, value, end: valueEnd }
  const dict = as('dict', value)
  if (!dict || !isWord(after, 'stream')) throw new PdfError('damaged', `object at ${offset} without end`)
  const start = streamStart(file, lexer.at)
  return { number, generation, value: { type: 'stream', dict, start, number, generation }, end: start }
}

/** Some writers leave `endobj` out: the next object or the xref section begins, and no reader takes it otherwise. */
function beginsAnother(lexer: Lexer, token: ReturnType<Lexer['next']>): boolean {
  if (isWord(token, 'xref') || isWord(token, 'startxref')) return true
  return typeof token === 'number' && typeof lexer.next() === 'number' && isWord(lexer.next(), 'obj')
}

/**
 * The keyword `stream` ends in CR LF or LF (7.3.8.1). Readers skip blanks before that, and take a lone CR as well: since
 * /Length must lead to `endstream`, the bytes are the same for all of them.
 */
function streamStart(file: Buffer, from: number): number {
  let at = from
  while (at < from + MAX_BLANKS && (file[at] === 0x20 || file[at] === 0x09)) at++
  if (file[at] === 0x0a) return at + 1
  if (file[at] === 0x0d) return file[at + 1] === 0x0a ? at + 2 : at + 1
  throw new PdfError('damaged', `no line end behind "stream" at ${at}`)
}

/** The stream's bytes as they stand in the file. `length` must lead to `endstream`, at most one line end before it. */
export function streamBytes(file: Buffer, start: number, length: number): Buffer {
  streamEnd(file, start, length)
  return file.subarray(start, start + length)
}

/** Offset behind `endstream`. */
export function streamEnd(file: Buffer, start: number, length: number): number {
  let end = start + length
  if (end > file.length) throw new PdfError('damaged', 'stream reaches past the end of the file')
  if (file[end] === 0x0d) end++
  if (file[end] === 0x0a) end++
  if (file.toString('latin1', end, end + 9) !== 'endstream') throw new PdfError('damaged', 'wrong /Length of a stream')
  return end + 9
}

/** Whether a token is that keyword. */
export function isWord(token: ReturnType<Lexer['next']>, word: string): boolean {
  return token !== null && typeof token === 'object' && token.type === 'keyword' && token.word === word
}

/** The dictionary when it names every key once; throws otherwise, since readers differ in which one counts. */
export function unambiguous(dict: PdfDict, what: string): PdfDict {
  if (dict.shadowed.length > 0) throw new PdfError('damaged', `${what} names a key twice`)
  return dict
}
