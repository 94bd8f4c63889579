// Files that were put into a document with Insert > Object ([MS-OLEDS] 2.3.6 Ole10Native, OLE 1.0's "Package").

/** The file, and its names: the label under the icon, where it came from, where it is unpacked to. */
export interface PackagedFile {
  names: string[]
  bytes: Buffer
}

const NAME_LIMIT = 1024
/** What the packager writes before the path to unpack to: the file is embedded, not linked. */
const EMBEDDED = 3

/** The stream's content: a packaged file, or data of another program as it is. Null when the stream is too short. */
export function readOle10Native(stream: Buffer): PackagedFile | null {
  if (stream.length < 4) return null
  // The size in front counts what follows it. What there is counts: a size that lies would hide bytes.
  const data = stream.subarray(4)
  return readPackage(data) ?? { names: [], bytes: data }
}

/** The data of OLE 1.0's class `Package`; null when it is not laid out so. */
export function readPackage(data: Buffer): PackagedFile | null {
  const label = nameAt(data, 2)
  if (label === null || data.readUInt16LE(0) !== 2) return null
  const path = nameAt(data, label.end)
  if (path === null || path.end + 8 > data.length || data.readUInt16LE(path.end + 2) !== EMBEDDED) return null
  const length = data.readUInt32LE(path.end + 4)
  const from = path.end + 8
  if (length > NAME_LIMIT || from + length + 4 > data.length) return null
  const target = data.toString('latin1', from, from + length).split('\0', 1)[0]!
  const start = from + length + 4
  const size = Math.min(data.readUInt32LE(start - 4), data.length - start)
  const names = [label.name, baseName(target), baseName(path.name)].filter((name) => name !== '')
  return { names: [...new Set(names)], bytes: data.subarray(start, start + size) }
}

function nameAt(data: Buffer, at: number): { name: string; end: number } | null {
  if (at >= data.length) return null
  const end = data.subarray(at, at + NAME_LIMIT).indexOf(0)
  return end < 0 ? null : { name: data.toString('latin1', at, at + end), end: at + end + 1 }
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1)
}
