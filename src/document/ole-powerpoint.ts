// PowerPoint presentations before 2007 ([MS-PPT]): encryption and VBA by records, because VBA has no storage of its own there.
import type { StreamFacts } from './ole.ts'

const ENCRYPTED_TOKEN = 0xf3d1c4df
const DOCUMENT = 0x03e8
const DOC_INFO_LIST = 0x07d0
const VBA_INFO = 0x03ff
const VBA_INFO_ATOM = 0x0400
const EXTERNAL_OBJECT_LIST = 0x0409
const EMBEDDED_OBJECT = 0x0fcc
const RECORDS_READ = 200_000
/** Containers on the way to the records that matter. */
const ENTERED = new Set([DOCUMENT, DOC_INFO_LIST, VBA_INFO, EXTERNAL_OBJECT_LIST])

/** `user` is the `Current User` stream, whose token tells encryption ([MS-PPT] 2.3.2). */
export function powerPointFacts(slides: Buffer, user: Buffer | null): StreamFacts {
  const facts: StreamFacts = { encrypted: false, macros: false, objects: false }
  if (user !== null && user.length >= 16) facts.encrypted = user.readUInt32LE(12) === ENCRYPTED_TOKEN
  let at = 0
  for (let read = 0; read < RECORDS_READ && at + 8 <= slides.length; read++) {
    const type = slides.readUInt16LE(at + 2)
    const size = slides.readUInt32LE(at + 4)
    // [MS-PPT] 2.4.11: a persist id or fHasMacros that is not zero; either makes the project load.
    if (type === VBA_INFO_ATOM && at + 16 <= slides.length) {
      if (slides.readUInt32LE(at + 8) !== 0 || slides.readUInt32LE(at + 12) !== 0) facts.macros = true
    }
    if (type === EMBEDDED_OBJECT) facts.objects = true
    // Only forward: a container is entered by stepping over its header, anything else is stepped over whole.
    at += ENTERED.has(type) ? 8 : 8 + size
  }
  return facts
}
