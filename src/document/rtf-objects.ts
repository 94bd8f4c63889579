// Objects within RTF ([MS-OLEDS] 2.2 in hexadecimal behind \objdata): files of their own, links, classes.
import type { Container, Member } from './container.ts'
import { readPackage } from './ole10-native.ts'
import type { Reading } from './reading.ts'

const DATA = Buffer.from('objdata', 'latin1')
const OBJECTS_READ = 1000
const LINKED = 1
const EMBEDDED = 2
/** Bytes of the three names of an object's header. */
const NAME_LIMIT = 4096

/** Objects of an RTF file as members; null when there are none. */
export function rtfObjects(bytes: Buffer, reading: Reading): Container | null {
  return bytes.includes(DATA) ? { members: members(bytes, reading), reasons: () => [] } : null
}

function* members(bytes: Buffer, reading: Reading): Generator<Member> {
  let at = bytes.indexOf(DATA)
  for (let read = 0; at >= 0 && read < OBJECTS_READ; read++) {
    const { data, end } = hexAt(bytes, at + DATA.length)
    const size = data.length
    if (size > reading.inflatedLeft) yield { names: [], size, bytes: () => 'size-limit' }
    else {
      reading.inflatedLeft -= size
      const member = objectMember(data)
      if (member !== null) yield member
    }
    at = bytes.indexOf(DATA, end)
  }
}

/**
 * The bytes from `at` to the end of the group. Word passes over blanks, control words and groups inside, and whatever
 * is no digit; `\bin` brings bytes as they are ([MS-RTF], \objdata and \bin).
 */
function hexAt(bytes: Buffer, at: number): { data: Buffer; end: number } {
  const out = Buffer.allocUnsafe(Math.ceil((bytes.length - at) / 2) + 1)
  let length = 0
  let high = -1
  let depth = 0
  let i = at
  for (; i < bytes.length; i++) {
    const byte = bytes[i]!
    const digit = digitOf(byte)
    if (digit >= 0) {
      if (high < 0) high = digit
      else {
        out[length++] = (high << 4) | digit
        high = -1
      }
    } else if (byte === 0x5c) {
      const word = controlAt(bytes, i)
      if (word.binary > 0) {
        const raw = bytes.subarray(word.end, word.end + Math.min(word.binary, out.length - length))
        raw.copy(out, length)
        length += raw.length
      }
      i = word.end + word.binary - 1
    } else if (byte === 0x7b) depth++
    else if (byte === 0x7d && depth-- === 0) break
  }
  return { data: out.subarray(0, length), end: i }
}

function digitOf(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = byte | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}

/** The end of a control word or sign, and the number of raw bytes behind `\bin`. */
function controlAt(bytes: Buffer, at: number): { end: number; binary: number } {
  const text = bytes.toString('latin1', at + 1, at + 64)
  const match = /^([a-z]{1,32})(-?\d{1,10})? ?/i.exec(text)
  if (match === null) return { end: at + (text.startsWith("'") ? 4 : 2), binary: 0 }
  const end = at + 1 + match[0].length
  const binary = match[1]!.toLowerCase() === 'bin' ? Math.max(0, Number(match[2] ?? 0)) : 0
  return { end, binary: Math.min(binary, Math.max(0, bytes.length - end)) }
}

/** [MS-OLEDS] 2.2.4: version, kind, three counted names, then the size and the data of the object. */
function objectMember(data: Buffer): Member | null {
  if (data.length < 16) return null
  const kind = data.readUInt32LE(4)
  let at = 8
  const names: string[] = []
  for (let i = 0; i < 3; i++) {
    if (at + 4 > data.length) return raw(data)
    const length = data.readUInt32LE(at)
    if (length > NAME_LIMIT) return raw(data)
    names.push(data.toString('latin1', at + 4, at + 4 + length).replace(/\0[\s\S]*$/, ''))
    at += 4 + length
  }
  if (kind === LINKED) return null
  if (kind !== EMBEDDED || at + 4 > data.length) return raw(data)
  // A picture of the object may follow, which does no harm; a size that lies would hide bytes.
  const inner = data.subarray(at + 4)
  const file = readPackage(inner) ?? { names: [], bytes: inner }
  return { names: file.names, size: file.bytes.length, bytes: () => file.bytes }
}

/** Not laid out as an object: an OLE file may stand in it all the same, which Word finds. */
function raw(data: Buffer): Member | null {
  const at = data.indexOf(OLE)
  return at < 0 ? null : { names: [], size: data.length - at, bytes: () => data.subarray(at) }
}

const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex')
