// Zip archives of real programs: all methods, passwords, names in several encodings; and pairs of archives that readers take apart differently.
import { afterAll, describe, expect, test } from 'vitest'
import type { DocumentFacts } from '../../../src/facts.ts'
import { FILES, LETTER, PROGRAM, skipWithout, Workshop } from '../../support/archive-tools.ts'
import { read } from '../../support/reading.ts'
import { buildZip } from '../../support/zip-builder.ts'

const shop = new Workshop()
afterAll(() => shop.remove())

const sizes = (facts: DocumentFacts) => Object.fromEntries(facts.children.map(({ name, size }) => [name, size]))
const ALL = Object.fromEntries(Object.entries(FILES).map(([name, bytes]) => [name, bytes.length]))

describe.skipIf(skipWithout('7z', 'zip', 'bsdtar'))('what programs write', () => {
  test.each([
    ['deflate', ['-mm=deflate']],
    ['copy', ['-mm=copy']],
    ['bzip2', ['-mm=bzip2']],
    ['lzma', ['-mm=lzma']],
    ['xz', ['-mm=xz']],
    ['ppmd', ['-mm=ppmd']],
  ])('7z, method %s', async (name, args) => {
    const facts = await read(shop.sevenZip(`${name}.zip`, '-tzip', ...args))
    expect(facts).toMatchObject({ kind: 'zip', encrypted: false, damaged: false, inspected: 'full', reasons: [] })
    expect(sizes(facts)).toEqual(ALL)
    expect(facts.children.find(({ kind }) => kind === 'exe')).toMatchObject({ executable: true })
  })

  test('deflate64 is unsupported', async () => {
    const facts = await read(shop.sevenZip('d64.zip', '-tzip', '-mm=deflate64'))
    expect(facts).toMatchObject({ inspected: 'partial', reasons: ['unsupported'], damaged: false })
  })

  test.each([
    ['ZipCrypto', ['-tzip', '-pbi-mat']],
    ['AES-256', ['-tzip', '-pbi-mat', '-mem=AES256']],
  ])('%s is encrypted, names are known', async (name, args) => {
    const facts = await read(shop.sevenZip(`${name}.zip`, ...args))
    expect(facts).toMatchObject({ encrypted: true, damaged: false, inspected: 'partial', reasons: ['encrypted'] })
    expect(facts.children.find(({ name: each }) => each === 'anh.exe')).toMatchObject({ encrypted: true })
  })

  test.each([
    ['Info-ZIP', 'zip', ['-qr', '../i.zip', '.'], 'i.zip'],
    ['Info-ZIP to a pipe, sizes behind the data', 'sh', ['-c', 'zip -qr - . | cat > ../p.zip'], 'p.zip'],
    ['Info-ZIP with Zip64', 'zip', ['-qr', '-fz', '../z.zip', '.'], 'z.zip'],
    ['Info-ZIP with a comment', 'sh', ['-c', 'echo "ghi chú PK" | zip -qrz ../c.zip .'], 'c.zip'],
    ['bsdtar', 'bsdtar', ['--format=zip', '-cf', '../b.zip', ...Object.keys(FILES)], 'b.zip'],
  ])('%s', async (_, program, args, file) => {
    const facts = await read(shop.make(file, program, args))
    expect(facts).toMatchObject({ kind: 'zip', damaged: false, inspected: 'full', reasons: [] })
    expect(sizes(facts)).toMatchObject(ALL)
  })

  test('cut off: members by their local headers', async () => {
    const bytes = shop.make('t.zip', 'zip', ['-qr', '../t.zip', '.'])
    const facts = await read(bytes.subarray(0, bytes.indexOf('PK\x01\x02')))
    expect(facts).toMatchObject({ kind: 'zip', damaged: true, inspected: 'partial', reasons: ['damaged'] })
    expect(sizes(facts)).toEqual(ALL)
    expect(facts.children.every(({ inspected }) => inspected === 'full')).toBe(true)
  })

  test('cut off, with sizes behind the data', async () => {
    const bytes = shop.make('u.zip', 'sh', ['-c', 'zip -qr - . | cat > ../u.zip'])
    const facts = await read(bytes.subarray(0, bytes.indexOf('PK\x01\x02')))
    expect(sizes(facts)).toMatchObject({ 'Tờ trình số 1.txt': LETTER.length, 'anh.exe': PROGRAM.length })
  })
})

const TEXT = { name: 'a.txt', bytes: 'lời của tờ trình' }
const EXE = { name: 'b.exe', bytes: PROGRAM }

describe('what one reader sees and another does not', () => {
  test.each([
    ['before the others', [{ ...EXE, unlisted: true }, TEXT]],
    ['behind them', [TEXT, { ...EXE, unlisted: true }]],
  ])('a member that only its local header shows, %s', async (_, plans) => {
    const facts = await read(buildZip(plans))
    expect(facts).toMatchObject({ damaged: true, reasons: ['damaged'] })
    expect(facts.children.map(({ name, kind }) => [name, kind])).toEqual([
      ['a.txt', 'txt'],
      ['b.exe', 'exe'],
    ])
  })

  test('a name that only the local header has', async () => {
    const facts = await read(buildZip([{ ...TEXT, localName: 'a.bat' }]))
    expect(facts.children.map(({ name }) => name)).toEqual(['a.txt', 'a.bat'])
    expect(facts.children[1]).toMatchObject({ executable: true })
  })

  test('two archives, one behind the other: the members of both', async () => {
    const facts = await read(Buffer.concat([buildZip([EXE]), buildZip([TEXT])]))
    expect(facts).toMatchObject({ damaged: true, inspected: 'partial' })
    expect(facts.children.map(({ name }) => name)).toEqual(['b.exe', 'a.txt'])
  })

  test('an end record that counts fewer entries than there are', async () => {
    const bytes = buildZip([TEXT, EXE])
    bytes.writeUInt16LE(1, bytes.length - 14)
    bytes.writeUInt16LE(1, bytes.length - 12)
    const facts = await read(bytes)
    expect(facts).toMatchObject({ damaged: true })
    expect(facts.children.map(({ name }) => name)).toContain('b.exe')
  })

  test('an end record that counts none', async () => {
    const bytes = buildZip([TEXT, EXE])
    bytes.writeUInt16LE(0, bytes.length - 14)
    bytes.writeUInt16LE(0, bytes.length - 12)
    const facts = await read(bytes)
    expect(facts.damaged).toBe(true)
    expect(facts.children.map(({ name }) => name)).toEqual(['a.txt', 'b.exe'])
  })
})

describe('names', () => {
  test('a Unicode path field is a candidate beside the raw name', async () => {
    const facts = await read(withExtra(buildZip([{ ...TEXT, flags: 0 }]), unicodePath('anh.exe')))
    expect(facts.children[0]!.names).toEqual(expect.arrayContaining(['a.txt', 'anh.exe']))
    expect(facts.children[0]!.extensions).toEqual(expect.arrayContaining(['txt', 'exe']))
  })

  test('without the flag both readings of the bytes are candidates', async () => {
    const facts = await read(buildZip([{ name: 'Tờ.txt', bytes: 'x', flags: 0 }]))
    expect(facts.children[0]!.names).toEqual(['Tờ.txt', 'Tß╗¥.txt'])
  })

  test('with the flag there is one', async () => {
    expect((await read(buildZip([{ name: 'Tờ.txt', bytes: 'x' }]))).children[0]!.names).toEqual(['Tờ.txt'])
  })
})

/** Info-ZIP Unicode Path (APPNOTE 4.6.9); the checksum is wrong, which some readers do not look at. */
function unicodePath(name: string): Buffer {
  const text = Buffer.from(name)
  const field = Buffer.alloc(9)
  field.writeUInt16LE(0x7075, 0)
  field.writeUInt16LE(5 + text.length, 2)
  field[4] = 1
  return Buffer.concat([field, text])
}

/** Puts an extra field behind the only entry of the directory. */
function withExtra(bytes: Buffer, extra: Buffer): Buffer {
  const copy = Buffer.from(bytes)
  const record = copy.length - 22
  copy.writeUInt16LE(extra.length, copy.indexOf('PK\x01\x02') + 30)
  copy.writeUInt32LE(copy.readUInt32LE(record + 12) + extra.length, record + 12)
  return Buffer.concat([copy.subarray(0, record), extra, copy.subarray(record)])
}
