// The exceptions of the second opinions on the annex of oddities: what each program leaves out, adds, moves or reads otherwise.
import type { Exception, Opinion } from '../../support/second-opinion.ts'
import { letter } from './letter-opinions.ts'

const NUMBERED: Exception = {
  why: 'tells the numbers of lists, which we do not',
  theirs: [['1 Mục lớn 1 Mục nhỏ 2 Mục kế', 'Mục lớn Mục nhỏ Mục kế']],
}
const NOT_BMP: Exception = { why: 'knows no characters behind U+FFFF', ours: ['𝐀𝐁'] }
const RUBY: Exception = { why: 'does not read rubies, which Word has in the code of a field', ours: ['hán tự 漢字'] }
const NOTE_NUMBER: Exception = {
  why: 'glues the number of a note to the word',
  theirs: [['có chú thích1', 'có chú thích']],
}

export const ANNEX: Opinion[] = [
  letter('phu-luc.doc', 'catdoc', NOT_BMP, {
    why: 'catdoc tells the codes of fields',
    theirs: ['DATE M d yy', 'SEQ Table ARABIC', 'FORMTEXT', 'EQ jc3 Font Times New Roman hps12 o al s up NN'],
  }),
  letter('phu-luc.doc', 'antiword', NOT_BMP, RUBY, {
    why: 'antiword writes the numbers of notes, which are no text of the file',
    theirs: [
      ['có chú thích 1', 'có chú thích'],
      ['1 Chú thích trong bảng', 'Chú thích trong bảng'],
    ],
  }),
  letter(
    'phu-luc.rtf',
    'catdoc',
    NUMBERED,
    RUBY,
    { why: 'catdoc reads no notes, boxes and shapes of RTF', places: ['footnote', 'text-box', 'watermark'] },
    {
      why: 'catdoc glues words at cells, and parts one behind characters that it does not know',
      ours: ['𝐀𝐁'],
      theirs: [
        ['Đầu lẻ tráiĐầu lẻ phảiChân lẻ', 'Đầu lẻ trái Đầu lẻ phải Chân lẻ'],
        ['baHai', 'ba Hai'],
        ['mộtNgoài baNgoài', 'một Ngoài ba Ngoài'],
        ['cuố i', 'cuối'],
      ],
    },
    {
      why: 'headers stand before the text in RTF, and behind it for us',
      moved: ['Đầu lẻ trái Đầu lẻ phải', 'Chân lẻ'],
    },
  ),
  letter(
    'phu-luc.rtf',
    'unrtf',
    NUMBERED,
    RUBY,
    NOT_BMP,
    { why: 'unrtf reads no notes, boxes and shapes', places: ['footnote', 'text-box', 'watermark'] },
    {
      why: 'unrtf glues cells of a table in a table',
      theirs: [
        ['mộtBa', 'một Ba'],
        ['baHai', 'ba Hai'],
      ],
    },
    { why: 'unrtf writes a sign by a name of its own', theirs: ['le'] },
  ),
  letter(
    'phu-luc.odt',
    'odt2txt',
    NOTE_NUMBER,
    {
      why: 'odt2txt reads notes and boxes where they stand, we behind the text',
      moved: ['Hình trong nhóm', 'Chú thích trong bảng'],
    },
    {
      why: 'odt2txt tells the same box each time, we once',
      ours: ['Khung lặp lại'],
      theirs: ['Image Shape2 Khung lặp lại', 'Image Shape3 Khung lặp lại'],
    },
    { why: 'odt2txt reads no words that fields keep beside what they show', ours: ['chữ giấu', 'nhắc'] },
    { why: 'odt2txt does not read the boxes of styles.xml either', ours: ['Hình ở chân'] },
    {
      why: 'odt2txt reads rubies within the words that they explain',
      ours: ['hán tự'],
      theirs: [['漢字hán tự', '漢字']],
    },
  ),
  letter(
    'phu-luc.trang.pdf',
    'pdftotext',
    { why: 'pdftotext reads no annotations; those of notes and links are named', places: ['annotation'] },
    {
      why: 'pdftotext glues the numbers of notes to the words, we set them off',
      theirs: [['chú thích1 1Chú', 'chú thích 1 1 Chú']],
    },
    { why: 'pdftotext reads the tables column by column, we by rows', shuffled: [['Ô cao ba hàng', 'Mục lớn']] },
    {
      why: 'pdftotext keeps ligatures, and parts words at signs without width',
      theirs: [
        ['ﬁnance', 'finance'],
        ['c d trắng', 'cd trắng'],
      ],
    },
    {
      why: 'boxes stand beside the lines or on them: pdftotext tells them elsewhere, and parts what stands on one another by words',
      ours: [['nhómNeo', 'nhóm Neo']],
      moved: ['Khung lặp lại', 'Khung lặp lại'],
      theirs: [
        ['Chân Hình lẻ ở chân', 'Hình ở chân Chân lẻ'],
        ['Chân Hình lẻ ở chân', 'Hình ở chân Chân lẻ'],
      ],
    },
    {
      why: 'pdftotext turns words of Hebrew and Arabic, we tell them from left to right',
      ours: [
        ['םולש', 'שלום'],
        ['ابحرم', 'مرحبا'],
      ],
    },
  ),
  letter(
    'phu-luc.docx',
    'LibreOffice',
    NUMBERED,
    NOTE_NUMBER,
    { why: 'LibreOffice exports no notes and boxes to text', places: ['footnote', 'text-box'] },
    { why: 'nor rubies', ours: ['hán tự'] },
  ),
]
