// What readPdf says of a PDF: xref tables, streams and hybrids, damage, encryption, pages, active content, bombs.
import { PDFDocument } from 'pdf-lib'
import { describe, expect, test } from 'vitest'
import { objectStream, withObjectStream, xrefStreamPdf } from '../signature/support/object-stream.ts'
import { appendObjects, handPdf, type Objects, plainPdf, read, stream } from '../signature/support/pdf.ts'

const catalog = (rest: string) => ({ 1: `<</Type/Catalog/Pages 2 0 R${rest}>>` })
const damaged = { integrity: 'uncheckable', damaged: true, signatures: [], reasons: ['damaged'] }
const UNSIGNED = { integrity: 'unsigned', encrypted: false, damaged: false, reasons: [] }

/** Changes the text of a file without moving anything. */
function patch(pdf: Buffer, from: string | RegExp, to: string): Buffer {
  const text = pdf.toString('latin1')
  const out = text.replace(from, (found) => to.padEnd(found.length, ' '))
  if (out === text || out.length !== text.length) throw new Error('the patch does not fit')
  return Buffer.from(out, 'latin1')
}

describe('files in order', () => {
  test.each([false, true])('pdf-lib, object streams %s', async (objectStreams) => {
    expect(read(await plainPdf({ objectStreams }))).toMatchObject({ ...UNSIGNED, pages: 1, active: [] })
  })
  test('written by hand, and with an object stream', () => {
    expect(read(handPdf({}))).toMatchObject({ ...UNSIGNED, pages: 1 })
    const pages = { 2: '<</Type/Pages/Kids[3 0 R 3 0 R]/Count 1>>' }
    expect(read(withObjectStream({}, { 30: 'null' }))).toMatchObject({ ...UNSIGNED, pages: 1 })
    expect(read(withObjectStream({}, pages)).damaged).toBe(true)
  })
  test('pages are counted, not believed', async () => {
    const document = await PDFDocument.create()
    for (let page = 0; page < 40; page++) document.addPage()
    expect(read(Buffer.from(await document.save())).pages).toBe(40)
    const claim = { 2: '<</Type/Pages/Kids[3 0 R]/Count 700>>' }
    expect(read(handPdf(claim)).pages).toBe(1)
  })
  test('an update with /Prev: the newest object counts', () => {
    const pdf = handPdf({})
    const previous = pdf.toString('latin1').match(/startxref\n(\d+)/)![1]
    const two = { 2: '<</Type/Pages/Kids[3 0 R 4 0 R]>>', 4: '<</Type/Page/Parent 2 0 R>>' }
    expect(read(appendObjects(pdf, two, `/Root 1 0 R/Prev ${previous}`)).pages).toBe(2)
  })
  test('xref entries of 19 bytes', () => {
    const pdf = handPdf({})
    const short = pdf.toString('latin1').replace(/ n\r\n/g, ' n\n')
    expect(read(Buffer.from(short, 'latin1'))).toMatchObject(UNSIGNED)
  })
  test('bytes before the header and behind the end do not make it unsigned for certain', () => {
    const shifted = handPdf({}).toString('latin1').replace('%PDF-1.7\n%', '       %PDF-1.7\n%')
    const offset = (text: string) =>
      text.replace(/(\d{10}) 00000 n/g, (_, at) => `${String(Number(at) + 7).padStart(10, '0')} 00000 n`)
    const moved = offset(shifted).replace(/startxref\n(\d+)/, (_, at) => `startxref\n${Number(at) + 7}`)
    expect(read(Buffer.from(moved, 'latin1'))).toMatchObject({ integrity: 'uncheckable', damaged: false, pages: 1 })
  })
})

describe('hybrid files', () => {
  /** The table leaves object 2 to the stream (as Word writes it), or names it too. */
  function hybrid(tableNamesIt: boolean): Buffer {
    const pdf = handPdf({ 5: stream('x') })
    const text = pdf.toString('latin1')
    const [, offset] = /2 1\n(\d{10}) 00000 n/.exec(text)!
    const body = text.slice(0, text.lastIndexOf('\nxref\n') + 1)
    const other = '<</Type/Pages/Kids[3 0 R]/Other true>>'
    const moved = `2 0 obj\n${other}\nendobj\n`
    const data = `01${body.length.toString(16).padStart(8, '0')}00>`
    const xref = `9 0 obj\n<</Type/XRef/Size 10/W[1 4 1]/Index[2 1]/Filter/ASCIIHexDecode/Length ${data.length}>>\nstream\n${data}\nendstream\nendobj\n`
    const table = text.slice(text.lastIndexOf('\nxref\n') + 1, text.lastIndexOf('trailer'))
    const own = tableNamesIt ? table : table.replace(`${offset} 00000 n`, '0000000000 65535 f')
    const at = body.length + moved.length
    const trailer = `trailer\n<</Size 10/Root 1 0 R/XRefStm ${at}>>\nstartxref\n${at + xref.length}\n%%EOF\n`
    return Buffer.from(body + moved + xref + own + trailer, 'latin1')
  }

  test('an object that only the stream names is read', () => {
    expect(read(hybrid(false))).toMatchObject({ ...UNSIGNED, pages: 1 })
  })
  test('an update whose table names an object and whose stream another one', () => {
    const first = handPdf({})
    const previous = Number(first.toString('latin1').match(/startxref\n(\d+)/)![1])
    const at = first.length
    const moved = '2 0 obj\n<</Type/Pages/Kids[3 0 R]/Other true>>\nendobj\n'
    const data = `01${at.toString(16).padStart(8, '0')}00>`
    const xref = `9 0 obj\n<</Type/XRef/Size 10/W[1 4 1]/Index[2 1]/Filter/ASCIIHexDecode/Length ${data.length}>>\nstream\n${data}\nendstream\nendobj\n`
    const tail = `xref\n0 0\ntrailer\n<</Size 10/Root 1 0 R/Prev ${previous}/XRefStm ${at + moved.length}>>\nstartxref\n${at + moved.length + xref.length}\n%%EOF\n`
    const facts = read(Buffer.concat([first, Buffer.from(moved + xref + tail, 'latin1')]))
    expect(facts).toMatchObject({ integrity: 'uncheckable', damaged: false, pages: 1 })
  })
  test('a table goes before its own stream', () => {
    expect(read(hybrid(true))).toMatchObject({ ...UNSIGNED, pages: 1 })
  })
})

describe('damaged and encrypted', () => {
  test.each(['', '%PDF-1.7', 'no pdf at all', '%PDF-1.7\nstartxref\n5\n%%EOF'])('no PDF: %j', (text) => {
    expect(read(Buffer.from(text))).toMatchObject(damaged)
  })
  test('cut off, anywhere', () => {
    const pdf = handPdf({ 4: stream('x'.repeat(200)) })
    const end = pdf.lastIndexOf('%%EOF')
    for (let size = 1; size < end - 12; size += 13)
      expect(read(pdf.subarray(0, size)).integrity, `${size}`).toBe('uncheckable')
  })
  test('xref sections in a circle', () => {
    const pdf = handPdf({}, '/Prev 0000000000')
    const at = pdf.toString('latin1').match(/startxref\n(\d+)/)![1]!
    expect(read(patch(pdf, '/Prev 0000000000', `/Prev ${at}`))).toMatchObject(damaged)
  })
  test.each([
    '/Prev -5',
    '/Prev 5',
    '/Prev (x)',
    '/Prev 99999999',
    '/Prev 1 0 R',
    '/Root 2 0 R',
    '/XRefStm 5',
    '/XRefStm -1',
  ])('trailer with %s', (entry) => {
    expect(read(handPdf({}, entry))).toMatchObject(damaged)
  })
  test('an xref that is off by one', () => {
    const pdf = handPdf({}).toString('latin1')
    const off = pdf.replace(/(\d{10}) 00000 n/g, (_, at) => `${String(Number(at) + 1).padStart(10, '0')} 00000 n`)
    expect(read(Buffer.from(off, 'latin1'))).toMatchObject(damaged)
  })
  test('objects that are not where the xref says', () => {
    const pdf = handPdf({ 4: '<</Type/Page>>' })
    const [, offset] = /4 1\n(\d{10})/.exec(pdf.toString('latin1'))!
    expect(read(patch(pdf, /(?<=\n3 1\n)\d{10}/, offset!))).toMatchObject({ damaged: true, pages: null })
    const other = xrefStreamPdf({ ...catalog('/A 31 0 R'), 20: objectStream({ 30: 'null' }) }, [[31, 20, 0]])
    expect(read(other)).toMatchObject({ damaged: true, active: null })
  })
  test('an object stream that is longer or shorter than it says', () => {
    const pdf = withObjectStream(catalog('/A 30 0 R'), { 30: 'null' })
    const at = pdf.indexOf('20 0 obj')
    const length = Number(/\/Length (\d+)/.exec(pdf.toString('latin1', at))![1])
    for (const wrong of [length - 1, length + 4]) {
      const text = pdf.toString('latin1', at).replace(`/Length ${length}`, `/Length ${wrong}`)
      expect(read(Buffer.concat([pdf.subarray(0, at), Buffer.from(text, 'latin1')])).damaged, `${wrong}`).toBe(true)
    }
  })
  test('an end that is not near the end', () => {
    const pdf = handPdf({})
    expect(read(Buffer.concat([pdf, Buffer.alloc(900)]))).toMatchObject(UNSIGNED)
    expect(read(Buffer.concat([pdf, Buffer.alloc(1100)]))).toMatchObject(damaged)
  })
  test('an object that stands twice in a section', () => {
    expect(read(patch(handPdf({}), '\n3 1\n', '\n2 1\n'))).toMatchObject(damaged)
  })
  test('an xref table with a huge count', () => {
    expect(read(patch(handPdf({ 10000001: 'null' }), '10000001 1\n', '1 99999999'))).toMatchObject(damaged)
  })
  test('no Catalog, no page tree, a circular one', () => {
    for (const objects of [
      { 1: 'null' },
      { 1: '[]' },
      { 1: '<</Type/Catalog>>' },
      { 2: '<</Type/Pages/Kids[2 0 R]>>' },
      { 2: '<</Type/Pages/Kids[4 0 R]>>', 4: '<</Type/Pages/Kids[2 0 R]>>' },
      { 2: '<</Type/Pages/Kids[3 0 R 3 0 R]>>' },
      { 2: '<</Type/Pages/Kids[99 0 R]>>' },
      { 3: '<</Type/Font>>' },
    ] as Objects[])
      expect(read(handPdf(objects))).toMatchObject({ integrity: 'uncheckable', damaged: true, pages: null })
  })
  test('references that run in a circle', () => {
    expect(read(handPdf({ 1: '4 0 R', 4: '1 0 R' }))).toMatchObject(damaged)
  })
  test('a Catalog that names AcroForm twice', () => {
    expect(read(handPdf(catalog('/AcroForm null/AcroForm<</Fields[]>>')))).toMatchObject({ ...damaged, pages: null })
  })
  test('encrypted', () => {
    const facts = read(handPdf({ 4: '<</Filter/Standard/V 4>>' }, '/Encrypt 4 0 R'))
    expect(facts).toMatchObject({
      integrity: 'uncheckable',
      encrypted: true,
      pages: null,
      active: null,
      reasons: ['encrypted'],
    })
    expect(facts.signatures).toEqual([])
  })
  test('encrypted, and an update that does not say so', () => {
    const pdf = handPdf({ 4: '<</Filter/Standard/V 4>>' }, '/Encrypt 4 0 R')
    const previous = pdf.toString('latin1').match(/startxref\n(\d+)/)![1]
    expect(read(appendObjects(pdf, { 9: 'null' }, `/Root 1 0 R/Prev ${previous}`)).encrypted).toBe(true)
  })
})

describe('active content', () => {
  const active = (objects: Objects) => read(handPdf(objects)).active
  const js = '<</S/JavaScript/JS(app.alert(1))>>'

  test.each([
    ['OpenAction', catalog(`/OpenAction${js}`)],
    ['document actions', catalog(`/AA<</WC${js}>>`)],
    ['the name tree', { ...catalog('/Names<</JavaScript 4 0 R>>'), 4: '<</Names[(a)5 0 R]>>', 5: js }],
    ['a page', { 3: `<</Type/Page/AA<</O${js}>>>>` }],
    ['an annotation', { 3: '<</Type/Page/Annots[4 0 R]>>', 4: `<</Subtype/Link/A${js}>>` }],
    ['a field', { ...catalog('/AcroForm<</Fields[4 0 R]>>'), 4: `<</FT/Tx/T(a)/AA<</K${js}>>>>` }],
    ['an action chain', catalog(`/OpenAction<</S/GoTo/Next[<</S/Named>>${js}]>>`)],
    ['a rendition', catalog('/OpenAction<</S/Rendition/JS(x)>>')],
    ['names in #xx', catalog('/OpenAction<</#53/Java#53cript/J#53(x)>>')],
    ['a type by reference', { ...catalog('/OpenAction<</S 4 0 R>>'), 4: '/JavaScript' }],
    ['a type that comes twice', catalog('/OpenAction<</S/JavaScript/S/GoTo>>')],
    ['an object that was first asked for by a wrong generation', { ...catalog('/A[4 1 R 4 0 R]'), 4: js }],
    ['an object that is later asked for by a wrong generation', { ...catalog('/A[4 0 R 4 1 R]'), 4: js }],
  ])('JavaScript in %s', (_, objects) => {
    expect(active(objects as Objects)).toEqual(['javascript'])
  })
  test('JavaScript in an object stream', () => {
    const facts = read(withObjectStream(catalog('/OpenAction 30 0 R'), { 30: js }))
    expect(facts).toMatchObject({ ...UNSIGNED, active: ['javascript'] })
  })
  test('launch and attachments', () => {
    const file = '<</Type/Filespec/F(a.exe)/EF<</F 4 0 R>>>>'
    const objects = {
      ...catalog(`/OpenAction<</S/Launch/F(x)>>/Names<</EmbeddedFiles<</Names[(a)${file}]>>>>`),
      4: stream('x'),
    }
    expect(active(objects)).toEqual(['embedded-file', 'launch'])
  })
  test('text that only speaks of it, and objects that nothing leads to', async () => {
    expect(
      active({ 3: '<</Type/Page/Note(/S /JavaScript /JS)/Contents 4 0 R>>', 4: stream('/OpenAction /JavaScript') }),
    ).toEqual([])
    expect(active({ 9: `<</OpenAction${js}>>` })).toEqual([])
    expect(active({ ...catalog('/OpenAction 4 1 R'), 4: js })).toEqual([])
    expect(read(await plainPdf({ text: '/OpenAction <</S /JavaScript>>' })).active).toEqual([])
    expect(active(catalog('/OpenAction<</S/constructor>>/X<</S/__proto__>>'))).toEqual([])
  })
  test('an object that cannot be read leaves it open', () => {
    const facts = read(handPdf({ ...catalog('/OpenAction 4 0 R'), 4: '<</S/JavaScript' }))
    expect(facts).toMatchObject({ active: null, pages: 1, damaged: true, integrity: 'uncheckable' })
  })
})
