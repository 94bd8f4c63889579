// One XML part of an office package, inflated once however many readers ask for it.
import type { Reason } from '../facts.ts'
import type { Reading } from './reading.ts'
import { type Element, PART_LIMIT, readElements } from './xml.ts'
import { readMember, type Zip, type ZipMember } from './zip.ts'

/** Bytes of a part that is still read for its text. */
const TEXT_LIMIT = 67_108_864
/** Larger parts are inflated again rather than kept. */
const KEPT_LIMIT = 8_388_608
const kept = new WeakMap<ZipMember, Buffer>()

/** The bytes of a part, or why there are none. */
export function partBytes(zip: Zip, member: ZipMember, reading: Reading): Buffer | Reason {
  const known = kept.get(member)
  if (known !== undefined) return known
  if (member.size > TEXT_LIMIT) return 'size-limit'
  const bytes = readMember(zip, member, reading)
  if (typeof bytes !== 'string' && bytes.length <= KEPT_LIMIT) kept.set(member, bytes)
  return bytes
}

/** Start tags of the part; null when it cannot be had, is too large or is not well-formed. */
export function readPart(zip: Zip, member: ZipMember, reading: Reading): Element[] | null {
  if (member.size > PART_LIMIT) return null
  const bytes = partBytes(zip, member, reading)
  return typeof bytes === 'string' ? null : readElements(bytes)
}
