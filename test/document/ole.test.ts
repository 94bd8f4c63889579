// OLE compound files: kinds by streams, macros, encryption, installers, and files whose chains are loops.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openOle } from '../../src/document/ole.ts'
import { buildOle, type OlePlan } from '../support/ole-builder.ts'
import { read } from '../support/reading.ts'

/** A FIB ([MS-DOC] 2.5.2) as far as its flags. */
function fib(flags: number): Buffer {
  const bytes = Buffer.alloc(600)
  bytes.writeUInt16LE(0xa5ec, 0)
  bytes.writeUInt16LE(flags, 10)
  return bytes
}

/** Records of [MS-XLS]. */
function records(...items: [number, Buffer | number[]][]): Buffer {
  return Buffer.concat(
    items.map(([type, data]) => {
      const head = Buffer.alloc(4)
      head.writeUInt16LE(type, 0)
      head.writeUInt16LE(data.length, 2)
      return Buffer.concat([head, Buffer.from(data)])
    }),
  )
}

function powerPoint(type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt16LE(type, 2)
  head.writeUInt32LE(data.length, 4)
  return Buffer.concat([head, data])
}

const WORD: OlePlan = { name: 'WordDocument', bytes: fib(0) }
const SHEET = [0, 0, 0, 0, 0, 0, 1, 0, 65]
const MACRO_SHEET = [0, 0, 0, 0, 0, 1, 1, 0, 65]

describe('kinds', () => {
  test.each<[string, OlePlan[], object]>([
    ['doc', [WORD], { kind: 'doc', editable: true, macros: false, encrypted: false, inspected: 'full', active: [] }],
    [
      'doc with VBA',
      [WORD, { name: 'Macros', inside: [{ name: 'VBA', inside: [] }] }],
      { macros: true, active: ['macro'] },
    ],
    [
      'doc with an object',
      [WORD, { name: 'ObjectPool', inside: [{ name: '_1', inside: [] }] }],
      { active: ['ole-object'] },
    ],
    [
      'doc with a password',
      [{ name: 'WordDocument', bytes: fib(0x100) }],
      { kind: 'doc', encrypted: true, inspected: 'none', reasons: ['encrypted'] },
    ],
    [
      'xls',
      [{ name: 'Workbook', bytes: records([0x809, [0]], [0x85, SHEET], [0x0a, []]) }],
      { kind: 'xls', editable: true, macros: false },
    ],
    [
      'xls with an Excel 4 sheet',
      [{ name: 'Workbook', bytes: records([0x809, [0]], [0x85, MACRO_SHEET], [0x0a, []]) }],
      { macros: true },
    ],
    [
      'xls with a password',
      [{ name: 'Book', bytes: records([0x809, [0]], [0x2f, [0, 0]], [0x0a, []]) }],
      { kind: 'xls', encrypted: true },
    ],
    [
      'encrypted OOXML',
      [
        { name: 'EncryptedPackage', bytes: 'x' },
        { name: 'EncryptionInfo', bytes: 'x' },
      ],
      { kind: 'ole', editable: null, encrypted: true, macros: null, inspected: 'none', reasons: ['encrypted'] },
    ],
    [
      'msg',
      [{ name: '__properties_version1.0', bytes: 'x' }],
      { kind: 'msg', editable: false, inspected: 'full', reasons: [] },
    ],
    [
      'anything else',
      [{ name: 'x', bytes: 'x' }],
      { kind: 'ole', editable: null, inspected: 'partial', reasons: ['unknown-kind'] },
    ],
  ])('%s', async (_, plans, expected) => {
    expect(await read(buildOle(plans))).toMatchObject(expected)
  })

  test('an installer by its class', async () => {
    const bytes = buildOle([{ name: 'x', bytes: 'x' }], '84100c0000000000c000000000000046')
    expect(await read(bytes)).toMatchObject({ kind: 'msi', executable: true })
  })

  test('ppt: VBA in a record deep inside, a password in Current User', async () => {
    const atom = Buffer.alloc(12)
    atom.writeUInt32LE(1, 4)
    const slides = powerPoint(
      0x3e8,
      Buffer.concat([
        powerPoint(0x3ea, Buffer.alloc(40)),
        powerPoint(0x7d0, powerPoint(0x3ff, powerPoint(0x400, atom))),
      ]),
    )
    expect(await read(buildOle([{ name: 'PowerPoint Document', bytes: slides }]))).toMatchObject({
      kind: 'ppt',
      macros: true,
    })
    const plain = powerPoint(0x3e8, powerPoint(0x3ea, Buffer.alloc(40)))
    const user = Buffer.alloc(32)
    expect(
      await read(
        buildOle([
          { name: 'PowerPoint Document', bytes: plain },
          { name: 'Current User', bytes: user },
        ]),
      ),
    ).toMatchObject({ macros: false, encrypted: false })
    user.writeUInt32LE(0xf3d1c4df, 12)
    expect(
      await read(
        buildOle([
          { name: 'PowerPoint Document', bytes: plain },
          { name: 'Current User', bytes: user },
        ]),
      ),
    ).toMatchObject({ encrypted: true })
  })

  test.each(['cong-van-126.doc', 'bang-tong-hop-thiet-bi.xls'])('%s as LibreOffice writes it', async (name) => {
    const bytes = readFileSync(join(import.meta.dirname, '../../samples/documents', name))
    expect(await read(bytes)).toMatchObject({
      kind: name.slice(-3),
      editable: true,
      macros: false,
      encrypted: false,
      inspected: 'full',
    })
  })
})

describe('hostile', () => {
  const whole = buildOle([WORD, { name: 'a', inside: [{ name: 'b', bytes: Buffer.alloc(3000, 7) }] }])

  test('a chain that is a loop', () => {
    const bytes = Buffer.from(whole)
    for (let i = 0; i < 128; i++) bytes.writeUInt32LE(i === 5 ? 4 : i + 1, SECTOR_OF_FAT + i * 4)
    const file = openOle(bytes)!
    expect(file.damaged).toBe(true)
    for (const entry of file.entries) expect(file.read(entry, 1e9).length).toBeLessThanOrEqual(bytes.length)
  })

  test('a directory tree that is a loop', async () => {
    const bytes = Buffer.from(whole)
    const directory = (bytes.readUInt32LE(48) + 1) * 512
    bytes.writeUInt32LE(0, directory + 128 + 72)
    bytes.writeUInt32LE(1, directory + 128 + 68)
    expect(await read(bytes)).toMatchObject({ damaged: true, reasons: expect.arrayContaining(['damaged']) })
  })

  test('sizes that lie read no more than there is', () => {
    const file = openOle(whole)!
    const entry = file.entries.find(({ name }) => name === 'b')!
    expect(file.read({ ...entry, size: 0xffffffff }, 0xffffffff).length).toBeLessThanOrEqual(whole.length)
    expect(file.read(entry, 10)).toEqual(Buffer.alloc(10, 7))
    expect(entry.path).toEqual(['a'])
  })

  test('every truncation and a thousand changed bytes are read without an exception', async () => {
    for (let length = 8; length < whole.length; length += 97) await read(whole.subarray(0, length))
    let seed = 1
    const random = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed % below
    }
    for (let i = 0; i < 1000; i++) {
      const bytes = Buffer.from(whole)
      for (let k = 0; k < 4; k++) bytes[8 + random(bytes.length - 8)] = random(256)
      expect((await read(bytes)).type).toBe('document')
    }
  })
})

/** The FAT of buildOle stands in the first sector after the header. */
const SECTOR_OF_FAT = 512
