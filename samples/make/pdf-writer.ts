// Writes a small PDF from its objects: header, body, xref table, trailer (ISO 32000-1, 7.5).

/** An object's content as pieces that follow one another. */
export type PdfObject = (string | Buffer)[]

/** The objects are numbered from 1: the first is the Catalog, the last the Info dictionary. */
export function writePdf(objects: PdfObject[]): Buffer {
  const chunks: Buffer[] = []
  let size = 0
  const push = (chunk: string | Buffer): void => {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk, 'latin1')
    chunks.push(bytes)
    size += bytes.length
  }
  push('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n')
  const offsets: number[] = []
  for (const [index, body] of objects.entries()) {
    offsets.push(size)
    for (const piece of [`${index + 1} 0 obj\n`, ...body, '\nendobj\n']) push(piece)
  }
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const start = size
  const count = objects.length
  push(`xref\n0 ${count + 1}\n0000000000 65535 f \n${rows}`)
  push(`trailer\n<< /Size ${count + 1} /Root 1 0 R /Info ${count} 0 R >>\nstartxref\n${start}\n%%EOF\n`)
  return Buffer.concat(chunks)
}
