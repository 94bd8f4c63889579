// Handwritten PDFs whose objects stand in an object stream, found through an xref stream.
import { deflateSync } from 'node:zlib'
import { handPdf, type Objects, stream } from './pdf.ts'

/** Object stream with these bodies. */
export function objectStream(objects: Record<number, string>): Buffer {
  let header = ''
  let data = ''
  for (const [number, body] of Object.entries(objects)) {
    header += `${number} ${data.length} `
    data += `${body} `
  }
  const entries = `/Type/ObjStm/N ${Object.keys(objects).length}/First ${header.length}/Filter/FlateDecode`
  return stream(deflateSync(Buffer.from(header + data, 'latin1')), entries)
}

/** A PDF whose xref stream sends the given numbers to places in object stream `container`. */
export function withObjectStream(objects: Objects, packed: Record<number, string>, container = 20): Buffer {
  const pdf = handPdf({ ...objects, [container]: objectStream(packed) })
  const rows: [number, string][] = [...pdf.toString('latin1').matchAll(/(\d+) 1\n(\d{10}) 00000 n/g)].map(
    ([, number, offset]) => [Number(number), `01${Number(offset).toString(16).padStart(8, '0')}00`],
  )
  for (const [index, number] of Object.keys(packed).entries())
    rows.push([Number(number), `02${container.toString(16).padStart(8, '0')}${index.toString(16).padStart(2, '0')}`])
  const kept = new Map(rows)
  const body = pdf.subarray(0, pdf.lastIndexOf('\nxref\n') + 1)
  const index = [...kept.keys()].map((number) => `${number} 1`).join(' ')
  const data = Buffer.from([...kept.values()].join(''), 'hex')
  const xref = stream(deflateSync(data), `/Type/XRef/Size 99/W[1 4 1]/Index[${index}]/Root 1 0 R/Filter/FlateDecode`)
  const end = `\nendobj\nstartxref\n${body.length}\n%%EOF\n`
  return Buffer.concat([body, Buffer.from('98 0 obj\n'), xref, Buffer.from(end)])
}
