// Lists of MAPI properties within TNEF ([MS-OXTNEF] 2.1.3.4): the few that hold names, words and files.

export interface Property {
  id: number
  type: number
  value: Buffer
}

export interface Properties {
  list: Property[]
  /** True when the list does not end where it says, or holds a type that does not exist. */
  damaged: boolean
}

export const STRING8 = 0x001e
export const UNICODE = 0x001f
export const OBJECT = 0x000d
export const BINARY = 0x0102
const MULTIPLE = 0x1000
/** Bytes of the types of fixed length, padding in. */
const FIXED = new Map([
  [0x0002, 4],
  [0x0003, 4],
  [0x0004, 4],
  [0x0005, 8],
  [0x0006, 8],
  [0x0007, 8],
  [0x000a, 4],
  [0x000b, 4],
  [0x0014, 8],
  [0x0040, 8],
  [0x0048, 16],
])
const VARIABLE = new Set([STRING8, UNICODE, OBJECT, BINARY])
/** Properties and values read of one list; a message has about a hundred. */
const MOST = 10_000

/** PidTag property ids ([MS-OXPROPS]). */
export const TAG = {
  messageClass: 0x001a,
  subject: 0x0037,
  body: 0x1000,
  rtfCompressed: 0x1009,
  html: 0x1013,
  displayName: 0x3001,
  attachData: 0x3701,
  attachFilename: 0x3704,
  attachMethod: 0x3705,
  attachLongFilename: 0x3707,
  attachMimeTag: 0x370e,
  internetCodepage: 0x3fde,
  messageCodepage: 0x3ffd,
} as const

/** The properties in `bytes`; of those with several values each value. */
export function readProperties(bytes: Buffer): Properties {
  const properties: Properties = { list: [], damaged: true }
  if (bytes.length < 4) return properties
  const count = bytes.readUInt32LE(0)
  let at = 4
  for (let i = 0; i < count; i++) {
    if (at + 4 > bytes.length || properties.list.length > MOST) return properties
    const [type, id] = [bytes.readUInt16LE(at), bytes.readUInt16LE(at + 2)]
    at = afterName(bytes, at + 4, id)
    at = at < 0 ? -1 : readValues(bytes, at, type, id, properties.list)
    if (at < 0) return properties
  }
  properties.damaged = false
  return properties
}

/** A named property ([MS-OXTNEF] 2.1.3.4, ids from 0x8000) has a GUID and a number or a name before its value. */
function afterName(bytes: Buffer, at: number, id: number): number {
  if (id < 0x8000) return at
  if (at + 24 > bytes.length) return -1
  if (bytes.readUInt32LE(at + 16) === 0) return at + 24
  return at + 24 + padded(bytes.readUInt32LE(at + 20))
}

/** Offset after the values; -1 when they do not fit. */
function readValues(bytes: Buffer, from: number, type: number, id: number, list: Property[]): number {
  const base = type & ~MULTIPLE
  const fixed = FIXED.get(base)
  const counted = (type & MULTIPLE) !== 0 || VARIABLE.has(base)
  if (fixed === undefined && !VARIABLE.has(base)) return -1
  if (from + 4 > bytes.length) return -1
  const count = counted ? bytes.readUInt32LE(from) : 1
  let at = counted ? from + 4 : from
  for (let i = 0; i < count; i++) {
    if (list.length > MOST) return -1
    const length = fixed ?? (at + 4 <= bytes.length ? bytes.readUInt32LE(at) : bytes.length)
    const start = fixed === undefined ? at + 4 : at
    if (start + length > bytes.length) return -1
    list.push({ id, type: base, value: bytes.subarray(start, start + length) })
    at = start + padded(length)
  }
  return at
}

function padded(length: number): number {
  return Math.ceil(length / 4) * 4
}
