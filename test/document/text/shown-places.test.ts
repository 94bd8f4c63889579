// Words that people see when they open an Office package, and that stand in none of its paragraphs and cells (MẪU THỬ NGHIỆM).
import { describe, expect, test } from 'vitest'
import { read } from '../../support/reading.ts'
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
