// Appends an incremental update to a PDF (ISO 32000-2 7.5.6) with an xref table or an xref stream, as the original has.
import { createHash } from 'node:crypto'
import type { PDFDocument, PDFRef } from 'pdf-lib'

/**
 * The original bytes and one update behind them. `objects` are the bodies of new or changed objects by reference.
 * Throws when the original names no startxref.
 */
export function appendUpdate(pdf: Buffer, document: PDFDocument, objects: Map<PDFRef, string>): Buffer {
  const previous = startxref(pdf)
  const parts: Buffer[] = [pdf]
  let size = pdf.length
  const push = (text: string): void => {
    const bytes = Buffer.from(text, 'latin1')
    parts.push(bytes)
    size += bytes.length
  }
  if (pdf.at(-1) !== 0x0a) push('\n')
  const offsets = new Map<number, number>()
  for (const [ref, body] of objects) {
    offsets.set(ref.objectNumber, size)
    push(`${ref.objectNumber} ${ref.generationNumber} obj\n${body}\nendobj\n`)
  }
  const table = pdf.toString('latin1', previous, previous + 4) === 'xref'
  const at = size
  const entries = trailerEntries(pdf, document, previous)
  const count = Math.max(nextNumber(pdf), ...[...offsets.keys()].map((number) => number + 1))
  push(table ? xrefTable(offsets, entries, count) : xrefStream(offsets, entries, count, at))
  push(`startxref\n${at}\n%%EOF\n`)
  return Buffer.concat(parts)
}

/** Offset that the last startxref names. */
export function startxref(pdf: Buffer): number {
  const at = pdf.lastIndexOf('startxref')
  const number = Number.parseInt(pdf.toString('latin1', at + 9, at + 40).trim(), 10)
  if (at < 0 || !(number > 0)) throw new Error('the PDF names no startxref')
  return number
}

/** First object number that is free: the /Size of the last trailer. pdf-lib does not count object and xref streams. */
export function nextNumber(pdf: Buffer): number {
  const size = /\/Size\s+(\d+)/.exec(pdf.toString('latin1', startxref(pdf)))
  if (!size) throw new Error('the PDF names no /Size')
  return Number(size[1])
}

function trailerEntries(pdf: Buffer, document: PDFDocument, previous: number): string {
  const { Root, Info } = document.context.trailerInfo
  const id = createHash('sha256').update(pdf).digest('hex').slice(0, 32)
  const info = Info ? `/Info ${Info}` : ''
  return `/Root ${Root}${info}/Prev ${previous}/ID[<${id}><${id}>]`
}

function xrefTable(offsets: Map<number, number>, entries: string, size: number): string {
  const sections = [...offsets]
    .toSorted(([a], [b]) => a - b)
    .map(([number, offset]) => `${number} 1\n${String(offset).padStart(10, '0')} 00000 n\r\n`)
  return `xref\n${sections.join('')}trailer\n<</Size ${size}${entries}>>\n`
}

/** The xref stream lists itself; its data stay uncompressed, in hex, so that they can be read in the sample. */
function xrefStream(offsets: Map<number, number>, entries: string, size: number, at: number): string {
  const all = [...offsets, [size, at] as const].toSorted(([a], [b]) => a - b)
  const data = all.map(([, offset]) => `01${offset.toString(16).padStart(8, '0')}00`).join('')
  const index = all.map(([number]) => `${number} 1`).join(' ')
  const head = `/Type/XRef/Size ${size + 1}/W[1 4 1]/Index[${index}]/Filter/ASCIIHexDecode/Length ${data.length + 1}${entries}`
  return `${size} 0 obj\n<<${head}>>\nstream\n${data}>\nendstream\nendobj\n`
}
