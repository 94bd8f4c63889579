// Handwritten PDFs whose objects stand in an object stream, found through an xref stream.
import { deflateSync } from 'node:zlib'
import { handPdf, type Objects, stream } from './pdf.ts'

/** Object stream with these bodies. */
export function objectStream(objects: Record<number, string>, compress = true): Buffer {
  let header = ''
  let data = ''
  for (const [number, body] of Object.entries(objects)) {
    header += `${number} ${data.length} `
    data += `${body} `
  }
  const bytes = Buffer.from(header + data, 'latin1')
  const entries = `/Type/ObjStm/N ${Object.keys(objects).length}/First ${header.length}`
  return compress ? stream(deflateSync(bytes), `${entries}/Filter/FlateDecode`) : stream(bytes, entries)
}

/** Where the xref stream sends an object: into which object stream, as the how-manieth object. */
export type PackedRow = [number: number, container: number, index: number]

/** A PDF with an xref stream; `packed` rows take the place of those of the objects in the file. */
export function xrefStreamPdf(objects: Objects, packed: PackedRow[]): Buffer {
  const pdf = handPdf(objects)
  const table = pdf.toString('latin1', pdf.lastIndexOf('\nxref\n'))
  const rows = new Map<number, string>()
  const hex = (value: number) => value.toString(16).padStart(8, '0')
  for (const [, number, offset] of table.matchAll(/(\d+) 1\n(\d{10}) 00000 n/g))
    rows.set(Number(number), `01${hex(Number(offset))}00`)
  for (const [number, container, place] of packed)
    rows.set(number, `02${hex(container)}${place.toString(16).padStart(2, '0')}`)
  const body = pdf.subarray(0, pdf.lastIndexOf('\nxref\n') + 1)
  const index = [...rows.keys()].map((number) => `${number} 1`).join(' ')
  const data = Buffer.from([...rows.values()].join(''), 'hex')
  const entries = `/Type/XRef/Size 900001/W[1 4 1]/Index[${index}]/Root 1 0 R/Filter/FlateDecode`
  const end = `\nendobj\nstartxref\n${body.length}\n%%EOF\n`
  const xref = stream(deflateSync(data), entries)
  return Buffer.concat([body, Buffer.from(`${XREF_NUMBER} 0 obj\n`), xref, Buffer.from(end)])
}

/** Number of the xref stream's own object. */
export const XREF_NUMBER = 900_000

/** A PDF with the given objects in one object stream. */
export function withObjectStream(objects: Objects, packed: Record<number, string>, container = 20): Buffer {
  const rows = Object.keys(packed).map((number, index): PackedRow => [Number(number), container, index])
  return xrefStreamPdf({ ...objects, [container]: objectStream(packed) }, rows)
}
