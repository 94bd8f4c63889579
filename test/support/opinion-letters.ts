// Two letters of several pages by Decree 30/2020 with all that a clerk puts into one, for second opinions on their text (MẪU THỬ NGHIỆM).
import { SENTENCES } from '../language/encoding/sentences.ts'
import { flat } from './text-places.ts'

export const p = (text: string, style = 'Standard'): string => `<text:p text:style-name="${style}">${text}</text:p>`
const span = (style: string, text: string): string => `<text:span text:style-name="${style}">${text}</text:span>`
const cell = (text: string, spans = ''): string =>
  `<table:table-cell office:value-type="string"${spans}>${text.startsWith('<') ? text : p(text)}</table:table-cell>`
const COVERED = '<table:covered-table-cell/>'
export const row = (...cells: string[]): string =>
  `<table:table-row>${cells.map((each) => (each.startsWith('<table:') ? each : cell(each))).join('')}</table:table-row>`
const wide = (columns: number, text: string): string =>
  cell(text, ` table:number-columns-spanned="${columns}"`) + COVERED.repeat(columns - 1)
const tall = (rows: number, text: string): string => cell(text, ` table:number-rows-spanned="${rows}"`)
export const table = (columns: number, ...rows: string[]): string =>
  `<table:table><table:table-column table:number-columns-repeated="${columns}"/>${rows.join('')}</table:table>`
const list = (style: string, ...items: string[]): string =>
  `<text:list text:style-name="${style}">${items.map((item) => `<text:list-item>${p(item)}</text:list-item>`).join('')}</text:list>`
let notes = 0
const note = (kind: 'footnote' | 'endnote', text: string): string =>
  `<text:note text:note-class="${kind}" text:id="n${++notes}"><text:note-citation>${notes}</text:note-citation><text:note-body>${p(text)}</text:note-body></text:note>`
const sentences = (from: number, to: number): string =>
  SENTENCES.slice(from, to)
    .map((sentence) => p(sentence))
    .join('\n')

const STYLES = `<text:list-style style:name="Number"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/></text:list-style>
<text:list-style style:name="Bullet"><text:list-level-style-bullet text:level="1" text:bullet-char="–"/></text:list-style>
<style:style style:name="C" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:text-align="center"/></style:style>
<style:style style:name="M" style:family="text"><style:text-properties fo:font-weight="bold" fo:font-size="14pt"/></style:style>
<style:style style:name="I" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>
<style:style style:name="Cols" style:family="section"><style:section-properties><style:columns fo:column-count="2" fo:column-gap="5mm"><style:column style:rel-width="1*" fo:end-indent="2mm"/><style:column style:rel-width="1*" fo:start-indent="2mm"/></style:columns></style:section-properties></style:style>`

/** The number of the page above the text, and the office's line below it. */
const MASTERS = `<style:header>${p('Trang <text:page-number text:select-page="current">1</text:page-number> MẪU THỬ NGHIỆM', 'C')}</style:header><style:footer>${p('Lưu hành nội bộ, không có giá trị')}</style:footer>`

const letter = (body: string, masters = MASTERS): string =>
  flat('text', `<office:text>${body}</office:text>`, STYLES, masters)

const HEAD = table(
  2,
  row(
    p('ỦY BAN NHÂN DÂN', 'C') + p(span('M', 'HUYỆN THỬ NGHIỆM'), 'C'),
    p(span('M', 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'), 'C') + p(span('M', 'Độc lập - Tự do - Hạnh phúc'), 'C'),
  ),
  row('Số: 123/UBND-VX', p(span('I', 'Cần Giờ, ngày 05 tháng 3 năm 2026'), 'C')),
  row('V/v tổ chức hội nghị mẫu', ''),
)

/** An official letter: head, addressees, lists, footnotes, a table with joined cells, words in other fonts, signature block. */
const congVan = letter(`${HEAD}
${p('Kính gửi:', 'C')}
${list('Bullet', 'Các phòng chuyên môn thuộc huyện;', 'Ủy ban nhân dân các xã giả định.')}
${p(`Thực hiện kế hoạch công tác${note('footnote', 'Kế hoạch mẫu ban hành năm trước.')} của năm, Ủy ban nhân dân huyện đề nghị như sau:`)}
${sentences(0, 12)}
${list('Number', 'Rà soát danh mục hồ sơ tồn đọng.', 'Lập biểu tổng hợp theo mẫu kèm theo.', 'Gửi kết quả về Văn phòng.')}
${p(`Mọi vướng mắc xin liên hệ ${span('A', 'địa chỉ thư điện tử mau.thu@example.com')} hoặc ${span('R', 'đường dây nóng 0123.456.789')} trong giờ hành chính.`)}
${p('Bảng 1. Phân bổ chỉ tiêu', 'C')}
${table(
  4,
  row(tall(2, 'TT'), wide(2, 'Chỉ tiêu giao'), tall(2, 'Ghi chú')),
  row(COVERED, 'Đợt một', 'Đợt hai', COVERED),
  row('01', '1.250', '3.400,5', 'Hoàn thành'),
  row('02', '45%', '60%', p('Chưa đạt') + p('cần giải trình')),
  row(wide(3, 'Tổng cộng hai đợt'), 'Kết thúc'),
)}
${sentences(12, 24)}
${p(`Câu có dấu ngoặc “kép cong” và ‘đơn cong’, gạch dài – và — cùng ba chấm…, giá 100 € tại mục § 5${note('footnote', 'Chú thích thứ hai có số 2026.')}.`)}
${p('Trang tiếp theo của công văn', 'B')}
${sentences(24, 44)}
${table(
  2,
  row(
    p(span('I', 'Nơi nhận:')) + p('- Như trên;') + p('- Lưu: VT, VX.'),
    p(span('M', 'TM. ỦY BAN NHÂN DÂN'), 'C') + p('KT. CHỦ TỊCH', 'C') + p('Nguyễn Văn Mẫu', 'C'),
  ),
)}`)

const insertion = (id: string, what: string): string =>
  `<text:changed-region text:id="${id}"><text:${what}><office:change-info><dc:creator>Người Sửa</dc:creator><dc:date>2026-03-01T08:00:00</dc:date></office:change-info>${what === 'deletion' ? p('đoạn đã gạch bỏ') : ''}</text:${what}></text:changed-region>`

/** A decision: fields, bookmarks, tracked changes, comments, endnotes, a text box, a table in a table, an annex in columns. */
const quyetDinh =
  letter(`<text:tracked-changes>${insertion('c1', 'insertion')}${insertion('c2', 'deletion')}</text:tracked-changes>${HEAD}
${p(span('M', 'QUYẾT ĐỊNH'), 'C')}
${p('Ban hành quy chế thử nghiệm', 'C')}
${sentences(44, 50)}
${p(`<text:bookmark-start text:name="dieu1"/>Điều 1.<text:bookmark-end text:name="dieu1"/> Ban hành kèm theo Quyết định này quy chế <text:change-start text:change-id="c1"/>mới được chèn<text:change-end text:change-id="c1"/> gồm ba chương <text:change text:change-id="c2"/>.`)}
${p(`Điều 2. Theo <text:bookmark-ref text:reference-format="text" text:ref-name="dieu1">Điều 1.</text:bookmark-ref> ở trang <text:bookmark-ref text:reference-format="page" text:ref-name="dieu1">1</text:bookmark-ref>, văn bản có số trang là <text:page-count>3</text:page-count>; xem <text:a xlink:type="simple" xlink:href="https://example.com/mau">trang thông tin mẫu</text:a>.`)}
${p(`Điều 3. Chánh Văn phòng<office:annotation><dc:creator>Người Duyệt</dc:creator><dc:date>2026-03-01T08:00:00</dc:date>${p('Ghi nhớ của người duyệt')}</office:annotation> chịu trách nhiệm thi hành${note('endnote', 'Chú thích cuối văn bản.')}.`)}
${p(`Họ tên:<text:tab/>Trần Thị Thử<text:tab/>Chức vụ:<text:tab/>Chuyên viên<text:line-break/>Dòng sau ngắt dòng; khoảng<text:s text:c="5"/>trắng; số\u00a0123\u00a0không tách; từ quá\u00addài; ngày 01\u201102\u20112026.`)}
${p(`<draw:frame draw:style-name="gr" text:anchor-type="paragraph" svg:width="60mm" svg:height="15mm"><draw:text-box>${p('Khung chữ bên lề')}</draw:text-box></draw:frame>Đoạn neo của khung.`)}
${table(2, row('Ô ngoài trái', cell(table(2, row('Ô trong một', 'Ô trong hai')) + p('Sau bảng trong'))), row('Hàng cuối', 'Ô phải'))}
${p(`Chữ ẩn${span('H', ' không hiện trên giấy')} và chữ cổ ${span('V', 'v¨n b¶n mÉu cña huyÖn')} trong câu.`)}
${p('PHỤ LỤC', 'B')}
<text:section text:style-name="Cols" text:name="cot">${sentences(50, 66)}</text:section>
${p(SENTENCES.slice(0, 66).join(' '))}`)

const shape = (text: string): string =>
  `<draw:custom-shape draw:style-name="gr" text:anchor-type="paragraph" svg:x="0mm" svg:y="0mm" svg:width="40mm" svg:height="10mm"><text:p>${text}</text:p><draw:enhanced-geometry draw:type="rectangle" svg:viewBox="0 0 21600 21600" draw:enhanced-path="M 0 0 L 21600 0 21600 21600 0 21600 0 0 Z N"/></draw:custom-shape>`
const box = (text: string): string =>
  `<draw:frame draw:style-name="gr" text:anchor-type="paragraph" svg:x="0mm" svg:y="12mm" svg:width="60mm" svg:height="10mm"><draw:text-box>${text}</draw:text-box></draw:frame>`
const field = (name: string, attributes: string, shown: string): string =>
  `<text:${name} ${attributes}>${shown}</text:${name}>`

/** An annex of oddities: boxes in headers, joined cells, tables three deep, nested lists, fields, rubies, signs, foreign scripts. */
const phuLuc = letter(
  `${p('Phụ lục có nhiều điều lạ')}
${table(3, row(tall(3, 'Ô cao ba hàng'), 'B một', 'C một'), row(COVERED, cell('Khối vuông', ' table:number-rows-spanned="2" table:number-columns-spanned="2"'), COVERED), row(COVERED, COVERED, COVERED), row('', 'B bốn', ''))}
${table(2, row('Ngoài một', cell(`${p('Giữa một')}${table(2, row('Hai một', cell(`${table(1, row('Ba một'), row('Ba hai'))}${p('Cuối hai')}`)), row('Hai ba', 'Hai bốn'))}${p('Cuối một')}`)), row('Ngoài ba', 'Ngoài bốn'))}
<text:list text:style-name="Number"><text:list-item>${p('Mục lớn')}<text:list><text:list-item>${p('Mục nhỏ')}</text:list-item></text:list></text:list-item><text:list-item>${p('Mục kế')}</text:list-item></text:list>
${p(`Ngày ${field('date', 'text:date-value="2026-03-05" text:fixed="true"', '05/03/2026')}, bảng ${field('sequence', 'text:ref-name="s" text:name="Table" text:formula="ooow:Table+1" style:num-format="1"', '1')}, nhập ${field('text-input', 'text:description="nhắc"', 'chữ đã nhập')}, ẩn ${field('hidden-text', 'text:condition="ooow:1" text:string-value="chữ giấu" text:is-hidden="true"', 'chữ giấu')} hết trường.`)}
<text:section text:name="an" text:display="none">${p('Mục không hiện')}</text:section>
${p('Chữ có ruby: <text:ruby><text:ruby-base>漢字</text:ruby-base><text:ruby-text>hán tự</text:ruby-text></text:ruby> trong câu.')}
${p('Diện tích m²; CO₂; 5 × 4 ≤ 20; ½ và ¾; 30°C; số№ 7; ﬁnance; 😀 𝐀𝐁 cuối.')}
${p('Tổ hợp rời: cộng hòa xã hội'.normalize('NFD'))}
${p('Không rộng a\u200bb c\u200dd; trắng\u202fhẹp\u3000rộng.')}
${p(`${box(p('Khung lặp lại'))}Neo thứ nhất.`)}${sentences(0, 3)}
${p(`${box(p('Khung lặp lại'))}Neo thứ hai.`)}${sentences(3, 6)}
${p(`<draw:g text:anchor-type="paragraph" draw:style-name="gr">${shape('Hình trong nhóm')}</draw:g>Neo của nhóm.`)}${sentences(6, 9)}
${table(1, row(cell(p(`Ô có chú thích${note('footnote', 'Chú thích trong bảng.')}`))))}
${p('Trang chẵn', 'B')}${sentences(9, 20)}
${p('Trang lẻ', 'B')}${p(`${SENTENCES.slice(20, 60).join(' ')} `.repeat(4))}
${p('Chữ Do Thái: שלום, chữ Ả Rập: مرحبا')}`,
  `<style:header>${table(2, row('Đầu lẻ trái', 'Đầu lẻ phải'))}</style:header><style:header-left>${p('Đầu chẵn')}</style:header-left><style:header-first>${p('Đầu trang nhất')}</style:header-first><style:footer>${p(`${shape('Hình ở chân')}Chân lẻ`)}</style:footer><style:footer-left>${p('Chân chẵn')}</style:footer-left><style:footer-first>${p('Chân nhất')}</style:footer-first>`,
)

export const OPINION_LETTERS: Record<string, string> = {
  'cong-van': congVan,
  'quyet-dinh': quyetDinh,
  'phu-luc': phuLuc,
}
