// The strict gate's problems in words, and what each costs unless the policy says otherwise.
import type { GateProblemName } from '../facts.ts'
import type { Sentence } from './rule.ts'

/** What is wrong with the message, for a sentence that goes on with the place. */
export const GATE_WORDS: Record<GateProblemName, Sentence> = {
  'bare-lf': say('ký tự LF đứng một mình', 'a bare LF'),
  'bare-cr': say('ký tự CR đứng một mình', 'a bare CR'),
  nul: say('ký tự NUL', 'a NUL byte'),
  'control-character': say('ký tự điều khiển trong phần đầu', 'a control character in a header field'),
  'header-long': say('dòng phần đầu dài quá 998 ký tự', 'a header line of more than 998 characters'),
  'no-separator': say('dòng phần đầu không có dấu hai chấm', 'a header line without a colon'),
  'bad-header': say('tên trường hoặc dòng nối phần đầu sai chuẩn', 'a malformed header field name or fold'),
  'no-header': say('thư không bắt đầu bằng trường phần đầu', 'the message does not begin with a header field'),
  'duplicate-header': say('trường phần đầu quyết định xuất hiện hai lần', 'a deciding header field that stands twice'),
  'duplicate-field': say('trường phần đầu xuất hiện hai lần', 'a header field that stands twice'),
  'header-8bit': say('ký tự có dấu chưa mã hóa trong phần đầu', 'unencoded 8-bit characters in the header'),
  'type-syntax': say('loại nội dung (Content-Type) sai cú pháp', 'a Content-Type that is none'),
  'disposition-syntax': say('Content-Disposition sai cú pháp', 'a Content-Disposition that is none'),
  'parameter-syntax': say('tham số sai cú pháp', 'a malformed parameter'),
  'parameter-unquoted': say('tham số thiếu dấu nháy', 'a parameter that lacks quotes'),
  'parameter-comment': say('chú thích chen trong trường MIME', 'a comment within a MIME field'),
  'duplicate-parameter': say(
    'tham số xuất hiện hai lần với giá trị khác nhau',
    'a parameter given twice with different values',
  ),
  'parameter-gap': say('tham số đánh số thiếu hoặc lặp đoạn', 'numbered parameter sections missing or doubled'),
  'type-contradiction': say('loại nội dung tự mâu thuẫn', 'a content type that contradicts itself'),
  'encoding-unknown': say(
    'kiểu mã hóa (Content-Transfer-Encoding) không có trong chuẩn',
    'a transfer encoding that no standard has',
  ),
  'encoding-on-multipart': say('phần gộp bị mã hóa toàn bộ', 'a multipart that is encoded as a whole'),
  'encoding-on-message': say('thư đính kèm bị mã hóa toàn bộ', 'an attached message that is encoded as a whole'),
  'charset-unknown': say('bảng mã không rõ', 'an unknown charset'),
  'charset-risky': say('bảng mã dễ che giấu chữ (như UTF-7)', 'a charset that can hide words (such as UTF-7)'),
  'boundary-missing': say('phần gộp không có dấu phân cách (boundary)', 'a multipart without a boundary'),
  'boundary-syntax': say('dấu phân cách (boundary) sai chuẩn', 'a malformed boundary'),
  'boundary-unused': say('phần gộp không có phần nào bên trong', 'a multipart without any part'),
  'boundary-reused': say(
    'dấu phân cách trùng với phần gộp bên ngoài',
    'a boundary that repeats or extends an outer one',
  ),
  'delimiter-malformed': say('dòng phân cách có ký tự thừa', 'a delimiter line with something behind it'),
  'delimiter-stray': say('dòng phân cách đặt sai chỗ', 'a delimiter line in a wrong place'),
  'close-missing': say('thiếu dòng phân cách kết thúc', 'no closing delimiter'),
  'part-after-close': say('có phần nội dung sau dòng phân cách kết thúc', 'a part after the closing delimiter'),
  'preamble-content': say('có nội dung giấu trước phần đầu tiên', 'content before the first part'),
  'epilogue-content': say('có nội dung giấu sau phần cuối cùng', 'content after the last part'),
  'base64-foreign': say('ký tự lạ trong dữ liệu base64', 'foreign characters in base64'),
  'base64-after-padding': say('dữ liệu sau dấu kết thúc của base64', 'data after the padding of base64'),
  'base64-length': say('dữ liệu base64 bị thiếu', 'incomplete base64'),
  'quoted-printable-syntax': say('dữ liệu quoted-printable sai chuẩn', 'malformed quoted-printable'),
  'text-encoded': say(
    'tệp mã hóa chen trong phần chữ (uuencode, yEnc, BinHex, base64)',
    'a file encoded into the text (uuencode, yEnc, BinHex, base64)',
  ),
}

function say(vi: string, en: string): Sentence {
  return { vi, en }
}

/** Problems by which two programs may show two different messages, or a file in one and none in another. */
export const REFUSED: GateProblemName[] = [
  'bare-cr',
  'nul',
  'control-character',
  'no-separator',
  'bad-header',
  'no-header',
  'duplicate-header',
  'type-syntax',
  'type-contradiction',
  'disposition-syntax',
  'parameter-syntax',
  'parameter-comment',
  'duplicate-parameter',
  'parameter-gap',
  'encoding-unknown',
  'encoding-on-multipart',
  'charset-risky',
  'boundary-missing',
  'boundary-syntax',
  'boundary-unused',
  'boundary-reused',
  'delimiter-malformed',
  'delimiter-stray',
  'part-after-close',
  'preamble-content',
  'epilogue-content',
  'base64-foreign',
  'base64-after-padding',
  'text-encoded',
]

/** Problems that careless software makes too, and that hide little from a reader that looks at every reading. */
export const DOUBTED: GateProblemName[] = ['encoding-on-message', 'charset-unknown', 'close-missing', 'base64-length']
