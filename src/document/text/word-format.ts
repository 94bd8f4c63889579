// Character formatting of Word documents before 2007 ([MS-DOC]): formatted disk pages, property modifiers, styles, fonts.
import { PLAIN, type RunStyle } from './sink.ts'

/** Offsets of (position, length) pairs in the FIB of Word 97 and later ([MS-DOC] 2.5.6). */
const STYLE_SHEET = 0xa2
const CHARACTER_PAGES = 0xfa
const PARAGRAPH_PAGES = 0x102
const FONTS = 0x112
const PAGE_SIZE = 512
const PAGES_READ = 20_000
const RUNS_KEPT = 2_000_000
const STYLES_KEPT = 5000
const CHAIN = 20
/** Colours by number ([MS-DOC] 2.9.119); 0 is automatic. */
const ICO =
  '- 000000 0000ff 00ffff 00ff00 ff00ff ff0000 ffff00 ffffff 000080 008080 008000 800080 800000 808000 808080 c0c0c0'.split(
    ' ',
  )

/** What one list of modifiers sets. */
interface Modified {
  font?: number
  colour?: string | null
  hidden?: boolean
  style?: number
  /** Where in the stream `Data` a picture stands. */
  picture?: number
}

interface Style extends Modified {
  base: number
}

/** Stretches of the stream that share their formatting: sorted starts, each up to the next. */
interface Runs<T> {
  starts: number[]
  values: (T | null)[]
}

export class WordFormat {
  /** Offsets in the stream `Data` of the pictures that stand in lines. */
  readonly pictures = new Set<number>()
  readonly #stream: Buffer
  readonly #table: Buffer
  readonly #fonts: string[]
  readonly #styles: Style[] = []
  readonly #characters: Runs<Modified>
  readonly #paragraphs: Runs<number>
  #standard = 0

  constructor(stream: Buffer, table: Buffer) {
    this.#stream = stream
    this.#table = table
    this.#fonts = this.#readFonts()
    this.#readStyles()
    this.#characters = this.#pages(CHARACTER_PAGES, 1, (at, end) => this.#characterAt(at, end))
    this.#paragraphs = this.#pages(PARAGRAPH_PAGES, 13, (at, end) => this.#styleAt(at, end))
  }

  /** Formatting at an offset of the stream, and where it ends at the latest. */
  at(offset: number): { style: RunStyle; end: number } {
    const character = find(this.#characters, offset)
    const paragraph = find(this.#paragraphs, offset)
    const own = character.value ?? {}
    const all: Modified = {
      font: this.#standard,
      ...this.#resolve(paragraph.value ?? 0),
      ...(own.style === undefined ? {} : this.#resolve(own.style)),
      ...own,
    }
    const font = this.#fonts[all.font ?? 0] ?? null
    const style = { font, colour: all.colour ?? null, hidden: all.hidden ?? false }
    return {
      style: font === null && style.colour === null && !style.hidden ? PLAIN : style,
      end: Math.min(character.end, paragraph.end),
    }
  }

  #resolve(number: number): Modified {
    const chain: Style[] = []
    for (let at = number; chain.length < CHAIN; ) {
      const style = this.#styles[at]
      if (style === undefined) break
      chain.push(style)
      if (style.base === at) break
      at = style.base
    }
    return Object.assign({}, ...chain.reverse().map(({ base: _, ...own }) => own))
  }

  /** A part of the table stream that the FIB points to. */
  #part(pointer: number): Buffer {
    if (pointer + 8 > this.#stream.length) return Buffer.alloc(0)
    const at = this.#stream.readUInt32LE(pointer)
    return this.#table.subarray(at, at + this.#stream.readUInt32LE(pointer + 4))
  }

  /** [MS-DOC] 2.9.286 SttbfFfn: names stand behind 40 bytes of each entry. */
  #readFonts(): string[] {
    const part = this.#part(FONTS)
    const names: string[] = []
    for (let at = 4; at < part.length && names.length < STYLES_KEPT; ) {
      const size = part[at]! + 1
      const name = part.toString('utf16le', at + 40, Math.min(part.length, at + size))
      names.push(name.split('\0')[0]!)
      at += size
    }
    return names
  }

  /** [MS-DOC] 2.9.271 STSH: the standard font, then each style with its base and its modifiers. */
  #readStyles(): void {
    const part = this.#part(STYLE_SHEET)
    if (part.length < 20) return
    const head = part.readUInt16LE(0)
    const baseSize = part.readUInt16LE(4)
    if (head >= 14) this.#standard = part.readUInt16LE(2 + 12)
    for (let at = 2 + head; at + 2 <= part.length && this.#styles.length < STYLES_KEPT; ) {
      const size = part.readUInt16LE(at)
      this.#styles.push(styleOf(part.subarray(at + 2, at + 2 + size), baseSize))
      at += 2 + size
    }
  }

  /** [MS-DOC] 2.8.5, 2.8.6: pages of 512 bytes, each with its runs' offsets and where their properties stand. */
  #pages<T>(pointer: number, entrySize: number, read: (at: number, end: number) => T | null): Runs<T> {
    const part = this.#part(pointer)
    const runs: Runs<T> = { starts: [], values: [] }
    const count = Math.min(PAGES_READ, Math.floor((part.length - 4) / 8))
    for (let index = 0; index < count; index++) {
      const page = (part.readUInt32LE(4 * (count + 1) + 4 * index) & 0x3fffff) * PAGE_SIZE
      if (page + PAGE_SIZE > this.#stream.length) continue
      const members = this.#stream[page + PAGE_SIZE - 1]!
      if (4 * (members + 1) + members * entrySize > PAGE_SIZE || runs.starts.length > RUNS_KEPT) continue
      for (let run = 0; run < members; run++) {
        const offset = this.#stream[page + 4 * (members + 1) + run * entrySize]! * 2
        runs.starts.push(this.#stream.readUInt32LE(page + 4 * run))
        runs.values.push(offset === 0 ? null : read(page + offset, page + PAGE_SIZE))
      }
    }
    return runs
  }

  #characterAt(at: number, end: number): Modified {
    const size = this.#stream[at]!
    const modified = modifiersOf(this.#stream.subarray(at + 1, Math.min(end, at + 1 + size)))
    if (modified.picture !== undefined) this.pictures.add(modified.picture)
    return modified
  }

  /** [MS-DOC] 2.9.175: the length in words, or 0 and then the length; the style comes first. */
  #styleAt(at: number, end: number): number | null {
    const from = this.#stream[at] === 0 ? at + 2 : at + 1
    return from + 2 <= end ? this.#stream.readUInt16LE(from) : null
  }
}

function find<T>({ starts, values }: Runs<T>, offset: number): { value: T | null; end: number } {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (starts[middle]! <= offset) low = middle + 1
    else high = middle
  }
  return { value: values[low - 1] ?? null, end: starts[low] ?? Number.POSITIVE_INFINITY }
}

/** [MS-DOC] 2.9.260 STD: kind and base, a name, then for paragraphs their own properties and those of characters. */
function styleOf(std: Buffer, baseSize: number): Style {
  if (std.length < baseSize + 2 || std.length < 4) return { base: 0xfff }
  const kind = std.readUInt16LE(2) & 0xf
  const base = std.readUInt16LE(2) >> 4
  let at = baseSize + 2 + std.readUInt16LE(baseSize) * 2 + 2
  if (kind === 1 && at + 2 <= std.length) at += 2 + even(std.readUInt16LE(at))
  if (at + 2 > std.length) return { base }
  return { base, ...modifiersOf(std.subarray(at + 2, at + 2 + std.readUInt16LE(at))) }
}

const even = (size: number): number => size + (size & 1)

/** Sizes of operands by the top three bits of a modifier ([MS-DOC] 2.6.1); 6 tells its own. */
const OPERANDS = [1, 1, 2, 4, 2, 2, -1, 3]

/** [MS-DOC] 2.6.1: what a list of modifiers (grpprl) sets of font, colour and visibility. */
function modifiersOf(list: Buffer): Modified {
  const out: Modified = {}
  for (let at = 0; at + 3 <= list.length; ) {
    const sprm = list.readUInt16LE(at)
    const fixed = OPERANDS[sprm >> 13]!
    const size = fixed < 0 ? list[at + 2]! + 1 : fixed
    if (at + 2 + size > list.length) break
    apply(out, sprm, list, at + 2)
    at += 2 + size
  }
  return out
}

function apply(out: Modified, sprm: number, list: Buffer, at: number): void {
  if (sprm === 0x4a4f)
    out.font = list.readUInt16LE(at) // sprmCRgFtc0
  else if (sprm === 0x2a42)
    out.colour = list[at] === 0 ? null : (ICO[list[at]!] ?? null) // sprmCIco
  else if (sprm === 0x6870)
    out.colour = list[at + 3] === 0xff ? null : list.toString('hex', at, at + 3) // sprmCCv
  else if (sprm === 0x083c || sprm === 0x0800)
    out.hidden = list[at] !== 0 // sprmCFVanish, sprmCFRMarkDel
  else if (sprm === 0x4a30)
    out.style = list.readUInt16LE(at) // sprmCIstd
  else if (sprm === 0x6a03) out.picture = list.readUInt32LE(at) // sprmCPicLocation
}
