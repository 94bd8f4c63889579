// Apple's envelopes of a file: AppleSingle, AppleDouble, MacBinary and BinHex, opened and checked.
import { hash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { crc16 } from '../../src/document/crc16.ts'
import { read } from '../support/reading.ts'
import { hasTool, runIn } from '../support/tools.ts'
import { buildZip } from '../support/zip-builder.ts'

const ZIP = buildZip([{ name: 'trong.txt', bytes: 'MẪU THỬ NGHIỆM' }])

/** RFC 1740: entries of id and bytes. */
function apple(magic: number, entries: [number, Buffer][]): Buffer {
  const head = Buffer.alloc(26 + 12 * entries.length)
  head.writeUInt32BE(magic, 0)
  head.writeUInt32BE(0x00020000, 4)
  head.writeUInt16BE(entries.length, 24)
  let offset = head.length
  for (const [i, [id, bytes]] of entries.entries()) {
    for (const [j, value] of [id, offset, bytes.length].entries()) head.writeUInt32BE(value, 26 + i * 12 + j * 4)
    offset += bytes.length
  }
  return Buffer.concat([head, ...entries.map(([, bytes]) => bytes)])
}

function macBinary(name: string, data: Buffer, resources = Buffer.alloc(0), second = true): Buffer {
  const head = Buffer.alloc(128)
  head[1] = head.write(name, 2, 'latin1')
  head.writeUInt32BE(data.length, 83)
  head.writeUInt32BE(resources.length, 87)
  if (second) {
    head[122] = 129
    head[123] = 129
    head.writeUInt16BE(crc16(head.subarray(0, 124)), 124)
  }
  const pad = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc((128 - (bytes.length % 128)) % 128)])
  return Buffer.concat([head, pad(data), pad(resources)])
}

/** RFC 1741, with every 0x90 and every run as it must be. */
function binHex(name: string, data: Buffer): string {
  const alphabet = '!"#$%&\'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr'
  const sized = (bytes: Buffer) => Buffer.concat([bytes, Buffer.from([crc16(bytes) >> 8, crc16(bytes) & 255])])
  const lengths = Buffer.alloc(8)
  lengths.writeUInt32BE(data.length, 0)
  const header = Buffer.concat([
    Buffer.from([name.length]),
    Buffer.from(name),
    Buffer.from([0]),
    Buffer.from('TEXTttxt'),
    Buffer.alloc(2),
    lengths,
  ])
  const plain = Buffer.concat([sized(header), sized(data), sized(Buffer.alloc(0))])
  const packed: number[] = []
  for (let at = 0; at < plain.length; ) {
    let run = 1
    while (run < 255 && plain[at + run] === plain[at]) run++
    packed.push(plain[at]!, ...(plain[at] === 0x90 ? [0] : []))
    if (run > 3) packed.push(0x90, run)
    else for (let i = 1; i < run; i++) packed.push(plain[at]!, ...(plain[at] === 0x90 ? [0] : []))
    at += run
  }
  const bits = packed.map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const text = bits
    .match(/.{1,6}/g)!
    .map((each) => alphabet[Number.parseInt(each.padEnd(6, '0'), 2)])
    .join('')
  return `(This file must be converted with BinHex 4.0)\r\n\r\n:${text.replace(/.{63}/g, '$&\r\n')}:\r\n`
}

const opened = [{ name: 'tep.zip', kind: 'zip', children: [{ name: 'trong.txt' }] }]

describe('the file itself is opened', () => {
  test.each<[string, Buffer | string, string]>([
    [
      'AppleSingle',
      apple(0x00051600, [
        [3, Buffer.from('tep.zip')],
        [1, ZIP],
        [2, Buffer.alloc(300, 1)],
      ]),
      'applesingle',
    ],
    [
      'AppleDouble with a data fork',
      apple(0x00051607, [
        [1, ZIP],
        [3, Buffer.from('tep.zip')],
      ]),
      'appledouble',
    ],
    ['MacBinary II', macBinary('tep.zip', ZIP, Buffer.alloc(50, 2)), 'macbin'],
    ['MacBinary', macBinary('tep.zip', ZIP, Buffer.alloc(50, 2), false), 'macbin'],
    ['BinHex', binHex('tep.zip', ZIP), 'hqx'],
    ['BinHex with runs', binHex('tep.zip', Buffer.concat([ZIP])), 'hqx'],
    ['BinHex behind words', `Thư kèm tệp\r\n${binHex('tep.zip', ZIP)}`, 'hqx'],
  ])('%s', async (_, bytes, kind) => {
    expect(await read(bytes)).toMatchObject({ kind, editable: false, inspected: 'full', reasons: [], children: opened })
  })

  test('runs and their mark in BinHex', async () => {
    const data = Buffer.concat([Buffer.from([0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 1, 0x90]), Buffer.alloc(700, 65)])
    const document = await read(binHex('a.bin', data))
    expect(document.children[0]).toMatchObject({ size: data.length, sha256: hash('sha256', data, 'hex') })
  })
})

describe('what is not as it must be', () => {
  test('a second data fork, a fork past the end, bytes that belong to no entry', async () => {
    expect(
      (
        await read(
          apple(0x00051600, [
            [1, Buffer.from('a')],
            [1, ZIP],
          ]),
        )
      ).reasons,
    ).toEqual(['damaged'])
    expect((await read(apple(0x00051600, [[1, ZIP]]).subarray(0, -20))).reasons).toEqual(['damaged'])
    expect((await read(Buffer.concat([apple(0x00051600, [[1, Buffer.from('a')]]), ZIP]))).reasons).toEqual(['damaged'])
  })

  test('the name that stands with resources alone counts', async () => {
    const document = await read(
      apple(0x00051607, [
        [3, Buffer.from('hoa-don.exe')],
        [9, Buffer.alloc(32)],
      ]),
    )
    expect(document.children).toMatchObject([{ name: 'hoa-don.exe', extensions: ['exe'], kind: 'empty' }])
    expect(document.reasons).toEqual([])
  })

  test('a wrong checksum of BinHex, a header that is none, a run that claims too much', async () => {
    const text = binHex('tep.zip', ZIP)
    const data = text.indexOf(':') + 80
    const spoiled = `${text.slice(0, data)}${text[data] === '!' ? '"' : '!'}${text.slice(data + 1)}`
    expect((await read(spoiled)).reasons).toEqual(['damaged'])
    expect(await read('(This file must be converted with BinHex 4.0)\n:abc:\n')).toMatchObject({
      kind: 'hqx',
      reasons: ['damaged'],
    })
    expect((await read(binHex('a', Buffer.alloc(2_000_000)), 'x', { inflatedBytes: 1_000_000 })).reasons).toEqual([
      'size-limit',
    ])
  })

  test('zeros and pictures are no MacBinary', async () => {
    for (const bytes of [Buffer.alloc(1024), Buffer.concat([Buffer.from('00000100', 'hex'), Buffer.alloc(400)])]) {
      expect((await read(bytes)).kind).not.toBe('macbin')
    }
  })
})

describe.skipIf(!hasTool('python3'))('second opinion', () => {
  test('the CRC is that of Python', () => {
    const script = 'import binascii;open("out","w").write(str(binascii.crc_hqx(open("in","rb").read(),0)))'
    expect(
      Number(
        runIn({ in: ZIP }, [['python3', '-c', script]])
          .get('out')!
          .toString(),
      ),
    ).toBe(crc16(ZIP))
  })
})
