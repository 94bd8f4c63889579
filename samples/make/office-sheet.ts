// Flat ODF spreadsheets (.fods) and presentations (.fodp): the sources that LibreOffice turns into xlsx, xls, ods, pptx.
import type { SLIDES, Spreadsheet } from './office-data.ts'

const NAMESPACES = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0" office:version="1.3"`

const FONT = `<office:font-face-decls><style:font-face style:name="Times New Roman" svg:font-family="'Times New Roman'"
 style:font-family-generic="roman" style:font-pitch="variable"/></office:font-face-decls>`

const xml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

function cell(value: string | number): string {
  const type =
    typeof value === 'number' ? `office:value-type="float" office:value="${value}"` : 'office:value-type="string"'
  return `<table:table-cell ${type}><text:p>${xml(String(value))}</text:p></table:table-cell>`
}

const row = (cells: (string | number)[]): string => `<table:table-row>${cells.map(cell).join('')}</table:table-row>`

/** The spreadsheet as flat ODF XML. */
export function sheetDocument(sheet: Spreadsheet): string {
  const rows = [['MẪU THỬ NGHIỆM – KHÔNG CÓ GIÁ TRỊ'], [sheet.title], ...sheet.rows]
  return `<?xml version="1.0" encoding="UTF-8"?>
<office:document ${NAMESPACES} office:mimetype="application/vnd.oasis.opendocument.spreadsheet">${FONT}
<office:styles><style:default-style style:family="table-cell"><style:text-properties style:font-name="Times New Roman"
 fo:font-size="13pt" fo:language="vi" fo:country="VN"/></style:default-style></office:styles>
<office:automatic-styles><style:page-layout style:name="pm1"><style:page-layout-properties fo:page-width="29.7cm"
 fo:page-height="21cm" style:print-orientation="landscape" style:scale-to-X="1" style:scale-to-Y="1"/></style:page-layout>
<style:style style:name="ta1" style:family="table" style:master-page-name="Default"/><style:style style:name="co1" style:family="table-column">
<style:table-column-properties style:column-width="4.6cm"/></style:style></office:automatic-styles>
<office:master-styles><style:master-page style:name="Default" style:page-layout-name="pm1"/></office:master-styles>
<office:body><office:spreadsheet><table:table table:name="Tong hop" table:style-name="ta1">
<table:table-column table:style-name="co1" table:number-columns-repeated="5"/>
${rows.map(row).join('\n')}</table:table></office:spreadsheet></office:body></office:document>`
}

function slide(page: { title: string; lines: string[] }, index: number): string {
  const box = (y: number, height: number, lines: string[]): string =>
    `<draw:frame svg:x="2cm" svg:y="${y}cm" svg:width="24cm" svg:height="${height}cm"><draw:text-box>${lines
      .map((line) => `<text:p text:style-name="P1"><text:span text:style-name="T1">${xml(line)}</text:span></text:p>`)
      .join('')}</draw:text-box></draw:frame>`
  return `<draw:page draw:name="Trang${index + 1}" draw:master-page-name="Default">${box(2, 3, [page.title])}${box(6, 8, page.lines)}</draw:page>`
}

/** The slides as flat ODF XML. */
export function slideDocument(slides: typeof SLIDES): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<office:document ${NAMESPACES} office:mimetype="application/vnd.oasis.opendocument.presentation">${FONT}
<office:automatic-styles><style:page-layout style:name="PM1"><style:page-layout-properties fo:page-width="28cm"
 fo:page-height="15.75cm" style:print-orientation="landscape"/></style:page-layout>
<style:style style:name="P1" style:family="paragraph"/>
<style:style style:name="T1" style:family="text"><style:text-properties style:font-name="Times New Roman"
 fo:font-family="'Times New Roman'" fo:font-size="28pt"/></style:style></office:automatic-styles>
<office:master-styles><style:master-page style:name="Default" style:page-layout-name="PM1"/></office:master-styles>
<office:body><office:presentation>${slides.pages.map(slide).join('\n')}</office:presentation></office:body></office:document>`
}
