// Words of VML drawings of workbooks and slides: WordArt, boxes, pictures of headers (MẪU THỬ NGHIỆM).
import { expect, test } from 'vitest'
import { read } from '../../support/reading.ts'
import { buildOoxml } from '../../support/zip-builder.ts'

const SHAPES =
  '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">' +
  '<v:shape alt="hình mẫu"><v:textpath on="t" string="TUYỆT MẬT"/></v:shape>' +
  '<v:shape><v:textbox><div>chữ<br>trong <font>hộp</font></div><div>dòng hai</div></v:textbox></v:shape>' +
  '<v:shape id="LH"><v:imagedata o:relid="rId1" o:title="dấu MẬT"/></v:shape></xml>'
const TOLD = [
  ['alternative-text', 'hình mẫu\n'],
  ['watermark', 'TUYỆT MẬT\n'],
  ['text-box', 'chữ\ntrong hộp\ndòng hai\n'],
  ['alternative-text', 'dấu MẬT\n'],
]
const MAIN = 'application/vnd.openxmlformats-officedocument.'

const told = async (bytes: Buffer, name: string) => {
  const { texts, reasons } = await read(bytes, name)
  expect(reasons).toEqual([])
  return texts!
    .filter(({ where }) => where !== 'sheet' && where !== 'slide')
    .map(({ where, text }) => [where, text.replace(/\n?$/, '\n')])
}

test.each([
  ['xlsx', 'xl/drawings/vmlDrawing1.vml', 'spreadsheetml.sheet.main+xml'],
  ['pptx', 'ppt/drawings/vmlDrawing1.vml', 'presentationml.presentation.main+xml'],
])('%s', async (format, name, type) => {
  for (const overrides of ['', `<Default Extension="vml" ContentType="${MAIN}vmlDrawing"/>`]) {
    const parts = [
      { name, bytes: SHAPES },
      { name: 'xl/worksheets/a.xml', bytes: '<worksheet/>' },
    ]
    const book = buildOoxml(
      `${MAIN}${type}`,
      parts,
      `<Default Extension="xml" ContentType="application/xml"/>${overrides}`,
    )
    expect(await told(book, `a.${format}`)).toEqual(TOLD)
  }
})

test('a drawing that breaks off is told up to there', async () => {
  const book = buildOoxml(`${MAIN}spreadsheetml.sheet.main+xml`, [
    { name: 'xl/drawings/vmlDrawing1.vml', bytes: SHAPES.slice(0, 300) },
  ])
  const { texts, reasons } = await read(book, 'a.xlsx')
  expect(reasons).toEqual(['damaged'])
  expect(texts!.map(({ text }) => text.trim())).toContain('TUYỆT MẬT')
})
