// Evasion by one kind of container in another, more: signed mail and archives around mail.
import { cab, gzip, iso, rar5, sevenZip, tar } from '../support/evasion-archives.ts'
import { outlookMessage, signedData, tnef } from '../support/evasion-mail-items.ts'
import { buildOle } from '../support/ole-builder.ts'
import { buildZip } from '../support/zip-builder.ts'
import {
  B64,
  base64,
  bytes,
  DOCM,
  EIGHT,
  family,
  file,
  HEAD,
  macro,
  mixed,
  OCTETS,
  type Plan,
  plan,
  program,
  SECRET,
  secret,
  single,
  TEXT_TYPE,
} from './build.ts'
import { attached, docm, entity, exe, letter } from './combined.ts'

const secretLetter = bytes(single([TEXT_TYPE, EIGHT], ...SECRET))

const signed = bytes(
  single(
    ['Content-Type: application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"', B64],
    base64(signedData(entity)),
  ),
)

const mail: Plan[] = [
  attached('q-p7m-in-eml', 'opaque signed mail in an .eml', 'high', 'a.eml', signed, macro),
  attached(
    'q-p7m-in-zip',
    'a .p7m in a zip',
    'medium',
    'a.zip',
    buildZip([{ name: 'smime.p7m', bytes: signedData(entity) }]),
    macro,
  ),
  attached(
    'q-p7m-in-msg',
    'a .p7m in an Outlook message',
    'medium',
    'a.msg',
    outlookMessage('Mau', 'Mau', [{ name: 'smime.p7m', bytes: signedData(entity) }]),
    macro,
  ),
  plan(
    'q-p7m-winmail',
    'winmail.dat in opaque signed mail',
    'medium',
    single(
      ['Content-Type: application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"', B64],
      base64(signedData(bytes(mixed(file('winmail.dat', tnef([docm]), 'application/ms-tnef')).slice(HEAD.length)))),
    ),
    macro,
  ),
  plan(
    'q-p7m-secret-html',
    'a page with a mark in opaque signed mail',
    'high',
    single(
      ['Content-Type: application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"', B64],
      base64(signedData(bytes(['Content-Type: text/html; charset=utf-8', EIGHT, '', '<p>TUY<b>Ệ</b>T MẬT</p>']))),
    ),
    secret,
  ),
  plan(
    'q-p7m-duplicate',
    'opaque signed mail whose entity has two Content-Type',
    'high',
    single(
      ['Content-Type: application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"', B64],
      base64(
        signedData(
          bytes([
            TEXT_TYPE,
            'Content-Type: multipart/mixed; boundary="b"',
            '',
            '--b',
            ...file('a.docm', DOCM),
            '--b--',
          ]),
        ),
      ),
    ),
    [{ problem: 'duplicate-header' }, ...macro],
  ),
  attached(
    'q-eml-in-tgz',
    'an .eml in a tar.gz',
    'medium',
    'a.tgz',
    gzip(tar([{ name: 'thu.eml', bytes: letter }])),
    macro,
  ),
  attached('q-eml-in-rar', 'an .eml in a RAR', 'medium', 'a.rar', rar5([{ name: 'thu.eml', bytes: letter }]), macro),
  attached(
    'q-secret-in-rar',
    'an .eml with a mark in a RAR',
    'medium',
    'a.rar',
    rar5([{ name: 'thu.eml', bytes: secretLetter }]),
    secret,
  ),
  attached(
    'q-docm-in-iso-in-7z',
    'a docm in an ISO in a 7z',
    'high',
    'a.7z',
    sevenZip([{ name: 'a.iso', bytes: iso([{ name: 'A.DOC', bytes: DOCM }]) }]),
    macro,
  ),
  attached(
    'q-cab-in-zip',
    'a cabinet in a zip',
    'medium',
    'a.zip',
    buildZip([{ name: 'a.cab', bytes: cab([exe]) }]),
    program,
  ),
  attached(
    'q-everything',
    'zip in tar in gz in 7z in rar',
    'medium',
    'a.rar',
    rar5([
      {
        name: 'a.7z',
        bytes: sevenZip([{ name: 'a.tgz', bytes: gzip(tar([{ name: 'a.zip', bytes: buildZip([exe]) }])) }]),
      },
    ]),
    program,
  ),
  attached(
    'q-docm-in-doc',
    'a docm embedded in a doc',
    'high',
    'a.doc',
    buildOle([
      { name: 'WordDocument', bytes: Buffer.concat([Buffer.from([0xec, 0xa5]), Buffer.alloc(598)]) },
      { name: 'ObjectPool', inside: [{ name: '_1', inside: [{ name: 'package', bytes: DOCM }] }] },
    ]),
    [...macro, { found: 'active' }],
  ),
  attached(
    'q-rfc822-zip-eml',
    'an .eml in a zip in an .eml',
    'high',
    'a.eml',
    bytes(mixed(file('a.zip', buildZip([{ name: 'b.eml', bytes: letter }])))),
    macro,
  ),
  plan(
    'q-rfc822-text-eml',
    'an .eml as text in a nested message',
    'high',
    mixed([
      'Content-Type: message/rfc822',
      '',
      ...HEAD,
      'Content-Type: text/plain; name="b.eml"',
      B64,
      '',
      base64(letter),
    ]),
    macro,
  ),
  plan(
    'q-octets-p7m-nested',
    'signed mail as octet-stream in a nested message',
    'medium',
    mixed([
      'Content-Type: message/rfc822',
      '',
      ...HEAD,
      `${OCTETS}; name="smime.p7m"`,
      B64,
      '',
      base64(signedData(entity)),
    ]),
    macro,
  ),
]

export const combinedArchiveCases = family('combined', mail)
