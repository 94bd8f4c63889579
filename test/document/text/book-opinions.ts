// The exceptions of the second opinions on the workbook and the presentation.
import { type Exception, type Opinion, opinion } from '../../support/second-opinion.ts'

const SHEET_EDGES: Exception = { why: 'reads no headers and footers', places: ['header', 'footer'] }
const NOTES = [
  'Lời chào mở đầu của người trình bày',
  'Đề nghị các đơn vị khẩn trương triển khai thực hiện và báo cáo kết quả trước ngày 15',
]
const NOTES_BEHIND: Exception = { why: 'LibreOffice has notes with their slides, we behind all slides', moved: NOTES }

export const BOOK: Opinion[] = [
  opinion(
    'bang.xls',
    'xls2csv',
    SHEET_EDGES,
    { why: 'xls2csv reads no comments', places: ['text-box'] },
    {
      why: 'xls2csv shows dates of LibreOffice as numbers, we as they are read',
      ours: [
        ['05 03 1985 01 09 2010 07 30', '31111 40422 0 3125'],
        ['31 12 1990 28 02 2015 13 05', '33238 42063 0 545138888888889'],
        ['29 02 2000 15 11 2022 08 00', '36585 44880 0 333333333333333'],
      ],
    },
    {
      why: 'xls2csv writes large numbers with an exponent, leaves truth values out and tells errors by one word',
      ours: ['1000000000000000', 'TRUE', 'DIV 0'],
      theirs: ['1e 15', 'ERROR'],
    },
    {
      why: 'xls2csv tells the value of amounts and of parts in a hundred, we what their format shows',
      ours: [
        ['12 5 1250001', '0 125 1250001'],
        ['2 345 50 50 0', '2345 5 0 5'],
      ],
    },
  ),
  opinion(
    'bang.xlsx',
    'LibreOffice',
    SHEET_EDGES,
    { why: 'LibreOffice exports no comments', places: ['comment'] },
    {
      why: 'LibreOffice shows dates as its own language has them',
      ours: [
        ['05 03 1985 01 09 2010 07 30', '03 05 1985 2010 09 01 07 30 00 AM'],
        ['31 12 1990 28 02 2015 13 05', '12 31 1990 2015 02 28 01 05 00 PM'],
        ['29 02 2000 15 11 2022 08 00', '02 29 2000 2022 11 15 08 00 00 AM'],
      ],
    },
    {
      why: 'LibreOffice tells the value of amounts, we what their format shows',
      ours: [['2 345 50 50 0', '2345 5 50']],
    },
  ),
  opinion(
    'bang.ods',
    'odt2txt',
    { why: 'odt2txt does not read styles.xml', places: ['header', 'footer'] },
    { why: 'odt2txt reads comments in their cells, we behind the sheet', moved: ['Ghi nhớ ô'] },
    { why: 'odt2txt tells the date of a comment', theirs: ['2026 03 01T00 00 00'] },
  ),
  opinion('bang.trang.pdf', 'pdftotext', {
    why: 'pdftotext reads cells column by column, we by rows',
    shuffled: [['TT Họ và tên', '101']],
  }),
]

export const SHOW: Opinion[] = [
  opinion('chieu.ppt', 'LibreOffice', NOTES_BEHIND),
  opinion('chieu.pptx', 'LibreOffice', NOTES_BEHIND, {
    why: 'odt2txt tells the names of shapes',
    theirs: [
      'Image PlaceHolder 1',
      'Image PlaceHolder 1',
      'Image PlaceHolder 2',
      'Image PlaceHolder 1',
      'Image PlaceHolder 1',
      'Image PlaceHolder 2',
    ],
  }),
  opinion('chieu.odp', 'odt2txt'),
  opinion('chieu.trang.pdf', 'pdftotext'),
]
