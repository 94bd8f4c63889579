// Evasion by the parameters that carry file names (RFC 2231, RFC 2047); the files are such that only a name betrays them.
import {
  B64,
  base64,
  family,
  mixed,
  named,
  OCTETS,
  type Outcome,
  type Piece,
  type Plan,
  plan,
  type Severity,
  text,
  told,
} from './build.ts'

/** A file that only its name betrays: a batch file that could be any text. */
const QUIET = text('MAU THU NGHIEM\r\n')

export const DISPOSITION = 'Content-Disposition: attachment'

export const by = (
  id: string,
  technique: string,
  severity: Severity,
  fields: Piece[],
  expect: Outcome[] = named,
  content = QUIET,
): Plan => plan(id, technique, severity, mixed([...fields, B64, '', base64(content)]), expect)

const disposition = (
  id: string,
  technique: string,
  severity: Severity,
  rest: string | string[],
  expect: Outcome[] = named,
): Plan => by(id, technique, severity, [OCTETS, ...(Array.isArray(rest) ? rest : [`${DISPOSITION}${rest}`])], expect)

const parameters: Plan[] = [
  disposition('n-plain', 'filename="mau.bat"', 'high', '; filename="mau.bat"'),
  disposition('n-upper', 'FILENAME="MAU.BAT"', 'high', '; FILENAME="MAU.BAT"'),
  disposition('n-unquoted', 'filename=mau.bat', 'high', '; filename=mau.bat'),
  disposition('n-unquoted-spaces', 'filename=mau thu.bat without quotes', 'high', '; filename=mau thu.bat', [
    ...named,
    ...told('parameter-syntax'),
  ]),
  disposition('n-unquoted-8bit', 'filename=mẫu.bat in raw UTF-8', 'high', '; filename=mẫu.bat'),
  disposition('n-2231', "filename*=utf-8''mau%2Ebat", 'high', "; filename*=utf-8''mau%2Ebat"),
  disposition('n-2231-no-charset', "filename*=''mau.bat", 'medium', "; filename*=''mau.bat"),
  disposition('n-2231-no-quotes', 'filename*=mau%2Ebat', 'medium', '; filename*=mau%2Ebat', [
    ...named,
    ...told('parameter-syntax'),
  ]),
  disposition('n-2231-quoted', 'filename*="utf-8\'\'mau%2Ebat"', 'medium', '; filename*="utf-8\'\'mau%2Ebat"'),
  disposition('n-2231-utf7', "filename*=utf-7''mau+AC4-bat", 'medium', "; filename*=utf-7''mau+AC4-bat", [
    ...named,
    ...told('charset-risky'),
  ]),
  disposition(
    'n-2231-utf16',
    "filename*=utf-16be''%00m%00.%00b%00a%00t",
    'medium',
    "; filename*=utf-16be''%00m%00.%00b%00a%00t",
    [...named, ...told('charset-risky', 'charset-unknown')],
  ),
  disposition('n-2231-unknown-charset', "filename*=x-mau''mau%2Ebat", 'medium', "; filename*=x-mau''mau%2Ebat"),
  disposition('n-2231-language', "filename*=utf-8'vi'mau%2Ebat", 'high', "; filename*=utf-8'vi'mau%2Ebat"),
  disposition(
    'n-2231-sections',
    'filename*0="mau."; filename*1="bat"',
    'high',
    '; filename*0="mau."; filename*1="bat"',
  ),
  disposition(
    'n-2231-sections-mixed',
    'sections with and without encoding',
    'high',
    '; filename*0*=utf-8\'\'mau%2E; filename*1="bat"',
  ),
  disposition('n-2231-sections-order', 'sections out of order', 'high', '; filename*1="bat"; filename*0="mau."'),
  disposition(
    'n-2231-sections-gap',
    'a section is missing',
    'medium',
    '; filename*0="mau."; filename*2="bat"',
    told('parameter-gap'),
  ),
  disposition(
    'n-2231-sections-from-1',
    'sections that begin with 1',
    'medium',
    '; filename*1="mau."; filename*2="bat"',
    [...named, ...told('parameter-gap')],
  ),
  disposition(
    'n-2231-sections-zeros',
    'filename*00, filename*01',
    'medium',
    '; filename*00="mau."; filename*01="bat"',
    [...named, ...told('parameter-gap', 'parameter-syntax')],
  ),
  disposition(
    'n-2231-sections-twice',
    'section 1 stands twice',
    'medium',
    '; filename*0="mau."; filename*1="pdf"; filename*1="bat"',
    [...named, ...told('parameter-gap', 'duplicate-parameter')],
  ),
  disposition(
    'n-2231-sections-many',
    'one letter a section',
    'medium',
    [...'mau-thu.bat'].map((sign, i) => `; filename*${i}="${sign}"`).join(''),
  ),
  disposition(
    'n-2231-and-plain',
    'filename=a.pdf and filename*=mau.bat',
    'high',
    '; filename="a.pdf"; filename*=utf-8\'\'mau.bat',
  ),
  disposition(
    'n-plain-and-2231',
    'filename=mau.bat and filename*=a.pdf',
    'high',
    '; filename="mau.bat"; filename*=utf-8\'\'a.pdf',
  ),
  disposition(
    'n-2231-word-inside',
    'an RFC 2231 value that is an encoded word',
    'medium',
    "; filename*=utf-8''%3D%3Futf-8%3FQ%3Fmau%3D2Ebat%3F%3D",
  ),
  disposition(
    'n-twice-second',
    'filename twice, the bad one second',
    'high',
    '; filename="a.pdf"; filename="mau.bat"',
    [...named, ...told('duplicate-parameter')],
  ),
  disposition('n-twice-first', 'filename twice, the bad one first', 'high', '; filename="mau.bat"; filename="a.pdf"', [
    ...named,
    ...told('duplicate-parameter'),
  ]),
  disposition(
    'n-word-b',
    'an encoded word in base64',
    'high',
    `; filename="=?utf-8?B?${Buffer.from('mẫu.bat').toString('base64')}?="`,
  ),
  disposition('n-word-q', 'an encoded word in Q', 'high', '; filename="=?utf-8?Q?m=E1=BA=ABu=2Ebat?="'),
  disposition('n-word-unquoted', 'an encoded word without quotes', 'high', '; filename==?utf-8?Q?mau=2Ebat?='),
  disposition(
    'n-word-split',
    'the extension cut between two encoded words',
    'high',
    '; filename="=?utf-8?Q?mau=2Eb?= =?utf-8?Q?at?="',
  ),
  disposition('n-word-split-folded', 'the same over two lines', 'high', [
    `${DISPOSITION}; filename="=?utf-8?Q?mau=2Eb?=`,
    ' =?utf-8?Q?at?="',
  ]),
  disposition(
    'n-word-nested',
    'an encoded word that decodes to one',
    'low',
    `; filename="=?utf-8?B?${Buffer.from('=?utf-8?Q?mau=2Ebat?=').toString('base64')}?="`,
    [...named, { found: 'deceptive' }],
  ),
  disposition('n-word-open', 'an encoded word that is not closed', 'low', '; filename="=?utf-8?Q?mau=2Ebat"'),
  disposition('n-word-utf7', 'an encoded word in UTF-7', 'medium', '; filename="=?utf-7?Q?mau+AC4-bat?="', [
    ...named,
    ...told('charset-risky'),
  ]),
  disposition('n-word-spaces', 'blanks inside the encoded word', 'medium', '; filename="=?utf-8?Q?mau thu=2Ebat?="'),
  disposition('n-missing-semicolon', 'attachment filename="mau.bat"', 'high', ' filename="mau.bat"', [
    ...named,
    ...told('disposition-syntax', 'parameter-syntax'),
  ]),
  disposition(
    'n-no-type-token',
    'Content-Disposition: filename="mau.bat"',
    'medium',
    ['Content-Disposition: filename="mau.bat"'],
    [...named, ...told('disposition-syntax')],
  ),
  disposition(
    'n-empty-type-token',
    'Content-Disposition: ; filename="mau.bat"',
    'high',
    ['Content-Disposition: ; filename="mau.bat"'],
    [...named, ...told('disposition-syntax')],
  ),
  disposition('n-comment-after', 'filename=mau.bat(thu)', 'high', '; filename=mau.bat(thu)', [
    ...named,
    ...told('parameter-comment', 'parameter-unquoted'),
  ]),
  disposition('n-comment-inside', 'filename=mau(.pdf).bat', 'medium', '; filename=mau(.pdf).bat', [
    ...named,
    ...told('parameter-comment'),
  ]),
  disposition('n-quoted-pair', 'filename="mau.b\\at"', 'medium', '; filename="mau.b\\at"'),
  disposition('n-single-quotes', "filename='mau.bat'", 'high', "; filename='mau.bat'"),
  disposition('n-smart-quotes', 'filename=“mau.bat”', 'medium', '; filename=“mau.bat”'),
  disposition('n-open-quote', 'the quote is never closed', 'medium', '; filename="mau.bat', [
    ...named,
    ...told('parameter-syntax'),
  ]),
  disposition('n-quote-inside', 'filename="a".bat', 'medium', '; filename="a".bat', [
    ...named,
    ...told('parameter-syntax'),
  ]),
  disposition('n-space-equals', 'filename = "mau.bat"', 'high', '; filename = "mau.bat"', [
    ...named,
    ...told('parameter-syntax'),
  ]),
  disposition(
    'n-folded',
    'the name folded inside the quotes',
    'medium',
    [`${DISPOSITION}; filename="mau.b`, ' at"'],
    [...named, ...told('parameter-syntax')],
  ),
  disposition('n-tab-inside', 'a tab in the extension', 'medium', '; filename="mau.b\tat"'),
  disposition('n-name-parameter', 'Content-Disposition with name in place of filename', 'low', '; name="mau.bat"'),
  disposition('n-filename-in-other-type', 'an unknown disposition', 'high', [
    'Content-Disposition: x-mau; filename="mau.bat"',
  ]),
  disposition('n-inline', 'inline; filename="mau.bat"', 'high', ['Content-Disposition: inline; filename="mau.bat"']),
  disposition(
    'n-many-parameters',
    'filename behind 80 other parameters',
    'medium',
    `${Array.from({ length: 80 }, (_, i) => `; p${i}=x`).join('')}; filename="mau.bat"`,
    [...named, { reason: 'count-limit' }],
  ),
  by('n-type-name', 'name of Content-Type only', 'high', [`${OCTETS}; name="mau.bat"`]),
  by('n-type-2231', 'name* of Content-Type', 'high', [`${OCTETS}; name*=utf-8''mau%2Ebat`]),
  by('n-type-bad-disposition-good', 'name=mau.bat, filename=a.pdf', 'high', [
    `${OCTETS}; name="mau.bat"`,
    `${DISPOSITION}; filename="a.pdf"`,
  ]),
  by('n-type-filename', 'filename in Content-Type', 'low', [`${OCTETS}; filename="mau.bat"`]),
  by('n-location', 'the name stands in Content-Location only', 'medium', [OCTETS, 'Content-Location: mau.bat']),
  by('n-location-url', 'an address in Content-Location', 'low', [
    OCTETS,
    'Content-Location: http://mau.example/thu/mau.bat?x=y',
  ]),
  by('n-description', 'the name stands in Content-Description only', 'medium', [
    OCTETS,
    'Content-Description: mau.bat',
  ]),
  by('n-text-part', 'a text part with a name', 'high', ['Content-Type: text/plain; name="mau.bat"']),
  by('n-text-inline', 'a text part, inline, with a name', 'high', [
    'Content-Type: text/plain',
    'Content-Disposition: inline; filename="mau.bat"',
  ]),
  by('n-html-inline', 'an HTML part with the name of a program', 'high', ['Content-Type: text/html; name="mau.hta"']),
  by('n-status-part', 'a delivery status with a name', 'medium', [
    'Content-Type: message/delivery-status; name="mau.bat"',
  ]),
  by('n-image-type', 'image/png with the name of a program', 'high', ['Content-Type: image/png; name="mau.bat"']),
]

export const parameterCases = family('parameter', parameters)
