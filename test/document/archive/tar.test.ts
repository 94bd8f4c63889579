// tar: the forms that programs write, names from all headers, and archives in which readers see different files.
import { afterAll, describe, expect, test } from 'vitest'
import type { DocumentFacts } from '../../../src/facts.ts'
import { FILES, LETTER, PROGRAM, skipWithout, Workshop } from '../../support/archive-tools.ts'
import { read } from '../../support/reading.ts'

const LONG = `${'thư mục dài/'.repeat(20)}tờ trình.txt`
const shop = new Workshop({ ...FILES, [LONG]: LETTER })
shop.link('lien-ket', 'anh.exe')
afterAll(() => shop.remove())

const names = (facts: DocumentFacts) => facts.children.map(({ name }) => name).toSorted()
const plain = (name: string | null) => (name ?? '').replace(/^\.\//, '')

describe.skipIf(skipWithout('tar', 'bsdtar'))('what programs write is read', () => {
  test.each([
    ['gnu', 'tar', ['--format=gnu']],
    ['oldgnu', 'tar', ['--format=oldgnu']],
    ['pax', 'tar', ['--format=pax']],
    ['bsd-pax', 'bsdtar', ['--format=pax']],
    ['bsd-restricted', 'bsdtar', ['--format=paxr']],
    ['bsd-gnutar', 'bsdtar', ['--format=gnutar']],
  ])('%s', async (name, program, args) => {
    const facts = await read(shop.make(`${name}.tar`, program, [...args, '-cf', `../${name}.tar`, '.']))
    expect(facts).toMatchObject({
      kind: 'tar',
      editable: false,
      encrypted: false,
      damaged: false,
      inspected: 'full',
      reasons: [],
    })
    expect(facts.children.map((child) => plain(child.name)).toSorted()).toEqual(
      [...Object.keys(FILES), LONG].toSorted(),
    )
    expect(facts.children.find(({ executable }) => executable)).toMatchObject({ kind: 'exe', size: PROGRAM.length })
  })

  test.each([
    ['ustar', 'tar', ['--format=ustar']],
    ['v7', 'tar', ['--format=v7']],
    ['bsd-v7', 'bsdtar', ['--format=v7']],
  ])('%s', async (name, program, args) => {
    const list = Object.keys(FILES)
    const facts = await read(shop.make(`${name}.tar`, program, [...args, '-cf', `../${name}.tar`, ...list]))
    expect(facts).toMatchObject({ kind: 'tar', damaged: false, inspected: 'full', reasons: [] })
    expect(names(facts)).toEqual(list.toSorted())
  })

  test('a sparse file is no plain one', async () => {
    const other = new Workshop({ 'a.txt': LETTER })
    other.run('truncate', ['-s', '1M', 'lo.bin'])
    other.run('sh', ['-c', 'printf x >> lo.bin'])
    const facts = await read(
      other.make('s.tar', 'tar', ['--sparse', '--format=pax', '-cf', '../s.tar', 'lo.bin', 'a.txt']),
    )
    other.remove()
    expect(facts.children.map(({ name, reasons }) => [name, reasons])).toEqual([
      ['lo.bin', ['unsupported']],
      ['a.txt', []],
    ])
  })

  test('a hard link is one more name', async () => {
    const other = new Workshop({ 'a.txt': LETTER })
    other.run('ln', ['a.txt', 'b.exe'])
    const facts = await read(other.make('h.tar', 'tar', ['-cf', '../h.tar', 'a.txt', 'b.exe']))
    other.remove()
    expect(facts.children.map((child) => child.names)).toEqual([['a.txt', 'b.exe']])
    expect(facts.children[0]!.extensions).toEqual(['txt', 'exe'])
  })
})

interface Plan {
  name: string
  type?: string
  bytes?: Buffer | string
  prefix?: string
  link?: string
  size?: string
}

/** One member; numbers are written as programs do. */
function entry({ name, type = '0', bytes = '', prefix = '', link = '', size }: Plan): Buffer {
  const data = Buffer.from(bytes)
  const header = Buffer.alloc(512)
  header.write(name, 0)
  header.write('0000644\x000000000\x000000000\0', 100)
  header.write(size ?? `${data.length.toString(8).padStart(11, '0')}\0`, 124, 'latin1')
  header.write('15140000000\0        ', 136)
  header.write(type, 156)
  header.write(link, 157)
  header.write('ustar\x0000', 257)
  header.write(prefix, 345)
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  )
  return Buffer.concat([header, data, Buffer.alloc((512 - (data.length % 512)) % 512)])
}

const pax = (key: string, value: string): string => {
  const rest = ` ${key}=${value}\n`
  const length = Buffer.byteLength(rest)
  const digits = String(length + String(length + 2).length).length
  return `${length + digits}${rest}`
}

const END = Buffer.alloc(1024)
const archive = (...plans: Plan[]) => Buffer.concat([...plans.map(entry), END])
const A = { name: 'a.txt', bytes: 'lời' }
const EXE = { name: 'x.exe', bytes: PROGRAM }

describe('members that one reader sees and another does not', () => {
  test.each([
    ['behind the end', Buffer.concat([archive(A), archive(EXE)]), ['a.txt', 'x.exe']],
    ['behind one block of zeros', Buffer.concat([entry(A), Buffer.alloc(512), entry(EXE), END]), ['a.txt', 'x.exe']],
    [
      'behind a header with a wrong checksum',
      Buffer.concat([entry(A), wrongSum(entry(EXE)), archive(A)]),
      ['a.txt', 'a.txt'],
    ],
    ['in the data of a folder', archive(A, { name: 'd/', type: '5', bytes: entry(EXE) }), ['a.txt', 'x.exe']],
    [
      'in the data of a hard link',
      archive(A, { name: 'l', type: '1', link: 'a.txt', bytes: entry(EXE) }),
      ['a.txt', 'x.exe'],
    ],
  ])('%s', async (_, bytes, expected) => {
    const facts = await read(bytes)
    expect(facts).toMatchObject({ kind: 'tar', damaged: true, inspected: 'partial' })
    expect(facts.reasons).toContain('damaged')
    expect(names(facts)).toEqual(expected)
  })

  test.each([
    ['without its end', entry(A)],
    ['cut in a member', archive({ name: 'a.txt', bytes: LETTER }).subarray(0, 1024)],
    ['with bytes behind', Buffer.concat([archive(A), Buffer.from('more')])],
    ['a hard link to nothing', archive(A, { name: 'l.exe', type: '1', link: 'khong-co' })],
    ['a size that is none', archive(A, { name: 'b', size: '99999999999\0' })],
  ])('%s is damage', async (_, bytes) => {
    expect(await read(bytes)).toMatchObject({
      kind: 'tar',
      damaged: true,
      reasons: expect.arrayContaining(['damaged']),
    })
  })
})

describe('headers', () => {
  test('a pax name, and the header that says another one', async () => {
    const facts = await read(archive({ name: 'PaxHeaders/x', type: 'x', bytes: pax('path', 'tờ trình.txt') }, EXE))
    expect(facts.children[0]).toMatchObject({
      names: ['tờ trình.txt', 'x.exe'],
      extensions: ['txt', 'exe'],
      kind: 'exe',
    })
    expect(facts.damaged).toBe(false)
  })

  test('a pax size counts', async () => {
    const facts = await read(
      archive(
        { name: 'p', type: 'x', bytes: pax('size', '2') },
        { name: 'a.txt', bytes: 'lờ i', size: '00000000000\0' },
      ),
    )
    expect(facts.children[0]).toMatchObject({ size: 2 })
  })

  test('a pax record that does not add up is damage', async () => {
    expect(await read(archive({ name: 'p', type: 'x', bytes: '99 path=a\n' }, A))).toMatchObject({ damaged: true })
  })

  test('a GNU long name', async () => {
    const facts = await read(
      archive(
        { name: '././@LongLink', type: 'L', bytes: `${'d'.repeat(120)}.txt\0` },
        { name: 'd'.repeat(100), bytes: 'x' },
      ),
    )
    expect(facts.children[0]!.names).toEqual([`${'d'.repeat(120)}.txt`])
  })

  test('a prefix stands before the name', async () => {
    expect(names(await read(archive({ name: 'a.txt', prefix: 'thư mục', bytes: 'x' })))).toEqual(['thư mục/a.txt'])
  })

  test('sizes in base 256', async () => {
    const size = Buffer.alloc(12)
    size[0] = 0x80
    size[11] = 3
    const facts = await read(archive({ name: 'a.txt', bytes: 'abc', size: size.toString('latin1') }))
    expect(facts.children[0]).toMatchObject({ size: 3, reasons: [] })
  })

  test('names that leave the folder stay as they are', async () => {
    const facts = await read(archive({ name: '../../a.txt', bytes: 'x' }, { name: '/etc/b.txt', bytes: 'x' }))
    expect(names(facts)).toEqual(['../../a.txt', '/etc/b.txt'])
  })

  test('links, devices and folders are no documents', async () => {
    const kinds = ['2', '3', '4', '5', '6'].map((type) => ({ name: `n${type}`, type, link: '/etc/passwd' }))
    expect(await read(archive(...kinds, A))).toMatchObject({ damaged: false, children: [{ name: 'a.txt' }] })
  })

  test('50,000 headers are over the count', async () => {
    const one = entry({ name: 'a', bytes: '' })
    const facts = await read(Buffer.concat([...Array.from({ length: 50_000 }, () => one), END]))
    expect(facts).toMatchObject({ inspected: 'partial' })
    expect(facts.reasons).toContain('count-limit')
    expect(facts.children).toHaveLength(1000)
  })
})

function wrongSum(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes)
  copy[0]! ^= 1
  return copy
}
