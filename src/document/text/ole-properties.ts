// Title, subject, keywords and properties of the user's own in compound files ([MS-OLEPS]): strings of the two summary streams.
import { PLAIN, type TextSink } from './sink.ts'

const NAMES: Record<number, string> = {
  2: 'title',
  3: 'subject',
  4: 'author',
  5: 'keywords',
  6: 'comments',
  14: 'manager',
  15: 'company',
}
const CODE_PAGE = 1
const DICTIONARY = 0
/** PIDSI_REVNUMBER: how often a program has saved the document. */
const REVISION = 9
const LPSTR = 0x1e
const LPWSTR = 0x1f
const PROPERTIES_READ = 1000
const LONGEST = 65_536
const UTF16 = 1200

/** Reads one stream; sections after the first hold properties of the user's own, named by a dictionary. */
export function readOleProperties(stream: Buffer, sink: TextSink): void {
  if (stream.length < 48 || stream.readUInt16LE(0) !== 0xfffe) return
  const sections = Math.min(2, stream.readUInt32LE(24))
  for (let index = 0; index < sections && 48 + index * 20 <= stream.length; index++) {
    const at = stream.readUInt32LE(28 + index * 20 + 16)
    if (at + 8 <= stream.length) new Section(stream.subarray(at), index > 0).read(sink)
  }
}

class Section {
  readonly #bytes: Buffer
  readonly #own: boolean
  readonly #offsets = new Map<number, number>()
  #decoder = new TextDecoder('windows-1252')

  constructor(bytes: Buffer, own: boolean) {
    this.#bytes = bytes
    this.#own = own
    const count = Math.min(PROPERTIES_READ, bytes.readUInt32LE(4), Math.floor((bytes.length - 8) / 8))
    for (let index = 0; index < count; index++)
      this.#offsets.set(bytes.readUInt32LE(8 + index * 8), bytes.readUInt32LE(12 + index * 8))
  }

  read(sink: TextSink): void {
    this.#setPage()
    const names = this.#own ? this.#dictionary() : new Map<number, string>()
    for (const [id, at] of this.#offsets) {
      if (id === CODE_PAGE || id === DICTIONARY || (id === REVISION && !this.#own)) continue
      const text = this.#string(at)
      if (text === null || text.trim() === '') continue
      sink.block('property', null, names.get(id) ?? NAMES[id] ?? null)
      sink.run(text.replace(/[\r\n]+/g, ' '), PLAIN)
      sink.line()
    }
  }

  #setPage(): void {
    const at = this.#offsets.get(CODE_PAGE)
    if (at === undefined || at + 6 > this.#bytes.length) return
    const page = this.#bytes.readUInt16LE(at + 4)
    try {
      this.#decoder = new TextDecoder(page === 65001 ? 'utf-8' : page === UTF16 ? 'utf-16le' : `windows-${page}`)
    } catch {
      // A page that is not known is read as the usual one.
    }
  }

  #string(at: number): string | null {
    const bytes = this.#bytes
    if (at + 8 > bytes.length) return null
    const type = bytes.readUInt16LE(at)
    const length = Math.min(LONGEST, bytes.readUInt32LE(at + 4))
    if (type === LPWSTR) return bytes.toString('utf16le', at + 8, at + 8 + length * 2).split('\0')[0]!
    return type === LPSTR ? this.#decoder.decode(bytes.subarray(at + 8, at + 8 + length)).split('\0')[0]! : null
  }

  /** [MS-OLEPS] 2.17: names by number. */
  #dictionary(): Map<number, string> {
    const names = new Map<number, string>()
    const from = this.#offsets.get(DICTIONARY)
    if (from === undefined || from + 4 > this.#bytes.length) return names
    const bytes = this.#bytes
    const count = Math.min(PROPERTIES_READ, bytes.readUInt32LE(from))
    let at = from + 4
    for (let index = 0; index < count && at + 8 <= bytes.length; index++) {
      const id = bytes.readUInt32LE(at)
      const length = Math.min(LONGEST, bytes.readUInt32LE(at + 4))
      const wide = this.#decoder.encoding === 'utf-16le'
      const size = wide ? length * 2 : length
      names.set(id, this.#decoder.decode(bytes.subarray(at + 8, at + 8 + size)).split('\0')[0]!)
      at += 8 + (wide ? (size + 3) & ~3 : size)
    }
    return names
  }
}
