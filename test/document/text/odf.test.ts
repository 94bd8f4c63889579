// OpenDocument as LibreOffice writes it: fonts of shapes as it shows them, words beside the text, embedded charts, sheets.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { DocumentFacts } from '../../../src/facts.ts'
import { writeByOffice } from '../../support/office-files.ts'
import { read } from '../../support/reading.ts'
import { FLAT_NAMESPACES, flatBook, flatLetter, flatShow } from '../../support/text-places.ts'

const style = (family: string, name: string, font: string | null, parent = '') =>
  `<style:style style:name="${name}" style:family="${family}" style:parent-style-name="${parent}">${font ? `<style:text-properties fo:font-family="${font}" fo:color="#${colourOf(font)}"/>` : ''}</style:style>`.replace(
    ' style:parent-style-name=""',
    '',
  )
/** A colour of its own for each font. */
const colourOf = (font: string) => Buffer.from(`${font}xxx`).toString('hex').slice(0, 6)
const place = 'svg:x="20mm" svg:y="10mm" svg:width="150mm" svg:height="15mm"'
const box = (text: string, attributes = '') =>
  `<draw:frame ${attributes} ${place}><draw:text-box>${text}</draw:text-box></draw:frame>`
const p = (text: string, name = '') => `<text:p${name && ` text:style-name="${name}"`}>${text}</text:p>`
const levels = (words: string, depth = 1): string =>
  `<text:list><text:list-item>${p(`${words} cấp ${depth}`)}${depth < 4 ? levels(words, depth + 1) : ''}</text:list-item></text:list>`
const page = (name: string, content: string, master = 'Standard') =>
  `<draw:page draw:name="${name}" draw:master-page-name="${master}">${content}</draw:page>`
const table = (text: string, name: string) =>
  `<draw:frame ${place}><table:table><table:table-column/><table:table-row><table:table-cell table:style-name="${name}">${text}</table:table-cell></table:table-row></table:table></draw:frame>`
const outline = 'presentation:class="outline" presentation:style-name'

const SHOW = flatShow(
  [
    page(
      'a',
      box(p('không kiểu')) +
        box(p('kiểu riêng'), 'draw:style-name="gra"') +
        box(p('đoạn riêng', 'Pa'), 'draw:style-name="gra"') +
        box(p('kiểu chung'), 'draw:style-name="Own"') +
        `<draw:g>${box(p('trong nhóm'))}</draw:g>` +
        `<draw:rect draw:style-name="gra" ${place}>${p('khung chữ nhật')}</draw:rect>`,
    ),
    page('b', table(p('ô có kiểu'), 'ce')),
    page('c', table(p('ô không kiểu'), '')),
    page(
      'd',
      box(p('tiêu đề'), 'presentation:style-name="pt" presentation:class="title"') +
        box(p('ngoài danh sách') + levels('dàn ý'), `${outline}="po"`),
    ),
    page(
      'e',
      box(p('không cha'), 'presentation:style-name="p0" presentation:class="title"') +
        box(levels('của trang khác'), `${outline}="px"`),
      'Second',
    ),
    page(
      'f',
      box(levels('không vai'), 'presentation:style-name="Standard-outline1"') + box(levels('danh sách thường')),
    ),
  ].join(''),
  [
    style('graphic', 'gra', 'Automatic', 'Own'),
    style('paragraph', 'Pa', 'Paragraph'),
    style('table-cell', 'ce', 'Cell'),
    style('presentation', 'pt', 'Automatic', 'Standard-title'),
    style('presentation', 'po', 'Automatic', 'Standard-outline1'),
    style('presentation', 'px', null, 'Second-outline1'),
    style('presentation', 'p0', null),
  ].join(''),
  [
    style('graphic', 'standard', 'Shape'),
    style('graphic', 'Own', 'Own'),
    ...['Standard', 'Second'].flatMap((master) => [
      style('presentation', `${master}-title`, `${master} Title`),
      ...Array.from({ length: 9 }, (_, i) =>
        style(
          'presentation',
          `${master}-outline${i + 1}`,
          i % 2 === 0 ? `${i}${master}` : null,
          i > 0 ? `${master}-outline${i}` : '',
        ),
      ),
    ]),
  ].join(''),
  '<style:master-page style:name="Second" style:page-layout-name="pm"/>',
)

const DECLARED = flatShow(
  `<presentation:footer-decl presentation:name="f">chân trang mẫu</presentation:footer-decl><draw:page draw:name="a" draw:style-name="dp" draw:master-page-name="Standard" presentation:use-footer-name="f">${box(p('trang ẩn'))}</draw:page>${page('b', box(p('trang hiện')))}`,
  '<style:style style:name="dp" style:family="drawing-page"><style:drawing-page-properties presentation:visibility="hidden" presentation:display-footer="true"/></style:style>',
  '',
)

const CONTROL = 'form:control-implementation="ooo:com.sun.star.form.component'
const change = (id: string, kind: string, who: string, text: string) =>
  `<text:changed-region text:id="${id}"><text:${kind}><office:change-info><dc:creator>${who}</dc:creator><dc:date>2026-03-02T01:00:00</dc:date></office:change-info>${text}</text:${kind}></text:changed-region>`
const BESIDE = flatLetter(`<office:forms><form:form form:name="F">
<form:text form:name="t" form:id="c1" ${CONTROL}.TextField" form:title="mách mẫu" form:value="sẵn mẫu" form:current-value="gõ mẫu"/>
<form:fixed-text form:name="f" form:id="c2" ${CONTROL}.FixedText" form:label="nhãn mẫu"/>
<form:listbox form:name="l" form:id="c3" ${CONTROL}.ListBox" form:dropdown="true"><form:option form:label="mục mẫu" form:value="trị mẫu"/></form:listbox>
<form:hidden form:name="h" form:value="giấu mẫu"/></form:form></office:forms>
<text:tracked-changes>${change('d', 'deletion', 'Người Xóa', p('xóa mẫu'))}${change('i', 'insertion', 'Người Thêm', '')}</text:tracked-changes>
<text:user-field-decls><text:user-field-decl office:value-type="string" office:string-value="biến mẫu" text:name="u"/></text:user-field-decls>
<text:p>còn <text:change text:change-id="d"/>lại <text:change-start text:change-id="i"/>thêm mẫu<text:change-end text:change-id="i"/></text:p>
<text:p>a <text:hidden-text text:condition="ooow:1==1" text:string-value="ẩn mẫu" text:is-hidden="true"/> b <text:hidden-text text:condition="ooow:1==2" text:string-value="hiện mẫu"/> c <text:conditional-text text:condition="ooow:1==1" text:string-value-if-true="đúng mẫu" text:string-value-if-false="sai mẫu" text:current-value="true">đúng mẫu</text:conditional-text> d <text:placeholder text:placeholder-type="text" text:description="gợi ý mẫu">&lt;chỗ mẫu&gt;</text:placeholder></text:p>
<text:p>ngày <text:date>05/03/2026</text:date> <text:drop-down text:name="d"><text:label text:value="thả mẫu"/><text:label text:value="chọn mẫu" text:current-selected="true"/>chọn mẫu</text:drop-down></text:p>
<text:section text:name="s" text:display="none"><text:p>mục ẩn</text:p><text:section text:name="t"><text:p>mục trong</text:p></text:section><text:p>mục sau</text:p></text:section>
<text:p><office:annotation><dc:creator>Người Góp Ý</dc:creator><dc:date>2026-03-02T01:00:00</dc:date><text:p>góp ý mẫu</text:p></office:annotation>
<draw:control text:anchor-type="as-char" draw:control="c1" ${place}/><draw:control text:anchor-type="as-char" draw:control="c2" ${place}/><draw:control text:anchor-type="as-char" draw:control="c3" ${place}/></text:p>`)
const SHOWN = 'còn lại thêm mẫu a b hiện mẫu c đúng mẫu d <chỗ mẫu> ngày'
const HIDDEN: [string, string][] = [
  ...['mách', 'sẵn', 'gõ', 'nhãn', 'mục', 'trị', 'giấu'].map((word): [string, string] => ['form-field', word]),
  ...['xóa', 'biến', 'ẩn', 'sai', 'gợi ý', 'thả'].map((word): [string, string] => ['body', word]),
]

const CHART = `<draw:object><office:document ${FLAT_NAMESPACES} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.chart"><office:meta><dc:title>ngoài chữ</dc:title></office:meta><office:automatic-styles>${style('text', 'A', 'Inside')}</office:automatic-styles><office:body><office:chart><chart:chart chart:class="chart:bar" svg:width="80mm" svg:height="60mm"><chart:title><text:p>biểu đồ mẫu</text:p></chart:title><chart:plot-area table:cell-range-address="local-table.A1:.B2" chart:data-source-has-labels="both"><chart:axis chart:dimension="x" chart:name="primary-x"><chart:title><text:p>trục mẫu</text:p></chart:title></chart:axis><chart:axis chart:dimension="y" chart:name="primary-y"/><chart:series chart:values-cell-range-address="local-table.B2:.B2" chart:label-cell-address="local-table.B1" chart:class="chart:bar"/></chart:plot-area><table:table table:name="local-table"><table:table-header-columns><table:table-column/></table:table-header-columns><table:table-columns><table:table-column/></table:table-columns><table:table-header-rows><table:table-row><table:table-cell><text:p/></table:table-cell><table:table-cell office:value-type="string"><text:p>dãy mẫu</text:p></table:table-cell></table:table-row></table:table-header-rows><table:table-rows><table:table-row><table:table-cell office:value-type="string"><text:p>loại</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="3"><text:p>3</text:p></table:table-cell></table:table-row></table:table-rows></table:table></chart:chart></office:chart></office:body></office:document></draw:object>`
const CHARTED = flatLetter(
  `<text:p>trước <draw:frame text:anchor-type="as-char" ${place}>${CHART}</draw:frame>sau</text:p><text:p><text:span text:style-name="A">cuối</text:span></text:p>`,
)

const cell = (text: string, attributes = '') =>
  `<table:table-cell office:value-type="string" ${attributes}>${text}</table:table-cell>`
const BOOK = flatBook(
  `<table:tracked-changes><table:cell-content-change table:id="ct1"><table:cell-address table:column="0" table:row="0" table:table="0"/><office:change-info><dc:creator>Người Sửa</dc:creator><dc:date>2026-03-02T01:00:00</dc:date></office:change-info><table:previous><table:change-track-table-cell office:value-type="string"><text:p>ô cũ</text:p></table:change-track-table-cell></table:previous></table:cell-content-change></table:tracked-changes>
<table:content-validations><table:content-validation table:name="v" table:base-cell-address="s.A1"><table:help-message table:title="mách bảo" table:display="true"><text:p>lời mách</text:p></table:help-message></table:content-validation></table:content-validations>
<table:table table:name="s" table:style-name="shown"><table:table-column table:default-cell-style-name="ca"/><table:table-column table:default-cell-style-name="cb" table:number-columns-repeated="2"/>
<table:table-row>${cell('<office:annotation><dc:creator>Người Ghi</dc:creator><text:p>ghi chú ô</text:p></office:annotation><text:p>cột một</text:p>', 'table:content-validation-name="v"')}${cell(p('cột hai'))}${cell(p('cột ba'))}</table:table-row>
<table:table-row table:visibility="collapse">${cell(p('hàng ẩn'))}</table:table-row>
<table:table-row>${cell('', 'office:string-value="chỉ giá trị"')}</table:table-row></table:table>
<table:table table:name="ẩn" table:style-name="unseen"><table:table-row>${cell('<office:annotation><text:p>ghi chú ẩn</text:p></office:annotation><text:p>tờ ẩn</text:p>')}</table:table-row></table:table>
<table:named-expressions><table:named-range table:name="VungMau" table:base-cell-address="$s.$A$1" table:cell-range-address="$s.$A$1"/></table:named-expressions>`,
  `${style('table-cell', 'ca', 'First')}${style('table-cell', 'cb', 'Second')}<style:style style:name="shown" style:family="table" style:master-page-name="Standard"><style:table-properties table:display="true"/></style:style><style:style style:name="unseen" style:family="table" style:master-page-name="Unseen"><style:table-properties table:display="false"/></style:style>`,
).replace(
  '</office:master-styles>',
  '<style:master-page style:name="Unseen" style:page-layout-name="pm"><style:header><text:p>đầu tờ ẩn</text:p></style:header><style:footer><text:p>chân tờ ẩn</text:p></style:footer></style:master-page></office:master-styles>',
)

const SOURCES: [string, string, string, string][] = [
  ['hinh', SHOW, 'fodp', 'pptx odp'],
  ['chan', DECLARED, 'fodp', 'odp'],
  ['canh', BESIDE, 'fodt', 'odt'],
  ['bieu', CHARTED, 'fodt', 'odt'],
  ['so', BOOK, 'fods', 'ods'],
]
const FILTERS: Record<string, string> = {
  ...{ pptx: 'Impress MS PowerPoint 2007 XML', odp: 'impress8', odt: 'writer8', ods: 'calc8' },
}

const files = writeByOffice((folder) =>
  SOURCES.flatMap(([name, source, flat, formats]) => {
    const path = join(folder, `${name}.${flat}`)
    writeFileSync(path, source)
    const factory = pathToFileURL(path).href
    return formats.split(' ').map((format) => ({ factory, filter: FILTERS[format]!, name: `${name}.${format}` }))
  }),
)

/** The flat source, or what LibreOffice made of it. */
async function facts(name: string): Promise<DocumentFacts> {
  const [stem, format] = name.split('.')
  const [, source, flat] = SOURCES.find(([each]) => each === stem)!
  const document = await read(format === flat ? source : files!.get(name)!, name)
  expect(document.reasons).toEqual([])
  return document
}

const blank = (text: string) => text.replace(/\s+/g, ' ')
const whereOf = ({ texts }: DocumentFacts, words: string) =>
  texts!.filter(({ text }) => text.includes(words)).map(({ where }) => where)
/** Words that count as set on the page. */
const set = ({ fonts }: DocumentFacts) => fonts!.reduce((sum, { characters }) => sum + characters, 0)
const letters = (text: string) => text.replace(/\s/g, '').length

describe.skipIf(files === null)('shapes', () => {
  test.each(['hinh.fodp', 'hinh.odp'])(
    '%s: every font and colour is that which LibreOffice wrote into .pptx',
    async (name) => {
      const told = ({ fonts, colours }: DocumentFacts) => [
        fonts!.map(({ name, characters, sample }) => [name, characters, sample]),
        colours!.map(({ rgb, characters, sample }) => [rgb, characters, sample]),
      ]
      const theirs = told(await facts('hinh.pptx'))
      expect(theirs[0]).toHaveLength(10)
      expect(told(await facts(name))).toEqual(theirs)
    },
  )
  test.each(['chan.fodp', 'chan.odp'])('%s: declared footers, hidden slides', async (name) => {
    const document = await facts(name)
    expect(whereOf(document, 'chân trang mẫu')).toEqual(['footer'])
    expect(whereOf(document, 'trang ẩn')).toEqual(['slide'])
    expect(set(document)).toBe(letters('chân trang mẫu') + letters('trang hiện'))
  })
})

describe.skipIf(files === null)('beside the text', () => {
  test.each(['canh.fodt', 'canh.odt'])('%s', async (name) => {
    const document = await facts(name)
    for (const [where, word] of HIDDEN) expect(whereOf(document, `${word} mẫu`), word).toEqual([where])
    for (const word of ['Người Xóa', 'Người Thêm', 'Người Góp Ý']) expect(whereOf(document, word)).toEqual(['property'])
    expect(whereOf(document, 'góp ý mẫu')).toEqual(['comment'])
    for (const word of ['mục ẩn', 'mục trong', 'mục sau']) expect(whereOf(document, word)).toEqual(['body'])
    expect(blank(document.texts![0]!.text)).toContain('còn lại thêm mẫu a ')
    // Hidden words are set in no font.
    const date = /ngày (\S+)/.exec(document.text!)![1]!
    expect(set(document)).toBe(letters(SHOWN) + letters(date) + letters('chọn mẫu'))
  })
  test.each(['bieu.fodt', 'bieu.odt'])('%s: an embedded chart', async (name) => {
    const document = await facts(name)
    for (const word of ['biểu đồ mẫu', 'trục mẫu', 'dãy mẫu']) expect(whereOf(document, word)).toEqual(['text-box'])
    expect(blank(document.texts![0]!.text)).toBe('trước sau cuối ')
    expect(document.text).not.toContain('ngoài chữ')
    expect(document.fonts!.find(({ name }) => name === 'Arial')?.sample).toBe('cuối')
  })
  test.each(['so.fods', 'so.ods'])('%s', async (name) => {
    const document = await facts(name)
    const expected = { 'ô cũ': 'body', 'mách bảo': 'comment', 'lời mách': 'comment', VungMau: 'property' }
    for (const [word, where] of Object.entries(expected)) expect(whereOf(document, word), word).toEqual([where])
    const places = { 'ghi chú ô': 'comment', 'ghi chú ẩn': 'comment', 'đầu tờ ẩn': 'header', 'chân tờ ẩn': 'footer' }
    for (const [word, where] of Object.entries(places)) expect(whereOf(document, word), word).toEqual([where])
    expect(whereOf(document, 'Người Sửa')).toEqual(['property'])
    expect(document.text).toMatch(/cột một\tcột hai\tcột ba\t?\nhàng ẩn\t*\nchỉ giá trị/)
    const font = (name: string) => document.fonts!.find((each) => each.name === name)?.sample
    expect([font('First'), font('Second')]).toEqual(['cột một chỉ giá trị', 'cột hai cột ba'])
  })
})
