// Drawings of Word documents before 2007 ([MS-DOC]): those of the text and the headers, and pictures within lines.

/** fcDggInfo and lcbDggInfo in the FIB ([MS-DOC] 2.5.6). */
const DRAWINGS = 0x22a
const RECORD_HEAD = 8
/** PICF ([MS-DOC] 2.9.190): its size, that of its head, its kind. */
const PICTURE_HEAD = 0x44
const SHAPE = 0x64
const SHAPE_FILE = 0x66

/** OfficeArtContent ([MS-DOC] 2.9.171): what is common to the drawings, then each behind a byte that tells whose it is. */
export function* wordDrawings(stream: Buffer, table: Buffer): Generator<Buffer> {
  if (stream.length < DRAWINGS + 8) return
  const from = stream.readUInt32LE(DRAWINGS)
  const content = table.subarray(from, from + stream.readUInt32LE(DRAWINGS + 4))
  for (let at = 0; at + RECORD_HEAD <= content.length; ) {
    const end = at + RECORD_HEAD + content.readUInt32LE(at + 4)
    yield content.subarray(at, end)
    at = end + 1
  }
}

/** PICFAndOfficeArtData ([MS-DOC] 2.9.191) of the stream `Data` at these offsets; none is read twice. */
export function* wordPictures(data: Buffer, offsets: ReadonlySet<number>): Generator<Buffer> {
  const sorted = [...offsets].filter((at) => at + PICTURE_HEAD <= data.length).sort((one, other) => one - other)
  for (const [index, at] of sorted.entries()) {
    const end = Math.min(at + data.readUInt32LE(at), sorted[index + 1] ?? data.length)
    const kind = data.readUInt16LE(at + 6)
    let from = at + data.readUInt16LE(at + 4)
    // The name of its file stands before the shape.
    if (kind === SHAPE_FILE && from < end) from += 1 + data[from]!
    if ((kind === SHAPE || kind === SHAPE_FILE) && from < end) yield data.subarray(from, end)
  }
}
