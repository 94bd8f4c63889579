// Files that a PDF carries are documents of their own: e-invoices pass, programs are found, what cannot be had is said.
import { PDFDocument } from 'pdf-lib'
import { describe, expect, test } from 'vitest'
import { handPdf, stream } from '../../signature/support/pdf.ts'
import { read as readNamed } from '../../support/reading.ts'

const PROGRAM = Buffer.concat([
  Buffer.from('MZ'),
  Buffer.alloc(58),
  Buffer.from([64, 0, 0, 0]),
  Buffer.from('PE\0\0d\x86'),
  Buffer.alloc(200),
])

const read = (bytes: Buffer) => readNamed(bytes, 'hoa-don.pdf')

async function withFiles(files: Record<string, Buffer>): Promise<Buffer> {
  const document = await PDFDocument.create()
  document.addPage([595, 842]).drawText('MAU THU NGHIEM')
  for (const [name, bytes] of Object.entries(files)) await document.attach(bytes, name)
  return Buffer.from(await document.save())
}

describe('attached to a PDF', () => {
  test('an invoice as XML is read beside it', async () => {
    const facts = await read(
      await withFiles({ 'hóa đơn.xml': Buffer.from('<?xml version="1.0"?><HDon><So>1</So></HDon>') }),
    )
    expect(facts).toMatchObject({ kind: 'pdf', inspected: 'full', active: ['embedded-file'], integrity: 'unsigned' })
    expect(facts.children).toMatchObject([{ name: 'hóa đơn.xml', kind: 'xml', at: { path: ['hóa đơn.xml'] } }])
  })
  test('a program and an editable document are what they are', async () => {
    const facts = await read(await withFiles({ 'a.txt': PROGRAM, 'b.rtf': Buffer.from('{\\rtf1 MAU THU NGHIEM}') }))
    expect(facts.children.map(({ kind, executable, editable }) => [kind, executable, editable])).toEqual([
      ['exe', true, false],
      ['rtf', false, true],
    ])
  })
  test('at an annotation, under two names', async () => {
    const pdf = handPdf({
      3: '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Annots[4 0 R]>>',
      4: '<</Type/Annot/Subtype/FileAttachment/Rect[0 0 9 9]/FS<</Type/Filespec/F(a.txt)/UF(b.exe)/EF<</F 5 0 R>>>>>>',
      5: stream(PROGRAM),
    })
    expect((await read(pdf)).children).toMatchObject([{ names: ['b.exe', 'a.txt'], kind: 'exe' }])
  })
  test('what cannot be unpacked makes the PDF partial', async () => {
    const pdf = handPdf({
      3: '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/AF[<</F(a.bin)/EF<</F 5 0 R>>>>]>>',
      5: stream('no zlib data', '/Filter/FlateDecode'),
    })
    const facts = await read(pdf)
    expect(facts.inspected).toBe('partial')
    expect(facts.children).toMatchObject([{ name: 'a.bin', inspected: 'none' }])
  })
  test('a PDF within a PDF within a PDF', async () => {
    const inner = await withFiles({ 'c.exe': PROGRAM })
    const facts = await read(await withFiles({ 'b.pdf': await withFiles({ 'a.pdf': inner }) }))
    expect(facts.children[0]!.children[0]!.children[0]).toMatchObject({
      kind: 'exe',
      at: { path: ['b.pdf', 'a.pdf', 'c.exe'] },
    })
  })
})
