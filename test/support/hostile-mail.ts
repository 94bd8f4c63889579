// Hostile messages by their MIME structure, headers and texts alone.
import { attached, filled, type HostileCase, mail } from './hostile.ts'

const MB = 1_000_000
const PLAIN = ['Content-Type: text/plain; charset=utf-8']
const HTML = ['Content-Type: text/html; charset=utf-8']
const MIXED = ['Content-Type: multipart/mixed; boundary=b']

/** A level inside a level inside a level; `depth` of them, each boundary the beginning of the next one. */
function nested(depth: number, filler: Buffer): Buffer {
  const open = Array.from(
    { length: depth },
    (_, i) => `--n${i}\r\nContent-Type: multipart/mixed; boundary=n${i + 1}\r\n\r\n`,
  )
  const body = Buffer.concat([Buffer.from(open.join('')), Buffer.from(`--n${depth}\r\n\r\n`), filler])
  return mail(['Content-Type: multipart/mixed; boundary=n0'], body)
}

function parts(count: number, part: (i: number) => string): string {
  return `${Array.from({ length: count }, (_, i) => `--b\r\n${part(i)}\r\n`).join('')}--b--`
}

function header(name: string, lines: string[]): HostileCase {
  return { name, make: () => mail([...PLAIN, ...lines], 'x'), expect: ['size-limit'] }
}

function text(name: string, unit: string, bytes: number, expect: string[], fields = PLAIN): HostileCase {
  return { name, make: () => mail(fields, filled(unit, bytes)), expect }
}

/** In the order of the table. */
export const MAIL_CASES: HostileCase[] = [
  text('25 MB of empty lines', '\r\n', 25 * MB, ['whole', 'size-limit']),
  {
    name: 'nesting 990 deep, 5 MB of --n lines',
    make: () => nested(990, filled('--n\r\n', 5 * MB)),
    expect: ['depth-limit'],
  },
  { name: 'nesting 19 deep, 25 MB of --n lines', make: () => nested(18, filled('--n\r\n', 25 * MB)), expect: ['gate'] },
  { name: '25 MB of --b lines', make: () => mail(MIXED, filled('--b\r\n', 25 * MB)), expect: ['count-limit'] },
  {
    name: '25 MB of --bx lines',
    make: () => mail(MIXED, Buffer.concat([Buffer.from('--b\r\n\r\n'), filled('--bx\r\n', 25 * MB)])),
    expect: ['gate'],
  },
  {
    name: '10,000 parts',
    make: () =>
      mail(
        MIXED,
        parts(10_000, (i) => `\r\nx${i}`),
      ),
    expect: ['count-limit'],
  },
  {
    name: '1,000 pages of 10 KB that refer to 1,000 parts',
    make: () =>
      mail(
        MIXED,
        parts(990, (i) =>
          i % 2 === 0
            ? `Content-Type: text/html\r\n\r\n${`<img src="cid:${i}@x">`.repeat(400)}`
            : `Content-Type: image/png; name="${i}.png"\r\nContent-ID: <${i}@x>\r\n\r\nx`,
        ),
      ),
    expect: ['whole'],
  },
  header('header of 1 MB in one line', [`X-A: ${'x'.repeat(MB)}`]),
  header(
    'header of 16,000 lines',
    Array.from({ length: 16_000 }, (_, i) => `X-${i}: ${'x'.repeat(50)}`),
  ),
  header('To: of 1 MB', [`Cc: ${'a@b.example,'.repeat(80_000)}c@d.example`]),
  {
    name: 'To: of 250 KB',
    make: () => mail([...PLAIN, `Cc: ${'a@b.vn,'.repeat(35_000)}c@d.vn`], 'x'),
    expect: ['whole', 'gate'],
  },
  {
    name: 'From: of 125,000 brackets',
    make: () => mail([...PLAIN, `Reply-To: ${'('.repeat(125_000)}${')'.repeat(125_000)} a@b.vn`], 'x'),
    expect: ['whole', 'gate'],
  },
  {
    name: 'Subject: of 20,000 encoded words',
    make: () => mail([...PLAIN, `Comments: ${'=?q?q?=3D?= '.repeat(20_000)}`], 'x'),
    expect: ['whole', 'gate'],
  },
  {
    name: '10,000 names of one part',
    make: () =>
      mail(
        [
          'Content-Type: application/octet-stream',
          `Content-Disposition: attachment${Array.from({ length: 10_000 }, (_, i) => `; filename=${i}.exe`).join('')}`,
        ],
        'x',
      ),
    expect: ['count-limit', 'gate'],
  },
  {
    name: 'name in 10,000 pieces (RFC 2231)',
    make: () =>
      mail(
        [
          'Content-Type: application/octet-stream',
          `Content-Disposition: attachment${Array.from({ length: 10_000 }, (_, i) => `; filename*${i}=abc`).join('')}`,
        ],
        'x',
      ),
    expect: ['count-limit', 'gate'],
  },
  {
    name: 'name of 1 MB',
    make: () => mail([`Content-Type: application/octet-stream; name="${'a'.repeat(MB)}.exe"`], 'x'),
    expect: ['size-limit'],
  },
  {
    name: 'name of 250 KB',
    make: () => mail([`Content-Type: application/octet-stream; name="${'a.'.repeat(125_000)}.exe"`], 'x'),
    expect: ['count-limit', 'gate'],
  },
  {
    name: '900 parts with 20 names of 1,000 characters',
    make: () =>
      mail(
        MIXED,
        parts(
          900,
          (i) =>
            `Content-Type: application/octet-stream${Array.from({ length: 20 }, (_, j) => `; name=${String(i * 20 + j).padEnd(990, 'x')}.txt`).join('')}\r\n\r\n\x00${i}`,
        ),
      ),
    expect: ['count-limit', 'gate'],
  },
  {
    name: 'base64, one character a line, 5 MB',
    make: () =>
      mail(['Content-Type: application/octet-stream', 'Content-Transfer-Encoding: base64'], filled('A\r\n', 5 * MB)),
    expect: ['unknown-kind', 'gate'],
  },
  text(
    'quoted-printable, 25 MB of soft line ends',
    '=\r\n',
    25 * MB,
    ['whole', 'gate'],
    [...PLAIN, 'Content-Transfer-Encoding: quoted-printable'],
  ),
  text(
    'quoted-printable, 25 MB of blanks',
    ' ',
    25 * MB,
    ['whole', 'size-limit', 'gate'],
    [...PLAIN, 'Content-Transfer-Encoding: quoted-printable'],
  ),
  text('HTML, 1 MB of <li>', '<li>a', MB, ['whole'], HTML),
  text('HTML, 20 MB of <', '<', 20 * MB, ['whole', 'size-limit'], HTML),
  text('HTML, 20 MB of &', '&', 20 * MB, ['whole', 'size-limit'], HTML),
  text('HTML, 20 MB of attributes', '<a b="c" d=', 20 * MB, ['whole', 'size-limit'], HTML),
  text('HTML, 20 MB of <!--', '<!--', 20 * MB, ['whole', 'size-limit'], HTML),
  text(
    'HTML, 20 MB of data: links',
    '<img src="data:image/png;base64,AAAA">',
    20 * MB,
    ['count-limit', 'size-limit'],
    HTML,
  ),
  text('text, 25 MB', 'Kính gửi Ủy ban nhân dân huyện, mẫu thử nghiệm.\r\n', 25 * MB, ['size-limit']),
  text('text, 25 MB in one line', 'mật ', 25 * MB, ['size-limit']),
  text('text, 25 MB of marks of secrecy', 'MẬT\r\n', 25 * MB, ['size-limit']),
  text('text, 10 MB of uuencode beginnings', 'begin 644 a\r\n', 10 * MB, ['gate', 'size-limit']),
  text(
    'iso-2022-jp, 10 MB of escapes',
    '\x1b$B!!\x1b(B',
    10 * MB,
    ['whole', 'size-limit', 'gate'],
    ['Content-Type: text/plain; charset=iso-2022-jp'],
  ),
  text(
    'utf-7, 10 MB',
    '+AGE-',
    10 * MB,
    ['gate', 'size-limit', 'unknown-kind'],
    ['Content-Type: text/plain; charset=utf-7'],
  ),
  text(
    'calendar, 20 MB',
    'DESCRIPTION:x\r\n y\r\n',
    20 * MB,
    ['whole', 'size-limit'],
    ['Content-Type: text/calendar; charset=utf-8'],
  ),
  {
    name: 'messages in messages, 5,000 deep',
    make: () => mail(['Content-Type: message/rfc822'], 'Content-Type: message/rfc822\r\n\r\n'.repeat(5000)),
    expect: ['depth-limit'],
  },
  {
    name: 'CSV of 20 MB',
    make: () => attached('a.csv', filled('1,2,"3"\n', 15 * MB), 'text/csv'),
    expect: ['whole', 'size-limit'],
  },
]
