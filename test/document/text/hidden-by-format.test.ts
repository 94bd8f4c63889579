// What hides text or numbers speaker notes in hand-made files, where LibreOffice writes only one way of it (MẪU THỬ NGHIỆM).
import { describe, expect, test } from 'vitest'
import { TextCollector } from '../../../src/document/text/collect.ts'
import { HiddenColumns } from '../../../src/document/text/hidden-columns.ts'
import { powerPointText } from '../../../src/document/text/powerpoint-binary.ts'
import { PLAIN } from '../../../src/document/text/sink.ts'
import type { DocumentFacts } from '../../../src/facts.ts'
import { binaryBook, cell, long, record, row, word } from '../../support/biff12-writer.ts'
import { atom, container, deck, persist, slideAtom, text, u32 } from '../../support/powerpoint-records.ts'
import { read } from '../../support/reading.ts'
import { buildZip } from '../../support/zip-builder.ts'
import { pageWith } from '../pdf/text/support.ts'

const OFFICE = 'application/vnd.openxmlformats-officedocument'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A package: parts by name, and types of those that have one. */
function office(parts: Record<string, string>, types: Record<string, string>): Buffer {
  const overrides = Object.entries(types).map(
    ([name, type]) => `<Override PartName="/${name}" ContentType="${OFFICE}.${type}+xml"/>`,
  )
  const all = { '[Content_Types].xml': `<Types>${overrides.join('')}</Types>`, ...parts }
  return buildZip(Object.entries(all).map(([name, bytes]) => ({ name, bytes })))
}

const marks = ({ secrecy }: DocumentFacts) => secrecy!.places.map(({ text, within }) => [text, within!.hidden ?? false])
const told = ({ texts }: DocumentFacts) =>
  texts!.map(({ where, page, text, hidden }) => [where, page, text.trim(), hidden ?? false])

describe('marks in lines of which not all is shown', () => {
  const gathered = (...lines: [text: string, hidden: boolean][][]) => {
    const into = new TextCollector(100_000, Number.POSITIVE_INFINITY)
    for (const line of lines) {
      for (const [text, hidden] of line) into.run(text, { ...PLAIN, hidden })
      into.line()
    }
    return into.result().texts
  }
  test('what is shown keeps the lines of the whole', () => {
    expect(
      gathered(
        [
          ['một ', false],
          ['hai', true],
        ],
        [['ba', true]],
        [['bốn', false]],
      ),
    ).toEqual([{ where: 'body', page: null, name: null, text: 'một hai\nba\nbốn\n', shown: 'một \n\nbốn\n' }])
  })
  test('nothing of it is shown, or all but blanks', () => {
    expect(
      gathered([
        ['ẩn', true],
        ['  ', false],
      ]),
    ).toMatchObject([{ hidden: true, text: 'ẩn  \n' }])
    expect(
      gathered([
        ['hiện', false],
        ['  ', true],
      ]),
    ).toEqual([{ where: 'body', page: null, name: null, text: 'hiện  \n' }])
  })
  test('what is shown goes on when its pieces are joined', () => {
    const lines = Array.from({ length: 20_000 }, (_, index): [string, boolean][] => [[`${index}`, index % 2 === 1]])
    const [block] = gathered(...lines)
    const [all, shown] = [block!.text.split('\n'), block!.shown!.split('\n')]
    expect(shown.length).toBe(all.length)
    expect(shown.slice(9998, 10_002)).toEqual(['9998', '', '10000', ''])
  })
  test('the picture of a page shows its unseen words', () => {
    const into = new TextCollector(1000, Number.POSITIVE_INFINITY)
    into.run('lớp chữ', { ...PLAIN, hidden: true, pictured: true })
    const { texts, fonts } = into.result()
    expect([texts[0]!.hidden, fonts]).toEqual([undefined, []])
  })

  const html = (body: string) => read(`<html><body>${body}</body></html>`, 'a.html')
  test.each([
    ['all of it', '<p style="display:none">TỐI MẬT</p><p>chữ</p>', [['TỐI MẬT', true]]],
    [
      'the degree behind its label',
      '<p>Độ mật: <span style="display:none">Tối mật</span></p>',
      [['Độ mật: Tối mật', true]],
    ],
    [
      'other words of the line',
      '<p>Độ mật: Tối mật <span style="display:none">x</span></p>',
      [['Độ mật: Tối mật x', false]],
    ],
    ['other lines', '<p>chữ</p><p style="display:none">ẩn</p><p>Độ mật: Tối mật</p>', [['Độ mật: Tối mật', false]]],
  ])('%s', async (_, body, expected) => expect(marks(await html(body))).toEqual(expected))
})

const SHEET = (cols: string, rows: string) =>
  `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cols>${cols}</cols><sheetData>${rows}</sheetData></worksheet>`
const inline = (words: string, place = '') => `<c${place && ` r="${place}"`} t="inlineStr"><is><t>${words}</t></is></c>`

async function xlsx(sheet: string, state = 'visible'): Promise<DocumentFacts> {
  const workbook = `<workbook xmlns:r="${RELATIONS}"><sheets><sheet name="Một" sheetId="1" state="${state}" r:id="rId1"/></sheets></workbook>`
  const relations = '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'
  return read(
    office(
      { 'xl/workbook.xml': workbook, 'xl/_rels/workbook.xml.rels': relations, 'xl/worksheets/sheet1.xml': sheet },
      { 'xl/workbook.xml': 'spreadsheetml.sheet.main', 'xl/worksheets/sheet1.xml': 'spreadsheetml.worksheet' },
    ),
    'a.xlsx',
  )
}
const shownOf = ({ texts }: DocumentFacts) =>
  texts!
    .find(({ where }) => where === 'sheet')!
    .shown?.trim()
    .split(/\s+/)

describe('workbooks', () => {
  test('a column range, by references and by order', async () => {
    const cols = '<col min="1" max="1"/><col min="2" max="3" hidden="1"/>'
    const named = `<row>${['A1', 'C1', 'D1', 'AB1'].map((place) => inline(place, place)).join('')}</row>`
    expect(shownOf(await xlsx(SHEET(cols, named)))).toEqual(['A1', 'D1', 'AB1'])
    const unnamed = `<row>${['a', 'b', 'c', 'd'].map((words) => inline(words)).join('')}</row>`
    expect(shownOf(await xlsx(SHEET(cols, unnamed)))).toEqual(['a', 'd'])
  })
  test.each(['hidden', 'veryHidden'])('a sheet whose state is %s', async (state) => {
    expect(told(await xlsx(SHEET('', `<row>${inline('chữ')}</row>`), state))).toEqual([
      ['sheet', 1, 'chữ', true],
      ['property', null, 'Một', true],
    ])
  })
  test('.xlsb: BrtColInfo', async () => {
    const info = (from: number, to: number, flags: number) =>
      record(60, long(from), long(to), long(2560), long(0), word(flags))
    const rows = [
      info(0, 0, 2),
      info(1, 2, 3),
      row(0, [cell.string(0, 'a'), cell.string(2, 'c'), cell.shortString('d')]),
    ]
    expect(shownOf(await read(binaryBook({ sheets: [{ name: 'Một', rows }] }), 'a.xlsb'))).toEqual(['a', 'd'])
  })
  test.each([
    [-1, 5],
    [3, 2],
    [Number.NaN, 4],
    [0, 4_294_967_295],
  ])('columns %d to %d cost nothing and fail nothing', (from, to) => {
    const columns = new HiddenColumns()
    columns.hide(from, to)
    expect([columns.has(0), columns.has(20_000), columns.has(-1)]).toEqual([to > 16_384, false, false])
  })
})

describe('speaker notes', () => {
  const shapes = (root: string, words: string) =>
    `<p:${root} xmlns:p="p" xmlns:a="a"><p:cSld><p:sp><p:txBody><a:p><a:r><a:t>${words}</a:t></a:r></a:p></p:txBody></p:sp></p:cSld></p:${root}>`
  const relation = (target: string) => `<Relationships><Relationship Id="r" Target="${target}"/></Relationships>`
  const show = `<p:presentation xmlns:p="p" xmlns:r="${RELATIONS}"><p:sldIdLst><p:sldId id="256" r:id="rId2"/><p:sldId id="257" r:id="rId1"/></p:sldIdLst></p:presentation>`
  test.each([
    ['a target from the part', '../slides/slide1.xml', 2],
    ['a target from the root', '/ppt/Slides/slide2.xml', 1],
    ['a target that is not there', '../slides/slide9.xml', null],
    ['a target outside of the package', '../../../../slides/slide1.xml', null],
  ])('.pptx: %s', async (_, target, page) => {
    const type = 'presentationml'
    const document = await read(
      office(
        {
          'ppt/presentation.xml': show,
          'ppt/_rels/presentation.xml.rels':
            '<Relationships><Relationship Id="rId1" Target="slides/slide1.xml"/><Relationship Id="rId2" Target="slides/slide2.xml"/></Relationships>',
          'ppt/slides/slide1.xml': shapes('sld', 'một'),
          'ppt/slides/slide2.xml': shapes('sld', 'hai'),
          'ppt/notesSlides/notesSlide1.xml': shapes('notes', 'lời'),
          'ppt/notesSlides/_rels/notesSlide1.xml.rels': relation(target),
        },
        {
          'ppt/presentation.xml': `${type}.presentation.main`,
          'ppt/slides/slide1.xml': `${type}.slide`,
          'ppt/slides/slide2.xml': `${type}.slide`,
          'ppt/notesSlides/notesSlide1.xml': `${type}.notesSlide`,
        },
      ),
      'a.pptx',
    )
    expect(told(document)).toEqual([
      ['slide', 1, 'hai', false],
      ['slide', 2, 'một', false],
      ['notes', page, 'lời', false],
    ])
  })

  const [SLIDE, NOTES, SLIDE_LIST, OTHER] = [0x03ee, 0x03f0, 0x0ff0, 4]
  const slide = (words: string) => ({ container: container(SLIDE, [slideAtom(0x80000000), text(OTHER, words)]) })
  const notes = (slideId: number, words: string) => ({
    container: container(NOTES, [atom(0x03f1, u32(slideId, 0)), text(OTHER, words)]),
  })
  const pages = (stream: Buffer) => {
    const into = new TextCollector(10_000, Number.POSITIVE_INFINITY)
    powerPointText(stream)(into)
    return into.result().texts.map(({ where, page, text: words }) => [where, page, words.trim()])
  }
  test('.ppt: by the list of slides, whatever the order in the stream; what is not listed has no number', () => {
    const sheets = [slide('cũ'), slide('sau'), slide('trước'), notes(302, 'lời sau'), notes(999, 'lời lạc')]
    const outline = [container(SLIDE_LIST, [persist(3, 301), persist(2, 302)])]
    expect(pages(deck({ fonts: [], outline, sheets }))).toEqual([
      ['slide', null, 'cũ'],
      ['slide', 2, 'sau'],
      ['slide', 1, 'trước'],
      ['notes', 2, 'lời sau'],
      ['notes', null, 'lời lạc'],
    ])
  })
  test('.ppt: without such a list slides are counted', () => {
    const stream = deck({ fonts: [], sheets: [slide('một'), slide('hai'), notes(256, 'lời')] })
    expect(pages(stream)).toEqual([
      ['slide', 1, 'một'],
      ['slide', 2, 'hai'],
      ['notes', null, 'lời'],
    ])
  })
})

test('numbers of pages in a table of contents are hidden from web pages only (17.3.2.44)', async () => {
  const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
  const run = (words: string, set = '') => `<w:r><w:rPr>${set}</w:rPr><w:t>${words}</w:t></w:r>`
  const body = `<w:p>${run('Phần I ')}${run('12', '<w:webHidden/>')}</w:p><w:p>${run('ẩn', '<w:vanish/>')}</w:p>`
  const docx = office(
    { 'word/document.xml': `<w:document ${W}><w:body>${body}</w:body></w:document>` },
    { 'word/document.xml': 'wordprocessingml.document.main' },
  )
  expect((await read(docx, 'a.docx')).texts).toMatchObject([{ text: 'Phần I 12\nẩn\n', shown: 'Phần I 12\n\n' }])
})

describe('a PDF', () => {
  const unseen = 'BT /F1 12 Tf 3 Tr 72 700 Td (MAT) Tj ET'
  const image = 'q 595 0 0 842 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \xff EI Q'
  test('unseen text is hidden, the text layer of a scan is not', async () => {
    expect(told(await read(pageWith(unseen), 'a.pdf'))).toEqual([['body', 1, 'MAT', true]])
    expect(told(await read(pageWith(`${image} ${unseen}`), 'a.pdf'))).toEqual([['body', 1, 'MAT', false]])
  })
})
