// PDFs made to cost much: each ends early, within a second or so, and says which limit it met.
import { deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { withObjectStream } from '../../signature/support/object-stream.ts'
import { appendObjects, handPdf, type Objects, read, stream } from '../../signature/support/pdf.ts'

const catalog = (rest: string) => ({ 1: `<</Type/Catalog/Pages 2 0 R${rest}>>` })

describe('bombs end early', () => {
  const timed = (pdf: Buffer) => {
    const start = performance.now()
    const facts = read(pdf)
    expect(performance.now() - start).toBeLessThan(3000)
    return facts
  }

  test('an object stream that inflates to 300 MB', () => {
    const bomb = deflateSync(Buffer.alloc(300 * 1024 * 1024), { level: 1 })
    const small = withObjectStream(catalog('/A 30 0 R'), { 30: 'null' })
    const body = stream(bomb, '/Type/ObjStm/N 1/First 10/Filter/FlateDecode')
    // The bomb takes the place of the object stream, the last object before the xref stream.
    const start = small.indexOf('20 0 obj')
    const before = Buffer.concat([small.subarray(0, start), Buffer.from('20 0 obj\n'), body, Buffer.from('\nendobj\n')])
    const xref = small.subarray(small.indexOf('98 0 obj'), small.lastIndexOf('startxref'))
    const facts = timed(Buffer.concat([before, xref, Buffer.from(`startxref\n${before.length}\n%%EOF\n`)]))
    expect(facts).toMatchObject({ integrity: 'unsigned', active: null, reasons: ['size-limit'] })
  })
  test('an object stream in itself, and one whose length is in itself', () => {
    expect(timed(withObjectStream(catalog('/A 20 0 R'), { 20: 'null' })).damaged).toBe(true)
    const length = { ...catalog('/A 30 0 R'), 20: stream('30 0 5', '/Type/ObjStm/N 1/First 5/Length 30 0 R') }
    expect(timed(withObjectStream(length, { 30: '5' })).damaged).not.toBeNull()
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
