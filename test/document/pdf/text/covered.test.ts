// Checklist step 20: what the picture of a later signature covers is noted with the earlier one, and no more than noted.
import { PDFDocument, StandardFonts } from 'pdf-lib'
import { expect, test } from 'vitest'
import { identity } from '../../../../samples/make/pki.ts'
import { signPdf } from '../../../../samples/make/sign-pdf.ts'
import { read, SIGNED_AT } from '../../../signature/support/pdf.ts'

/** A page with that drawn on it, signed twice; the second signature has a seal at 380 90 480 190. */
async function notes(draw: (document: PDFDocument) => void | Promise<void>, visible = true): Promise<string[]> {
  const document = await PDFDocument.create()
  document.addPage([595, 842])
  await draw(document)
  const plain = Buffer.from(await document.save({ useObjectStreams: false, updateFieldAppearances: true }))
  const first = await signPdf(plain, { ...identity('van-phong'), signedAt: SIGNED_AT, field: 'Một' })
  const second = await signPdf(first, { ...identity('van-phong'), signedAt: SIGNED_AT, field: 'Hai', visible })
  const { integrity, signatures } = read(second)
  expect(integrity).toBe('intact')
  expect(signatures[1]!.notes.filter((note) => note.includes('covers'))).toEqual([])
  return signatures[0]!.notes.filter((note) => note.includes('covers'))
}

const words = (x: number, y: number) => (document: PDFDocument) =>
  document.getPage(0).drawText('NGUYEN VAN MAU', { x, y, size: 13 })

test('words under the seal', async () => {
  expect(await notes(words(390, 130))).toEqual(['the picture of "Hai" covers words of page 1'])
})

test('words beside, above and below it, and a picture that is not shown', async () => {
  for (const [x, y] of [
    [200, 130],
    [390, 195],
    [390, 70],
  ] as const)
    expect(await notes(words(x, y))).toEqual([])
  expect(await notes(words(390, 130), false)).toEqual([])
})

test('a form field under the seal', async () => {
  const noted = await notes(async (document) => {
    const font = await document.embedFont(StandardFonts.Helvetica)
    const field = document.getForm().createTextField('sotien')
    field.addToPage(document.getPage(0), { x: 450, y: 150, width: 100, height: 20, font })
    document
      .getForm()
      .createTextField('khac')
      .addToPage(document.getPage(0), { x: 50, y: 50, width: 99, height: 20, font })
  })
  expect(noted).toEqual(['the picture of "Hai" covers the form field "sotien" of page 1'])
})

test('a page whose content cannot be read to its end is not known', async () => {
  const noted = await notes((document) => {
    const content = document.context.flateStream('0 0 m '.repeat(900_000))
    document.getPage(0).node.addContentStream(document.context.register(content))
  })
  expect(noted).toEqual(['what the picture of "Hai" covers on page 1 is not known'])
})
