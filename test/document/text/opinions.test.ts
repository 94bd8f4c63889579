// Second opinions on the text that our readers give: catdoc, antiword, unrtf, odt2txt, pdftotext, xls2csv, catppt, and LibreOffice itself.
import { describe, expect, test } from 'vitest'
import type { DocumentText, TextWhere } from '../../../src/facts.ts'
import { SENTENCES } from '../../language/encoding/sentences.ts'
import { buildOle } from '../../support/ole-builder.ts'
import { opinionDocuments } from '../../support/opinion-documents.ts'
import { container, deck, masterStyle, persist, slideAtom, text } from '../../support/powerpoint-records.ts'
import { read } from '../../support/reading.ts'
import { compare, differences, type Exception, type Opinion, wordsOf } from '../../support/second-opinion.ts'
import { TEXT_TOOLS, toolText } from '../../support/text-tools.ts'
import { hasTool } from '../../support/tools.ts'
import { ANNEX } from './annex-opinions.ts'
import { BOOK, SHOW } from './book-opinions.ts'
import { CONG_VAN, QUYET_DINH } from './letter-opinions.ts'

const files = opinionDocuments()
const tools: ReadonlySet<Opinion['by']> = new Set<Opinion['by']>(['LibreOffice', ...TEXT_TOOLS.filter(hasTool)])

const SHEETS = ['Danh sách', 'Kinh phí', 'Ý kiến (3)', 'Trang ẩn']
/** What comes back when LibreOffice reads the file again and writes it as something else. */
function libreOfficeText(file: string): string {
  if (file.endsWith('.xlsx')) return SHEETS.map((sheet) => files!.get(`${file}-${sheet}.csv`)!.toString()).join('\n')
  const again = files!.get(`${file}.odp`)
  return again === undefined ? files!.get(`${file}.txt`)!.toString() : toolText('odt2txt', again)
}

async function textsOf(file: string): Promise<DocumentText[]> {
  const { texts, reasons } = await read(files!.get(file)!, file)
  expect(reasons).toEqual([])
  return texts!
}

/** Fails for a difference that no exception names, and for an exception that names no difference. */
function agree(texts: DocumentText[], other: string, exceptions: Exception[]): void {
  const { ours, theirs, needless } = compare(texts, other, exceptions)
  expect(ours.length, 'words to compare').toBeGreaterThan(100)
  expect(differences(ours, theirs)).toEqual([])
  expect(needless, 'exceptions without a difference').toEqual([])
}

const asked = ({ by }: Opinion): boolean => files !== null && tools.has(by)

describe.each([
  ['an official letter', CONG_VAN],
  ['a decision', QUYET_DINH],
  ['an annex of oddities', ANNEX],
  ['a workbook', BOOK],
  ['a presentation', SHOW],
])('%s: the same words in the same order', (_name, opinions) => {
  for (const each of opinions) {
    const { file, by, exceptions } = each
    test.skipIf(!asked(each))(`${file} as ${by} reads it`, async () => {
      agree(
        await textsOf(file),
        by === 'LibreOffice' ? libreOfficeText(file) : toolText(by, files!.get(file)!),
        exceptions,
      )
    })
  }
})

/** Places that a format keeps together: headers with footers in .doc, shapes as word art in RTF. */
const KEPT_TOGETHER: TextWhere[][] = [
  ['body'],
  ['header', 'footer'],
  ['footnote'],
  ['comment'],
  ['text-box', 'watermark'],
]

describe.skipIf(files === null)('what no tool reads of a format is the same in our other readings', () => {
  const placed = async (file: string) => {
    const texts = await textsOf(file)
    return KEPT_TOGETHER.map((places) =>
      texts.filter(({ where }) => places.includes(where)).flatMap(({ text }) => wordsOf(text)),
    )
  }
  test.each(['cong-van', 'quyet-dinh'])('%s in doc, RTF and OpenDocument as in docx', async (name) => {
    const expected = await placed(`${name}.docx`)
    expect(expected.flat().length).toBeGreaterThan(800)
    for (const format of ['doc', 'rtf', 'odt']) {
      const found = await placed(`${name}.${format}`)
      for (const [index, places] of KEPT_TOGETHER.entries())
        expect(found[index]!.toSorted(), `${format}: ${places}`).toEqual(expected[index]!.toSorted())
    }
  })
})

describe.skipIf(files === null || !tools.has('catppt'))('catppt', () => {
  test('reads nothing of what LibreOffice writes, whose texts all stand in drawings', () => {
    expect(toolText('catppt', files!.get('chieu.ppt')!).trim()).toBe('')
  })
  test('an outline, which PowerPoint writes: the same words in the same order', async () => {
    const words = SENTENCES.slice(0, 50)
    const outline = container(0x0ff0, [persist(2, 256), text(0, words[0]!), text(1, words.slice(1, 49).join('\r'))])
    const sheets = [
      { container: container(0x03f8, [masterStyle(0, [{ font: 0 }])]), masterId: 0x80000000 },
      { container: container(0x03ee, [slideAtom(0x80000000), text(4, words[49]!)]) },
    ]
    const stream = deck({ fonts: ['Times New Roman'], outline: [outline], sheets })
    const ppt = buildOle([
      { name: 'Current User', bytes: Buffer.alloc(64) },
      { name: 'PowerPoint Document', bytes: stream },
    ])
    agree((await read(ppt, 'mau.ppt')).texts!, toolText('catppt', ppt), [])
  })
})

describe('the comparison', () => {
  const texts: DocumentText[] = [
    { where: 'body', page: null, name: null, text: 'một hai ba bốn năm sáu' },
    { where: 'header', page: 1, name: null, text: 'đầu trang 7' },
  ]
  const all = 'một hai ba bốn năm sáu đầu trang 7'
  const compared = (other: string, ...exceptions: Exception[]) => {
    const { ours, theirs, needless } = compare(texts, other, exceptions)
    return { found: differences(ours, theirs), needless: needless.length }
  }
  test.each<[string, string, Exception[], number, number]>([
    ['nothing', all, [], 0, 0],
    ['a word that they lack', all.replace('ba', ''), [], 1, 0],
    ['a word twice', `${all} 7`, [], 1, 0],
    ['another order', all.replace('hai ba', 'ba hai'), [], 1, 0],
    ['what is named', all.replace('đầu trang 7', ''), [{ why: '', places: ['header'] }], 0, 0],
    ['what is named, and more', 'một hai ba bốn sáu', [{ why: '', places: ['header'] }], 1, 0],
    ['what was named and is no longer', all, [{ why: '', theirs: ['tám'] }], 0, 1],
    ['a place that is not there', all, [{ why: '', places: ['comment'] }], 0, 1],
    [
      'a place elsewhere',
      `đầu trang 7 ${all.replace('đầu trang 7', '')}`,
      [{ why: '', moved: ['đầu trang NN'] }],
      0,
      0,
    ],
    ['an order that is named', all.replace('hai ba', 'ba hai'), [{ why: '', shuffled: [['một', 'bốn']] }], 0, 0],
    ['an order that is the same', all, [{ why: '', shuffled: [['một', 'bốn']] }], 0, 1],
  ])('%s', (_name, other, exceptions, found, needless) => {
    const result = compared(other, ...exceptions)
    expect([Math.min(1, result.found.length), result.needless]).toEqual([found, needless])
  })
})
