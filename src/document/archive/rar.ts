// RAR archives: listed by their own headers, compressed files unpacked through libarchive.
import type { Opened } from '../containers.ts'
import type { KindFacts, Reading } from '../reading.ts'
import { closed } from './opened.ts'
import { openListing } from './rar-entry.ts'
import { listRar4, RAR4_FRAME, RAR4_MARK } from './rar4.ts'
import { listRar5, RAR5_FRAME, RAR5_MARK } from './rar5.ts'

/** Opens a RAR archive of either format. Solid RAR 4 archives and those from before RAR 2.9 are told to be unsupported, by member. */
export function openRar(bytes: Buffer, found: KindFacts, reading: Reading): Opened {
  if (startsWith(bytes, RAR5_MARK)) return openListing(bytes, found, listRar5(bytes), RAR5_FRAME, reading)
  if (startsWith(bytes, RAR4_MARK)) return openListing(bytes, found, listRar4(bytes), RAR4_FRAME, reading)
  return closed(found, 'unsupported')
}

function startsWith(bytes: Buffer, mark: Buffer): boolean {
  return bytes.subarray(0, mark.length).equals(mark)
}
