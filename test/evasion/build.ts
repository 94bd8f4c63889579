// The words of the evasion set: what a case is, how its message is put together by hand, and the payloads that hide in it.
import { programStub, bytesOf as read } from '../../samples/make/files.ts'
import { base64Lines, CRLF } from '../../samples/make/mail.ts'
import type { GateProblemName, Reason } from '../../src/facts.ts'

/**
 * What must come of a message: its payload found (by the rule that refuses it), the departure named and refused, or the
 * reason given why it could not be inspected. `kind` asks in addition nothing of the rules: a document of that kind is among the facts.
 */
export type Outcome =
  | { found: 'macro' | 'executable' | 'script' | 'name' | 'deceptive' | 'active' | 'secret' }
  | { kind: string }
  | { problem: GateProblemName }
  | { reason: Reason }

/**
 * high: a common mail program shows or opens the payload although a naive scanner would not see it. medium: some program
 * does. low: none that is known, or only after a person helps.
 */
export type Severity = 'high' | 'medium' | 'low'

export interface EvasionCase {
  id: string
  group: string
  technique: string
  severity: Severity
  message: Buffer
  /** Any of these. */
  expect: Outcome[]
}

export type Piece = string | Buffer

export interface Plan {
  id: string
  technique: string
  severity: Severity
  /** The lines of the whole message, each with its CRLF added; or the bytes. */
  message: Piece[] | Buffer
  expect: Outcome[]
}

/** Cases of one family. */
export function family(group: string, plans: Plan[]): EvasionCase[] {
  return plans.map(({ message, ...rest }) => ({
    ...rest,
    group,
    message: Buffer.isBuffer(message) ? message : bytes(message),
  }))
}

/** Lines to bytes: text is latin1 unless it has other characters, which are UTF-8; each piece gets a CRLF. */
export function bytes(lines: Piece[]): Buffer {
  return Buffer.concat(
    lines.flatMap((line) => [typeof line === 'string' ? text(line) : line, Buffer.from(CRLF, 'latin1')]),
  )
}

/** Text in UTF-8. Bytes that are not UTF-8 are given as a Buffer. */
export const text = (content: string): Buffer => Buffer.from(content)
export const latin1 = (content: string): Buffer => Buffer.from(content, 'latin1')

export const macro: Outcome[] = [{ found: 'macro' }]
export const program: Outcome[] = [{ found: 'executable' }]
export const script: Outcome[] = [{ found: 'script' }]
export const secret: Outcome[] = [{ found: 'secret' }]
export const named: Outcome[] = [{ found: 'name' }]
export const told = (...problems: GateProblemName[]): Outcome[] => problems.map((problem) => ({ problem }))
export const because = (...reasons: Reason[]): Outcome[] => reasons.map((reason) => ({ reason }))

/** Header fields that every message has but MIME-Version. */
export const ADDRESSES = [
  'From: Van phong (mau thu) <vanphong.cangio@tphcm.gov.vn>',
  'To: So Mau (mau thu) <somau@tphcm.gov.vn>',
]
export const HEAD = [
  ...ADDRESSES,
  'Subject: Gui tai lieu (MAU THU NGHIEM)',
  'Date: Mon, 02 Mar 2026 08:00:00 +0700',
  'Message-ID: <mau-thu@tphcm.gov.vn>',
  'MIME-Version: 1.0',
]
export const NOTE = '(MẪU THỬ NGHIỆM – KHÔNG CÓ GIÁ TRỊ)'
export const BODY = ['Kính gửi Quý Sở,', '', 'Gửi kèm tài liệu để nghiên cứu.', NOTE, '']

export const DOCM = read('bao-cao-58.docm')
export const DOCX = read('bao-cao-58.docx')
export const EXE = programStub()
export const JS = text("// MAU THU NGHIEM\nWScript.Echo('MAU THU NGHIEM');\n")
export const VBS = text('\' MAU THU NGHIEM\nMsgBox "MAU THU NGHIEM"\n')
export const PAGE = text(
  "<!DOCTYPE html><html><body><p>MAU THU NGHIEM</p><script>document.title = 'MAU THU NGHIEM'</script></body></html>\r\n",
)
/** A paper with a mark of secrecy; everything in it is made up. */
export const SECRET = ['TUYỆT MẬT', '', `Số: 00/BC-MT ${NOTE}`, 'Nội dung hư cấu để thử bộ lọc.', '']
export const SECRET_TEXT = text(SECRET.join(CRLF))

export const base64 = (content: Buffer): string => base64Lines(content)
export const documentBytes = read

export const TEXT_TYPE = 'Content-Type: text/plain; charset=utf-8'
export const EIGHT = 'Content-Transfer-Encoding: 8bit'
export const B64 = 'Content-Transfer-Encoding: base64'
export const OCTETS = 'Content-Type: application/octet-stream'

/** The ordinary first part. */
export const words: Piece[] = [TEXT_TYPE, EIGHT, '', ...BODY]

/** A file as a part: fields and base64. */
export function file(name: string, content: Buffer, type = 'application/octet-stream'): Piece[] {
  return [
    `Content-Type: ${type}; name="${name}"`,
    B64,
    `Content-Disposition: attachment; filename="${name}"`,
    '',
    base64(content),
  ]
}

/** A part with these fields in place of the usual, and the content in base64. */
export const withFields = (fields: Piece[], content: Buffer): Piece[] => [...fields, B64, '', base64(content)]

/** Parts in a multipart, without the fields in front. */
export function parts(boundary: string, ...all: Piece[][]): Piece[] {
  return [...all.flatMap((part) => [`--${boundary}`, ...part]), `--${boundary}--`]
}

export const MIXED = 'Content-Type: multipart/mixed; boundary="=_mau-thu"'

/** A message of words and these parts. */
export function mixed(...more: Piece[][]): Piece[] {
  return [...HEAD, MIXED, '', ...parts('=_mau-thu', words, ...more)]
}

/** The same with the multipart's own Content-Type written otherwise. */
export function mixedAs(type: string | string[], ...more: Piece[][]): Piece[] {
  return [...HEAD, ...(Array.isArray(type) ? type : [type]), '', ...parts('=_mau-thu', words, ...more)]
}

/** A message of one part: these fields, then the lines. */
export const single = (fields: Piece[], ...lines: Piece[]): Piece[] => [...HEAD, ...fields, '', ...lines]

export const plan = (
  id: string,
  technique: string,
  severity: Severity,
  message: Piece[] | Buffer,
  expect: Outcome[],
): Plan => ({ id, technique, severity, message, expect })
