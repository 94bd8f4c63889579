// Flat ODF text documents (.fodt) in the layout of Decree 30/2020/ND-CP, Appendix I: the sources that LibreOffice turns
// into docx, doc, odt, rtf and PDF.

/** What one fictional official document says. */
export interface OfficialDocument {
  /** File name without extension. */
  stem: string
  /** Superior agency and issuing agency (cell 2). */
  superior: string
  agency: string
  /** Number and symbol (cell 3), e.g. "126/UBND-VP". */
  number: string
  /** Place and day (cell 4). */
  placeAndDay: string
  /** Type name, e.g. "BÁO CÁO"; null for a công văn, whose summary stands under the number. */
  type: string | null
  /** Summary (trích yếu, cell 5a or 5b). */
  summary: string
  /** "Kính gửi" lines; empty when the type has none. */
  addressees: string[]
  paragraphs: string[]
  recipients: string[]
  signerTitle: string
  signer: string
}

const SAMPLE = 'MẪU THỬ NGHIỆM – KHÔNG CÓ GIÁ TRỊ'

const xml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const paragraph = (style: string, text: string): string => `<text:p text:style-name="${style}">${xml(text)}</text:p>`

function style(name: string, paragraphProperties: string, textProperties: string): string {
  return `<style:style style:name="${name}" style:family="paragraph" style:parent-style-name="Standard">
<style:paragraph-properties ${paragraphProperties}/><style:text-properties ${textProperties}/></style:style>`
}

const BOLD = 'fo:font-weight="bold" style:font-weight-asian="bold"'

const STYLES = `<office:font-face-decls>
<style:font-face style:name="Times New Roman" svg:font-family="'Times New Roman'" style:font-family-generic="roman" style:font-pitch="variable"/>
</office:font-face-decls>
<office:styles><style:default-style style:family="paragraph"><style:text-properties style:font-name="Times New Roman"
 fo:font-size="14pt" fo:language="vi" fo:country="VN" fo:color="#000000"/></style:default-style>
<style:style style:name="Standard" style:family="paragraph" style:class="text"/></office:styles>
<office:automatic-styles>
<style:page-layout style:name="pm1"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm"
 fo:margin-top="2cm" fo:margin-bottom="2cm" fo:margin-left="3cm" fo:margin-right="1.5cm"/></style:page-layout>
${style('Head', 'fo:text-align="center"', 'fo:font-size="12pt"')}
${style('HeadBold', 'fo:text-align="center"', `fo:font-size="12pt" ${BOLD}`)}
${style('Motto', 'fo:text-align="center"', `fo:font-size="13pt" ${BOLD}`)}
${style('Day', 'fo:text-align="center" fo:margin-top="0.2cm"', 'fo:font-size="13pt" fo:font-style="italic"')}
${style('Sample', 'fo:text-align="center" fo:margin-top="0.3cm" fo:margin-bottom="0.3cm"', 'fo:font-size="12pt" fo:font-style="italic"')}
${style('Title', 'fo:text-align="center" fo:margin-top="0.5cm"', `fo:font-size="14pt" ${BOLD}`)}
${style('Addressee', 'fo:text-align="center" fo:margin-top="0.2cm"', '')}
${style('Body', 'fo:text-align="justify" fo:text-indent="1.27cm" fo:margin-top="0.2cm"', '')}
${style('ListHead', '', `fo:font-size="12pt" fo:font-style="italic" ${BOLD}`)}
${style('List', '', 'fo:font-size="11pt"')}
<style:style style:name="Wide" style:family="table"><style:table-properties style:width="17.5cm" fo:margin-left="-0.5cm" table:align="left"/></style:style>
<style:style style:name="Left" style:family="table-column"><style:table-column-properties style:column-width="7.5cm"/></style:style>
<style:style style:name="Right" style:family="table-column"><style:table-column-properties style:column-width="10cm"/></style:style>
<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties fo:border="none"/></style:style>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pm1"/></office:master-styles>`

/** A borderless table of one row with two cells. */
function twoCells(name: string, left: string, right: string): string {
  const cell = (content: string): string =>
    `<table:table-cell table:style-name="Cell" office:value-type="string">${content}</table:table-cell>`
  return `<table:table table:name="${name}" table:style-name="Wide">
<table:table-column table:style-name="Left"/><table:table-column table:style-name="Right"/>
<table:table-row>${cell(left)}${cell(right)}</table:table-row></table:table>`
}

function head(document: OfficialDocument): string {
  const summary = document.type === null ? paragraph('Head', `V/v ${document.summary}`) : ''
  const left =
    paragraph('Head', document.superior) +
    paragraph('HeadBold', document.agency) +
    paragraph('Head', `Số: ${document.number}`) +
    summary
  const right =
    paragraph('HeadBold', 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM') +
    paragraph('Motto', 'Độc lập - Tự do - Hạnh phúc') +
    paragraph('Day', document.placeAndDay)
  return twoCells('Dau', left, right)
}

function foot(document: OfficialDocument): string {
  const left =
    paragraph('ListHead', 'Nơi nhận:') + document.recipients.map((line) => paragraph('List', `- ${line}`)).join('')
  const right =
    document.signerTitle
      .split('\n')
      .map((line) => paragraph('HeadBold', line))
      .join('') +
    paragraph('Day', '(mẫu thử, không ký)') +
    paragraph('HeadBold', document.signer)
  return twoCells('Cuoi', left, right)
}

/** The document as flat ODF XML. */
export function textDocument(document: OfficialDocument): string {
  const title =
    document.type === null ? '' : paragraph('Title', document.type) + paragraph('HeadBold', document.summary)
  const addressees =
    document.addressees.length === 0 ? '' : paragraph('Addressee', `Kính gửi: ${document.addressees.join('; ')}.`)
  const body = document.paragraphs.map((text) => paragraph('Body', text)).join('\n')
  return `<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.3"
 office:mimetype="application/vnd.oasis.opendocument.text">
${STYLES}
<office:body><office:text>${head(document)}
${paragraph('Sample', SAMPLE)}
${title}${addressees}
${body}
${foot(document)}</office:text></office:body></office:document>`
}
