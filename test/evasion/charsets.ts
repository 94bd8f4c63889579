// Evasion by charsets: odd ones, labels that lie.
import {
  B64,
  base64,
  because,
  family,
  latin1,
  type Outcome,
  type Plan,
  plan,
  SECRET_TEXT,
  type Severity,
  secret,
  single,
  text,
  told,
} from './build.ts'
import { MARK } from './spelling.ts'

/** The same in bytes of a charset. */
const charset = (
  id: string,
  technique: string,
  severity: Severity,
  label: string,
  content: Buffer,
  expect: Outcome[] = secret,
): Plan =>
  plan(
    id,
    technique,
    severity,
    single([`Content-Type: text/plain${label === '' ? '' : `; charset=${label}`}`, B64], base64(content)),
    expect,
  )

export const utf16 = (content: string, bigEndian: boolean): Buffer =>
  bigEndian ? Buffer.from(content, 'utf16le').swap16() : Buffer.from(content, 'utf16le')

/** windows-1258: Ê with dot below as a combining byte (0xF2), Â the same. */
const CP1258 = latin1('TUY\xca\xf2T M\xc2\xf2T\r\n')

/** VISCII (RFC 1456): Ệ is 0x8E, Ậ is 0x87. */
const VISCII = latin1('TUY\x8eT M\x87T\r\n')

/** VPS: Ệ is 0x06, Ậ is 0x03. */
const VPS = latin1('TUY\x06T M\x03T\r\n')

/** TCVN 5712-1 as typed in .VnTime fonts: capital letters are those of the small ones in another font. */
const TCVN3 = latin1('TUY\xd6T M\xcbT\r\n')

const utf7 = (content: string): Buffer =>
  text(content.replace(/[^\x00-\x7f]+/g, (run) => `+${utf16(run, true).toString('base64').replace(/=+$/, '')}-`))

const charsets: Plan[] = [
  charset('c-utf8', 'utf-8', 'high', 'utf-8', SECRET_TEXT),
  charset('c-utf8-quoted', '"utf-8"', 'high', '"utf-8"', SECRET_TEXT),
  charset('c-utf8-single', "'utf-8'", 'medium', "'utf-8'", SECRET_TEXT),
  charset('c-none', 'no charset, UTF-8 bytes', 'high', '', SECRET_TEXT),
  charset('c-ascii-lie', 'us-ascii, UTF-8 bytes', 'high', 'us-ascii', SECRET_TEXT),
  charset('c-latin-lie', 'iso-8859-1, UTF-8 bytes', 'high', 'iso-8859-1', SECRET_TEXT),
  charset('c-1252-lie', 'windows-1252, UTF-8 bytes', 'high', 'windows-1252', SECRET_TEXT),
  charset('c-1258-lie', 'windows-1258, UTF-8 bytes', 'high', 'windows-1258', SECRET_TEXT),
  charset('c-koi8-lie', 'koi8-r, UTF-8 bytes', 'low', 'koi8-r', SECRET_TEXT),
  charset('c-utf8-lie-1258', 'utf-8, windows-1258 bytes', 'low', 'utf-8', CP1258, [
    ...secret,
    ...told('charset-unknown'),
  ]),
  charset('c-1258', 'windows-1258', 'high', 'windows-1258', CP1258),
  charset('c-cp1258', 'cp1258', 'medium', 'cp1258', CP1258),
  charset('c-viscii', 'VISCII', 'medium', 'viscii', VISCII, [...secret, ...told('charset-unknown', 'charset-risky')]),
  charset('c-tcvn', 'TCVN', 'medium', 'tcvn', TCVN3, [...secret, ...told('charset-unknown', 'charset-risky')]),
  charset('c-tcvn-5712', 'x-viet-tcvn5712', 'medium', 'x-viet-tcvn5712', TCVN3, [
    ...secret,
    ...told('charset-unknown', 'charset-risky'),
  ]),
  charset('c-tcvn3-latin', 'TCVN3 bytes as iso-8859-1', 'high', 'iso-8859-1', TCVN3),
  charset('c-vps', 'x-viet-vps', 'low', 'x-viet-vps', VPS, [...secret, ...told('charset-unknown', 'charset-risky')]),
  charset('c-utf7', 'UTF-7', 'medium', 'utf-7', utf7(`${MARK}\r\n`), [...told('charset-risky'), ...secret]),
  charset('c-utf7-upper', 'UTF-7 under its other name', 'medium', 'unicode-1-1-utf-7', utf7(`${MARK}\r\n`), [
    ...told('charset-risky'),
    ...secret,
  ]),
  charset(
    'c-utf7-all',
    'UTF-7 in which ASCII letters are encoded too',
    'medium',
    'utf-7',
    text(`+${utf16(MARK, true).toString('base64').replace(/=+$/, '')}-\r\n`),
    [...told('charset-risky'), ...secret],
  ),
  charset('c-utf7-imap', 'UTF-7 of IMAP', 'low', 'utf-7-imap', utf7(`${MARK}\r\n`), [
    ...told('charset-risky', 'charset-unknown'),
    ...secret,
  ]),
  charset('c-utf16le', 'UTF-16LE', 'high', 'utf-16le', utf16(`${MARK}\r\n`, false)),
  charset('c-utf16be', 'UTF-16BE', 'high', 'utf-16be', utf16(`${MARK}\r\n`, true)),
  charset('c-utf16-bom', 'UTF-16 with a byte order mark', 'high', 'utf-16', utf16(`\ufeff${MARK}\r\n`, true)),
  charset(
    'c-utf16-bom-lie',
    'utf-8, UTF-16 bytes with a byte order mark',
    'high',
    'utf-8',
    utf16(`\ufeff${MARK}\r\n`, false),
  ),
  charset('c-utf16-no-bom', 'UTF-16 without a byte order mark', 'medium', 'utf-16', utf16(`${MARK}\r\n`, true), [
    ...secret,
    ...told('charset-risky'),
  ]),
  charset('c-utf16-as-utf8', 'UTF-16 bytes as utf-8', 'low', 'utf-8', utf16(`${MARK}\r\n`, false), [
    ...secret,
    ...because('unknown-kind'),
    ...told('nul'),
  ]),
  charset(
    'c-utf32',
    'UTF-32',
    'low',
    'utf-32le',
    Buffer.concat([...`${MARK}\r\n`].map((sign) => Buffer.from(Uint32Array.of(sign.codePointAt(0)!).buffer))),
    [...secret, ...told('charset-unknown', 'charset-risky')],
  ),
  charset(
    'c-utf8-bom-lie',
    'iso-2022-jp, UTF-8 with a byte order mark',
    'medium',
    'iso-2022-jp',
    text(`\ufeff${MARK}\r\n`),
    [...secret, ...told('charset-risky')],
  ),
  charset('c-cp037', 'EBCDIC', 'low', 'cp037', Buffer.from('e3e4e8c5e340d4c1e3', 'hex'), [
    ...told('charset-risky', 'charset-unknown'),
  ]),
  charset('c-unknown', 'an unknown charset, UTF-8 bytes', 'medium', 'x-mau', SECRET_TEXT, [
    ...secret,
    ...told('charset-unknown'),
  ]),
  charset('c-two', 'two charset parameters', 'high', 'us-ascii; charset=utf-8', SECRET_TEXT, [
    ...secret,
    ...told('duplicate-parameter'),
  ]),
  charset('c-empty', 'charset=""', 'medium', '""', SECRET_TEXT, [...secret, ...told('parameter-syntax')]),
  charset('c-comment', 'charset=utf-8 (mau)', 'medium', 'utf-8 (mau)', SECRET_TEXT, [
    ...secret,
    ...told('parameter-comment'),
  ]),
  charset('c-2231', "charset*=us-ascii'en'utf-8", 'low', "x; charset*=us-ascii'en'utf-8", SECRET_TEXT, [
    ...secret,
    ...told('duplicate-parameter', 'charset-unknown'),
  ]),
  charset(
    'c-invalid-utf8',
    'invalid bytes between the letters',
    'low',
    'utf-8',
    Buffer.concat([text('TUYỆT'), Buffer.from([0xff]), text(' MẬT\r\n')]),
    [...secret, ...told('charset-unknown')],
  ),
  charset('c-viqr', 'VIQR in ASCII', 'medium', 'us-ascii', text('TUYE^.T MA^.T\r\n')),
  charset('c-vni', 'VNI in ASCII and Latin', 'medium', 'iso-8859-1', latin1('Ñoä maät: Tuyeät maät\r\n')),
  charset('c-gb18030', 'gb18030', 'low', 'gb18030', Buffer.from('5455598136843254204d81368136540d0a', 'hex'), [
    ...secret,
    ...told('charset-risky'),
  ]),
]

export const charsetCases = family('charset', charsets)
