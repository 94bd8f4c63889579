// WordArt, of which watermarks are made, and alternative texts in .doc, .ppt and .xls (MẪU THỬ NGHIỆM).
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { DocumentFacts } from '../../../src/facts.ts'
import { writeByOffice } from '../../support/office-files.ts'
import { read } from '../../support/reading.ts'

const NAMESPACES = [
  ...['office', 'style', 'text', 'table', 'presentation'].map((each) => [each, each]),
  ['draw', 'drawing'],
  ['svg', 'svg-compatible'],
  ['fo', 'xsl-fo-compatible'],
]
  .map(([prefix, name]) => `xmlns:${prefix}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
  .join(' ')
const flat = (kind: string, rest: string) =>
  `<?xml version="1.0" encoding="UTF-8"?><office:document ${NAMESPACES} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.${kind}">${rest}</office:document>`
const art = (words: string, anchor = '', described = '') =>
  `<draw:custom-shape draw:style-name="gr" draw:name="PowerPlusWaterMarkObject1" ${anchor} svg:x="4cm" svg:y="10cm" svg:width="13cm" svg:height="5cm">${described && `<svg:desc>${described}</svg:desc>`}<text:p>${words}</text:p><draw:enhanced-geometry svg:viewBox="0 0 21600 21600" draw:type="fontwork-plain-text" draw:text-path="true" draw:text-path-mode="shape" draw:text-path-scale="shape" draw:enhanced-path="M 0 0 L 21600 0 N M 0 21600 L 21600 21600 N"/></draw:custom-shape>`
const AUTOMATIC =
  '<office:automatic-styles><style:style style:name="gr" style:family="graphic"><style:graphic-properties style:run-through="background" style:wrap="run-through"/></style:style><style:page-layout style:name="pm"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin="2cm"/><style:header-style/></style:page-layout></office:automatic-styles>'
const master = (inside: string) =>
  `<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pm">${inside}</style:master-page></office:master-styles>`
const body = (kind: string, inside: string) => `<office:body><office:${kind}>${inside}</office:${kind}></office:body>`
const ANCHOR = 'text:anchor-type="paragraph"'

const SOURCES: Record<string, string> = {
  'thu.fodt': flat(
    'text',
    AUTOMATIC +
      master(`<style:header><text:p>đầu trang${art('TỐI MẬT', ANCHOR)}</text:p></style:header>`) +
      body('text', `<text:p>Thư mẫu.${art('BẢN NHÁP', ANCHOR, 'hình chìm mẫu')}</text:p>`),
  ),
  'chieu.fodp': flat(
    'presentation',
    AUTOMATIC +
      master(art('TUYỆT MẬT')) +
      body(
        'presentation',
        `<draw:page draw:name="một" draw:master-page-name="Standard">${art('TỐI MẬT', '', 'hình chìm mẫu')}</draw:page><draw:page draw:name="hai" draw:master-page-name="Standard"><presentation:notes>${art('BẢN NHÁP')}</presentation:notes></draw:page>`,
      ),
  ),
  'bang.fods': flat(
    'spreadsheet',
    AUTOMATIC +
      body(
        'spreadsheet',
        ['một', 'hai']
          .map(
            (name, index) =>
              `<table:table table:name="${name}"><table:shapes>${art(index === 0 ? 'TỐI MẬT' : 'BẢN NHÁP', '', 'hình chìm mẫu')}</table:shapes><table:table-row><table:table-cell office:value-type="string"><text:p>ô ${name}</text:p></table:table-cell></table:table-row></table:table>`,
          )
          .join(''),
      ),
  ),
}
const FILTERS: Record<string, string> = {
  'thu.fodt': 'MS Word 97',
  'chieu.fodp': 'MS PowerPoint 97',
  'bang.fods': 'MS Excel 97',
}
const NAMES: Record<string, string> = { 'thu.fodt': 'thu.doc', 'chieu.fodp': 'chieu.ppt', 'bang.fods': 'bang.xls' }

const made = writeByOffice((folder) =>
  Object.entries(SOURCES).map(([source, xml]) => {
    const path = join(folder, source)
    writeFileSync(path, xml)
    return { factory: pathToFileURL(path).href, filter: FILTERS[source]!, name: NAMES[source]! }
  }),
)

const shapes = ({ texts }: DocumentFacts) =>
  texts!
    .filter(({ where }) => where === 'watermark' || where === 'alternative-text')
    .map(({ where, page, text }) => [where, page, text.trim()])

describe.skipIf(made === null)('LibreOffice writes', () => {
  // Of the text's own shape and of the master's it leaves the words out.
  test('a .doc: of the header', async () => {
    const facts = await read(made!.get('thu.doc')!, 'thu.doc')
    expect(shapes(facts)).toEqual([['watermark', null, 'TỐI MẬT']])
    expect(facts.secrecy!.places.map(({ text, strength }) => [text, strength])).toEqual([['TỐI MẬT', 'strong']])
    expect(facts.reasons).toEqual([])
  })
  test('a .ppt: of a slide and the notes', async () => {
    const facts = await read(made!.get('chieu.ppt')!, 'chieu.ppt')
    expect(shapes(facts)).toEqual([
      ['watermark', 1, 'TỐI MẬT'],
      ['watermark', 2, 'BẢN NHÁP'],
    ])
    expect(facts.reasons).toEqual([])
  })
  test('an .xls: each with its sheet', async () => {
    const facts = await read(made!.get('bang.xls')!, 'bang.xls')
    expect(shapes(facts)).toEqual([
      ['watermark', 1, 'TỐI MẬT'],
      ['watermark', 2, 'BẢN NHÁP'],
    ])
    expect(facts.texts!.filter(({ where }) => where === 'sheet').map(({ page, text }) => [page, text])).toEqual([
      [1, 'ô một\n'],
      [2, 'ô hai\n'],
    ])
    expect(facts.reasons).toEqual([])
  })
  test('cut anywhere, or with any byte changed, they are read without a throw', { timeout: 60_000 }, async () => {
    for (const [name, bytes] of made!) {
      const at = bytes.indexOf(Buffer.from('TỐI MẬT', 'utf16le'))
      for (let near = at - 400; near < at + 100; near += 7) {
        const changed = Buffer.from(bytes)
        changed[near] = changed[near]! ^ 0xff
        expect((await read(changed, name)).texts).toBeDefined()
      }
      for (let end = bytes.length - 512; end > 512; end -= 512 + (bytes.length >> 5))
        expect(await read(bytes.subarray(0, end), name)).toBeDefined()
    }
  })
})
