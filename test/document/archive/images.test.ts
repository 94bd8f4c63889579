// Disc images, cabinets, cpio and ar as real programs write them, and what does not add up in them.
import { afterAll, describe, expect, test } from 'vitest'
import type { DocumentFacts } from '../../../src/facts.ts'
import { FILES, LETTER, PROGRAM, skipWithout, Workshop } from '../../support/archive-tools.ts'
import { read } from '../../support/reading.ts'

const shop = new Workshop()
shop.link('lien-ket', 'anh.exe')
afterAll(() => shop.remove())

const sizes = (facts: DocumentFacts) =>
  Object.fromEntries(facts.children.map(({ name, size }) => [(name ?? '').replace(/^\.\//, ''), size]))
const ALL = Object.fromEntries(Object.entries(FILES).map(([name, bytes]) => [name, bytes.length]))
const whole = { editable: false, encrypted: false, damaged: false, inspected: 'full', reasons: [] }

describe.skipIf(skipWithout('genisoimage'))('ISO 9660', () => {
  const iso = (name: string, ...args: string[]) =>
    shop.make(name, 'genisoimage', ['-quiet', ...args, '-o', `../${name}`, '.'])

  test('Rock Ridge: its names, no links', async () => {
    const facts = await read(iso('rr.iso', '-R'))
    expect(facts).toMatchObject({ kind: 'iso', ...whole })
    expect(sizes(facts)).toEqual(ALL)
    expect(facts.children.find(({ executable }) => executable)).toMatchObject({ kind: 'exe', size: PROGRAM.length })
  })

  test('Joliet and Rock Ridge: each file once, under all names', async () => {
    const facts = await read(iso('jr.iso', '-J', '-R'))
    expect(facts).toMatchObject(whole)
    const letter = facts.children.find(({ size }) => size === LETTER.length)!
    expect(letter.names).toContain('Tờ trình số 1.txt')
    expect(facts.children.filter(({ size }) => size === PROGRAM.length)).toHaveLength(1)
  })

  test('Joliet alone', async () => {
    const facts = await read(iso('j.iso', '-J'))
    expect(sizes(facts)).toMatchObject(ALL)
    expect(facts.children.find(({ kind }) => kind === 'exe')!.names).toEqual(['anh.exe', 'ANH.EXE'])
  })

  test('plain names of level 1', async () => {
    const facts = await read(iso('plain.iso'))
    expect(facts.children.find(({ kind }) => kind === 'exe')).toMatchObject({ name: 'ANH.EXE', executable: true })
  })

  test('long Rock Ridge names go on in another place', async () => {
    const name = `${'dài '.repeat(40)}.txt`
    const other = new Workshop({ [name]: LETTER })
    const facts = await read(other.make('l.iso', 'genisoimage', ['-quiet', '-R', '-o', '../l.iso', '.']))
    other.remove()
    expect(sizes(facts)).toEqual({ [name]: LETTER.length })
  })

  test('UDF beside it: not all is known to be seen', async () => {
    const facts = await read(iso('udf.iso', '-udf', '-J'))
    expect(facts).toMatchObject({ kind: 'iso', damaged: false, inspected: 'partial', reasons: ['unsupported'] })
    expect(sizes(facts)).toMatchObject(ALL)
  })

  test('cut off', async () => {
    const bytes = iso('cut.iso', '-J', '-R')
    expect(await read(bytes.subarray(0, 50_000))).toMatchObject({ kind: 'iso', damaged: true })
    // The last sectors are filler (genisoimage -pad): the files end before.
    const end = bytes.lastIndexOf(FILES['thư mục/số liệu.csv']!.subarray(0, 100))
    const facts = await read(bytes.subarray(0, end + 10))
    expect(facts).toMatchObject({ damaged: true, inspected: 'partial' })
  })

  test('a folder that is its own child is visited once', async () => {
    const bytes = Buffer.from(iso('loop.iso'))
    // The root's first record of a folder is made to point to the root itself.
    const root = bytes.readUInt32LE(16 * 2048 + 156 + 2)
    for (let at = root * 2048; bytes[at]! > 0; at += bytes[at]!) {
      if ((bytes[at + 25]! & 2) !== 0) bytes.writeUInt32LE(root, at + 2)
    }
    const facts = await read(bytes)
    expect(facts.kind).toBe('iso')
    expect(facts.children.length).toBeLessThanOrEqual(3)
  })
})

describe.skipIf(skipWithout('gcab'))('cabinets', () => {
  const list = Object.keys(FILES)

  test.each([
    ['stored', ['-c']],
    ['MSZIP', ['-cz']],
  ])('%s', async (name, args) => {
    const facts = await read(shop.make(`${name}.cab`, 'gcab', [...args, `../${name}.cab`, ...list]))
    expect(facts).toMatchObject({ kind: 'cab', ...whole })
    expect(sizes(facts)).toEqual(ALL)
    expect(facts.children.find(({ kind }) => kind === 'exe')).toMatchObject({ executable: true })
  })

  test('cut, lengthened, spoiled', async () => {
    const bytes = shop.make('a.cab', 'gcab', ['-cz', '../a.cab', ...list])
    expect(await read(bytes.subarray(0, -200))).toMatchObject({ damaged: true, reasons: ['damaged'] })
    expect(await read(Buffer.concat([bytes, Buffer.from('more')]))).toMatchObject({ damaged: true })
    const spoiled = Buffer.from(bytes)
    spoiled.fill(0x55, bytes.length - 300, bytes.length - 200)
    expect((await read(spoiled)).reasons).toEqual(['damaged'])
  })

  test('a file that begins in another cabinet', async () => {
    const bytes = Buffer.from(shop.make('b.cab', 'gcab', ['-c', '../b.cab', 'anh.exe']))
    bytes.writeUInt16LE(0xfffd, bytes.readUInt32LE(16) + 8)
    expect((await read(bytes)).reasons).toEqual(['external-content'])
  })
})

describe.skipIf(skipWithout('cpio'))('cpio', () => {
  const list = `${Object.keys(FILES).join('\n')}\nlien-ket\nthư mục\n`

  test.each(['odc', 'bin', 'newc', 'crc'])('%s', async (form) => {
    const facts = await read(shop.run('cpio', ['-o', '--quiet', '-H', form], list))
    expect(facts).toMatchObject({ kind: 'cpio', ...whole })
    expect(sizes(facts)).toEqual(ALL)
    expect(facts.children.find(({ kind }) => kind === 'exe')).toMatchObject({ executable: true })
  })

  test('without its end', async () => {
    const bytes = shop.run('cpio', ['-o', '--quiet', '-H', 'odc'], list)
    expect(await read(bytes.subarray(0, bytes.indexOf('TRAILER!!!') - 20))).toMatchObject({ damaged: true })
  })

  test('an archive behind its end', async () => {
    const bytes = shop.run('cpio', ['-o', '--quiet', '-H', 'odc'], list)
    expect(await read(Buffer.concat([bytes, bytes]))).toMatchObject({ damaged: true, inspected: 'partial' })
  })
})

describe.skipIf(skipWithout('ar', 'bsdtar'))('ar', () => {
  const files = { 'mot-cai-ten-dai-hon-muoi-sau.txt': LETTER, 'anh.exe': PROGRAM }

  test.each([
    ['GNU', 'ar', ['q']],
    ['BSD', 'bsdtar', ['--format=arbsd', '-cf']],
  ])('%s', async (name, program, args) => {
    const other = new Workshop(files)
    const facts = await read(other.make(`${name}.a`, program, [...args, `../${name}.a`, ...Object.keys(files)]))
    other.remove()
    expect(facts).toMatchObject({ kind: 'ar', ...whole })
    expect(sizes(facts)).toEqual(Object.fromEntries(Object.entries(files).map(([key, bytes]) => [key, bytes.length])))
  })

  test('a header that is none', async () => {
    const other = new Workshop(files)
    const bytes = other.make('x.a', 'ar', ['q', '../x.a', ...Object.keys(files)])
    other.remove()
    expect(await read(Buffer.concat([bytes, Buffer.from('more')]))).toMatchObject({ damaged: true })
    expect(await read(bytes.subarray(0, -30))).toMatchObject({ damaged: true })
  })
})
