// What all revisions of one PDF share: its bytes, the budget, the decryptor, and every object that was read, by place.
import type { Budget } from './budget.ts'
import type { Decryptor } from './crypt.ts'
import { Lexer } from './lexer.ts'
import { type ObjectAt, readObjectAt } from './object-at.ts'
import { countOf, PdfError, type PdfRef, type PdfValue } from './objects.ts'
import { parseValue } from './parser.ts'

/** An object stream (7.5.7): its decoded bytes, and number and offset of each object in it. */
export interface ObjectStream {
  data: Buffer
  numbers: number[]
  offsets: number[]
  /** The objects that were read, by their index. */
  values: Map<number, PdfValue>
}

/** A reference and the key of the dictionary that holds it, be it within an array. */
export interface HeldReference {
  ref: PdfRef
  key: string
}

export class Store {
  readonly bytes: Buffer
  readonly budget: Budget
  /** Set once, before anything but the encryption dictionary is read. */
  decryptor: Decryptor | null = null
  readonly #objects = new Map<number, ObjectAt>()
  readonly #containers = new Map<string, ObjectStream>()
  readonly #references = new WeakMap<object, HeldReference[]>()

  constructor(bytes: Buffer, budget: Budget) {
    this.bytes = bytes
    this.budget = budget
  }

  /** The indirect object at an offset, its strings decrypted. */
  objectAt(offset: number): ObjectAt {
    const known = this.#objects.get(offset)
    if (known) return known
    const object = readObjectAt(this.bytes, offset, this.budget)
    this.decryptor?.decryptStrings(object.value, object.number, object.generation)
    this.#objects.set(offset, object)
    return object
  }

  /** The object stream known by that key, else made of what `open` gives: its /N, /First and decoded data. */
  container(key: string, open: () => { count: number; first: number; data: Buffer }): ObjectStream {
    const known = this.#containers.get(key)
    if (known) return known
    const { count, first, data } = open()
    const opened = { data, ...this.#directory(count, first, data), values: new Map<number, PdfValue>() }
    this.#containers.set(key, opened)
    return opened
  }

  #directory(count: number, first: number, data: Buffer): { numbers: number[]; offsets: number[] } {
    const lexer = new Lexer(data, 0, this.budget, { end: first, isFile: false })
    const numbers: number[] = []
    const offsets: number[] = []
    for (let index = 0; index < count; index++) {
      const [number, offset] = [countOf(lexer.next() as PdfValue), countOf(lexer.next() as PdfValue)]
      if (number === null || offset === null) throw new PdfError('damaged', 'object stream header')
      numbers.push(number)
      offsets.push(first + offset)
    }
    return { numbers, offsets }
  }

  /** The index-th object of an object stream; its strings are not encrypted by themselves (7.6.2). */
  member(stream: ObjectStream, index: number): PdfValue {
    const known = stream.values.get(index)
    if (known !== undefined) return known
    this.budget.object()
    const start = stream.offsets[index]!
    const next = stream.offsets[index + 1] ?? stream.data.length
    const end = next > start ? next : stream.data.length
    const value = parseValue(new Lexer(stream.data, start, this.budget, { end, isFile: false }))
    stream.values.set(index, value)
    return value
  }

  /** Every reference within an object with the key that holds it; kept, since every signature of a file asks for them. */
  references(value: Exclude<PdfValue, null | boolean | number>): HeldReference[] {
    const known = this.#references.get(value)
    if (known) return known
    const found = new Map<string, HeldReference>()
    const stack: { value: PdfValue; key: string }[] = [{ value, key: '' }]
    let steps = 0
    for (let each = stack.pop(); each; each = stack.pop(), steps++) {
      const { value: held, key } = each
      if (typeof held !== 'object' || held === null) continue
      if (held.type === 'ref') found.set(`${held.number} ${held.generation} ${key}`, { ref: held, key })
      else if (held.type === 'array') for (const item of held.items) stack.push({ value: item, key })
      else if (held.type === 'dict' || held.type === 'stream') {
        const dict = held.type === 'dict' ? held : held.dict
        for (const [name, item] of dict.entries) stack.push({ value: item, key: name })
        for (const item of dict.shadowed) stack.push({ value: item, key: '' })
      }
    }
    this.budget.steps(steps)
    const references = [...found.values()]
    this.#references.set(value, references)
    return references
  }
}
