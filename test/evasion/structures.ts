// Evasion by multiparts that few programs know: appledouble, form-data, parallel, reports and signatures with a part too many.
import {
  B64,
  BODY,
  base64,
  because,
  DOCM,
  EIGHT,
  EXE,
  family,
  file,
  HEAD,
  macro,
  mixed,
  OCTETS,
  type Outcome,
  type Piece,
  type Plan,
  parts,
  plan,
  program,
  SECRET,
  type Severity,
  secret,
  single,
  TEXT_TYPE,
  told,
  words,
} from './build.ts'

const docm = file('bao-cao.docm', DOCM)
const inside = (
  id: string,
  technique: string,
  severity: Severity,
  type: string,
  all: Piece[][],
  expect: Outcome[],
): Plan =>
  plan(
    id,
    technique,
    severity,
    [...HEAD, `Content-Type: ${type}; boundary="=_mau-thu"`, '', ...parts('=_mau-thu', ...all)],
    expect,
  )

/** AppleSingle and AppleDouble (RFC 1740): entries of name (3) and data fork (1). */
function apple(magic: number, entries: [id: number, data: Buffer][]): Buffer {
  const head = Buffer.alloc(26 + entries.length * 12)
  head.writeUInt32BE(magic, 0)
  head.writeUInt32BE(0x00020000, 4)
  head.writeUInt16BE(entries.length, 24)
  let at = head.length
  for (const [index, [id, data]] of entries.entries()) {
    head.writeUInt32BE(id, 26 + index * 12)
    head.writeUInt32BE(at, 30 + index * 12)
    head.writeUInt32BE(data.length, 34 + index * 12)
    at += data.length
  }
  return Buffer.concat([head, ...entries.map(([, data]) => data)])
}
const single5 = apple(0x00051600, [
  [3, Buffer.from('mau.docm')],
  [1, DOCM],
])
const double7 = apple(0x00051607, [
  [3, Buffer.from('mau.bat')],
  [2, Buffer.alloc(20)],
])

const multiparts: Plan[] = [
  inside('s-parallel', 'multipart/parallel', 'medium', 'multipart/parallel', [words, docm], macro),
  inside(
    's-form-data',
    'multipart/form-data',
    'medium',
    'multipart/form-data',
    [words, ['Content-Disposition: form-data; name="x"; filename="a.docm"', OCTETS, B64, '', base64(DOCM)]],
    macro,
  ),
  inside('s-replace', 'multipart/x-mixed-replace', 'medium', 'multipart/x-mixed-replace', [words, docm], macro),
  inside('s-byteranges', 'multipart/byteranges', 'low', 'multipart/byteranges', [words, docm], macro),
  inside('s-voice', 'multipart/voice-message', 'low', 'multipart/voice-message', [words, docm], macro),
  inside(
    's-report-fourth',
    'a fourth part in a report',
    'high',
    'multipart/report; report-type=delivery-status',
    [
      words,
      [
        'Content-Type: message/delivery-status',
        '',
        'Reporting-MTA: dns; mau.example',
        '',
        'Final-Recipient: rfc822; a@b',
        'Action: failed',
        'Status: 5.0.0',
      ],
      ['Content-Type: text/rfc822-headers', '', 'Subject: x'],
      docm,
    ],
    macro,
  ),
  inside(
    's-signed-third',
    'a third part in multipart/signed',
    'high',
    'multipart/signed; protocol="application/pgp-signature"; micalg=pgp-sha256',
    [
      words,
      [
        'Content-Type: application/pgp-signature',
        '',
        '-----BEGIN PGP SIGNATURE-----',
        '',
        'mauthu',
        '-----END PGP SIGNATURE-----',
      ],
      docm,
    ],
    macro,
  ),
  inside(
    's-encrypted-third',
    'a third part in multipart/encrypted',
    'high',
    'multipart/encrypted; protocol="application/pgp-encrypted"',
    [
      ['Content-Type: application/pgp-encrypted', '', 'Version: 1'],
      [OCTETS, '', '-----BEGIN PGP MESSAGE-----', '', 'mauthu', '-----END PGP MESSAGE-----'],
      docm,
    ],
    [...because('encrypted'), ...macro],
  ),
  inside(
    's-related-start',
    'start of multipart/related names another part',
    'high',
    'multipart/related; start="<b@c>"; type="text/html"',
    [words, ['Content-Type: text/html; charset=utf-8', 'Content-ID: <b@c>', EIGHT, '', '<p>TUYỆT MẬT</p>']],
    secret,
  ),
  inside(
    's-related-docm-root',
    'the root of multipart/related is a docm',
    'high',
    'multipart/related; start="<b@c>"',
    [words, [OCTETS, 'Content-ID: <b@c>', B64, '', base64(DOCM)]],
    macro,
  ),
  inside(
    's-alternative-nested',
    'an alternative that is a multipart with a program',
    'high',
    'multipart/alternative',
    [words, ['Content-Type: multipart/mixed; boundary="trong"', '', ...parts('trong', words, file('a.exe', EXE))]],
    program,
  ),
  inside(
    's-alternative-rfc822',
    'an alternative that is a message',
    'medium',
    'multipart/alternative',
    [words, ['Content-Type: message/rfc822', '', ...mixed(docm)]],
    macro,
  ),
  inside(
    's-apple-double',
    'multipart/appledouble: the name stands in the resource part',
    'medium',
    'multipart/appledouble',
    [
      ['Content-Type: application/applefile; name="mau"', B64, '', base64(double7)],
      [OCTETS, B64, '', base64(DOCM)],
    ],
    macro,
  ),
  inside(
    's-apple-double-name',
    'the resource part alone says that it is a program',
    'low',
    'multipart/appledouble',
    [
      ['Content-Type: application/applefile', B64, '', base64(double7)],
      [OCTETS, B64, '', base64(Buffer.from('MAU THU'))],
    ],
    [{ found: 'name' }, ...because('unsupported')],
  ),
  plan(
    's-apple-single',
    'a docm in AppleSingle',
    'medium',
    mixed(['Content-Type: application/applefile; name="mau"', B64, '', base64(single5)]),
    [...macro, ...because('unsupported')],
  ),
  inside(
    's-header-in-part',
    'a part with From and Subject of its own',
    'low',
    'multipart/mixed',
    [['Subject: x', ...words], docm],
    macro,
  ),
  inside(
    's-part-mime-version',
    'MIME-Version in a part, another type below',
    'low',
    'multipart/mixed',
    [['MIME-Version: 1.0', ...docm]],
    macro,
  ),
  inside(
    's-report-original',
    'the returned message of a report holds a docm',
    'high',
    'multipart/report; report-type=delivery-status',
    [
      words,
      ['Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mau.example'],
      ['Content-Type: message/rfc822', '', ...mixed(docm)],
    ],
    macro,
  ),
  inside(
    's-report-headers',
    'the returned header holds a mark of secrecy',
    'medium',
    'multipart/report; report-type=delivery-status',
    [
      words,
      ['Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mau.example'],
      [
        'Content-Type: text/rfc822-headers',
        '',
        ...HEAD.slice(0, 2),
        `Subject: =?utf-8?B?${Buffer.from('[TUYỆT MẬT] Báo cáo').toString('base64')}?=`,
      ],
    ],
    secret,
  ),
  inside(
    's-disposition-notification',
    'a receipt with a docm',
    'medium',
    'multipart/report; report-type=disposition-notification',
    [
      words,
      ['Content-Type: message/disposition-notification', '', 'Disposition: manual-action/MDN-sent-manually; displayed'],
      docm,
    ],
    macro,
  ),
  inside(
    's-mixed-in-digest',
    'a multipart in a digest',
    'medium',
    'multipart/digest',
    [['Content-Type: multipart/mixed; boundary="trong"', '', ...parts('trong', words, docm)]],
    macro,
  ),
  inside(
    's-two-words',
    'the mark of secrecy cut between two inline parts',
    'low',
    'multipart/mixed',
    [
      [TEXT_TYPE, EIGHT, '', ...BODY, 'Độ mật:'],
      [TEXT_TYPE, EIGHT, '', 'Tuyệt mật'],
    ],
    secret,
  ),
  plan(
    's-no-type-base64',
    'no Content-Type, base64 of a text with a mark',
    'high',
    single([B64], base64(Buffer.from(SECRET.join('\r\n')))),
    secret,
  ),
  plan(
    's-type-garbage',
    'a Content-Type of garbage on a docm',
    'medium',
    mixed(['Content-Type: ;;;', B64, '', base64(DOCM)]),
    [...macro, ...told('type-syntax')],
  ),
]

export const structureCases = family('structure', multiparts)
