// Habits of PDF writers that leave no doubt what the file says: signed as they are, such files stay intact.
import { describe, expect, test } from 'vitest'
import { identity } from '../../../samples/make/pki.ts'
import { signPdf } from '../../../samples/make/sign-pdf.ts'
import { handPdf, read, SIGNED_AT, stream } from '../../signature/support/pdf.ts'

const PLAIN = handPdf({
  3: '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
  4: stream('BT /F1 12 Tf 72 700 Td (MAU THU) Tj ET'),
  5: '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
}).toString('latin1')

/** The file with its xref table and startxref set right for where its objects stand now. */
function withTable(pdf: string): string {
  const offsets = new Map([...pdf.matchAll(/(?<=[\s])(\d+) 0 obj/g)].map((match) => [match[1]!, match.index]))
  const table = pdf.lastIndexOf('xref\n', pdf.lastIndexOf('trailer'))
  return pdf
    .replace(
      /(\d+) 1\n\d{10} 00000 n/g,
      (_all, number) => `${number} 1\n${`${offsets.get(number)}`.padStart(10, '0')} 00000 n`,
    )
    .replace(/startxref\n\d+/, `startxref\n${table}`)
}

async function signed(pdf: string) {
  const { integrity, reasons } = read(
    await signPdf(Buffer.from(pdf, 'latin1'), { ...identity('van-phong'), signedAt: SIGNED_AT }),
  )
  return { integrity, reasons }
}

const ENTRY = /5 1\n\d{10} 00000 n\r\n/

const HABITS: [string, string][] = [
  ['no endobj before the xref table', withTable(PLAIN.replace('/Helvetica>>\nendobj', '/Helvetica>>'))],
  ['no endobj of a page', withTable(PLAIN.replace(/(\/F1 5 0 R>>>>>>)\nendobj/, '$1'))],
  ['a carriage return alone behind "stream"', withTable(PLAIN.replace('>>\nstream\n', '>>\nstream\r'))],
  ['a blank behind "stream"', withTable(PLAIN.replace('>>\nstream\n', '>>\nstream \r\n'))],
  ['no line end between "endstream" and "endobj"', withTable(PLAIN.replace('endstream\nendobj', 'endstreamendobj'))],
  ['objects one behind the other in a line', withTable(PLAIN.replace('endobj\n4 0 obj', 'endobj 4 0 obj'))],
  ['an xref entry given twice', PLAIN.replace(ENTRY, '$&$&')],
  ['an xref entry of an object that nothing needs', PLAIN.replace('xref\n', 'xref\n9 1\n0000000020 00000 n\r\n')],
  [
    'a reference to an object that is not there',
    withTable(PLAIN.replace('/BaseFont', '/FontDescriptor 77 0 R/BaseFont')),
  ],
  ['/Prev 0', PLAIN.replace('trailer\n<<', 'trailer\n<</Prev 0')],
  ['/Encrypt null', PLAIN.replace('trailer\n<<', 'trailer\n<</Encrypt null')],
  ['zeros behind the end', `${PLAIN}${'\0'.repeat(20)}`],
  ['a wrong /Count of pages', withTable(PLAIN.replace('/Count 1', '/Count 3'))],
]

describe('habits', () => {
  test.each(HABITS)('%s', async (_name, pdf) => {
    expect(await signed(pdf)).toEqual({ integrity: 'intact', reasons: [] })
  })
  test('the same, where readers would differ', async () => {
    const twice = PLAIN.replace(ENTRY, (entry) => entry + entry.replace(/\d{10}/, '0000000015'))
    expect(await signed(twice)).toMatchObject({ integrity: 'uncheckable' })
    const short = withTable(PLAIN.replace('/Helvetica>>\nendobj', '/Helvetica>>\n/Symbol'))
    expect(await signed(short)).toMatchObject({ integrity: 'uncheckable' })
  })
})
