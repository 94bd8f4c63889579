// PowerPoint presentations before 2007 ([MS-PPT]): encryption and VBA by records, because VBA has no storage of its own there.
import { inflateSync } from 'node:zlib'
import type { Reason } from '../facts.ts'
import type { StreamFacts } from './ole.ts'
import type { Reading } from './reading.ts'

const ENCRYPTED_TOKEN = 0xf3d1c4df
const DOCUMENT = 0x03e8
const DOC_INFO_LIST = 0x07d0
const VBA_INFO = 0x03ff
const VBA_INFO_ATOM = 0x0400
const EXTERNAL_OBJECT_LIST = 0x0409
const EMBEDDED_OBJECT = 0x0fcc
const OBJECT_STORAGE = 0x1011
const RECORDS_READ = 200_000
/** Containers on the way to the records that matter. */
const ENTERED = new Set([DOCUMENT, DOC_INFO_LIST, VBA_INFO, EXTERNAL_OBJECT_LIST])

/** `user` is the `Current User` stream, whose token tells encryption ([MS-PPT] 2.3.2). */
export function powerPointFacts(slides: Buffer, user: Buffer | null): StreamFacts {
  const facts: StreamFacts = { encrypted: false, macros: false, objects: false, linked: false }
  if (user !== null && user.length >= 16) facts.encrypted = user.readUInt32LE(12) === ENCRYPTED_TOKEN
  for (const { type, data } of records(slides)) {
    // [MS-PPT] 2.4.11: a persist id or fHasMacros that is not zero; either makes the project load.
    if (type === VBA_INFO_ATOM && data.length >= 8) {
      if (data.readUInt32LE(0) !== 0 || data.readUInt32LE(4) !== 0) facts.macros = true
    }
    if (type === EMBEDDED_OBJECT) facts.objects = true
  }
  return facts
}

interface PowerPointRecord {
  type: number
  instance: number
  /** As long as the stream goes. */
  data: Buffer
}

/** Only forward: a container is entered by stepping over its header, anything else is stepped over whole. */
function* records(slides: Buffer): Generator<PowerPointRecord> {
  let at = 0
  for (let read = 0; read < RECORDS_READ && at + 8 <= slides.length; read++) {
    const type = slides.readUInt16LE(at + 2)
    const size = slides.readUInt32LE(at + 4)
    yield { type, instance: slides.readUInt16LE(at) >> 4, data: slides.subarray(at + 8, at + 8 + size) }
    at += ENTERED.has(type) ? 8 : 8 + size
  }
}

/** Storages of embedded objects and of the VBA project ([MS-PPT] 2.10.34): compound files, most of them deflated. */
export function* powerPointObjects(slides: Buffer, reading: Reading): Generator<Buffer | Reason> {
  for (const { type, instance, data } of records(slides)) {
    if (type !== OBJECT_STORAGE) continue
    if (instance === 0) yield data
    else if (data.length > 6) yield inflated(data, reading)
  }
}

/** The size unpacked, then a zlib stream, inflated within the budget of the reading. */
function inflated(data: Buffer, reading: Reading): Buffer | Reason {
  const size = data.readUInt32LE(0)
  if (size > reading.inflatedLeft) return 'size-limit'
  reading.inflatedLeft -= size
  try {
    return inflateSync(data.subarray(4), { maxOutputLength: size + 1 })
  } catch {
    return 'damaged'
  }
}
