// Builds one PDF value from tokens (ISO 32000-2 7.3.6, 7.3.7, 7.3.10), on a stack of its own and never by recursion.
import type { Lexer, Token } from './lexer.ts'
import { as, nameOf, type PdfArray, type PdfDict, PdfError, type PdfValue } from './objects.ts'

/** Nesting of arrays and dictionaries in one object. */
const DEPTH = 256

interface Frame {
  close: ']' | '>>'
  items: PdfValue[]
}

const LITERALS = new Map<string, PdfValue>([
  ['true', true],
  ['false', false],
  ['null', null],
])

/** Reads one value and stops behind it. Throws a PdfError on anything that is no value. */
export function parseValue(lexer: Lexer): PdfValue {
  const stack: Frame[] = []
  for (;;) {
    const token = lexer.next()
    const value = step(token, stack)
    if (value === undefined) continue
    const top = stack.at(-1)
    if (top) top.items.push(value)
    else return typeof value === 'number' ? reference(lexer, value) : value
  }
}

/** One token: opens a frame, joins a reference, or gives a whole value. */
function step(token: Token, stack: Frame[]): PdfValue | undefined {
  if (token === null) throw new PdfError('damaged', 'value without end')
  if (token === '[' || token === '<<') {
    if (stack.length >= DEPTH) throw new PdfError('depth-limit', 'objects nested too deep')
    stack.push({ close: token === '[' ? ']' : '>>', items: [] })
    return undefined
  }
  if (token === ']' || token === '>>') {
    const frame = stack.pop()
    if (frame?.close !== token) throw new PdfError('damaged', 'brackets do not match')
    return token === ']' ? ({ type: 'array', items: frame.items } satisfies PdfArray) : dictionary(frame.items)
  }
  if (typeof token !== 'object' || token.type !== 'keyword') return token
  if (token.word === 'R' && stack.length > 0) return join(stack.at(-1)!.items)
  const literal = LITERALS.get(token.word)
  if (literal === undefined) throw new PdfError('damaged', `unexpected keyword ${JSON.stringify(token.word)}`)
  return literal
}

/** `12 0 R` inside an array or a dictionary: the two numbers are already there. */
function join(items: PdfValue[]): PdfValue {
  const generation = items.pop()
  const number = items.pop()
  return makeReference(number, generation)
}

/** A number that stands alone may begin a reference: then the value is a bare reference. */
function reference(lexer: Lexer, number: number): PdfValue {
  const behind = lexer.at
  const generation = lexer.next()
  if (typeof generation === 'number') {
    const word = lexer.next()
    if (word !== null && typeof word === 'object' && word.type === 'keyword' && word.word === 'R')
      return makeReference(number, generation)
  }
  lexer.at = behind
  return number
}

function makeReference(number: PdfValue | undefined, generation: PdfValue | undefined): PdfValue {
  if (typeof number !== 'number' || typeof generation !== 'number' || number < 0 || generation < 0)
    throw new PdfError('damaged', 'malformed reference')
  return { type: 'ref', number, generation }
}

function dictionary(items: PdfValue[]): PdfDict {
  const entries = new Map<string, PdfValue>()
  const shadowed: PdfValue[] = []
  if (items.length % 2 === 1) throw new PdfError('damaged', 'dictionary with a key without value')
  for (let index = 0; index < items.length; index += 2) {
    const key = as('name', items[index])?.name
    if (key === undefined) throw new PdfError('damaged', 'dictionary key is no name')
    const value = items[index + 1]!
    const before = entries.get(key)
    if (before !== undefined && !sameToken(before, value)) shadowed.push(before)
    entries.set(key, value)
  }
  return { type: 'dict', entries, shadowed }
}

/** Whether a key that comes twice says the same twice: told for what is one token or a reference. */
function sameToken(one: PdfValue, other: PdfValue): boolean {
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) return one === other
  if (one.type === 'name') return one.name === nameOf(other)
  return (
    one.type === 'ref' && other.type === 'ref' && one.number === other.number && one.generation === other.generation
  )
}
