// Words that people see when they open an Office package, and that stand in none of its paragraphs and cells (MẪU THỬ NGHIỆM).
import { describe, expect, test } from 'vitest'
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
function readParts(application: keyof typeof MAIN, parts: Record<string, string>) {
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
