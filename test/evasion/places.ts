// Evasion by where a mark of secrecy stands: subjects, odd text parts, alternatives, flowed text.
import {
  B64,
  BODY,
  base64,
  EIGHT,
  family,
  file,
  HEAD,
  MIXED,
  mixed,
  OCTETS,
  type Outcome,
  type Piece,
  type Plan,
  parts,
  plan,
  SECRET,
  SECRET_TEXT,
  type Severity,
  secret,
  single,
  TEXT_TYPE,
  text,
  told,
  words,
} from './build.ts'
import { utf16 } from './charsets.ts'
import { after, MARK } from './spelling.ts'

const subject = (id: string, technique: string, severity: Severity, value: Piece, expect: Outcome[] = secret): Plan =>
  plan(
    id,
    technique,
    severity,
    [
      ...HEAD.map((field) =>
        field.startsWith('Subject:')
          ? Buffer.concat([text('Subject: '), Buffer.isBuffer(value) ? value : text(value)])
          : field,
      ),
      TEXT_TYPE,
      EIGHT,
      '',
      ...BODY,
    ],
    expect,
  )

const b = (content: string): string => `=?utf-8?B?${Buffer.from(content).toString('base64')}?=`

const inText = (id: string, technique: string, severity: Severity, fields: Piece[], expect: Outcome[] = secret): Plan =>
  plan(id, technique, severity, mixed([...fields, EIGHT, '', ...SECRET]), expect)

const places: Plan[] = [
  subject('s-word', 'an encoded word', 'high', b('[TUYỆT MẬT] Báo cáo')),
  subject('s-raw', 'raw UTF-8', 'high', '[TUYỆT MẬT] Báo cáo'),
  subject(
    's-split',
    'cut within a letter between two words',
    'high',
    `=?utf-8?B?${text('[TUYỆT MẬT]').subarray(0, 5).toString('base64')}?=\r\n =?utf-8?B?${text('[TUYỆT MẬT]').subarray(5).toString('base64')}?=`,
  ),
  subject(
    's-q-letters',
    'one word a letter',
    'high',
    [...'[TUYỆT MẬT]'].map((sign) => (sign === ' ' ? '=?utf-8?Q?_?=' : b(sign))).join('\r\n '),
  ),
  subject('s-utf7', 'a word in UTF-7', 'medium', '=?utf-7?Q?[TUY+HsY-T_M+Hqw-T]?=', [
    ...secret,
    ...told('charset-risky'),
  ]),
  subject('s-utf16', 'a word in UTF-16', 'low', `=?utf-16be?B?${utf16('[TUYỆT MẬT]', true).toString('base64')}?=`, [
    ...secret,
    ...told('charset-risky', 'charset-unknown'),
  ]),
  subject('s-1258', 'a word in windows-1258', 'medium', `=?windows-1258?Q?[TUY=CA=F2T_M=C2=F2T]?=`),
  subject('s-spaces', 'blanks inside the word', 'medium', '=?utf-8?Q?[TUY=E1=BB=86T M=E1=BA=ACT]?='),
  subject('s-no-gap', 'words without blanks between', 'medium', `Bao cao${b('[TUYỆT MẬT]')}khac`),
  subject('s-quoted', 'a word in quotes', 'medium', `"${b('[TUYỆT MẬT]')}"`),
  subject('s-lower-q', 'q and hex in lower case', 'medium', '=?UTF-8?q?[TUY=e1=bb=86T=20M=e1=ba=acT]?='),
  subject(
    's-padding',
    'base64 without padding',
    'medium',
    `${b('[TUYỆT MẬT]').replace('==', '').replace('=?=', '?=')}`,
  ),
  subject('s-nfd', 'decomposed', 'high', b('[TUYỆT MẬT] Báo cáo'.normalize('NFD'))),
  subject('s-folded', 'folded within the mark', 'high', '[TUYỆT\r\n MẬT] Báo cáo'),
  subject(
    's-language',
    'a word with a language (RFC 2231)',
    'low',
    `=?utf-8*vi?B?${Buffer.from('[TUYỆT MẬT]').toString('base64')}?=`,
  ),
  inText('p-html-as-plain', 'text/html that is plain text', 'high', ['Content-Type: text/html; charset=utf-8']),
  inText('p-enriched', 'text/enriched', 'medium', ['Content-Type: text/enriched; charset=utf-8']),
  inText('p-richtext', 'text/richtext', 'low', ['Content-Type: text/richtext; charset=utf-8']),
  inText('p-markdown', 'text/markdown', 'low', ['Content-Type: text/markdown; charset=utf-8']),
  inText('p-x-mau', 'text/x-mau', 'medium', ['Content-Type: text/x-mau; charset=utf-8']),
  inText('p-odd-disposition', 'a text with an unknown disposition', 'high', [TEXT_TYPE, 'Content-Disposition: x-mau']),
  inText('p-inline-named', 'a text, inline, with a name', 'high', [
    TEXT_TYPE,
    'Content-Disposition: inline; filename="doc.txt"',
  ]),
  inText('p-attached-nameless', 'a text, attachment, without a name', 'high', [
    TEXT_TYPE,
    'Content-Disposition: attachment',
  ]),
  inText('p-no-type', 'a part without a type', 'high', ['X-Mau: thu']),
  inText(
    'p-bad-type',
    'a part whose type is none',
    'medium',
    ['Content-Type: text'],
    [...secret, ...told('type-syntax')],
  ),
  inText('p-type-empty', 'a part with an empty type', 'medium', ['Content-Type:'], [...secret, ...told('type-syntax')]),
  inText('p-delivery', 'message/delivery-status', 'low', ['Content-Type: message/delivery-status']),
  plan(
    'p-alternative-first',
    'the first alternative',
    'medium',
    [
      ...HEAD,
      'Content-Type: multipart/alternative; boundary="a"',
      '',
      ...parts(
        'a',
        [TEXT_TYPE, EIGHT, '', ...SECRET],
        ['Content-Type: text/html; charset=utf-8', EIGHT, '', '<p>Kính gửi</p>'],
      ),
    ],
    secret,
  ),
  plan(
    'p-alternative-last',
    'the last alternative',
    'high',
    [
      ...HEAD,
      'Content-Type: multipart/alternative; boundary="a"',
      '',
      ...parts('a', words, ['Content-Type: text/html; charset=utf-8', EIGHT, '', `<p>${MARK}</p>`]),
    ],
    secret,
  ),
  plan(
    'p-related-second',
    'a second page in multipart/related',
    'medium',
    [
      ...HEAD,
      'Content-Type: multipart/related; boundary="a"',
      '',
      ...parts('a', words, ['Content-Type: text/html; charset=utf-8', 'Content-ID: <x>', EIGHT, '', `<p>${MARK}</p>`]),
    ],
    secret,
  ),
  plan(
    'p-flowed',
    'format=flowed, cut at soft line ends',
    'high',
    single(['Content-Type: text/plain; charset=utf-8; format=flowed', EIGHT], 'TUYỆT ', 'MẬT', ...after),
    secret,
  ),
  plan(
    'p-flowed-delsp',
    'format=flowed; delsp=yes',
    'medium',
    single(['Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes', EIGHT], 'TUYỆ ', 'T MẬT', ...after),
    secret,
  ),
  plan(
    'p-second-text',
    'a second text part behind a picture',
    'high',
    [
      ...HEAD,
      MIXED,
      '',
      ...parts('=_mau-thu', words, file('a.png', Buffer.from('89504e470d0a1a0a', 'hex'), 'image/png'), [
        TEXT_TYPE,
        EIGHT,
        '',
        ...SECRET,
      ]),
    ],
    secret,
  ),
  plan(
    'p-octets-text',
    'a text as octet-stream without a name',
    'medium',
    single([OCTETS, B64], base64(SECRET_TEXT)),
    secret,
  ),
]

export const placeCases = family('place', places)
