// PDFs made to cost much: each ends early, within a second or so, and says which limit it met.
import { deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import {
  objectStream,
  type PackedRow,
  withObjectStream,
  XREF_NUMBER,
  xrefStreamPdf,
} from '../../signature/support/object-stream.ts'
import { appendObjects, CONTEXT, handPdf, type Objects, read, stream } from '../../signature/support/pdf.ts'

const catalog = (rest: string) => ({ 1: `<</Type/Catalog/Pages 2 0 R${rest}>>` })

describe('bombs end early', () => {
  const timed = (pdf: Buffer) => {
    const start = process.cpuUsage()
    const facts = read(pdf)
    const { user, system } = process.cpuUsage(start)
    expect(user + system).toBeLessThan(5_000_000)
    return facts
  }

  test('an object stream that inflates to 300 MB', () => {
    const bomb = deflateSync(Buffer.alloc(300 * 1024 * 1024), { level: 1 })
    const small = withObjectStream(catalog('/A 30 0 R'), { 30: 'null' })
    const body = stream(bomb, '/Type/ObjStm/N 1/First 10/Filter/FlateDecode')
    // The bomb takes the place of the object stream, the last object before the xref stream.
    const start = small.indexOf('20 0 obj')
    const before = Buffer.concat([small.subarray(0, start), Buffer.from('20 0 obj\n'), body, Buffer.from('\nendobj\n')])
    const xref = small.subarray(small.indexOf(`${XREF_NUMBER} 0 obj`), small.lastIndexOf('startxref'))
    const facts = timed(Buffer.concat([before, xref, Buffer.from(`startxref\n${before.length}\n%%EOF\n`)]))
    expect(facts).toMatchObject({ integrity: 'unsigned', active: null, reasons: ['size-limit'] })
  })
  test('object streams that are small each and too much together', () => {
    const filler = ' '.repeat(60_000)
    const [one, two] = [objectStream({ 30: `1${filler}` }), objectStream({ 31: `2${filler}` })]
    const pdf = xrefStreamPdf({ ...catalog('/A 30 0 R/B 31 0 R'), 20: one, 21: two }, [
      [30, 20, 0],
      [31, 21, 0],
    ])
    const within = (inflatedBytes: number) => read(pdf, { ...CONTEXT, limits: { ...CONTEXT.limits, inflatedBytes } })
    expect(within(200_000)).toMatchObject({ active: [], reasons: [] })
    expect(within(100_000)).toMatchObject({ active: null, reasons: ['size-limit'] })
  })
  test('an object stream that is said to be in itself', () => {
    expect(timed(withObjectStream(catalog('/A 20 0 R'), { 20: 'null' }))).toMatchObject({ damaged: true, active: null })
  })
  test('object streams whose length is in the next one, and in a circle', () => {
    const chain = (count: number, last: string) => {
      const objects: Objects = { ...catalog('/A 10000 0 R') }
      const packed: PackedRow[] = []
      for (let each = 0; each < count; each++) {
        const body = objectStream({ [10_000 + each]: '17' }, false).toString('latin1')
        const length = each === count - 1 ? last : `${10_001 + each} 0 R`
        objects[100 + each] = body.replace(/\/Length \d+/, `/Length ${length}`)
        packed.push([10_000 + each, 100 + each, 0])
      }
      return timed(xrefStreamPdf(objects, packed))
    }
    // "10000 0 17 " are 11 bytes.
    expect(chain(1, '11')).toMatchObject({ active: [], reasons: [] })
    expect(chain(3, '10000 0 R')).toMatchObject({ active: null, reasons: ['damaged'] })
    expect(chain(20_000, '11')).toMatchObject({ active: null, reasons: ['depth-limit'] })
  })
  test('100,000 nested arrays', () => {
    const facts = timed(handPdf({ ...catalog('/A 4 0 R'), 4: `${'['.repeat(100_000)}${']'.repeat(100_000)}` }))
    expect(facts).toMatchObject({ active: null, pages: 1, reasons: ['depth-limit'], integrity: 'unsigned' })
  })
  test('a page tree a hundred thousand levels deep', () => {
    const objects: Objects = { 2: '<</Type/Pages/Kids[10 0 R]>>' }
    for (let level = 10; level < 100_010; level++) objects[level] = `<</Type/Pages/Kids[${level + 1} 0 R]>>`
    expect(timed(handPdf(objects))).toMatchObject({ integrity: 'unsigned', pages: null, reasons: ['count-limit'] })
  })
  test('a field tree a thousand levels deep, and 200 signatures', () => {
    const deep: Objects = { ...catalog('/AcroForm<</Fields[10 0 R]>>') }
    for (let level = 10; level < 1010; level++) deep[level] = `<</T(a)/Kids[${level + 1} 0 R]>>`
    expect(timed(handPdf(deep))).toMatchObject({ integrity: 'uncheckable', reasons: ['depth-limit'] })
    const wide: Objects = { ...catalog(`/AcroForm<</Fields[${'4 0 R '.repeat(1)}]>>`) }
    wide[4] = `<</Kids[${'<</FT/Sig/T(a)/V<</Type/Sig>>>>'.repeat(200)}]>>`
    expect(timed(handPdf(wide))).toMatchObject({ integrity: 'uncheckable', reasons: ['count-limit'] })
  })
  test('many xref sections', () => {
    let pdf = handPdf({})
    for (let section = 0; section < 300; section++) {
      const previous = pdf
        .toString('latin1')
        .slice(pdf.lastIndexOf('startxref'))
        .match(/startxref\n(\d+)/)![1]
      pdf = appendObjects(pdf, { 9: 'null' }, `/Root 1 0 R/Prev ${previous}`)
    }
    expect(timed(pdf)).toMatchObject({ integrity: 'uncheckable', reasons: ['count-limit'] })
  })
})
