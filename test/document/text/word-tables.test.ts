// Fonts and colours that table styles give to regions of tables, as Word lays them; LibreOffice reads the same documents beside us.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { NO_THEME } from '../../../src/document/text/theme.ts'
import { WordLists } from '../../../src/document/text/word-lists.ts'
import { WordStyles } from '../../../src/document/text/word-styles.ts'
import { readWordPart } from '../../../src/document/text/word-xml.ts'
import type { DocumentFacts } from '../../../src/facts.ts'
import { expectLinear } from '../../support/linear.ts'
import { writeByOffice } from '../../support/office-files.ts'
import { read } from '../../support/reading.ts'
import { buildZip } from '../../support/zip-builder.ts'

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
const TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml'
const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

function docx(body: string, styles: string): Buffer {
  return buildZip([
    {
      name: '[Content_Types].xml',
      bytes: `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${TYPE}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="${TYPE}.styles+xml"/></Types>`,
    },
    {
      name: '_rels/.rels',
      bytes: `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${RELATION}/officeDocument" Target="word/document.xml"/></Relationships>`,
    },
    {
      name: 'word/_rels/document.xml.rels',
      bytes: `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${RELATION}/styles" Target="styles.xml"/></Relationships>`,
    },
    {
      name: 'word/document.xml',
      bytes: `<?xml version="1.0"?><w:document ${W}><w:body>${body}<w:p><w:r><w:t>MẪU THỬ NGHIỆM</w:t></w:r></w:p></w:body></w:document>`,
    },
    { name: 'word/styles.xml', bytes: `<?xml version="1.0"?><w:styles ${W}>${styles}</w:styles>` },
  ])
}

const font = (name: string) => `<w:rFonts w:ascii="${name}" w:hAnsi="${name}" w:cs="${name}"/>`
const colour = (rgb: string) => `<w:color w:val="${rgb}"/>`
const region = (type: string, properties: string) =>
  `<w:tblStylePr w:type="${type}"><w:rPr>${properties}</w:rPr></w:tblStylePr>`
const tableStyle = (id: string, inner: string, attributes = '') =>
  `<w:style w:type="table" w:styleId="${id}" ${attributes}><w:name w:val="${id}"/>${inner}</w:style>`
const cell = (inner: string, properties = '') =>
  `<w:tc><w:tcPr><w:tcW w:w="1000" w:type="dxa"/>${properties}</w:tcPr>${inner.startsWith('<') ? inner : paragraph(inner)}</w:tc>`
const paragraph = (text: string, direct = '', style = '') =>
  `<w:p><w:pPr>${style === '' ? '' : `<w:pStyle w:val="${style}"/>`}</w:pPr><w:r><w:rPr>${direct}</w:rPr><w:t>${text}</w:t></w:r></w:p>`
const row = (cells: string[], properties = '') => `<w:tr>${properties}${cells.join('')}</w:tr>`
const table = (look: string, rows: string[], style = 'B', columns = 4) =>
  `<w:tbl><w:tblPr>${style === '' ? '' : `<w:tblStyle w:val="${style}"/>`}<w:tblW w:w="0" w:type="auto"/>${look}</w:tblPr><w:tblGrid>${'<w:gridCol w:w="1000"/>'.repeat(columns)}</w:tblGrid>${rows.join('')}</w:tbl>`
const look = (value: string) => `<w:tblLook w:val="${value}"/>`

const COLOURS: Record<string, string> = {
  ...{ wholeTable: '111111', band1Horz: '222222', band2Horz: '333333', band1Vert: '444444', band2Vert: '555555' },
  ...{ firstCol: '666666', lastCol: '777777', firstRow: '888888', lastRow: '999999' },
  ...{ nwCell: 'aaaaaa', neCell: 'bbbbbb', swCell: 'cccccc', seCell: 'dddddd' },
}
const styled = (...types: string[]) => types.map((each) => region(each, colour(COLOURS[each]!))).join('')

/** Rows of cells, each with its row and column as its word. */
const grid = (rows: number, columns: number): string[] =>
  Array.from({ length: rows }, (_, r) => row(Array.from({ length: columns }, (_, c) => cell(`o${r}${c}`))))

/** The region of each word of the table, by its colour. */
function regionsOf({ colours }: DocumentFacts): Record<string, string> {
  const told: Record<string, string> = {}
  for (const { rgb, sample } of colours!) {
    const type = Object.keys(COLOURS).find((each) => COLOURS[each] === rgb) ?? 'none'
    for (const word of sample.split(/\s+/)) if (/^o\d\d$/.test(word)) told[word] = type
  }
  return told
}

/** The regions of a table of words, row by row. */
function asGrid(told: Record<string, string>, rows: number, columns: number): string[] {
  const line = (r: number) => Array.from({ length: columns }, (_, c) => told[`o${r}${c}`] ?? 'none').join(' ')
  return Array.from({ length: rows }, (_, r) => line(r))
}

const ALL = Object.keys(COLOURS)
const CASES: [name: string, look: string, regions: string[], grid: string[]][] = [
  [
    'every region',
    look('01E0'),
    ALL,
    [
      'nwCell firstRow firstRow neCell',
      'firstCol band1Vert band2Vert lastCol',
      'firstCol band1Vert band2Vert lastCol',
      'swCell lastRow lastRow seCell',
    ],
  ],
  [
    'rows over columns',
    look('05E0'),
    ['firstCol', 'lastCol', 'firstRow', 'lastRow', 'band1Horz', 'band2Horz'],
    [
      'firstRow firstRow firstRow firstRow',
      'firstCol band1Horz band1Horz lastCol',
      'firstCol band2Horz band2Horz lastCol',
      'lastRow lastRow lastRow lastRow',
    ],
  ],
  [
    'bands from the first row on',
    look('0400'),
    ['band1Horz', 'firstRow', 'firstCol'],
    [
      'band1Horz band1Horz band1Horz band1Horz',
      'none none none none',
      'band1Horz band1Horz band1Horz band1Horz',
      'none none none none',
    ],
  ],
  [
    'the attributes of a look',
    '<w:tblLook w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>',
    ALL.slice(1),
    ['firstRow firstRow firstRow firstRow', ...Array(3).fill('none none none none')],
  ],
]

const documentOf = (value: string, regions: string[]) =>
  docx(table(value, grid(4, 4)), tableStyle('B', styled(...regions)))

describe('regions', () => {
  test.each(CASES)('%s', async (_name, value, regions, expected) => {
    const told = regionsOf(await read(documentOf(value, regions), 'thu.docx'))
    expect(asGrid(told, 4, 4)).toEqual(expected)
  })
})

/** LibreOffice takes a look without a mask for 04A0 and the attributes for nothing. */
const SEEN_ALIKE = CASES.filter(([, value]) => value.includes('w:val'))
const made = writeByOffice((folder) =>
  SEEN_ALIKE.map(([, value, regions], index) => {
    const path = join(folder, `bang${index}.docx`)
    writeFileSync(path, documentOf(value, regions))
    return { factory: pathToFileURL(path).href, filter: 'writer8', name: `bang${index}.odt` }
  }),
)

describe.skipIf(made === null)('LibreOffice sees the same', () => {
  test.each(SEEN_ALIKE.map(([name, , , expected], index) => [name, index, expected] as const))(
    '%s',
    async (_n, index, expected) => {
      const told = regionsOf(await read(made!.get(`bang${index}.odt`)!, 'thu.odt'))
      expect(asGrid(told, 4, 4)).toEqual(expected)
    },
  )
})

const coloursOf = ({ colours }: DocumentFacts) => Object.fromEntries(colours!.map(({ rgb, sample }) => [rgb, sample]))
const readTable = (body: string, styles: string) => read(docx(body, styles), 'thu.docx')

describe('what a table style says', () => {
  const STYLES = `<w:docDefaults><w:rPrDefault><w:rPr>${font('Calibri')}${colour('101010')}</w:rPr></w:rPrDefault></w:docDefaults>
    <w:style w:type="paragraph" w:default="1" w:styleId="Thuong"><w:name w:val="Normal"/></w:style>
    <w:style w:type="paragraph" w:styleId="Doan"><w:rPr>${colour('202020')}</w:rPr></w:style>
    ${tableStyle('Goc', `<w:rPr>${font('Arial')}${colour('303030')}</w:rPr>${region('firstRow', colour('404040'))}${region('lastRow', font('Verdana'))}`)}
    ${tableStyle('B', `<w:basedOn w:val="Goc"/>${region('firstRow', font('.VnTimeH'))}`)}
    ${tableStyle('MacDinh', `<w:rPr>${colour('505050')}</w:rPr>`, 'w:default="1"')}`

  test('stands over the defaults and under paragraphs, characters and runs; bases are taken in by region', async () => {
    const rows = [
      row([cell('tèi mËt'), cell(paragraph('đoạn', '', 'Doan'))]),
      row([cell('giữa'), cell(paragraph('riêng', colour('606060')))]),
      row([cell('cuối'), cell('cuối')]),
    ]
    const facts = await readTable(table(look('0660'), rows, 'B', 2), STYLES)
    expect(coloursOf(facts)).toEqual({
      '101010': 'MẪU THỬ NGHIỆM',
      '202020': 'ĐOẠN',
      '303030': 'giữa cuối cuối',
      '404040': 'TỐI MẬT',
      '606060': 'riêng',
    })
    expect(facts.fonts!.map(({ name, sample }) => [name, sample])).toEqual([
      ['Calibri', 'MẪU THỬ NGHIỆM'],
      ['.VnTimeH', 'TỐI MẬT ĐOẠN'],
      ['Arial', 'giữa riêng'],
      ['Verdana', 'cuối cuối'],
    ])
    expect(facts.secrecy!.degree).toBe('tối mật')
  })

  test('is that of the default table style where a table names none', async () => {
    const facts = await readTable(table('', [row([cell('ô')])], '') + table('', [row([cell('lạ')])], 'KhongCo'), STYLES)
    expect(coloursOf(facts)).toEqual({ '505050': 'ô', '101010': 'lạ MẪU THỬ NGHIỆM' })
  })

  test('ends with its table, is not that of a table or a text box within', async () => {
    const inner = table(look('0000'), [row([cell('trong')])], 'C', 1)
    const box = `<w:p><w:r><w:pict><w:txbxContent>${paragraph('khung')}</w:txbxContent></w:pict></w:r></w:p>`
    const body = table(look('0600'), [row([cell(`${paragraph('trước')}${inner}${paragraph('sau')}${box}`)])], 'B', 1)
    const facts = await readTable(body, STYLES + tableStyle('C', `<w:rPr>${colour('707070')}</w:rPr>`))
    expect(coloursOf(facts)).toEqual({ '303030': 'trước sau', '707070': 'trong', '101010': 'MẪU THỬ NGHIỆM khung' })
  })

  test('hides text', async () => {
    const styles = tableStyle('B', region('firstRow', '<w:vanish/>'))
    const facts = await readTable(table(look('0620'), [row([cell('giấu')]), row([cell('thấy')])]), styles)
    expect(facts.text).toContain('giấu')
    expect(facts.fonts!.map(({ sample }) => sample)).toEqual(['thấy MẪU THỬ NGHIỆM'])
  })
})

describe('regions of', () => {
  const band = tableStyle('B', styled('band1Vert', 'firstRow', 'lastCol'))
  test('cells that take several columns, rows that begin later', async () => {
    const wide = '<w:gridSpan w:val="2"/>'
    const rows = [
      row([cell('o00', wide), cell('o01'), cell('o02')]),
      row([cell('o10'), cell('o11')], '<w:trPr><w:gridBefore w:val="2"/></w:trPr>'),
    ]
    const told = regionsOf(await readTable(table(look('0200'), rows), band))
    expect(told).toEqual({ o00: 'band1Vert', o01: 'band1Vert', o02: 'none', o10: 'band1Vert', o11: 'none' })
    expect(regionsOf(await readTable(table(look('0700'), rows), band))).toMatchObject({
      o02: 'lastCol',
      o11: 'lastCol',
    })
  })

  test('headings of several rows', async () => {
    const heading = '<w:trPr><w:tblHeader/></w:trPr>'
    const rows = ['o00', 'o10', 'o20', 'o30'].map((word, at) => row([cell(word)], at === 2 ? '' : heading))
    const told = regionsOf(await readTable(table(look('0420'), rows), tableStyle('B', styled('firstRow', 'band1Horz'))))
    expect(told).toEqual({ o00: 'firstRow', o10: 'firstRow', o20: 'band1Horz', o30: 'none' })
  })

  test('a row with a look of its own', async () => {
    const rows = [row([cell('o00')], `<w:tblPrEx>${look('0600')}</w:tblPrEx>`), row([cell('o10')])]
    expect(regionsOf(await readTable(table(look('0620'), rows), band))).toEqual({ o00: 'none', o10: 'none' })
  })

  test('bands of several rows', async () => {
    const styles = tableStyle('B', `<w:tblPr><w:tblStyleRowBandSize w:val="2"/></w:tblPr>${styled('band2Horz')}`)
    const told = regionsOf(await readTable(table(look('0400'), grid(5, 1)), styles))
    expect(told).toEqual({ o00: 'none', o10: 'none', o20: 'band2Horz', o30: 'band2Horz', o40: 'none' })
  })
})

test('properties as they were before a tracked change are none of now', async () => {
  const run = `<w:r><w:rPr>${colour('202020')}<w:rPrChange w:id="1" w:author="Mẫu"><w:rPr>${colour('ff0000')}</w:rPr></w:rPrChange></w:rPr><w:t>mới</w:t></w:r>`
  const facts = await readTable(`<w:p>${run}</w:p>`, '')
  expect(coloursOf(facts)).toEqual({ '202020': 'mới', null: 'MẪU THỬ NGHIỆM' })
})

describe('hostile', () => {
  const styles = new WordStyles(NO_THEME)
  styles.read(Buffer.from(`<w:styles ${W}>${tableStyle('B', styled(...ALL))}</w:styles>`))
  const sink = () => ({ block: () => {}, run: () => {}, line: () => {}, fail: () => {}, full: false })
  const part = (text: string) => {
    readWordPart(
      Buffer.from(`<w:document ${W}><w:body>${text}</w:body></w:document>`),
      'body',
      styles,
      new WordLists(),
      sink(),
    )
  }

  test.each([
    ['cells', `<w:tbl><w:tblPr><w:tblStyle w:val="B"/>${look('01E0')}</w:tblPr>${row([cell('a'), cell('b')])}</w:tbl>`],
    ['tables within one another', '<w:tbl><w:tr><w:tc>'],
    ['rows without a table', row([cell('a')])],
    ['ends of tables', '<w:tbl/></w:tbl>'],
    ['looks', `<w:tbl>${look('ffffffffffffffff')}<w:gridSpan w:val="-999999999"/><w:gridBefore w:val="1e9"/></w:tbl>`],
    ['changes', '<w:rPrChange><w:r><w:t>a'],
  ])('%s', { timeout: 60_000 }, (_name, unit) => expectLinear(unit, 400_000, part))

  test('styles based on one another in a ring, and bands of no rows', async () => {
    const ring = ['B', 'C'].map((id, at) =>
      tableStyle(
        id,
        `<w:basedOn w:val="${'CB'[at]}"/><w:tblPr><w:tblStyleRowBandSize w:val="-1"/></w:tblPr>${styled('band1Horz')}`,
      ),
    )
    const told = regionsOf(await readTable(table(look('0400'), grid(2, 1)), ring.join('')))
    expect(told).toEqual({ o00: 'band1Horz', o10: 'none' })
  })
})
