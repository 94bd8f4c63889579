// CMS and OpenPGP envelopes: what openssl and Python write is opened or told sealed; broken ones say so.
import { describe, expect, test } from 'vitest'
import { readDocument } from '../../src/document/read.ts'
import { newReading } from '../../src/document/reading.ts'
import type { DocumentFacts } from '../../src/facts.ts'
import { readMessage } from '../../src/message/read.ts'
import { context, NOW, read } from '../support/reading.ts'
import { hasTool, runIn } from '../support/tools.ts'
import { buildZip } from '../support/zip-builder.ts'

const DOC = buildZip([{ name: 'trong.txt', bytes: 'MẪU THỬ NGHIỆM' }])
const ENTITY = [
  'Content-Type: multipart/mixed; boundary="b"',
  '',
  '--b',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'MẪU THỬ NGHIỆM',
  '--b',
  'Content-Type: application/zip; name="tep.zip"',
  'Content-Transfer-Encoding: base64',
  '',
  DOC.toString('base64'),
  '--b--',
  '',
].join('\r\n')

const openssl = hasTool('openssl')
const python = hasTool('python3')

function names(document: DocumentFacts): string[] {
  return [document.name ?? document.kind, ...document.children.flatMap(names)]
}

/** What openssl makes: certificate, signed objects in every form, sealed and packed ones. */
function make(): Map<string, Buffer> {
  const sign = (name: string, ...options: string[]) => [
    ...['openssl', 'cms', '-sign', '-signer', 'c.pem', '-inkey', 'k.pem', '-binary', '-out', name, '-md', 'sha256'],
    ...options,
  ]
  const request = 'req -x509 -newkey rsa:2048 -nodes -keyout k.pem -out c.pem -days 3650 -subj'
  return runIn({ 'entity.eml': ENTITY, 'tep.zip': DOC }, [
    ['openssl', ...request.split(' '), '/CN=MAU THU NGHIEM'],
    sign('opaque.der', '-in', 'entity.eml', '-nodetach', '-outform', 'DER'),
    sign('stream.ber', '-in', 'entity.eml', '-nodetach', '-outform', 'DER', '-stream'),
    sign('opaque.pem', '-in', 'entity.eml', '-nodetach', '-outform', 'PEM'),
    sign('file.p7m', '-in', 'tep.zip', '-nodetach', '-outform', 'DER'),
    sign('detached.p7s', '-in', 'tep.zip', '-outform', 'DER'),
    sign('twice.p7m', '-in', 'opaque.der', '-nodetach', '-outform', 'DER', '-econtent_type', 'pkcs7-signedData'),
    sign('again.p7m', '-in', 'file.p7m', '-nodetach', '-outform', 'DER'),
    sign('smime.eml', '-in', 'entity.eml', '-nodetach', '-outform', 'SMIME'),
    sign('detached.eml', '-in', 'entity.eml', '-outform', 'SMIME'),
    'openssl crl2pkcs7 -nocrl -certfile c.pem -outform DER -out certs.p7c'.split(' '),
    'openssl cms -encrypt -aes256 -in entity.eml -outform DER -out sealed.p7m c.pem'.split(' '),
    'openssl cms -encrypt -aes-256-gcm -in entity.eml -outform DER -out gcm.p7m c.pem'.split(' '),
    'openssl cms -encrypt -aes256 -stream -in entity.eml -outform DER -out sealed.ber c.pem'.split(' '),
    'openssl cms -data_create -binary -in tep.zip -outform DER -out data.p7m'.split(' '),
    'openssl cms -digest_create -binary -in tep.zip -outform DER -out digest.p7m'.split(' '),
  ])
}

const made = openssl ? make() : new Map<string, Buffer>()

function facts(bytes: Buffer, name = 'smime.p7m'): Promise<DocumentFacts> {
  return read(bytes, name)
}

/** As part of a message, so that entities inside are read. */
async function inMessage(bytes: Buffer, type = 'application/pkcs7-mime'): Promise<DocumentFacts> {
  const lines = ['From: a@mau.example', 'MIME-Version: 1.0', `Content-Type: ${type}; name="smime.p7m"`]
  const head = [...lines, 'Content-Disposition: attachment', 'Content-Transfer-Encoding: base64', '', '']
  const body = bytes.toString('base64').replace(/.{76}/g, '$&\r\n')
  const message = await readMessage(Buffer.from(`${head.join('\r\n')}${body}\r\n`), context(), NOW)
  expect(message.attachments).toHaveLength(1)
  return message.attachments[0]!
}

describe.skipIf(!openssl)('what openssl writes', () => {
  test.each(['opaque.der', 'stream.ber', 'opaque.pem'])('%s: the entity within is read', async (name) => {
    const document = await inMessage(made.get(name)!)
    expect(document).toMatchObject({ kind: 'p7m', encrypted: false, inspected: 'full', reasons: [] })
    expect(names(document)).toEqual(['smime.p7m', 'eml', 'tep.zip', 'trong.txt'])
  })

  test('base64 within base64 is opened too', async () => {
    const document = await inMessage(Buffer.from(made.get('stream.ber')!.toString('base64')))
    expect(names(document)).toContain('trong.txt')
  })

  test.each([
    ['file.p7m', ['x.p7m', 'zip', 'trong.txt']],
    ['data.p7m', ['x.p7m', 'zip', 'trong.txt']],
    ['digest.p7m', ['x.p7m', 'zip', 'trong.txt']],
    ['again.p7m', ['x.p7m', 'p7m', 'zip', 'trong.txt']],
    ['twice.p7m', ['x.p7m', 'p7m', 'eml', 'tep.zip', 'trong.txt']],
  ])('%s: a file signed, in every layer', async (name, expected) => {
    const reading = newReading(context(), NOW, async (bytes, at, depth, shared) => {
      expect(bytes.toString()).toBe(ENTITY)
      const input = { bytes: DOC, at, depth: depth + 1, names: ['tep.zip'], declaredType: null, disposition: null }
      return { children: [await readDocument(input, shared)], inspected: 'full', reasons: [] }
    })
    const at = { part: '', path: [] }
    const input = { bytes: made.get(name)!, at, depth: 0, names: ['x.p7m'], declaredType: null, disposition: null }
    const document = await readDocument(input, reading)
    expect(names(document)).toEqual(expected)
    expect(document).toMatchObject({ kind: 'p7m', encrypted: false, inspected: 'full' })
  })

  test.each(['detached.p7s', 'certs.p7c'])('%s: nothing inside, nothing to complain of', async (name) => {
    expect(await facts(made.get(name)!, name)).toMatchObject({
      kind: 'p7s',
      inspected: 'full',
      reasons: [],
      children: [],
    })
  })

  test.each(['sealed.p7m', 'gcm.p7m', 'sealed.ber'])('%s: sealed', async (name) => {
    expect(await facts(made.get(name)!)).toMatchObject({ kind: 'p7m', encrypted: true, reasons: ['encrypted'] })
  })

  test('whole S/MIME messages: opaque is opened, the signature of a detached one is harmless', async () => {
    const from = 'From: a@mau.example\n'
    const crlf = (name: string) =>
      Buffer.from(`${from}${made.get(name)!.toString('latin1')}`.replace(/\r?\n/g, '\r\n'), 'latin1')
    const opaque = await readMessage(crlf('smime.eml'), context(), NOW)
    expect(opaque.attachments.flatMap(names)).toContain('trong.txt')
    expect(opaque.texts.map(({ text }) => text)).toContain('MẪU THỬ NGHIỆM')
    const detached = await readMessage(crlf('detached.eml'), context(), NOW)
    expect(detached.attachments.map(({ kind, inspected }) => [kind, inspected])).toEqual([
      ['zip', 'full'],
      ['p7s', 'full'],
    ])
  })

  test('a PDF within is not taken for a PDF with bytes in front', async () => {
    const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n')
    const files = runIn({ 'a.pdf': pdf }, [
      'openssl cms -data_create -binary -in a.pdf -outform DER -out a.p7m'.split(' '),
    ])
    const document = await facts(files.get('a.p7m')!)
    expect(document.kind).toBe('p7m')
    expect(document.children.map(({ kind }) => kind)).toEqual(['pdf'])
  })

  test('bytes behind the object, and an object that is cut, are told', async () => {
    const whole = made.get('file.p7m')!
    const tail = await facts(Buffer.concat([whole, Buffer.from('them')]))
    expect(tail).toMatchObject({ damaged: true, inspected: 'partial', reasons: ['damaged'] })
    expect(names(tail)).toContain('trong.txt')
    expect(await facts(whole.subarray(0, -40))).toMatchObject({ kind: 'p7m', inspected: 'none', reasons: ['damaged'] })
  })
})

/** DER by hand, for what openssl was not built to write. */
function tlv(tag: number, ...contents: (Buffer | number[])[]): Buffer {
  const body = Buffer.concat(contents.map((each) => Buffer.from(each)))
  if (body.length < 128) return Buffer.concat([Buffer.from([tag, body.length]), body])
  return Buffer.concat([
    Buffer.from([tag, 0x84, 0, (body.length >> 16) & 255, (body.length >> 8) & 255, body.length & 255]),
    body,
  ])
}
const oid = (hex: string) => tlv(6, Buffer.from(hex, 'hex'))

describe.skipIf(!python)('compressed data (RFC 3274)', () => {
  function packed(content: Buffer): Buffer {
    const script =
      'import sys,zlib;sys.stdout.buffer.write(b"");open("out","wb").write(zlib.compress(open("in","rb").read(),9))'
    const z = runIn({ in: content }, [['python3', '-c', script]]).get('out')!
    const inner = tlv(0x30, oid('2a864886f70d010701'), tlv(0xa0, tlv(4, z)))
    const body = tlv(0x30, [2, 1, 0], tlv(0x30, oid('2a864886f70d0109100308')), inner)
    return tlv(0x30, oid('2a864886f70d0109100109'), tlv(0xa0, body))
  }

  test('is inflated', async () => {
    expect(names(await facts(packed(DOC)))).toEqual(['smime.p7m', 'zip', 'trong.txt'])
  })

  test('a bomb stops at the budget', async () => {
    const bomb = packed(Buffer.alloc(20_000_000))
    const document = await read(bomb, 'b.p7m', { inflatedBytes: 1_000_000 })
    expect(document).toMatchObject({ inspected: 'partial', reasons: ['size-limit'] })
  })
})

describe('ASiC (ETSI EN 319 162-1)', () => {
  test.each(['asic-e', 'asic-s'])('%s is a zip whose members are read', async (type) => {
    const container = buildZip([
      { name: 'mimetype', bytes: `application/vnd.etsi.${type}+zip` },
      { name: 'tep.zip', bytes: DOC },
      {
        name: 'META-INF/manifest.xml',
        bytes:
          '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
      },
      {
        name: 'META-INF/signatures0.xml',
        bytes: '<?xml version="1.0"?><asic:XAdESSignatures xmlns:asic="http://uri.etsi.org/02918/v1.2.1#"/>',
      },
    ])
    const document = await read(container, 'van-ban.asice')
    expect(document).toMatchObject({ encrypted: false, inspected: 'full', reasons: [] })
    expect(names(document)).toContain('trong.txt')
  })
})

describe('OpenPGP', () => {
  const literal = (name: string, bytes: Buffer) =>
    Buffer.concat([
      Buffer.from([0xcb, 255, 0, 0, 0, 0]),
      Buffer.from('b'),
      Buffer.from([name.length]),
      Buffer.from(name),
      Buffer.alloc(4),
      bytes,
    ])
  function packet(name: string, bytes: Buffer): Buffer {
    const made = literal(name, bytes)
    made.writeUInt32BE(made.length - 6, 2)
    return made
  }

  test('a literal packet is opened, in binary and in armor', async () => {
    const bytes = packet('tep.zip', DOC)
    expect(names(await read(bytes, 'x.gpg'))).toEqual(['x.gpg', 'tep.zip', 'trong.txt'])
    const armor = `-----BEGIN PGP MESSAGE-----\n\n${bytes.toString('base64')}\n-----END PGP MESSAGE-----\n`
    expect(names(await read(armor, 'x.asc'))).toEqual(['x.asc', 'tep.zip', 'trong.txt'])
  })

  test('sealed packets are told, in binary and in armor', async () => {
    const sealed = Buffer.concat([
      Buffer.from([0xc1, 30, 3]),
      Buffer.alloc(29, 7),
      Buffer.from([0xd2, 60, 1]),
      Buffer.alloc(59, 9),
    ])
    expect(await read(sealed, 'x.gpg')).toMatchObject({ kind: 'pgp', encrypted: true, reasons: ['encrypted'] })
    const armor = `-----BEGIN PGP MESSAGE-----\n\n${sealed.toString('base64')}\n-----END PGP MESSAGE-----\n`
    expect(await read(armor, 'x.asc')).toMatchObject({ kind: 'asc', encrypted: true, reasons: ['encrypted'] })
  })

  test('text that is signed in the clear can be read', async () => {
    const text =
      '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nMAU\n-----BEGIN PGP SIGNATURE-----\n\niQ==\n-----END PGP SIGNATURE-----\n'
    expect(await read(text, 'x.asc')).toMatchObject({ kind: 'asc', encrypted: false, inspected: 'full' })
  })
})
