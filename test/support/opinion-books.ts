// A workbook of several sheets and a presentation with notes, for second opinions on their text (MẪU THỬ NGHIỆM).
import { SENTENCES } from '../language/encoding/sentences.ts'
import { flat } from './text-places.ts'

const words = (text: string, more = ''): string =>
  `<table:table-cell office:value-type="string"${more}><text:p>${text}</text:p></table:table-cell>`
const number = (value: number, style = '', more = ''): string =>
  `<table:table-cell${style === '' ? '' : ` table:style-name="${style}"`} office:value-type="float" office:value="${value}"${more}/>`
const date = (value: string, style: string): string =>
  `<table:table-cell table:style-name="${style}" office:value-type="date" office:date-value="${value}"/>`
const time = (value: string): string =>
  `<table:table-cell table:style-name="gio" office:value-type="time" office:time-value="${value}"/>`
const row = (...cells: string[]): string =>
  `<table:table-row>${cells.map((each) => (each.startsWith('<') ? each : words(each))).join('')}</table:table-row>`
const sheet = (name: string, ...rows: string[]): string =>
  `<table:table table:name="${name}" table:style-name="ta"><table:table-column table:style-name="co" table:number-columns-repeated="6"/>${rows.join('')}</table:table>`

const STYLES = `<style:style style:name="ta" style:family="table" style:master-page-name="Standard"><style:table-properties table:display="true"/></style:style>
<style:style style:name="an" style:family="table" style:master-page-name="Standard"><style:table-properties table:display="false"/></style:style>
<style:style style:name="co" style:family="table-column"><style:table-column-properties style:column-width="28mm"/></style:style>
<number:date-style style:name="N1"><number:day number:style="long"/><number:text>/</number:text><number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/></number:date-style>
<number:date-style style:name="N2"><number:year number:style="long"/><number:text>-</number:text><number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/></number:date-style>
<number:time-style style:name="N3"><number:hours number:style="long"/><number:text>:</number:text><number:minutes number:style="long"/></number:time-style>
<number:percentage-style style:name="N4"><number:number number:decimal-places="1" number:min-integer-digits="1"/><number:text>%</number:text></number:percentage-style>
<number:number-style style:name="N5"><number:number number:decimal-places="2" number:min-integer-digits="1" number:grouping="true"/></number:number-style>
<style:style style:name="ngay" style:family="table-cell" style:data-style-name="N1"/><style:style style:name="iso" style:family="table-cell" style:data-style-name="N2"/>
<style:style style:name="gio" style:family="table-cell" style:data-style-name="N3"/><style:style style:name="phan" style:family="table-cell" style:data-style-name="N4"/>
<style:style style:name="tien" style:family="table-cell" style:data-style-name="N5"/>`

const staff = sheet(
  'Danh sách',
  row(
    words('DANH SÁCH CÁN BỘ MẪU THỬ NGHIỆM', ' table:number-columns-spanned="6"'),
    '<table:covered-table-cell table:number-columns-repeated="5"/>',
  ),
  row('TT', 'Họ và tên', 'Ngày sinh', 'Ngày vào làm', 'Giờ đến', 'Ghi chú'),
  row(
    number(1),
    'Nguyễn Văn Mẫu',
    date('1985-03-05', 'ngay'),
    date('2010-09-01', 'iso'),
    time('PT07H30M00S'),
    'Trưởng phòng',
  ),
  row(number(2), 'Trần Thị Thử', date('1990-12-31', 'ngay'), date('2015-02-28', 'iso'), time('PT13H05M00S'), ''),
  row(
    number(3),
    words('Lê Giả Định</text:p><text:p>(biệt phái)'),
    date('2000-02-29', 'ngay'),
    date('2022-11-15', 'iso'),
    time('PT08H00M00S'),
    `<table:table-cell office:value-type="string"><office:annotation><dc:date>2026-03-01T08:00:00</dc:date><text:p>Ghi nhớ ô</text:p></office:annotation><text:p>Có chú thích</text:p></table:table-cell>`,
  ),
)
const money = sheet(
  'Kinh phí',
  row('Nội dung', 'Số tiền', 'Tỷ lệ', 'Cộng dồn'),
  row('Hội nghị', number(1250000), number(0.125, 'phan'), number(0, '', ' table:formula="of:=[.B2]+1"')),
  row(
    'In ấn',
    number(2345.5, 'tien'),
    number(0.5, 'phan'),
    '<table:table-cell table:formula="of:=&quot;Nhóm &quot;&amp;[.A3]" office:value-type="string" office:string-value="Nhóm In ấn"><text:p>Nhóm In ấn</text:p></table:table-cell>',
  ),
  row('Số âm', number(-17), number(27.1828), number(1e15)),
  row(
    'Đúng sai',
    '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>',
    '',
    '<table:table-cell table:formula="of:=1/0"/>',
  ),
)
const long = sheet(
  'Ý kiến (3)',
  // None is cut off at the edge of the page.
  ...SENTENCES.filter(({ length }) => length <= 60).map((sentence, index) => row(number(index + 101), sentence)),
  row('Gạch “kép” – dài', 'Dấu &amp; và &lt;ngoặc&gt;', 'Chấm; phẩy, "nháy"'),
)
const hidden = sheet('Trang ẩn', row('Ô của trang ẩn', number(777))).replace('"ta"', '"an"')

export const OPINION_BOOK = flat(
  'spreadsheet',
  `<office:spreadsheet>${staff}${money}${long}${hidden}</office:spreadsheet>`,
  STYLES,
  '<style:header><text:p>Đầu trang bảng tính</text:p></style:header><style:footer><text:p>Chân trang bảng tính</text:p></style:footer>',
  '<style:default-style style:family="table-cell"><style:text-properties style:font-name="Times New Roman"/></style:default-style>',
)

const box = (at: number, ...lines: string[]): string =>
  `<draw:frame svg:x="20mm" svg:y="${at}mm" svg:width="170mm" svg:height="30mm"><draw:text-box>${lines.map((line) => `<text:p>${line}</text:p>`).join('')}</draw:text-box></draw:frame>`
const title = (text: string): string =>
  `<draw:frame presentation:style-name="Standard-title" presentation:class="title" svg:x="20mm" svg:y="10mm" svg:width="170mm" svg:height="25mm"><draw:text-box><text:p>${text}</text:p></draw:text-box></draw:frame>`
const outline = (...points: string[]): string =>
  `<draw:frame presentation:style-name="Standard-outline1" presentation:class="outline" svg:x="20mm" svg:y="40mm" svg:width="170mm" svg:height="90mm"><draw:text-box><text:list>${points.map((point) => `<text:list-item><text:p>${point}</text:p></text:list-item>`).join('')}</text:list></draw:text-box></draw:frame>`
const notes = (text: string): string =>
  `<presentation:notes><draw:frame presentation:class="notes" svg:x="20mm" svg:y="150mm" svg:width="150mm" svg:height="60mm"><draw:text-box><text:p>${text}</text:p></draw:text-box></draw:frame></presentation:notes>`
const slide = (name: string, ...parts: string[]): string =>
  `<draw:page draw:name="${name}" draw:master-page-name="Standard">${parts.join('')}</draw:page>`
const cells = (...texts: string[]): string =>
  `<table:table-row>${texts.map((text) => `<table:table-cell><text:p>${text}</text:p></table:table-cell>`).join('')}</table:table-row>`

export const OPINION_SHOW = flat(
  'presentation',
  `<office:presentation>
${slide('Bìa', title('Hội nghị mẫu thử nghiệm'), box(60, 'Báo cáo viên: Trần Thị Thử', 'Cần Giờ, tháng 3 năm 2026'), notes('Lời chào mở đầu của người trình bày.'))}
${slide('Nội dung', title('Nội dung chính'), outline('Tình hình chung', 'Kết quả “nổi bật” – năm 2025', 'Phương hướng'), notes(SENTENCES[3]!))}
${slide(
  'Bảng',
  title('Số liệu'),
  `<draw:frame svg:x="20mm" svg:y="50mm" svg:width="150mm" svg:height="60mm"><table:table><table:table-column/><table:table-column/>${cells('Chỉ tiêu', 'Thực hiện')}${cells('Hộ nghèo giả định', '12,5%')}</table:table></draw:frame>`,
  '<draw:custom-shape draw:style-name="gr" svg:x="20mm" svg:y="130mm" svg:width="60mm" svg:height="20mm"><text:p>Chữ trong hình vẽ</text:p><draw:enhanced-geometry draw:type="rectangle" svg:viewBox="0 0 21600 21600" draw:enhanced-path="M 0 0 L 21600 0 21600 21600 0 21600 0 0 Z N"/></draw:custom-shape>',
)}
${slide('Dài', title('Ý kiến'), outline(...SENTENCES.slice(10, 16)), box(140, SENTENCES[20]!), notes('Hết phần ghi chú.'))}
</office:presentation>`,
  '',
  '<draw:frame presentation:style-name="Standard-title" presentation:class="title" presentation:placeholder="true" svg:x="20mm" svg:y="10mm" svg:width="170mm" svg:height="25mm"><draw:text-box/></draw:frame><draw:frame presentation:style-name="Standard-outline1" presentation:class="outline" presentation:placeholder="true" svg:x="20mm" svg:y="40mm" svg:width="170mm" svg:height="90mm"><draw:text-box/></draw:frame>',
  '<style:style style:name="Standard-title" style:family="presentation"/><style:style style:name="Standard-outline1" style:family="presentation"/>',
)
