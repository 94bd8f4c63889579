// Names of a zip member: readers of one archive show different ones, so all of them are candidates (APPNOTE 4.4.4 bit 11, 4.6.9).
import * as yauzl from 'yauzl'

const UTF8_FLAG = 0x800
const UNICODE_PATH = 0x7075

interface NameSource {
  raw: Buffer
  flags: number
  /** Extra fields, in the directory or in the local header. */
  extra: { id: number; data: Buffer }[]
}

/**
 * Candidate names, the likeliest first: the Unicode path field, UTF-8 where the flag says so or the bytes are that (macOS sets
 * no flag), else code page 437. The path field counts with a wrong checksum too: not every reader looks at it.
 */
export function zipNames({ raw, flags, extra }: NameSource): string[] {
  const utf8 = raw.toString('utf8')
  const isUtf8 = !utf8.includes('\ufffd')
  const likeliest = yauzl.getFileNameLowLevel(isUtf8 ? UTF8_FLAG : flags & UTF8_FLAG, raw, extra, true)
  const names = new Set([likeliest])
  if (isUtf8) names.add(utf8)
  // Without the flag Windows takes the bytes for its own code page.
  if ((flags & UTF8_FLAG) === 0) names.add(yauzl.getFileNameLowLevel(0, raw, [], true))
  for (const { id, data } of extra) if (id === UNICODE_PATH && data.length > 5) names.add(data.toString('utf8', 5))
  return [...names]
}

/** Extra fields; those that do not fit are left out. */
export function extraFields(bytes: Buffer): { id: number; data: Buffer }[] {
  const fields: { id: number; data: Buffer }[] = []
  for (let at = 0; at + 4 <= bytes.length; ) {
    const size = bytes.readUInt16LE(at + 2)
    fields.push({ id: bytes.readUInt16LE(at), data: bytes.subarray(at + 4, at + 4 + size) })
    at += 4 + size
  }
  return fields
}
