// Words that people see when they open an Office package, and that stand in none of its paragraphs and cells (MẪU THỬ NGHIỆM).
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { writeByOffice } from '../../support/office-files.ts'
import { read } from '../../support/reading.ts'
import { flatBook, flatLetter } from '../../support/text-places.ts'
import { buildZip } from '../../support/zip-builder.ts'

const MARK = 'TỐI MẬT'
const OFFICE = 'application/vnd.openxmlformats-officedocument'
const MAIN = {
  xl: { name: 'xl/workbook.xml', type: 'spreadsheetml.sheet.main+xml', bytes: '<workbook/>' },
  ppt: { name: 'ppt/presentation.xml', type: 'presentationml.presentation.main+xml', bytes: '<p:presentation/>' },
  word: { name: 'word/document.xml', type: 'wordprocessingml.document.main+xml', bytes: '<w:document/>' },
}

/** Facts of a package of an application with these parts. */
function readParts(application: keyof typeof MAIN, parts: Record<string, string | Buffer>) {
  const { name, type, bytes } = MAIN[application]
  const types = `<Types><Override PartName="/${name}" ContentType="${OFFICE}.${type}"/></Types>`
  const all = { '[Content_Types].xml': types, [name]: bytes, ...parts }
  return read(buildZip(Object.entries(all).map(([name, bytes]) => ({ name, bytes }))))
}

const sheet = (rows: string, behind = '') => `<worksheet><sheetData>${rows}</sheetData>${behind}</worksheet>`
const cell = (inside: string) => `<row><c>${inside}</c></row>`

describe('workbooks', () => {
  const readSheet = (xml: string, more: Record<string, string> = {}) =>
    readParts('xl', { 'xl/worksheets/sheet1.xml': xml, ...more })

  test('words of a conditional number format, where the sheet has its condition', async () => {
    const styles = `<styleSheet><dxfs><dxf/><dxf><numFmt numFmtId="9" formatCode="0;&quot;${MARK}&quot;"/></dxf></dxfs></styleSheet>`
    const rule = (dxf: number) =>
      sheet(cell('<v>5</v>'), `<conditionalFormatting><cfRule dxfId="${dxf}"/></conditionalFormatting>`)
    expect((await readSheet(rule(1), { 'xl/styles.xml': styles })).secrecy!.degree).toBe('tối mật')
    expect((await readSheet(rule(0), { 'xl/styles.xml': styles })).secrecy!.degree).toBeNull()
  })
  test('messages of data validation', async () => {
    const validation = `<dataValidations><dataValidation promptTitle="Lưu ý" prompt="Độ mật_x000a_${MARK}"/></dataValidations>`
    const { texts } = await readSheet(sheet('', validation))
    expect(texts!.map(({ where, text }) => [where, text])).toEqual([
      ['comment', 'Lưu ý\n'],
      ['comment', `Độ mật\n${MARK}\n`],
    ])
  })
  test('the texts of a formula that has no value yet', async () => {
    const { text } = await readSheet(
      sheet(cell('<f>"TỐI "&amp;"MẬT"</f>') + cell('<f>"không"</f><v>5</v>') + cell('<f>1+1</f>')),
    )
    expect(text!.trim()).toBe(`${MARK}\n5`)
  })
  test.each([
    ['xl/slicers/slicer1.xml', `<slicers><slicer caption="${MARK}"/></slicers>`],
    ['xl/timelines/timeline1.xml', `<timelines><timeline caption="${MARK}"/></timelines>`],
    ['xl/ctrlProps/ctrlProp1.xml', `<formControlPr><itemLst><item val="${MARK}"/></itemLst></formControlPr>`],
    ['xl/activeX/activeX1.xml', `<ax:ocx><ax:ocxPr ax:name="Caption" ax:value="${MARK}"/></ax:ocx>`],
  ])('a control: %s', async (name, xml) => {
    const { texts } = await readSheet(sheet(''), { [name]: xml })
    expect(texts!.map(({ where, text }) => [where, text])).toEqual([['form-field', `${MARK}\n`]])
  })
})

describe('charts', () => {
  test.each([
    ['an axis', `<c:valAx><c:numFmt formatCode="0 &quot;${MARK}&quot;"/></c:valAx>`],
    ['values', `<c:numCache><c:formatCode>\\T\\Ố\\I" MẬT"</c:formatCode></c:numCache>`],
    ['a category of a new kind of chart', `<cx:strDim><cx:lvl><cx:pt idx="0">${MARK}</cx:pt></cx:lvl></cx:strDim>`],
  ])('words of the number format, and names: %s', async (_, inside) => {
    const { text } = await readParts('word', { 'word/charts/chart1.xml': `<c:chartSpace>${inside}</c:chartSpace>` })
    expect(text!.trim()).toBe(MARK)
  })
})

test.each([
  ['word', 'word/media/image1.svg'],
  ['xl', 'xl/media/image1.svg'],
  ['ppt', 'ppt/media/image1.svg'],
] as const)('%s: text of a vector picture', async (application, name) => {
  const svg = `<svg><style>.a{}</style><text>TỐI <tspan>MẬT</tspan></text><text>hai</text></svg>`
  const { texts } = await readParts(application, { [name]: svg })
  expect(texts!.map(({ where, text }) => [where, text])).toEqual([['text-box', `${MARK}\nhai\n`]])
})

/** An enhanced metafile with texts at their places; each letter is 8 wide. */
function metafile(...texts: [text: string, x: number, y: number][]): Buffer {
  const header = Buffer.alloc(88)
  header.writeUInt32LE(1, 0)
  header.writeUInt32LE(88, 4)
  header.write(' EMF', 40, 'latin1')
  const records = texts.map(([text, x, y]) => {
    const words = Buffer.from(text.length % 2 === 0 ? text : `${text}\0`, 'utf16le')
    const record = Buffer.alloc(76 + words.length + 4 * text.length)
    for (const [at, value] of [84, record.length].entries()) record.writeUInt32LE(value, 4 * at)
    for (const [at, value] of [x, y, text.length, 76, 0].entries()) record.writeUInt32LE(value, 36 + 4 * at)
    record.writeUInt32LE(76 + words.length, 72)
    words.copy(record, 76)
    for (let index = 0; index < text.length; index++) record.writeUInt32LE(8, 76 + words.length + 4 * index)
    return record
  })
  return Buffer.concat([header, ...records])
}

test('text of a metafile: a line by its height, letters that touch are one word', async () => {
  const picture = metafile(['Độ', 0, 5], ['TỐ', 0, 20], ['I MẬT', 16, 20], ['hai', 200, 20])
  const facts = await readParts('word', { 'word/media/image1.emf': picture })
  expect(facts.texts!.map(({ where, text }) => [where, text])).toEqual([['text-box', `Độ\n${MARK}\thai\n`]])
  const cut = await readParts('word', { 'word/media/image1.emf': picture.subarray(0, picture.length - 9) })
  expect(cut).toMatchObject({ inspected: 'full', reasons: [] })
})
test('pictures with words in a package of OpenDocument', async () => {
  const parts = {
    mimetype: 'application/vnd.oasis.opendocument.text',
    'content.xml': '<office:document-content><office:body><office:text/></office:body></office:document-content>',
    'Pictures/1.svg': `<svg><text>${MARK}</text></svg>`,
    'Pictures/2.emf': metafile(['hai', 0, 0]),
  }
  const { texts } = await read(buildZip(Object.entries(parts).map(([name, bytes]) => ({ name, bytes }))))
  expect(texts!.map(({ where, text }) => [where, text])).toEqual([
    ['text-box', `${MARK}\n`],
    ['text-box', 'hai\n'],
  ])
})

test.each([
  ['plain', `<p:cmLst><p:cm><p:text>${MARK}</p:text></p:cm></p:cmLst>`],
  [
    'with replies',
    `<q:cmLst><q:cm><q:txBody><a:p><a:r><a:t>TỐI </a:t></a:r><a:r><a:t>MẬT</a:t></a:r></a:p></q:txBody></q:cm></q:cmLst>`,
  ],
])('comments on slides: %s', async (_, xml) => {
  const { texts } = await readParts('ppt', { 'ppt/comments/comment1.xml': xml })
  expect(texts!.map(({ where, text }) => [where, text.trim()])).toEqual([['comment', MARK]])
})

describe('letters', () => {
  const readLetter = (body: string) =>
    readParts('word', { 'word/document.xml': `<w:document><w:body>${body}</w:body></w:document>` })
  const run = (text: string) => `<w:r><w:t>${text}</w:t></w:r>`
  const dropDown = (inside: string, result = '') =>
    `<w:p>${run('Độ mật: ')}<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList>${inside}<w:listEntry w:val="Thường"/><w:listEntry w:val="Tối mật"/></w:ddList></w:ffData></w:fldChar></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${result}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`

  test.each([
    ['what was chosen', dropDown('<w:result w:val="1"/>'), 'Độ mật: Tối mật'],
    ['the default', dropDown('<w:default w:val="1"/>'), 'Độ mật: Tối mật'],
    ['the first', dropDown(''), 'Độ mật: Thường'],
    ['a result that stands there', dropDown('<w:result w:val="1"/>', run('Mật')), 'Độ mật: Mật'],
  ])('a drop-down field shows an entry: %s', async (_, body, line) => {
    expect((await readLetter(body)).text!.trim()).toBe(line)
  })
  test.each([
    [
      'Word',
      readLetter(
        `<w:p><w:r><w:ruby><w:rt>${run('xin')}</w:rt><w:rubyBase>${run(MARK)}</w:rubyBase></w:ruby></w:r></w:p>`,
      ),
    ],
    [
      'OpenDocument',
      read(
        flatLetter(
          `<text:p><text:ruby><text:ruby-base>${MARK}</text:ruby-base><text:ruby-text>xin</text:ruby-text></text:ruby></text:p>`,
        ),
      ),
    ],
  ])('ruby is read beside its words: %s', async (_, reading) => {
    const { texts } = await reading
    expect(texts!.map(({ text }) => text.trim()).slice(0, 2)).toEqual([MARK, 'xin'])
  })
  test('data that a content control is bound to, and no other', async () => {
    const binding = '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a/b" w:storeItemID="{A}"/></w:sdtPr></w:sdt>'
    const item = (number: number, id: string, text: string) => ({
      [`customXml/item${number}.xml`]: `<a><b>${text}</b><c>hai</c></a>`,
      [`customXml/_rels/item${number}.xml.rels`]: `<Relationships><Relationship Id="r" Target="itemProps${number}.xml"/></Relationships>`,
      [`customXml/itemProps${number}.xml`]: `<ds:datastoreItem ds:itemID="${id}"/>`,
    })
    const { texts } = await readParts('word', {
      'word/document.xml': `<w:document><w:body>${binding}</w:body></w:document>`,
      ...item(1, '{a}', MARK),
      ...item(2, '{B}', 'khác'),
    })
    expect(texts!.map(({ where, text }) => [where, text.split('\n').filter(Boolean)])).toEqual([
      ['form-field', [MARK, 'hai']],
    ])
  })
  test('a formula of OpenDocument', async () => {
    const formula = `<math:math><math:mrow><math:mi>T</math:mi><math:mi>Ố</math:mi><math:mtext>I MẬT</math:mtext></math:mrow></math:math>`
    const { texts } = await read(
      flatLetter(`<text:p><draw:frame><draw:object>${formula}</draw:object></draw:frame></text:p>`),
    )
    expect(texts!.map(({ where, text }) => [where, text.trim()])[0]).toEqual(['text-box', MARK])
  })
})

test('words of a conditional number format in OpenDocument', async () => {
  const styles = `<number:number-style style:name="N"><number:text>${MARK}</number:text></number:number-style><style:style style:name="Theo_20_d_f5_i" style:family="table-cell" style:data-style-name="N"/>`
  const rule = `<calcext:conditional-formats><calcext:conditional-format><calcext:condition calcext:apply-style-name="Theo dõi"/></calcext:conditional-format></calcext:conditional-formats>`
  const { texts } = await read(flatBook(`<table:table table:name="B">${rule}</table:table>`, styles))
  expect(texts!.map(({ where, text }) => [where, text.trim()])).toContainEqual(['sheet', MARK])
})

const FILTERS = { xls: 'MS Excel 97', xlsx: 'Calc MS Excel 2007 XML', ods: 'calc8' }
const VALIDATED = `<table:content-validations><table:content-validation table:name="v" table:condition="of:cell-content()&gt;1" table:base-cell-address="a.A1"><table:help-message table:title="Lưu ý" table:display="true"><text:p>${MARK}</text:p></table:help-message></table:content-validation></table:content-validations><table:table table:name="a"><table:table-row><table:table-cell table:content-validation-name="v" office:value-type="float" office:value="5"/></table:table-row></table:table>`
const made = writeByOffice((folder) => {
  const path = join(folder, 'a.fods')
  writeFileSync(path, flatBook(VALIDATED, ''))
  return Object.entries(FILTERS).map(([format, filter]) => ({
    factory: pathToFileURL(path).href,
    filter,
    name: `a.${format}`,
  }))
})
test.skipIf(made === null).each(Object.keys(FILTERS))(
  'messages of data validation by LibreOffice: %s',
  async (format) => {
    const { texts, secrecy } = await read(made!.get(`a.${format}`)!, `a.${format}`)
    expect(texts!.find(({ text }) => text.includes(MARK))?.where).toBe('comment')
    expect(secrecy!.degree).toBe('tối mật')
  },
)
