// Evasion by quoted-printable (RFC 2045 6.7), and texts and nested messages in encodings.
import {
  B64,
  base64,
  bytes,
  DOCM,
  EIGHT,
  EXE,
  family,
  file,
  HEAD,
  latin1,
  macro,
  mixed,
  OCTETS,
  type Outcome,
  type Piece,
  type Plan,
  plan,
  program,
  SECRET_TEXT,
  type Severity,
  secret,
  single,
  TEXT_TYPE,
  text,
  told,
} from './build.ts'

const qp = (
  id: string,
  technique: string,
  severity: Severity,
  body: Piece,
  expect: Outcome[],
  type = TEXT_TYPE,
): Plan => plan(id, technique, severity, single([type, 'Content-Transfer-Encoding: quoted-printable'], body), expect)

const hex = (content: Buffer, write: (pair: string) => string): string =>
  [...content].map((byte) => write(byte.toString(16).padStart(2, '0'))).join('')

const soft = (line: string, end: string): string => line.match(/(?:=[0-9A-Fa-f]{2}|[^=]){1,24}/g)!.join(end)

const quoted = hex(SECRET_TEXT, (pair) => `=${pair.toUpperCase()}`)

const printable: Plan[] = [
  qp('e-qp-all', 'every byte is an escape', 'high', soft(quoted, '=\r\n'), secret),
  qp('e-qp-lower', 'escapes in lower case', 'high', soft(quoted.toLowerCase(), '=\r\n'), secret),
  qp('e-qp-soft-blanks', 'blanks behind soft line breaks', 'high', soft(quoted, '=  \r\n'), secret),
  qp(
    'e-qp-soft-each',
    'a soft line break behind each byte',
    'high',
    hex(SECRET_TEXT, (pair) => `=${pair}=\r\n`),
    secret,
  ),
  qp(
    'e-qp-soft-in-mark',
    'the mark is cut by soft line breaks',
    'high',
    'TUY=E1=BB=\r\n=86T=\r\n M=E1=BA=\r\n=ACT\r\n',
    secret,
  ),
  qp(
    'e-qp-soft-lf',
    'soft line breaks with bare LFs',
    'medium',
    latin1(`TUY=\nE1=BB=86T M=E1=BA=ACT`),
    told('bare-lf'),
  ),
  qp(
    'e-qp-wrong-escape',
    'an equals sign that is no escape within the mark',
    'medium',
    'TUY=E1=BB=86T M=E1=BA=ACT\r\n=ZZ=G0',
    secret,
  ),
  qp('e-qp-raw-8bit', 'raw 8-bit bytes in quoted-printable', 'high', text('TUYỆT MẬT\r\n'), secret),
  qp('e-qp-equals-end', 'the text ends in an equals sign', 'low', 'TUY=E1=BB=86T M=E1=BA=ACT=', secret),
  qp(
    'e-qp-long-lines',
    'a line of 5,000 characters before the mark',
    'medium',
    `${'a'.repeat(5000)}=\r\n\r\nTUY=E1=BB=86T M=E1=BA=ACT`,
    secret,
  ),
  qp(
    'e-qp-space-escape',
    'the blank of the mark as =20 at the end of a line',
    'medium',
    'TUY=E1=BB=86T=20=\r\nM=E1=BA=ACT\r\n',
    secret,
  ),
  qp(
    'e-qp-docm',
    'a docm in quoted-printable',
    'high',
    soft(
      hex(DOCM, (pair) => `=${pair.toUpperCase()}`),
      '=\r\n',
    ),
    macro,
    `${OCTETS}; name="a.docm"`,
  ),
  qp(
    'e-qp-docm-lower',
    'a docm in lower-case quoted-printable',
    'high',
    soft(
      hex(DOCM, (pair) => `=${pair}`),
      '=\r\n',
    ),
    macro,
    `${OCTETS}; name="a.docm"`,
  ),
  qp(
    'e-qp-program-invalid',
    'a program in quoted-printable with invalid escapes',
    'medium',
    `${soft(
      hex(EXE, (pair) => `=${pair.toUpperCase()}`),
      '=\r\n',
    )}=GG`,
    [...program, ...told('quoted-printable-syntax')],
    OCTETS,
  ),
  qp(
    'e-qp-as-b64',
    'base64 labelled quoted-printable',
    'low',
    base64(EXE),
    [...program, ...told('text-encoded', 'quoted-printable-syntax')],
    OCTETS,
  ),
  plan(
    'e-b64-html',
    'a page with a mark in base64',
    'high',
    single(['Content-Type: text/html; charset=utf-8', B64], base64(text('<p>TUY&#7878;T M&Acirc;&#803;T</p>'))),
    secret,
  ),
  plan(
    'e-8bit-label-7bit',
    '8-bit text labelled 7bit',
    'high',
    single([TEXT_TYPE, 'Content-Transfer-Encoding: 7bit'], SECRET_TEXT),
    secret,
  ),
  plan('e-no-label-8bit', '8-bit text without a label', 'high', single([], SECRET_TEXT), secret),
  plan(
    'e-long-body-line',
    'the mark behind a line of 100,000 characters',
    'medium',
    single([TEXT_TYPE, EIGHT], `${'a '.repeat(50_000)}\r\n`, SECRET_TEXT),
    secret,
  ),
  plan(
    'e-dot-lines',
    'lines that begin with dots',
    'low',
    single([TEXT_TYPE, EIGHT], '..', '.', ...['TUYỆT MẬT']),
    secret,
  ),
  plan(
    'e-nested-base64',
    'a nested message in base64',
    'high',
    mixed(['Content-Type: message/rfc822', B64, '', base64(bytes(mixed(file('a.docm', DOCM))))]),
    macro,
  ),
  plan(
    'e-nested-qp',
    'a nested message in quoted-printable',
    'medium',
    mixed([
      'Content-Type: message/rfc822',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      ...bytes([...HEAD, ...['Content-Type: text/plain', '', 'TUYET']])
        .toString('latin1')
        .replaceAll('=', '=3D')
        .split('\r\n'),
      'TUY=E1=BB=86T M=E1=BA=ACT',
    ]),
    [...secret, ...told('encoding-on-message')],
  ),
]

export const quotedPrintableCases = family('qp', printable)
