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

/** Reads `n g obj ... endobj`; a stream's bytes are left alone. Throws a PdfError when no whole object stands there. */
export function readObjectAt(file: Buffer, offset: number, budget: Budget): ObjectAt {
  budget.object()
  const lexer = new Lexer(file, offset, budget)
  const number = lexer.next()
  const generation = lexer.next()
  if (typeof number !== 'number' || typeof generation !== 'number' || !isWord(lexer.next(), 'obj'))
    throw new PdfError('damaged', `no object at ${offset}`)
  const value = parseValue(lexer)
  const after = lexer.next()
  if (isWord(after, 'endobj')) return { number, generation, value, end: lexer.at }
  const dict = as('dict', value)
  if (!dict || !isWord(after, 'stream')) throw new PdfError('damaged', `object at ${offset} without end`)
  const start = streamStart(file, lexer.at)
  return { number, generation, value: { type: 'stream', dict, start, number, generation }, end: start }
}

/** The keyword `stream` ends in CR LF or LF (7.3.8.1); a lone CR is read in different ways. */
function streamStart(file: Buffer, at: number): number {
  if (file[at] === 0x0a) return at + 1
  if (file[at] === 0x0d && file[at + 1] === 0x0a) return at + 2
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
