// Evasion by fields that stand twice.
import {
  ADDRESSES,
  B64,
  BODY,
  base64,
  bytes,
  DOCM,
  EIGHT,
  EXE,
  family,
  file,
  HEAD,
  MIXED,
  macro,
  mixed,
  mixedAs,
  OCTETS,
  type Outcome,
  type Piece,
  type Plan,
  parts,
  plan,
  program,
  type Severity,
  secret,
  single,
  TEXT_TYPE,
  told,
  words,
} from './build.ts'

const docm = file('bao-cao.docm', DOCM)

const body = parts('=_mau-thu', words, docm)

const DUP_TYPE = 'Content-Type: text/plain'

const twice = (
  id: string,
  technique: string,
  severity: Severity,
  fields: Piece[],
  content = DOCM,
  extra: Outcome[] = [],
): Plan =>
  plan(id, technique, severity, mixed([...fields, '', base64(content)]), [...told('duplicate-header'), ...extra])

const duplicates: Plan[] = [
  plan(
    'd-type-text-first',
    'two Content-Type: text/plain first, multipart second',
    'high',
    mixedAs([DUP_TYPE, MIXED], docm),
    told('duplicate-header'),
  ),
  plan(
    'd-type-multipart-first',
    'two Content-Type: multipart first, text/plain second',
    'high',
    mixedAs([MIXED, DUP_TYPE], docm),
    told('duplicate-header'),
  ),
  plan(
    'd-type-two-boundaries',
    'two Content-Type: multipart with two boundaries',
    'high',
    mixedAs([MIXED, 'Content-Type: multipart/mixed; boundary="khac"'], docm),
    told('duplicate-header'),
  ),
  plan(
    'd-type-other-boundary-first',
    'the same in the other order',
    'high',
    mixedAs(['Content-Type: multipart/mixed; boundary="khac"', MIXED], docm),
    told('duplicate-header'),
  ),
  plan(
    'd-type-far-apart',
    'two Content-Type far from one another',
    'high',
    [DUP_TYPE, ...HEAD, MIXED, '', ...body],
    told('duplicate-header'),
  ),
  plan(
    'd-type-case',
    'Content-Type and CONTENT-TYPE',
    'high',
    mixedAs([DUP_TYPE, MIXED.replace('Content-Type', 'CONTENT-TYPE')], docm),
    told('duplicate-header'),
  ),
  twice('d-cte-base64-first', 'two encodings: base64 first, 7bit second', 'high', [
    OCTETS,
    B64,
    'Content-Transfer-Encoding: 7bit',
  ]),
  twice('d-cte-7bit-first', 'two encodings: 7bit first, base64 second', 'high', [
    OCTETS,
    'Content-Transfer-Encoding: 7bit',
    B64,
  ]),
  twice('d-cte-qp-first', 'two encodings: quoted-printable first, base64 second', 'high', [
    OCTETS,
    'Content-Transfer-Encoding: quoted-printable',
    B64,
  ]),
  twice('d-cte-same', 'the same encoding twice', 'low', [OCTETS, B64, B64], DOCM, macro),
  twice('d-disposition-inline-first', 'two dispositions: inline first, attachment with the name second', 'high', [
    OCTETS,
    B64,
    'Content-Disposition: inline',
    'Content-Disposition: attachment; filename="a.docm"',
  ]),
  twice('d-disposition-name-first', 'two dispositions with two names', 'high', [
    OCTETS,
    B64,
    'Content-Disposition: attachment; filename="a.docm"',
    'Content-Disposition: attachment; filename="a.pdf"',
  ]),
  twice('d-part-type-first-image', 'a part that is image/png first, octet-stream second', 'medium', [
    'Content-Type: image/png',
    OCTETS,
    B64,
  ]),
  twice(
    'd-part-type-nested',
    'a part that is text/plain first, message/rfc822 second',
    'high',
    [TEXT_TYPE, 'Content-Type: message/rfc822', B64],
    bytes(mixed(docm)),
  ),
  plan(
    'd-from-twice',
    'two From fields',
    'high',
    [ADDRESSES[0]!, 'From: ngoai@evil.example', ...HEAD.slice(1), MIXED, '', ...body],
    [...told('duplicate-field'), ...macro],
  ),
  plan(
    'd-subject-secret-second',
    'two Subject fields, the mark in the second',
    'high',
    [
      ...HEAD,
      `Subject: =?utf-8?B?${Buffer.from('[TUYỆT MẬT]').toString('base64')}?= bao cao`,
      TEXT_TYPE,
      EIGHT,
      '',
      ...BODY,
    ],
    [...secret, ...told('duplicate-header')],
  ),
  plan(
    'd-subject-secret-first',
    'two Subject fields, the mark in the first',
    'high',
    [
      `Subject: =?utf-8?B?${Buffer.from('[TUYỆT MẬT]').toString('base64')}?= bao cao`,
      ...HEAD,
      TEXT_TYPE,
      EIGHT,
      '',
      ...BODY,
    ],
    secret,
  ),
  plan(
    'd-content-id-twice',
    'Content-ID twice on the part of a program',
    'low',
    mixed([OCTETS, B64, 'Content-ID: <a@b>', 'Content-ID: <c@d>', '', base64(EXE)]),
    program,
  ),
  plan(
    'd-encoding-in-root',
    'base64 named twice at the root',
    'high',
    single([OCTETS, B64, 'Content-Transfer-Encoding: 8bit'], base64(EXE)),
    told('duplicate-header'),
  ),
]

export const duplicateCases = family('duplicate', duplicates)
