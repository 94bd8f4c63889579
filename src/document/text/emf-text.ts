// The words of an enhanced metafile ([MS-EMF] 2.3.5): what is pasted as a picture keeps its text.
import type { Reason } from '../../facts.ts'
import { PLAIN, type TextSink } from './sink.ts'

const HEADER = 1
const SIGNATURE = 0x464d4520
const TEXT_OUT_W = 84
const SMALL_TEXT_OUT = 108
const END = 14
/** Options of both: the text is glyph numbers; it is one byte a character; no rectangle stands before it. */
const GLYPHS = 0x10
const SMALL_CHARACTERS = 0x200
const NO_RECTANGLE = 0x100
const RECORDS_READ = 200_000
const CHARACTERS = 10_000

/** A text with the place that it begins at; where it ends is known of some. */
interface Piece {
  text: string
  x: number
  y: number
  end: number | null
}

export function isEmf(bytes: Buffer): boolean {
  return bytes.length >= 88 && bytes.readUInt32LE(0) === HEADER && bytes.readUInt32LE(40) === SIGNATURE
}

/** Texts on one height are one line; those that do not touch are parted as cells are. */
export function readEmf(bytes: Buffer, sink: TextSink): Reason | null {
  sink.block('text-box')
  let last: Piece | null = null
  for (let at = 0, read = 0; at + 8 <= bytes.length && !sink.full; read++) {
    if (read >= RECORDS_READ) return 'count-limit'
    const [type, size] = [bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4)]
    if (type === END || size < 8) break
    const record = bytes.subarray(at, at + size)
    const piece = type === TEXT_OUT_W ? textOut(record) : type === SMALL_TEXT_OUT ? smallTextOut(record) : null
    if (piece !== null) {
      if (last !== null && last.y !== piece.y) sink.line()
      else if (last !== null && last.end !== piece.x) sink.run('\t', PLAIN)
      sink.run(piece.text, PLAIN)
      last = piece
    }
    at += size
  }
  sink.line()
  return null
}

/** 2.3.5.8, with its text object (2.2.5); offsets are those in the record. */
function textOut(record: Buffer): Piece | null {
  if (record.length < 76) return null
  const [count, offset, options] = [record.readUInt32LE(44), record.readUInt32LE(48), record.readUInt32LE(52)]
  if ((options & GLYPHS) !== 0 || count > CHARACTERS || offset + 2 * count > record.length) return null
  const text = clean(record.toString('utf16le', offset, offset + 2 * count))
  if (text === '') return null
  const x = record.readInt32LE(36)
  const spacing = record.readUInt32LE(72)
  let end: number | null = null
  if (spacing > 0 && spacing + 4 * count <= record.length) {
    end = x
    for (let index = 0; index < count; index++) end += record.readUInt32LE(spacing + 4 * index)
  }
  return { text, x, y: record.readInt32LE(40), end }
}

/** 2.3.5.37. */
function smallTextOut(record: Buffer): Piece | null {
  if (record.length < 36) return null
  const [count, options] = [record.readUInt32LE(16), record.readUInt32LE(20)]
  const offset = (options & NO_RECTANGLE) !== 0 ? 36 : 52
  const width = (options & SMALL_CHARACTERS) !== 0 ? 1 : 2
  if ((options & GLYPHS) !== 0 || count > CHARACTERS || offset + width * count > record.length) return null
  const text = clean(record.toString(width === 1 ? 'latin1' : 'utf16le', offset, offset + width * count))
  return text === '' ? null : { text, x: record.readInt32LE(8), y: record.readInt32LE(12), end: null }
}

function clean(text: string): string {
  return text.replace(/[\r\n\0]+/g, ' ')
}
