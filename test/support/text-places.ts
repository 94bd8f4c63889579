// Documents with a phrase of its own in every place that text can stand in, made by LibreOffice in all its formats (MẪU THỬ NGHIỆM).
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { OfficeJob } from './office-basic.ts'
import { writeByOffice } from './office-files.ts'

const NAMESPACES = [
  ...['office', 'style', 'text', 'table', 'draw', 'meta', 'presentation', 'number', 'script', 'form', 'chart'].map(
    (each) =>
      `xmlns:${each}="urn:oasis:names:tc:opendocument:xmlns:${each === 'number' ? 'datastyle' : each === 'draw' ? 'drawing' : each}:1.0"`,
  ),
  'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"',
  'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"',
  'xmlns:dc="http://purl.org/dc/elements/1.1/"',
  'xmlns:xlink="http://www.w3.org/1999/xlink"',
  'xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"',
  'xmlns:ooo="http://openoffice.org/2004/office"',
  'xmlns:ooow="http://openoffice.org/2004/writer"',
].join(' ')

/** A flat OpenDocument file: its body, automatic styles, what its master page has, styles with names. */
export function flat(kind: string, body: string, styles = '', masters = '', common = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<office:document ${NAMESPACES} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.${kind}">
<office:meta><dc:title>phrase title mẫu</dc:title><dc:subject>phrase subject mẫu</dc:subject><meta:keyword>phrase keyword mẫu</meta:keyword><meta:user-defined meta:name="Độ mật">phrase own property</meta:user-defined></office:meta>
<office:font-face-decls><style:font-face style:name="Times New Roman" svg:font-family="'Times New Roman'"/><style:font-face style:name="Arial" svg:font-family="Arial"/><style:font-face style:name="VnTime" svg:font-family="'.VnTime'"/><style:font-face style:name="VPS Times" svg:font-family="'VPS Times'"/></office:font-face-decls>
<office:styles><style:default-style style:family="paragraph"><style:text-properties style:font-name="Times New Roman" fo:font-size="13pt" fo:color="#000000"/></style:default-style>
<style:style style:name="Standard" style:family="paragraph"/><style:style style:name="Heading" style:family="paragraph" style:parent-style-name="Standard"><style:text-properties fo:color="#ff0000"/></style:style>${common}</office:styles>
<office:automatic-styles>
<style:style style:name="A" style:family="text"><style:text-properties style:font-name="Arial"/></style:style>
<style:style style:name="V" style:family="text"><style:text-properties style:font-name="VnTime"/></style:style>
<style:style style:name="S" style:family="text"><style:text-properties style:font-name="VPS Times"/></style:style>
<style:style style:name="R" style:family="text"><style:text-properties fo:color="#ff0000"/></style:style>
<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="B" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:break-before="page"/></style:style>
<style:style style:name="gr" style:family="graphic"/>${styles}
<style:page-layout style:name="pm"><style:page-layout-properties fo:page-width="210mm" fo:page-height="297mm"/><style:header-style/><style:footer-style/></style:page-layout>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pm">${masters}</style:master-page></office:master-styles>
<office:body>${body}</office:body></office:document>`
}

const LETTER = flat(
  'text',
  `<office:text>
<text:p text:style-name="Heading">phrase heading đỏ</text:p>
<text:p text:style-name="Standard">phrase body <text:span text:style-name="A">phrase arial</text:span> và <text:span text:style-name="R">phrase red</text:span> <text:span text:style-name="V">phrase v¨n b¶n mËt cña huyÖn</text:span></text:p>
<text:p text:style-name="Standard">note<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>phrase footnote</text:p></text:note-body></text:note> end<text:note text:note-class="endnote"><text:note-citation>i</text:note-citation><text:note-body><text:p>phrase endnote</text:p></text:note-body></text:note></text:p>
<text:p text:style-name="Standard"><office:annotation><dc:creator>Người Mẫu</dc:creator><text:p>phrase comment</text:p></office:annotation>x</text:p>
<table:table><table:table-column table:number-columns-repeated="2"/><table:table-row><table:table-cell><text:p>phrase label:</text:p></table:table-cell><table:table-cell><text:p>phrase value</text:p></table:table-cell></table:table-row></table:table>
<text:p text:style-name="Standard"><draw:frame draw:style-name="gr" text:anchor-type="paragraph" svg:width="60mm" svg:height="15mm"><draw:text-box><text:p>phrase box</text:p></draw:text-box><svg:desc>phrase alternative</svg:desc></draw:frame></text:p>
<text:p text:style-name="Standard"><draw:custom-shape draw:style-name="gr" text:anchor-type="paragraph" svg:width="40mm" svg:height="20mm"><text:p>phrase shape</text:p><draw:enhanced-geometry draw:type="rectangle" svg:viewBox="0 0 21600 21600" draw:enhanced-path="M 0 0 L 21600 0 21600 21600 0 21600 0 0 Z N"/></draw:custom-shape></text:p>
<text:p text:style-name="Standard">shown <text:span text:style-name="H">phrase hidden</text:span></text:p>
<text:p text:style-name="B">phrase second page</text:p>
</office:text>`,
  '',
  '<style:header><text:p>phrase header</text:p></style:header><style:footer><text:p>phrase footer</text:p></style:footer>',
)

/** A flat OpenDocument letter with this body; spans may have the styles A (Arial), V (.VnTime), S (VPS Times), R (red), H (hidden). */
export function flatLetter(body: string): string {
  return flat('text', `<office:text>${body}</office:text>`)
}

/** A flat OpenDocument presentation with these pages, automatic styles, common styles, and masters beside `Standard`. */
export function flatShow(pages: string, styles: string, common: string, masters = ''): string {
  const page = `</style:master-page>${masters}<style:master-page style:name="Last" style:page-layout-name="pm">`
  return flat('presentation', `<office:presentation>${pages}</office:presentation>`, styles, page, common)
}

/** Namespaces of flat OpenDocument, for a document within one. */
export const FLAT_NAMESPACES = NAMESPACES

/** A flat OpenDocument workbook with these tables and automatic styles. */
export function flatBook(tables: string, styles: string): string {
  return flat('spreadsheet', `<office:spreadsheet>${tables}</office:spreadsheet>`, styles)
}

const BOOK = flat(
  'spreadsheet',
  `<office:spreadsheet>
<table:table table:name="phrase sheet" table:style-name="ta1"><table:table-column/><table:table-row><table:table-cell office:value-type="string"><text:p>phrase cell</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>phrase <text:span text:style-name="A">arial run</text:span></text:p></table:table-cell><table:table-cell office:value-type="float" office:value="12345"><text:p>12345</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="string"><office:annotation><text:p>phrase comment</text:p></office:annotation><text:p>phrase noted</text:p></table:table-cell></table:table-row>
<table:shapes><draw:custom-shape draw:style-name="gr" svg:x="50mm" svg:y="50mm" svg:width="40mm" svg:height="20mm"><text:p>phrase shape</text:p><draw:enhanced-geometry draw:type="rectangle" svg:viewBox="0 0 21600 21600" draw:enhanced-path="M 0 0 L 21600 0 21600 21600 0 21600 0 0 Z N"/></draw:custom-shape></table:shapes></table:table>
<table:table table:name="sheet two" table:style-name="ta2"><table:table-column/><table:table-row><table:table-cell office:value-type="string"><text:p>phrase hidden sheet</text:p></table:table-cell></table:table-row></table:table>
</office:spreadsheet>`,
  '<style:style style:name="ta1" style:family="table" style:master-page-name="Standard"><style:table-properties table:display="true"/></style:style><style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>',
  '<style:header><text:p>phrase header</text:p></style:header><style:footer><text:p>phrase footer</text:p></style:footer>',
)

const SHOW = flat(
  'presentation',
  `<office:presentation>
<draw:page draw:name="p1" draw:master-page-name="Standard"><draw:frame svg:x="20mm" svg:y="20mm" svg:width="150mm" svg:height="30mm"><draw:text-box><text:p>phrase slide one</text:p><text:p><text:span text:style-name="R">phrase red</text:span> <text:span text:style-name="A">phrase arial</text:span></text:p><text:p><text:span text:style-name="T">phrase times</text:span> <text:span text:style-name="V">phrase v¨n b¶n mËt cña huyÖn</text:span></text:p></draw:text-box></draw:frame>
<draw:custom-shape draw:style-name="gr" svg:x="20mm" svg:y="80mm" svg:width="60mm" svg:height="20mm"><text:p>phrase shape</text:p><draw:enhanced-geometry draw:type="rectangle" svg:viewBox="0 0 21600 21600" draw:enhanced-path="M 0 0 L 21600 0 21600 21600 0 21600 0 0 Z N"/></draw:custom-shape>
<presentation:notes><draw:frame presentation:class="notes" svg:x="20mm" svg:y="150mm" svg:width="150mm" svg:height="60mm"><draw:text-box><text:p>phrase notes</text:p></draw:text-box></draw:frame></presentation:notes></draw:page>
<draw:page draw:name="p2" draw:master-page-name="Standard"><draw:frame svg:x="20mm" svg:y="20mm" svg:width="150mm" svg:height="60mm"><table:table><table:table-column/><table:table-row><table:table-cell><text:p>phrase table cell</text:p></table:table-cell></table:table-row></table:table></draw:frame><draw:frame svg:x="20mm" svg:y="120mm" svg:width="150mm" svg:height="30mm"><draw:text-box><text:p>phrase slide two</text:p></draw:text-box></draw:frame></draw:page>
<draw:page draw:name="p3" draw:master-page-name="Standard"><draw:frame presentation:style-name="Standard-title" presentation:class="title" svg:x="20mm" svg:y="10mm" svg:width="150mm" svg:height="30mm"><draw:text-box><text:p>phrase heading</text:p></draw:text-box></draw:frame>
<draw:frame presentation:style-name="Standard-outline1" presentation:class="outline" svg:x="20mm" svg:y="50mm" svg:width="150mm" svg:height="80mm"><draw:text-box><text:list><text:list-item><text:p>phrase point</text:p><text:list><text:list-item><text:p>phrase second level</text:p></text:list-item></text:list></text:list-item></text:list></draw:text-box></draw:frame></draw:page>
</office:presentation>`,
  '<style:style style:name="T" style:family="text"><style:text-properties style:font-name="Times New Roman"/></style:style>',
  `<draw:frame presentation:style-name="Standard-title" presentation:class="title" presentation:placeholder="true" svg:x="20mm" svg:y="10mm" svg:width="150mm" svg:height="30mm"><draw:text-box/></draw:frame><draw:frame presentation:style-name="Standard-outline1" presentation:class="outline" presentation:placeholder="true" svg:x="20mm" svg:y="50mm" svg:width="150mm" svg:height="80mm"><draw:text-box/></draw:frame>`,
  `<style:style style:name="standard" style:family="graphic"><style:text-properties style:font-name="Arial" fo:color="#000000"/></style:style>
<style:style style:name="Standard-title" style:family="presentation"><style:text-properties style:font-name="Times New Roman" fo:color="#008000"/></style:style>
<style:style style:name="Standard-outline1" style:family="presentation"><style:text-properties style:font-name="Times New Roman" fo:color="#0000ff"/></style:style>
<style:style style:name="Standard-outline2" style:family="presentation" style:parent-style-name="Standard-outline1"><style:text-properties style:font-name="Arial" fo:color="#800000"/></style:style>`,
)

const SOURCES: [string, string, Record<string, string>][] = [
  [
    'thu.fodt',
    LETTER,
    {
      ...{ docx: 'MS Word 2007 XML', odt: 'writer8', rtf: 'Rich Text Format', doc: 'MS Word 97' },
      ...{ html: 'HTML (StarWriter)', pdf: 'writer_pdf_Export' },
    },
  ],
  ['bang.fods', BOOK, { xlsx: 'Calc MS Excel 2007 XML', ods: 'calc8', xls: 'MS Excel 97', xml: 'MS Excel 2003 XML' }],
  ['chieu.fodp', SHOW, { pptx: 'Impress MS PowerPoint 2007 XML', odp: 'impress8', ppt: 'MS PowerPoint 97' }],
]

let made: Map<string, Buffer> | null | undefined

/** The documents by name, `thu.docx` and so on, and the flat sources themselves; null where there is no LibreOffice. */
export function textPlaces(): Map<string, Buffer> | null {
  made ??= withSources(writeByOffice(jobs))
  return made
}

function jobs(folder: string): OfficeJob[] {
  return SOURCES.flatMap(([name, source, formats]) => {
    const path = join(folder, name)
    writeFileSync(path, source)
    const factory = pathToFileURL(path).href
    return Object.entries(formats).map(([format, filter]) => ({ factory, filter, name: name.replace(/\w+$/, format) }))
  })
}

function withSources(written: Map<string, Buffer> | null): Map<string, Buffer> | null {
  return written && new Map([...written, ...SOURCES.map(([name, source]) => [name, Buffer.from(source)] as const)])
}
