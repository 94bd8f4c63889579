// The exceptions of the second opinions on letters: what each program leaves out, adds, moves or reads otherwise.
import { type Exception, type Opinion, opinion } from '../../support/second-opinion.ts'

const TCVN3: Exception = {
  why: 'does not undo TCVN3',
  ours: ['chữ cổ văn bản mẫu của huyện'],
  theirs: ['chữ cổ v¨n b¶n mÉu cña huyÖn'],
}
const NUMBERED: Exception = {
  why: 'tells the numbers of lists, which we do not',
  theirs: [
    ['1 Rà soát', 'Rà soát'],
    ['2 Lập biểu', 'Lập biểu'],
    ['3 Gửi kết quả', 'Gửi kết quả'],
  ],
}
/** Above and below each page. */
const EDGES = ['Trang NN MẪU THỬ NGHIỆM', 'Lưu hành nội bộ không có giá trị']

const ALWAYS: Partial<Record<Opinion['by'], Exception>> = {
  antiword: { why: 'antiword reads no headers and footers', places: ['header', 'footer'] },
  unrtf: { why: 'unrtf reads no headers and footers', places: ['header', 'footer'] },
  odt2txt: { why: 'odt2txt does not read styles.xml', places: ['header', 'footer'] },
  LibreOffice: { why: 'LibreOffice exports no headers and footers to text', places: ['header', 'footer'] },
}

export function letter(file: string, by: Opinion['by'], ...exceptions: Exception[]): Opinion {
  const always = ALWAYS[by]
  return opinion(file, by, ...(always === undefined ? [] : [always]), ...exceptions)
}

const ROWS: Exception = {
  why: 'puts the lines of the cells of a row beside each other',
  shuffled: [
    ['ỦY BAN NHÂN DÂN', 'Số'],
    ['Nơi nhận', 'Kế hoạch mẫu'],
  ],
}
const HEAD_BY_CELLS: Exception = {
  why: 'pdftotext reads the head column by column, we by lines',
  shuffled: [['ỦY BAN NHÂN DÂN', 'Kính gửi']],
}

export const CONG_VAN: Opinion[] = [
  letter('cong-van.doc', 'catdoc', { why: 'catdoc tells the codes of fields', theirs: ['PAGE'] }),
  letter(
    'cong-van.doc',
    'antiword',
    {
      why: 'antiword writes the numbers of notes, which are no text of the file',
      theirs: [
        ['công tác 1 của năm', 'công tác của năm'],
        ['5 2 Trang tiếp theo', '5 Trang tiếp theo'],
        ['1 Kế hoạch mẫu', 'Kế hoạch mẫu'],
        ['2 Chú thích thứ hai', 'Chú thích thứ hai'],
      ],
    },
    ROWS,
  ),
  letter(
    'cong-van.rtf',
    'catdoc',
    { why: 'catdoc reads no notes of RTF', places: ['footnote'] },
    { why: 'headers stand before the text in RTF, and behind it for us', moved: EDGES },
    NUMBERED,
  ),
  letter(
    'cong-van.rtf',
    'unrtf',
    { why: 'unrtf reads no notes', places: ['footnote'] },
    { why: 'unrtf loses its place at a table that begins the text', theirs: [['Ủ Y', 'ỦY']] },
    { why: 'unrtf writes a sign of its own name', theirs: [['euro', '']] },
    NUMBERED,
  ),
  letter(
    'cong-van.odt',
    'odt2txt',
    {
      why: 'odt2txt glues the numbers of notes to their words',
      theirs: [
        ['công tác1', 'công tác'],
        ['mục 52', 'mục 5'],
      ],
    },
    {
      why: 'odt2txt reads notes where they are called, we behind the text',
      moved: ['Kế hoạch mẫu ban hành năm trước', 'Chú thích thứ hai có số 2026'],
    },
  ),
  letter(
    'cong-van.trang.pdf',
    'pdftotext',
    { why: 'pdftotext reads no annotations; those of notes and links are named', places: ['annotation'] },
    {
      why: 'pdftotext glues the numbers of notes to the words, we set them off',
      theirs: [
        ['công tác1', 'công tác 1'],
        ['2Chú', '2 Chú'],
      ],
    },
    HEAD_BY_CELLS,
  ),
  letter(
    'cong-van.docx',
    'LibreOffice',
    { why: 'LibreOffice exports no notes to text', places: ['footnote'] },
    {
      why: 'but glues their numbers to the words',
      theirs: [
        ['công tác1', 'công tác'],
        ['mục 52', 'mục 5'],
      ],
    },
    NUMBERED,
  ),
]

export const QUYET_DINH: Opinion[] = [
  letter(
    'quyet-dinh.doc',
    'catdoc',
    {
      why: 'catdoc tells the codes of fields',
      theirs: ['REF dieu1 h', 'PAGEREF dieu1 h', 'NUMPAGES', 'HYPERLINK https example com mau', 'PAGE'],
    },
    { why: 'catdoc loses what stands in a paragraph before a comment', ours: ['Điều 3 Chánh Văn phòng'] },
    TCVN3,
  ),
  letter(
    'quyet-dinh.doc',
    'antiword',
    { why: 'antiword reads no comments', places: ['comment'] },
    {
      why: 'antiword writes the numbers of notes, which are no text of the file',
      theirs: [
        ['thi hành i', 'thi hành'],
        ['i Chú thích cuối', 'Chú thích cuối'],
      ],
    },
    { why: ROWS.why, shuffled: [['ỦY BAN NHÂN DÂN', 'Số']] },
    TCVN3,
  ),
  letter(
    'quyet-dinh.rtf',
    'catdoc',
    { why: 'catdoc reads no notes, comments and boxes of RTF', places: ['footnote', 'comment', 'text-box'] },
    { why: 'headers stand before the text in RTF, and behind it for us', moved: EDGES },
    {
      why: 'catdoc glues words at line ends and cells',
      theirs: [
        ['viênDòng', 'viên Dòng'],
        ['trongHàng cuốiÔ phảiChữ', 'trong Hàng cuối Ô phải Chữ'],
      ],
    },
    { why: 'catdoc drops hyphens that do not break', theirs: [['01022026', '01 02 2026']] },
    TCVN3,
  ),
  letter(
    'quyet-dinh.rtf',
    'unrtf',
    { why: 'unrtf reads no notes, comments and boxes', places: ['footnote', 'comment', 'text-box'] },
    { why: 'unrtf loses its place at a table that begins the text', theirs: [['Ủ Y', 'ỦY']] },
    { why: 'unrtf drops hyphens that do not break', theirs: [['01022026', '01 02 2026']] },
    { why: 'unrtf glues cells of a table in a table', theirs: [['mộtÔ', 'một Ô']] },
    TCVN3,
  ),
  letter(
    'quyet-dinh.odt',
    'odt2txt',
    {
      why: 'odt2txt tells who changed and wrote comments, when, and glues it to the words',
      theirs: [
        'Người Sửa2026 03 01T08 00 00Người Sửa2026 03 01T08 00 00',
        ['Chánh Văn phòngNgười Duyệt2026 03 01T08 00 00Ghi nhớ', 'Chánh Văn phòng Ghi nhớ'],
      ],
    },
    {
      why: 'odt2txt reads deletions, comments, notes and boxes where they stand, we behind the text',
      moved: ['đoạn đã gạch bỏ', 'Ghi nhớ của người duyệt', 'Chú thích cuối văn bản', 'Khung chữ bên lề'],
    },
    {
      why: 'odt2txt glues the numbers of notes to their words',
      theirs: [['hànhi', 'hành']],
    },
    { why: 'odt2txt tells where a picture or a box stands', theirs: ['Image Shape1'] },
    TCVN3,
  ),
  letter(
    'quyet-dinh.trang.pdf',
    'pdftotext',
    { why: 'pdftotext reads no annotations; those of notes and links are named', places: ['annotation'] },
    { why: HEAD_BY_CELLS.why, shuffled: [['ỦY BAN NHÂN DÂN', 'QUYẾT ĐỊNH']] },
    {
      why: 'pdftotext reads across the columns, we down the one and then the other',
      shuffled: [['Thanh niên tình nguyện', 'Kính gửi Ủy ban nhân dân các xã']],
    },
    TCVN3,
  ),
  letter(
    'quyet-dinh.docx',
    'LibreOffice',
    { why: 'LibreOffice exports no notes, comments and boxes to text', places: ['footnote', 'comment', 'text-box'] },
    { why: 'but glues their numbers to the words', theirs: [['hànhi', 'hành']] },
    {
      why: 'LibreOffice counts its own pages, we tell what the file says',
      ours: [['số trang là NN', 'số trang là']],
      theirs: [['số trang là NN', 'số trang là']],
    },
    TCVN3,
  ),
]
