// 7z archives of the real program: every method it has, passwords, cut and lengthened ones.
import { crc32 } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import type { DocumentFacts } from '../../../src/facts.ts'
import { FILES, LETTER, PROGRAM, skipWithout, Workshop } from '../../support/archive-tools.ts'
import { read } from '../../support/reading.ts'

const skip = skipWithout('7z')
const shop = new Workshop()
afterAll(() => shop.remove())

const kinds = (facts: DocumentFacts) =>
  Object.fromEntries(facts.children.map(({ name, kind, size }) => [name, [kind, size]]))
const ALL = {
  'Tờ trình số 1.txt': ['txt', LETTER.length],
  'anh.exe': ['exe', PROGRAM.length],
  'thư mục/rỗng.txt': ['empty', 0],
  'thư mục/số liệu.csv': ['csv', FILES['thư mục/số liệu.csv']!.length],
}

describe.skipIf(skip)('what 7z writes is read', () => {
  test.each([
    ['lzma', ['-m0=lzma']],
    ['lzma2', ['-m0=lzma2']],
    ['ppmd', ['-m0=ppmd', '-mf=off']],
    ['bzip2', ['-m0=bzip2']],
    ['deflate', ['-m0=deflate']],
    ['copy', ['-m0=copy']],
    ['delta', ['-m0=delta:2', '-m1=lzma']],
    ['bcj2', ['-mf=bcj2']],
    ['not-solid', ['-ms=off']],
    ['solid-by-two', ['-ms=2f']],
    ['plain-header', ['-mhc=off']],
  ])('%s', async (name, args) => {
    const facts = await read(shop.sevenZip(`${name}.7z`, ...args))
    expect(facts).toMatchObject({
      kind: '7z',
      editable: false,
      encrypted: false,
      damaged: false,
      inspected: 'full',
      reasons: [],
    })
    expect(kinds(facts)).toEqual(ALL)
    expect(facts.children.find(({ kind }) => kind === 'exe')).toMatchObject({
      executable: true,
      at: { path: ['anh.exe'] },
    })
  })

  test('links are no documents', async () => {
    const other = new Workshop({ 'a.txt': LETTER })
    other.link('lien-ket', 'a.txt')
    const facts = await read(other.sevenZip('a.7z', '-snl'))
    other.remove()
    expect(kinds(facts)).toEqual({ 'a.txt': ['txt', LETTER.length] })
  })

  test('an archive in an archive', async () => {
    const inner = shop.sevenZip('trong.7z')
    const other = new Workshop({ 'trong.7z': inner })
    const facts = await read(other.sevenZip('ngoai.7z'))
    other.remove()
    expect(facts.children[0]).toMatchObject({ kind: '7z', inspected: 'full' })
    expect(kinds(facts.children[0]!)).toEqual(ALL)
  })

  test('a method that nobody here knows is said to be so, by member', async () => {
    const facts = await read(shop.sevenZip('deflate64.7z', '-m0=deflate64'))
    expect(facts).toMatchObject({ inspected: 'partial', reasons: ['unsupported'], damaged: false })
    expect(facts.children.map(({ reasons }) => reasons)).toEqual(
      [['unsupported'], ['unsupported'], [], ['unsupported']].toSorted(),
    )
  })
})

describe.skipIf(skip)('passwords', () => {
  test('on the content: names are known, each member says so', async () => {
    const facts = await read(shop.sevenZip('khoa.7z', '-pbi-mat'))
    expect(facts).toMatchObject({ encrypted: true, damaged: false, inspected: 'partial', reasons: ['encrypted'] })
    expect(facts.children.find(({ name }) => name === 'anh.exe')).toMatchObject({
      encrypted: true,
      reasons: ['encrypted'],
    })
  })

  test('on the header too: nothing is known but that', async () => {
    const facts = await read(shop.sevenZip('khoa-het.7z', '-pbi-mat', '-mhe=on'))
    expect(facts).toMatchObject({ encrypted: true, inspected: 'none', reasons: ['encrypted'], children: [] })
  })

  test('on one member only: the others are read', async () => {
    const other = new Workshop({ 'a.txt': LETTER })
    other.sevenZip('a.7z')
    const bytes = other.make('a.7z', '7z', ['a', '-bd', '-pbi-mat', '-sib.txt', '../a.7z'], 'mật')
    other.remove()
    const facts = await read(bytes)
    expect(facts).toMatchObject({ encrypted: true, inspected: 'partial', reasons: ['encrypted'] })
    expect(kinds(facts)).toEqual({ 'a.txt': ['txt', LETTER.length], 'b.txt': ['unknown', expect.any(Number)] })
  })
})

describe.skipIf(skip)('archives that are not what they should be', () => {
  const whole = skip === null ? shop.sevenZip('goc.7z') : Buffer.alloc(0)

  test.each([
    ['cut off', () => whole.subarray(0, -10)],
    ['cut to its signature', () => whole.subarray(0, 32)],
    ['with a spoiled header', () => spoiled(whole, whole.length - 5)],
    ['whose beginning lies', () => spoiled(whole, 13)],
  ])('%s: nothing of it is known', async (_, make) => {
    expect(await read(make())).toMatchObject({ kind: '7z', damaged: true, inspected: 'none', reasons: ['damaged'] })
  })

  test.each([
    ['another archive behind', () => Buffer.concat([whole, whole])],
    ['bytes behind', () => Buffer.concat([whole, Buffer.from('more')])],
  ])('%s: damaged, what can be read is read', async (_, make) => {
    const facts = await read(make())
    expect(facts).toMatchObject({ damaged: true, inspected: 'partial', reasons: ['damaged'] })
    expect(kinds(facts)).toEqual(ALL)
  })

  test('spoiled data: its members are damaged', async () => {
    const facts = await read(spoiled(whole, 60))
    expect(facts).toMatchObject({ kind: '7z', inspected: 'partial', reasons: ['damaged'] })
    expect(facts.children.some(({ damaged }) => damaged === true)).toBe(true)
  })

  test('line ends that a transport added are no damage', async () => {
    expect(await read(Buffer.concat([whole, Buffer.from('\r\n')]))).toMatchObject({ damaged: false, inspected: 'full' })
  })

  test('a header with a size that no memory has', async () => {
    // An encoded header that claims 2^50 bytes.
    const header = Buffer.from('1706000109010007 0b0100010100 0cfc0000000000000400 00'.replaceAll(' ', ''), 'hex')
    const facts = await read(withHeader(Buffer.from('x'), header))
    expect(facts.inspected).toBe('none')
    expect(['damaged', 'size-limit']).toContain(facts.reasons[0])
  })
})

function spoiled(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[at]! ^= 0x55
  return copy
}

function withHeader(body: Buffer, header: Buffer): Buffer {
  const signature = Buffer.alloc(32)
  signature.write('377abcaf271c0004', 'hex')
  signature.writeBigUInt64LE(BigInt(body.length), 12)
  signature.writeBigUInt64LE(BigInt(header.length), 20)
  signature.writeUInt32LE(crc32(header), 28)
  signature.writeUInt32LE(crc32(signature.subarray(12)), 8)
  return Buffer.concat([signature, body, header])
}
