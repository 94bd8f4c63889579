// Spoiled bytes in content, fonts and structure: reading ends with text or reasons, never with another error.
import { describe, expect, test } from 'vitest'
import { Budget } from '../../../../src/document/pdf/budget.ts'
import { PdfFile } from '../../../../src/document/pdf/file.ts'
import { PdfError } from '../../../../src/document/pdf/objects.ts'
import { PdfText } from '../../../../src/document/pdf/text/read.ts'
import { TextCollector } from '../../../../src/document/text/collect.ts'
import { stream } from '../../../signature/support/pdf.ts'
import { cff, cmap, format4, sfnt } from './font-builder.ts'
import { pageWith } from './support.ts'

const RUNS = process.env.CONGTHU_TEST_SIZE === 'full' ? 20_000 : 2000

const PARTS = [
  ...'q Q cm Do BT ET Tf Td TD Tm T* Tj TJ \' " Tc Tw Tz TL Ts Tr g rg k cs scn gs BI ID EI BDC BMC EMC re f S'.split(
    ' ',
  ),
  ...'/F1 /F2 /F3 /X1 /P1 /OC /L1 [ ] << >> ( ) < > (chu) <0041> 0 1 -1 12 72.5 700 1e9 99999999999 null true %\n'.split(
    ' ',
  ),
]

const BASE = pageWith(
  'BT /F1 12 Tf 72 700 Td (MAU) Tj /F2 12 Tf <00010002> Tj /F3 12 Tf (ABC) Tj ET /X1 Do /Pattern cs /P1 scn',
  {
    fonts: '/F3 12 0 R',
    resources: '/XObject<</X1 7 0 R>>/Pattern<</P1 7 0 R>>/Properties<</L1 14 0 R>>',
    page: '/Annots[<</Subtype/Stamp/Contents(ghi chu)/RC(<p>a&#65;</p>)/AP<</N 7 0 R>>>>]',
    objects: {
      6: '<</Type/Font/Subtype/Type0/BaseFont/X/Encoding 9 0 R/ToUnicode 10 0 R/DescendantFonts[<</Subtype/CIDFontType2/W[1[500]2 9 600]/FontDescriptor<</FontFile2 8 0 R>>>>]>>',
      7: stream(
        'BT /F1 9 Tf 9 9 Td (form) Tj ET',
        '/Subtype/Form/Matrix[1 0 0 1 5 5]/PatternType 1/Resources<</Font<</F1 5 0 R>>/XObject<</X1 7 0 R>>>>',
      ),
      8: stream(sfnt({ cmap: cmap(3, 1, format4([{ from: 65, to: 90, glyph: 1 }])) })),
      9: stream('1 begincodespacerange <0000><FFFF> endcodespacerange 1 begincidrange <0000><00FF> 0 endcidrange'),
      10: stream('1 beginbfrange <0001><0009><1EAC> endbfrange 1 beginbfchar <0002><00540041> endbfchar'),
      12: '<</Type/Font/Subtype/Type1/BaseFont/Y/FontDescriptor<</FontFile3 13 0 R>>/FirstChar 65/Widths[500 500 500]>>',
      13: stream(cff(['M', 'A', 'T']), '/Subtype/Type1C'),
      14: '<</Type/OCG>>',
    },
  },
).toString('latin1')

/** A generator that gives the same numbers for the same seed (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Reads what can be opened; gives the text that was found. */
function readAll(pdf: Buffer): string {
  let file: PdfFile
  try {
    file = PdfFile.open(pdf, new Budget())
  } catch (error) {
    if (error instanceof PdfError) return ''
    throw error
  }
  if (file.locked) return ''
  const deadline = performance.now() + 30_000
  const collector = new TextCollector(1_000_000, deadline)
  new PdfText(file, 10_000_000, deadline).read(collector)
  const { texts, reasons } = collector.result()
  expect(reasons).not.toContain('time-limit')
  return texts.map(({ text }) => text).join('')
}

describe('fuzz', () => {
  test('bytes of a file with every kind of font, form and annotation', () => {
    const original = Buffer.from(BASE, 'latin1')
    let read = 0
    for (let run = 0; run < RUNS; run++) {
      const random = numbers(run)
      const spoiled = Buffer.from(original)
      const changes = 1 + Math.floor(random() * 8)
      for (let change = 0; change < changes; change++) {
        const at = Math.floor(random() * spoiled.length)
        spoiled[at] = random() < 0.5 ? Math.floor(random() * 256) : spoiled[Math.floor(random() * spoiled.length)]!
      }
      if (readAll(spoiled) !== '') read++
    }
    expect(read).toBeGreaterThan(RUNS / 4)
  })
  test('operators and operands in any order', () => {
    let read = 0
    for (let run = 0; run < RUNS; run++) {
      const random = numbers(run + 1_000_000)
      const content = Array.from(
        { length: 1 + Math.floor(random() * 60) },
        () => PARTS[Math.floor(random() * PARTS.length)]!,
      )
      const text = ['BT /F1 12 Tf 72 700 Td', ...content, '(chu) Tj ET'].join(' ')
      const objects = { 7: stream(text, '/Subtype/Form/Resources<</Font<</F1 5 0 R>>/XObject<</X1 7 0 R>>>>') }
      if (readAll(pageWith(text, { objects, resources: '/XObject<</X1 7 0 R>>' })) !== '') read++
    }
    expect(read).toBeGreaterThan(RUNS / 5)
  })
})
