// Hostile files of other kinds: OLE, RTF, TNEF, CMS, programs' formats with lengths that lie.
import { attached, base64Lines, entity, filled, type HostileCase, mail } from './hostile.ts'
import { buildOle } from './ole-builder.ts'

const MB = 1_000_000

/** A whole file whose allocation table is then bent: every sector's next one is `next` ([MS-CFB] 2.3). */
function oleLoop(next: (sector: number) => number): Buffer {
  const file = buildOle([{ name: 'WordDocument', bytes: Buffer.alloc(MB) }])
  for (let i = 0; i < file.readUInt32LE(44) * 128; i++) file.writeUInt32LE(next(i), 512 + i * 4)
  return file
}

function oleDirectory(change: (entry: Buffer, index: number) => void): Buffer {
  const file = buildOle(Array.from({ length: 40_000 }, (_, i) => ({ name: `s${i}` })))
  const start = 512 + file.readUInt32LE(48) * 512
  for (let i = 1; i < 40_000; i++) change(file.subarray(start + i * 128, start + (i + 1) * 128), i)
  return file
}

/** DIFAT sectors ([MS-CFB] 2.5) that name one another. */
function difatLoop(): Buffer {
  const file = buildOle([{ name: 'WordDocument', bytes: 'x' }])
  file.writeUInt32LE(0, 68)
  file.writeUInt32LE(0xffffffff, 72)
  file.writeUInt32LE(0, 512 + 508)
  return file
}

/** [MS-OXTNEF] 2.1.3: level, id, length, data, checksum. */
function tnef(attributes: Buffer[]): Buffer {
  return Buffer.concat([Buffer.from('789f3e22', 'hex'), Buffer.from([1, 0]), ...attributes])
}

function tnefAttribute(id: number, length: number, data: Buffer): Buffer {
  const head = Buffer.alloc(9)
  head[0] = 2
  head.writeUInt32LE(id, 1)
  head.writeUInt32LE(length >>> 0, 5)
  return Buffer.concat([head, data, Buffer.alloc(2)])
}

const ATTACHMENT = 0x0006900f // attAttachData
const START = 0x00069002 // attAttachRendData

function winmail(bytes: Buffer): Buffer {
  return attached('winmail.dat', bytes, 'application/ms-tnef')
}

/** A DER value inside of a value, `depth` times; `tag` of each. */
function nestedDer(depth: number, tag: number): Buffer {
  const heads: Buffer[] = []
  let length = 0
  for (let i = 0; i < depth; i++) {
    const head = derHead(tag, length)
    heads.push(head)
    length += head.length
  }
  return Buffer.concat(heads.reverse())
}

function derHead(tag: number, length: number): Buffer {
  if (length < 128) return Buffer.from([tag, length])
  const head = Buffer.alloc(6)
  head[0] = tag
  head[1] = 0x84
  head.writeUInt32BE(length, 2)
  return head
}

function der(tag: number, ...content: Buffer[]): Buffer {
  const inside = Buffer.concat(content)
  return Buffer.concat([derHead(tag, inside.length), inside])
}

const SIGNED = Buffer.from('06092a864886f70d010702', 'hex')
const DATA = Buffer.from('06092a864886f70d010701', 'hex')

/** Of unknown length, as no value in it ever ends (X.690 8.1.3.6). */
function endless(depth: number): Buffer {
  const open = Buffer.from([0x30, 0x80])
  return Buffer.concat([open, SIGNED, Buffer.from([0xa0, 0x80]), Buffer.alloc(depth * 2, open)])
}

/** S/MIME (RFC 8551 3.5.2) in S/MIME in S/MIME. */
function smime(depth: number): Buffer {
  let inner: Buffer = Buffer.from('Content-Type: text/plain\r\n\r\nx\r\n')
  for (let i = 0; i < depth; i++) {
    const content = der(0x30, DATA, der(0xa0, der(0x04, inner)))
    const signed = der(0x30, Buffer.from([2, 1, 1]), der(0x31), content, der(0x31))
    const bytes = der(0x30, SIGNED, der(0xa0, signed))
    inner = Buffer.concat([
      Buffer.from(
        'Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\nContent-Transfer-Encoding: binary\r\n\r\n',
      ),
      bytes,
    ])
  }
  return inner
}

function p7m(bytes: Buffer): Buffer {
  return attached('smime.p7m', bytes, 'application/pkcs7-mime; smime-type=signed-data')
}

export const BINARY_CASES: HostileCase[] = [
  {
    name: 'OLE, every sector its own next',
    make: () =>
      attached(
        'a.doc',
        oleLoop((i) => i),
      ),
    expect: ['damaged'],
  },
  {
    name: 'OLE, all sectors in one circle',
    make: () =>
      attached(
        'a.doc',
        oleLoop((i) => (i + 1) % 2000),
      ),
    expect: ['damaged'],
  },
  { name: 'OLE, tables in a circle', make: () => attached('a.doc', difatLoop()), expect: ['damaged'] },
  {
    name: 'OLE, 40,000 storages side by side',
    make: () =>
      attached(
        'a.doc',
        oleDirectory(() => {}),
      ),
    expect: ['unknown-kind'],
  },
  {
    name: 'OLE, 40,000 storages inside one another',
    make: () =>
      attached(
        'a.msg',
        oleDirectory((entry, i) => {
          entry.writeUInt32LE(0xffffffff, 72)
          entry.writeUInt32LE(i + 1, 76)
        }),
      ),
    expect: ['damaged'],
  },
  {
    name: 'OLE, directory entries in a circle',
    make: () =>
      attached(
        'a.doc',
        oleDirectory((entry) => {
          entry.writeUInt32LE(1, 68)
          entry.writeUInt32LE(1, 72)
          entry.writeUInt32LE(1, 76)
        }),
      ),
    expect: ['damaged'],
  },
  {
    name: 'RTF, 1,000,000 groups open',
    make: () => attached('a.rtf', Buffer.concat([Buffer.from('{\\rtf1 '), filled('{', MB)])),
    expect: ['whole'],
  },
  {
    name: 'RTF, 20 MB of groups',
    make: () => attached('a.rtf', Buffer.concat([Buffer.from('{\\rtf1 '), filled('{\\a}', 20 * MB), Buffer.from('}')])),
    expect: ['whole'],
  },
  {
    name: 'RTF, 20 MB of \\bin that lie',
    make: () => attached('a.rtf', Buffer.concat([Buffer.from('{\\rtf1 '), filled('\\bin99999999 ', 20 * MB)])),
    expect: ['whole'],
  },
  {
    name: 'RTF, 100,000 objects',
    make: () =>
      attached(
        'a.rtf',
        Buffer.concat([Buffer.from('{\\rtf1 '), filled('{\\object{\\*\\objdata 01050000}}', 3 * MB), Buffer.from('}')]),
      ),
    expect: ['whole'],
  },
  {
    name: 'TNEF, length of 4 GB',
    make: () => winmail(tnef([tnefAttribute(ATTACHMENT, -1, Buffer.from('x'))])),
    expect: ['damaged'],
  },
  {
    name: 'TNEF, 1,000,000 empty attributes',
    make: () => winmail(tnef(Array<Buffer>(MB).fill(tnefAttribute(ATTACHMENT, 0, Buffer.alloc(0))))),
    expect: ['count-limit'],
  },
  {
    name: 'TNEF, 500,000 attachments',
    make: () =>
      winmail(
        tnef(
          Array.from({ length: MB }, (_, i) => tnefAttribute(i % 2 === 0 ? START : ATTACHMENT, 1, Buffer.from('x'))),
        ),
      ),
    expect: ['count-limit'],
  },
  { name: 'CMS, 50,000 levels deep', make: () => p7m(nestedDer(50_000, 0x30)), expect: ['unknown-kind'] },
  {
    name: 'CMS, 1,000,000 levels of unknown length',
    make: () => p7m(endless(MB)),
    expect: ['damaged'],
  },
  {
    name: 'CMS, strings in strings, 100,000 deep',
    make: () => p7m(Buffer.concat([der(0x30, SIGNED).subarray(0, 2), SIGNED, nestedDer(100_000, 0x24)])),
    expect: ['damaged'],
  },
  { name: 'S/MIME in S/MIME, 300 deep', make: () => entity(smime(300)), expect: ['depth-limit'] },
  {
    name: 'pictures: PNG of 2^31 x 2^31',
    make: () =>
      attached('a.png', Buffer.from('89504e470d0a1a0a0000000d494844527fffffff7fffffff0802000000', 'hex'), 'image/png'),
    expect: ['whole'],
  },
  {
    name: 'unknown bytes, 25 MB',
    make: () =>
      mail(
        ['Content-Type: application/octet-stream', 'Content-Transfer-Encoding: base64'],
        base64Lines(filled('\x00\x01\x02\xfe', 25 * MB)),
      ),
    expect: ['unknown-kind'],
  },
]
