// One XML part of an office package, inflated only when it is of a size that such parts have.
import type { Reading } from './reading.ts'
import { type Element, PART_LIMIT, readElements } from './xml.ts'
import { readMember, type Zip, type ZipMember } from './zip.ts'

/** Start tags of the part; null when it cannot be had, is too large or is not well-formed. */
export function readPart(zip: Zip, member: ZipMember, reading: Reading): Element[] | null {
  if (member.size > PART_LIMIT) return null
  const bytes = readMember(zip, member, reading)
  return typeof bytes === 'string' ? null : readElements(bytes)
}
