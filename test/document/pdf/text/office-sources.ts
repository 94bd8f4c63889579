// Flat ODF sources with every kind of text that LibreOffice puts on a page of a PDF. Fictional; MẪU THỬ NGHIỆM.

const NAMESPACES = [
  ['office', 'office'],
  ['style', 'style'],
  ['text', 'text'],
  ['table', 'table'],
  ['draw', 'drawing'],
  ['presentation', 'presentation'],
]
  .map(([prefix, name]) => `xmlns:${prefix}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
  .concat(
    ['fo:xsl-fo', 'svg:svg'].map((pair) => {
      const [prefix, name] = pair.split(':')
      return `xmlns:${prefix}="urn:oasis:names:tc:opendocument:xmlns:${name}-compatible:1.0"`
    }),
  )
  .join(' ')

function flat(kind: string, styles: string, automatic: string, body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<office:document ${NAMESPACES} office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.${kind}">
<office:font-face-decls><style:font-face style:name="F" svg:font-family="Tinos"/><style:font-face style:name="G" svg:font-family="'DejaVu Sans'"/></office:font-face-decls>
<office:styles><style:default-style style:family="paragraph"><style:text-properties style:font-name="F" fo:font-size="13pt" fo:color="#000000"/></style:default-style>
<style:default-style style:family="table-cell"><style:text-properties style:font-name="F"/></style:default-style>${styles}</office:styles>
<office:automatic-styles>${automatic}</office:automatic-styles>${body}</office:document>`
}

const p = (text: string, style = 'P'): string => `<text:p text:style-name="${style}">${text}</text:p>`
const row = (...cells: string[]): string =>
  `<table:table-row>${cells.map((cell) => `<table:table-cell office:value-type="string">${p(cell, 'C')}</table:table-cell>`).join('')}</table:table-row>`

const PAGE = `<style:page-layout style:name="L"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin="2cm"/>
<style:header-style/><style:footer-style/></style:page-layout>`

const writer = flat(
  'text',
  '<style:style style:name="Standard" style:family="paragraph"/>',
  `${PAGE}<style:style style:name="P" style:family="paragraph"/><style:style style:name="C" style:family="paragraph"/>
<style:style style:name="R" style:family="paragraph"><style:text-properties fo:color="#ff0000" style:font-name="G"/></style:style>
<style:style style:name="B" style:family="paragraph"><style:paragraph-properties fo:break-before="page"/></style:style>
<style:style style:name="T" style:family="table"><style:table-properties style:width="17cm"/></style:style>
<style:style style:name="N" style:family="table-column"><style:table-column-properties style:column-width="4cm"/></style:style>
<style:style style:name="W" style:family="table-column"><style:table-column-properties style:column-width="13cm"/></style:style>
<style:style style:name="X" style:family="graphic"><style:graphic-properties style:wrap="none" draw:stroke="none" draw:fill="none"/></style:style>`,
  `<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="L">
<style:header>${p('Đầu trang MẪU THỬ NGHIỆM')}</style:header><style:footer><text:p>Chân trang <text:page-number/></text:p></style:footer>
</style:master-page></office:master-styles>
<office:body><office:text>
<table:table table:style-name="T"><table:table-column table:style-name="N"/><table:table-column table:style-name="W"/>
${row('MẬT', 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM')}${row('Độ mật:', 'Mật')}</table:table>
${p('Ủy ban nhân dân huyện đề nghị các cơ quan thực hiện Quy chế này.')}
${p('Câu này có chú thích<text:note text:note-class="footnote" text:id="n"><text:note-citation>1</text:note-citation><text:note-body><text:p>Chú thích cuối trang số một.</text:p></text:note-body></text:note> ở đây.')}
${p('Đoạn chữ đỏ bằng DejaVu Sans.', 'R')}
<text:p><draw:frame draw:style-name="X" text:anchor-type="paragraph" svg:width="8cm" svg:height="1.5cm" svg:x="4cm" svg:y="3cm"><draw:text-box>${p('Trong khung chữ')}</draw:text-box></draw:frame></text:p>
${p('Trang hai.', 'B')}
</office:text></office:body>`,
)

const calc = flat(
  'spreadsheet',
  '<style:style style:name="Default" style:family="table-cell"/>',
  `<style:style style:name="N" style:family="table-column"><style:table-column-properties style:column-width="5cm"/></style:style>`,
  `<office:body><office:spreadsheet><table:table table:name="Tổng hợp"><table:table-column table:style-name="N" table:number-columns-repeated="3"/>
${row('Đơn vị', 'Số lượng', 'Ghi chú')}${row('Phòng Mẫu', '12', 'Đã giao đủ')}</table:table></office:spreadsheet></office:body>`,
)

const slide = (name: string, ...texts: string[]): string =>
  `<draw:page draw:name="${name}" draw:master-page-name="M">${texts
    .map(
      (text, index) =>
        `<draw:frame svg:width="20cm" svg:height="2cm" svg:x="2cm" svg:y="${2 + 3 * index}cm"><draw:text-box>${p(text)}</draw:text-box></draw:frame>`,
    )
    .join('')}</draw:page>`

const impress = flat(
  'presentation',
  '',
  '<style:page-layout style:name="S"><style:page-layout-properties fo:page-width="28cm" fo:page-height="21cm"/></style:page-layout><style:style style:name="D" style:family="drawing-page"/>',
  `<office:master-styles><style:master-page style:name="M" style:page-layout-name="S" draw:style-name="D"/></office:master-styles>
<office:body><office:presentation>${slide('Một', 'Tập huấn thư điện tử công vụ', 'Ý thứ nhất của trang chiếu')}${slide('Hai', 'Trang chiếu thứ hai')}</office:presentation></office:body>`,
)

/** By file name. */
export const OFFICE_SOURCES: Readonly<Record<string, string>> = {
  'writer.fodt': writer,
  'calc.fods': calc,
  'impress.fodp': impress,
}
