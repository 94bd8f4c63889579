// The cross-reference sections of a PDF (ISO 32000-2 7.5.4, 7.5.8): tables, streams, hybrids, and the /Prev chain.
import type { Budget } from './budget.ts'
import { decodeStream } from './filters.ts'
import { Lexer } from './lexer.ts'
import { isWord, readObjectAt, streamBytes, unambiguous } from './object-at.ts'
import { as, countOf, nameOf, type PdfDict, PdfError } from './objects.ts'
import { parseValue } from './parser.ts'

/** Where an object stands: at an offset of the file, or as the index-th object of an object stream. */
export type XrefEntry =
  | { kind: 'free' }
  | { kind: 'offset'; offset: number; generation: number }
  | { kind: 'compressed'; container: number; index: number }

export interface XrefSection {
  /** Offset of the section's first token in the file. */
  offset: number
  /** End of a table with its trailer; null for a stream, which ends as objects do. */
  end: number | null
  trailer: PdfDict
  entries: Map<number, XrefEntry>
  /** The xref stream that a hybrid table's /XRefStm names (7.5.8.4). */
  hybrid: { offset: number; entries: Map<number, XrefEntry> } | null
}

/** The sections, newest first, and whether the last startxref stands where readers look for it. */
export interface Sections {
  sections: XrefSection[]
  nearEnd: boolean
}

/** Readers look for startxref here (ISO 32000-1 Annex H, 3.4.4, note 18). */
const TAIL = 1024
const MAX_SECTIONS = 256
const MAX_ENTRIES = 500_000
const FREE: XrefEntry = { kind: 'free' }
/** Head of the free list (7.5.4). */
const HEAD: XrefEntry = { kind: 'free' }

/** All sections from the last startxref on, newest first. Throws a PdfError on a loop or anything malformed. */
export function readSections(file: Buffer, budget: Budget): Sections {
  const last = lastStartxref(file, budget)
  const sections: XrefSection[] = []
  const seen = new Set<number>()
  const room = { entries: MAX_ENTRIES }
  for (let next: number | null = last.offset; next !== null; ) {
    if (seen.has(next)) throw new PdfError('damaged', '/Prev runs in a circle')
    if (seen.size >= MAX_SECTIONS) throw new PdfError('count-limit', 'too many xref sections')
    seen.add(next)
    const section = readSection(file, next, budget, room)
    sections.push(section)
    next = previous(section.trailer)
  }
  return { sections, nearEnd: last.at >= file.length - TAIL }
}

/** The last startxref: the offset that it names, where it stands, and where its number ends. */
export function lastStartxref(file: Buffer, budget: Budget): { offset: number; at: number; end: number } {
  const at = file.lastIndexOf('startxref', file.length, 'latin1')
  if (at < 0) throw new PdfError('damaged', 'no startxref')
  const lexer = new Lexer(file, at + 'startxref'.length, budget)
  const offset = lexer.next()
  if (typeof offset !== 'number' || offset < 1 || offset >= file.length)
    throw new PdfError('damaged', 'startxref names no place in the file')
  return { offset, at, end: lexer.at }
}

function previous(trailer: PdfDict): number | null {
  if (!trailer.entries.has('Prev')) return null
  const offset = countOf(trailer.entries.get('Prev'))
  if (offset === null) throw new PdfError('damaged', '/Prev is no offset')
  // Some writers say 0 for none; no section can stand where the header does.
  return offset === 0 ? null : offset
}

interface Room {
  entries: number
}

function readSection(file: Buffer, from: number, budget: Budget, room: Room): XrefSection {
  const lexer = new Lexer(file, from, budget)
  lexer.skipWhite()
  const offset = lexer.at
  if (!isWord(lexer.next(), 'xref'))
    return { offset, end: null, ...readXrefStream(file, offset, budget, room), hybrid: null }
  const entries = readTable(lexer, room)
  const trailer = as('dict', parseValue(lexer))
  if (!trailer) throw new PdfError('damaged', 'trailer is no dictionary')
  unambiguous(trailer, 'trailer')
  const table = { offset, end: lexer.at, trailer, entries, hybrid: null }
  if (!trailer.entries.has('XRefStm')) return table
  const at = countOf(trailer.entries.get('XRefStm')) ?? -1
  return { ...table, hybrid: { offset: at, entries: readXrefStream(file, at, budget, room).entries } }
}

/** Subsections up to the keyword `trailer`. Entries are read as tokens: their line ends vary in practice. */
function readTable(lexer: Lexer, room: Room): Map<number, XrefEntry> {
  const entries = new Map<number, XrefEntry>()
  for (;;) {
    const first = lexer.next()
    if (isWord(first, 'trailer')) return entries
    const count = lexer.next()
    if (typeof first !== 'number' || typeof count !== 'number' || first < 0 || count < 0)
      throw new PdfError('damaged', 'malformed xref subsection')
    // Some writers number the first entry, the head of the free list, 1: readers see that and begin with 0.
    let number = first
    for (let index = 0; index < count; index++, number++) {
      const entry = readEntry(lexer)
      if (index === 0 && first === 1 && entry === HEAD) number = 0
      set(entries, number, entry === HEAD ? FREE : entry, room)
    }
  }
}

function readEntry(lexer: Lexer): XrefEntry {
  const offset = lexer.next()
  const generation = lexer.next()
  const kind = lexer.next()
  if (typeof offset !== 'number' || typeof generation !== 'number') throw new PdfError('damaged', 'malformed entry')
  if (isWord(kind, 'f')) return offset === 0 && generation === 65_535 ? HEAD : FREE
  if (!isWord(kind, 'n')) throw new PdfError('damaged', 'xref entry is neither n nor f')
  // No object can stand where the header does.
  return offset === 0 ? FREE : { kind: 'offset', offset, generation }
}

function set(entries: Map<number, XrefEntry>, number: number, entry: XrefEntry, room: Room): void {
  if (--room.entries < 0) throw new PdfError('count-limit', 'too many xref entries')
  const known = entries.get(number)
  if (known !== undefined && !sameEntry(known, entry))
    throw new PdfError('damaged', `object ${number} stands twice in one xref section`)
  entries.set(number, entry)
}

/** Whether two entries lead to the same place. */
export function sameEntry(one: XrefEntry, other: XrefEntry): boolean {
  if (one.kind === 'offset' && other.kind === 'offset')
    return one.offset === other.offset && one.generation === other.generation
  if (one.kind === 'compressed' && other.kind === 'compressed')
    return one.container === other.container && one.index === other.index
  return one.kind === 'free' && other.kind === 'free'
}

function readXrefStream(
  file: Buffer,
  offset: number,
  budget: Budget,
  room: Room,
): { trailer: PdfDict; entries: Map<number, XrefEntry> } {
  if (offset < 0 || offset >= file.length) throw new PdfError('damaged', 'xref stream outside the file')
  const stream = as('stream', readObjectAt(file, offset, budget).value)
  const trailer = stream && unambiguous(stream.dict, 'xref stream')
  const length = countOf(trailer?.entries.get('Length'))
  if (!stream || !trailer || nameOf(trailer.entries.get('Type')) !== 'XRef' || length === null)
    throw new PdfError('damaged', `no xref section at ${offset}`)
  const raw = streamBytes(file, stream.start, length)
  const data = decodeStream(trailer, raw, budget, (value) => value)
  return { trailer, entries: readStreamEntries(trailer, data, room) }
}

function readStreamEntries(trailer: PdfDict, data: Buffer, room: Room): Map<number, XrefEntry> {
  const widths = as('array', trailer.entries.get('W'))?.items.map(countOf) ?? []
  const [one, two, three] = widths
  if (one == null || two == null || three == null || Math.max(one, two, three) > 6 || one + two + three === 0)
    throw new PdfError('damaged', 'malformed /W')
  const width = one + two + three
  const entries = new Map<number, XrefEntry>()
  let at = 0
  for (const [first, count] of subsections(trailer)) {
    if (at + count * width > data.length) throw new PdfError('damaged', 'xref stream is too short')
    for (let index = 0; index < count; index++, at += width) {
      const type = one === 0 ? 1 : data.readUIntBE(at, one)
      const second = two === 0 ? 0 : data.readUIntBE(at + one, two)
      const third = three === 0 ? 0 : data.readUIntBE(at + one + two, three)
      set(entries, first + index, streamEntry(type, second, third), room)
    }
  }
  return entries
}

/** Table 18. Types that are not known are references to null. */
function streamEntry(type: number, second: number, third: number): XrefEntry {
  if (type === 1) return { kind: 'offset', offset: second, generation: third }
  return type === 2 ? { kind: 'compressed', container: second, index: third } : FREE
}

/** /Index in pairs; [0 Size] when it is absent. */
function subsections(trailer: PdfDict): [number, number][] {
  const size = countOf(trailer.entries.get('Size'))
  if (size === null) throw new PdfError('damaged', 'xref stream without /Size')
  const index = as('array', trailer.entries.get('Index'))?.items.map(countOf) ?? [0, size]
  const pairs: [number, number][] = []
  for (let at = 0; at < index.length; at += 2) {
    const [first, count] = [index[at], index[at + 1]]
    if (first == null || count == null) throw new PdfError('damaged', 'malformed /Index')
    pairs.push([first, count])
  }
  return pairs
}
