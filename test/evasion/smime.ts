// Evasion by S/MIME: opaque signed in DER, BER and PEM, compressed, encrypted, and lies about which.
import { tar } from '../support/evasion-archives.ts'
import { compressedData, envelopedData, plainData, signedData, signedDataBer } from '../support/evasion-mail-items.ts'
import { or } from './archives.ts'
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
  macro,
  mixed,
  OCTETS,
  type Outcome,
  type Plan,
  parts,
  plan,
  program,
  SECRET,
  SECRET_TEXT,
  type Severity,
  secret,
  single,
  TEXT_TYPE,
  text,
  words,
} from './build.ts'
import { attached, odd, sealed, unread } from './zips.ts'

const ENTITY = bytes(mixed(file('bao-cao.docm', DOCM)).slice(HEAD.length))

const SECRET_ENTITY = bytes([TEXT_TYPE, EIGHT, '', ...SECRET])

const smime = (
  id: string,
  technique: string,
  severity: Severity,
  content: Buffer,
  expect: Outcome[],
  type = 'application/pkcs7-mime; smime-type=signed-data',
): Plan =>
  plan(
    id,
    technique,
    severity,
    single(
      [`Content-Type: ${type}; name="smime.p7m"`, B64, 'Content-Disposition: attachment; filename="smime.p7m"'],
      base64(content),
    ),
    expect,
  )

const pem = (content: Buffer, label: string): Buffer =>
  text(`-----BEGIN ${label}-----\r\n${base64(content)}\r\n-----END ${label}-----\r\n`)

const items: Plan[] = [
  smime('i-p7m', 'opaque signed S/MIME', 'high', signedData(ENTITY), or(macro)),
  smime('i-p7m-secret', 'a mark in opaque signed S/MIME', 'high', signedData(SECRET_ENTITY), or(secret)),
  smime('i-p7m-ber', 'opaque signed in BER, content in pieces', 'high', signedDataBer(ENTITY), or(macro)),
  smime('i-p7m-ber-small', 'the same in pieces of 7 bytes', 'low', signedDataBer(SECRET_ENTITY, 7), or(secret)),
  smime('i-p7m-octets', 'opaque signed as octet-stream', 'medium', signedData(ENTITY), or(macro), OCTETS.slice(14)),
  smime(
    'i-p7m-x',
    'application/x-pkcs7-mime',
    'high',
    signedData(ENTITY),
    or(macro),
    'application/x-pkcs7-mime; smime-type=signed-data',
  ),
  smime('i-p7m-pem', 'opaque signed in PEM', 'medium', pem(signedData(ENTITY), 'PKCS7'), [...or(macro), ...odd]),
  smime('i-p7m-pem-cms', 'the same labelled CMS', 'low', pem(signedData(ENTITY), 'CMS'), [...or(macro), ...odd]),
  smime('i-p7m-data', 'id-data around the message', 'low', plainData(ENTITY), [...or(macro), ...odd]),
  smime(
    'i-p7m-compressed',
    'compressed S/MIME (RFC 3274)',
    'medium',
    compressedData(ENTITY),
    or(macro),
    'application/pkcs7-mime; smime-type=compressed-data',
  ),
  smime(
    'i-p7m-enveloped',
    'encrypted S/MIME',
    'high',
    envelopedData(),
    [...sealed, ...unread],
    'application/pkcs7-mime; smime-type=enveloped-data',
  ),
  smime('i-p7m-enveloped-lie', 'encrypted S/MIME that calls itself signed', 'high', envelopedData(), [
    ...sealed,
    ...unread,
  ]),
  smime(
    'i-p7m-auth-enveloped',
    'AuthEnvelopedData (RFC 5083)',
    'medium',
    envelopedData(true),
    [...sealed, ...unread],
    'application/pkcs7-mime; smime-type=authEnveloped-data',
  ),
  smime(
    'i-p7m-twice',
    'signed in signed',
    'medium',
    signedData(
      bytes(
        single(
          ['Content-Type: application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"', B64],
          base64(signedData(ENTITY)),
        ).slice(HEAD.length),
      ),
    ),
    or(macro),
  ),
  smime(
    'i-p7m-compressed-signed',
    'compressed in signed',
    'low',
    signedData(
      bytes(
        single(
          ['Content-Type: application/pkcs7-mime; smime-type=compressed-data; name="smime.p7z"', B64],
          base64(compressedData(ENTITY)),
        ).slice(HEAD.length),
      ),
    ),
    or(macro),
  ),
  attached(
    'i-p7m-file',
    'a .p7m of a docm itself',
    'medium',
    'bao-cao.docm.p7m',
    signedData(DOCM),
    or(macro),
    'application/pkcs7-mime',
  ),
  attached(
    'i-p7s-content',
    'a .p7s that carries a program',
    'medium',
    'smime.p7s',
    signedData(EXE),
    or(program),
    'application/pkcs7-signature',
  ),
  plan(
    'i-p7m-part',
    'opaque signed as a part beside words',
    'medium',
    [
      ...HEAD,
      'Content-Type: multipart/mixed; boundary="b"',
      '',
      ...parts('b', words, file('smime.p7m', signedData(ENTITY), 'application/pkcs7-mime')),
    ],
    or(macro),
  ),
  attached(
    'i-secret-tar',
    'a text with a mark as .eml in a tar',
    'low',
    'a.tar',
    tar([{ name: 'thu.eml', bytes: bytes(single([TEXT_TYPE, EIGHT], ...SECRET)) }]),
    or(secret),
  ),
  plan(
    'i-secret-b64-html',
    'a page with a mark as octet-stream',
    'low',
    single(['Content-Type: text/html; charset=utf-8', B64], base64(SECRET_TEXT)),
    secret,
  ),
]

export const smimeCases = family('smime', items)
