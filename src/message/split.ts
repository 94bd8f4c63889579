// Splits an entity into its MIME parts (RFC 2046 5.1): every byte of it belongs to a header, a leaf, a delimiter, or the words around them.
import type { Reason } from '../facts.ts'
import { type Delimiter, Delimiters } from './delimiters.ts'
import { type Field, readBlock } from './fields.ts'
import { boundaryOf, checkPart, dispositionOf, encodingOf, typeOf } from './part-grammar.ts'
import type { Note } from './problems.ts'

export interface Range {
  start: number
  end: number
}

/** A MIME part. Offsets count in the bytes of the entity that was split. */
export interface Part {
  /** Part number as IMAP counts (RFC 3501 6.4.5), within this entity; '' for a multipart at its root. */
  number: string
  fields: Field[]
  /** Content-Type, lower case, without parameters; text/plain when absent or no type. */
  type: string
  charset: string
  /** Content-Transfer-Encoding in lower case; '' when absent. */
  encoding: string
  disposition: string
  /** A multipart with a boundary to split it by; any other is a leaf. */
  multipart: boolean
  parent: Part | null
  parts: Part[]
  /** Multiparts around it. */
  depth: number
  /** Empty where the block ran past the limit. */
  header: Range
  body: Range
  /** Of a multipart: what stands before its first delimiter and after its last (RFC 2046 5.1.1); nobody shows it. */
  around: Range[]
}

export interface Split {
  root: Part
  /** Parts in order of appearance, multiparts included. */
  parts: Part[]
  /** Why the split stopped before the end; the parts before that point are whole. */
  stopped: Reason | null
}

export interface SplitBounds {
  depth: number
  parts: number
  headerBytes: number
}

const LF = 0x0a
const CR = 0x0d

/** Splits the bytes in one pass; what departs from the grammar is noted, and read as most programs read it. */
export function splitMessage(bytes: Buffer, bounds: SplitBounds, note: Note): Split {
  const walk = new Walk(bytes, bounds, note)
  walk.run()
  return { root: walk.parts[0]!, parts: walk.parts, stopped: walk.stopped }
}

/** What has been seen so far. */
class Walk {
  readonly parts: Part[] = []
  stopped: Reason | null = null
  readonly bytes: Buffer
  readonly bounds: SplitBounds
  readonly note: Note
  readonly delimiters: Delimiters<Part>
  /** Multiparts that are open, outermost first; one whose last delimiter was met stays until what is around it goes on. */
  readonly open: Part[] = []
  readonly closed = new Set<Part>()
  /** The leaf that is being read, or the multipart whose surrounding words are. */
  current: Part | null = null
  /** Where what is being read began. */
  from = 0

  constructor(bytes: Buffer, bounds: SplitBounds, note: Note) {
    this.bytes = bytes
    this.bounds = bounds
    this.note = note
    this.delimiters = new Delimiters<Part>(bytes, (at) => note('delimiter-malformed', at, this.current?.number ?? ''))
  }

  run(): void {
    this.begin(null, 0)
    let search = this.from
    while (this.stopped === null) {
      const delimiter = this.delimiters.next(search)
      if (delimiter === null) break
      if (this.open.includes(delimiter.owner)) {
        this.turn(delimiter)
        search = this.from
      } else {
        // Of a multipart that is over: programs that look for one boundary at a time may take it for theirs.
        this.note('delimiter-stray', delimiter.start, this.current?.number ?? '')
        search = delimiter.next
      }
    }
    this.endCurrent(this.bytes.length)
    while (this.open.length > 0) this.leave(this.bytes.length)
  }

  /** Reads the header of a part and begins with its body. */
  begin(parent: Part | null, start: number): void {
    const number = parent === null ? '' : numberIn(parent)
    const isDelimiter = (at: number) => this.delimiters.at(at) !== null
    const note: Parameters<typeof readBlock>[4] = (problem, offset, field) => this.note(problem, offset, number, field)
    const { fields, end, bodyStart, complete } = readBlock(
      this.bytes,
      start,
      this.bounds.headerBytes,
      isDelimiter,
      note,
    )
    const boundary = boundaryOf(fields)
    const multipart = boundary !== null
    const part: Part = {
      number: parent === null && !multipart ? '1' : number,
      fields,
      type: typeOf(fields),
      charset: '',
      encoding: encodingOf(fields),
      disposition: dispositionOf(fields),
      multipart,
      parent,
      parts: [],
      depth: parent === null ? 0 : parent.depth + 1,
      header: { start, end },
      body: { start: bodyStart, end: bodyStart },
      around: [],
    }
    part.charset = checkPart(part, boundary, this.note)
    if (parent === null && complete && fields.length === 0) this.note('no-header', start, '')
    // A header block that a delimiter ends and no empty line: programs differ in where the body begins.
    if (complete && bodyStart === end && parent !== null) this.note('no-separator', end, number)
    this.parts.push(part)
    parent?.parts.push(part)
    this.current = part
    this.from = bodyStart
    if (!complete) this.stopped = 'size-limit'
    else if (this.parts.length > this.bounds.parts) this.stopped = 'count-limit'
    else if (part.depth > this.bounds.depth) this.stopped = 'depth-limit'
    else if (boundary !== null) this.enter(part, boundary)
  }

  enter(part: Part, boundary: string): void {
    if (this.delimiters.open(boundary, part))
      this.note('boundary-reused', part.header.start, part.number, 'content-type')
    this.open.push(part)
  }

  /** At a delimiter: what was being read ends, and the next part or the words after the last one begin. */
  turn({ owner, closing, start, next }: Delimiter<Part>): void {
    this.endCurrent(start)
    while (this.open.at(-1) !== owner) this.leave(start)
    const over = this.closed.has(owner)
    if (over) this.note('part-after-close', start, owner.number)
    if (closing) {
      this.closed.add(owner)
      this.current = owner
      this.from = next
    } else {
      this.begin(owner, next)
    }
  }

  /** The line end before a delimiter belongs to it (RFC 2046 5.1.1). */
  endCurrent(at: number): void {
    const part = this.current
    if (part === null) return
    this.current = null
    const start = part.multipart ? this.from : part.body.start
    const end = Math.max(start, at === this.bytes.length ? at : beforeLineEnd(this.bytes, at))
    if (!part.multipart) part.body.end = end
    else if (end > start && this.stopped === null) part.around.push({ start, end })
  }

  /** The innermost multipart is over, by its last delimiter or because one around it goes on. */
  leave(at: number): void {
    const part = this.open.pop()!
    this.delimiters.close()
    part.body.end = Math.max(part.body.start, at)
    if (this.stopped !== null) return
    if (part.parts.length > 0) {
      if (!this.closed.has(part)) this.note('close-missing', part.header.start, part.number)
    } else if (!part.around.every((range) => isEmpty(this.bytes, range))) {
      // A notification may return the header of a message alone (RFC 3462 2): there is nothing to be divided then.
      this.note('boundary-unused', part.header.start, part.number, 'content-type')
    }
  }
}

function numberIn(parent: Part): string {
  const place = parent.parts.length + 1
  return parent.number === '' ? String(place) : `${parent.number}.${place}`
}

function isEmpty(bytes: Buffer, { start, end }: Range): boolean {
  for (let at = start; at < end; at++) if (bytes[at]! > 0x20) return false
  return true
}

function beforeLineEnd(bytes: Buffer, at: number): number {
  if (at === 0 || bytes[at - 1] !== LF) return at
  return bytes[at - 2] === CR ? at - 2 : at - 1
}
