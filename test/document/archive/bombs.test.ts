// Archives that explode: each read in a process of its own, as restricted as a reading process, with its time and memory measured.
import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { program } from '../../../src/inspect/program.ts'
import type { ArchiveReading } from '../../support/archive-reader.ts'
import { skipWithout, Workshop } from '../../support/archive-tools.ts'
import { rar5 } from '../../support/rar-builder.ts'
import { read } from '../../support/reading.ts'
import { buildZip } from '../../support/zip-builder.ts'

const READER = join(import.meta.dirname, '../../support/archive-reader.ts')
/** CPU time; measured: up to 3.3 s. */
const SECONDS = 10
/** The default limit of a reading process (reading.memoryMiB). */
const MEMORY_MIB = 700

const shop = new Workshop({})
afterAll(() => shop.remove())
const skip = skipWithout('7z', 'bzip2', 'xz', 'bsdtar', 'lz4')

/** 100 MB of zeros; ten of them one behind the other are 1 GB for what knows several streams. */
const ZEROS = Buffer.alloc(100_000_000)
const tenTimes = (bytes: Buffer) => Buffer.concat(Array.from({ length: 10 }, () => bytes))
const gigabyte = (command: string) => shop.run('sh', ['-c', `head -c 1000000000 /dev/zero | ${command}`])

const BOMBS: [string, () => Buffer][] = [
  ['gz', () => tenTimes(gzipSync(ZEROS))],
  ['gz of one stream', () => gigabyte('gzip -1')],
  ['bz2', () => tenTimes(shop.run('bzip2', ['-c'], ZEROS))],
  ['xz', () => tenTimes(shop.run('xz', ['-0c'], ZEROS))],
  ['xz that does not say how long it is', () => tenTimes(shop.run('xz', ['-0c'], ZEROS)).subarray(0, -12)],
  ['zst', () => tenTimes(zstdCompressSync(ZEROS))],
  ['lz4', () => tenTimes(shop.run('lz4', ['-qc'], ZEROS))],
  ['7z', () => gigabyte('7z a -bd -si -mx=1 ../b.7z >/dev/null; cat ../b.7z')],
  ['zip', () => gigabyte('7z a -bd -tzip -si -mx=1 ../b.zip >/dev/null; cat ../b.zip')],
]

function measured(bytes: Buffer, name: string): ArchiveReading {
  const path = join(shop.folder, 'bomb')
  writeFileSync(path, bytes)
  const { execPath, execArgv } = program(MEMORY_MIB)
  const args = execArgv.map((each) => (each.startsWith('--fsize') ? '--fsize=1000000' : each))
  const said = execFileSync(execPath, [...args, READER, path, name], { encoding: 'utf8', timeout: 110_000 })
  rmSync(path)
  return JSON.parse(said)
}

describe.skipIf(skip)('1 GB of zeros', () => {
  test.each(BOMBS)('%s', { timeout: 120_000 }, (name, make) => {
    const bytes = make()
    const found = measured(bytes, `bom.${name.slice(0, 3)}`)
    console.info(
      `${name}: ${bytes.length} bytes, ${Math.round(found.milliseconds)} ms of CPU, ${Math.round(found.before)} -> ${Math.round(found.peak)} MiB`,
    )
    expect(found.reasons).toEqual(['size-limit'])
    expect(found.milliseconds).toBeLessThan(SECONDS * 1000)
    expect(found.peak).toBeLessThan(MEMORY_MIB)
  })

  test('7z of many members, solid: what fits the budget is read, the rest is not', { timeout: 120_000 }, () => {
    const other = new Workshop(Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`${i}.bin`, ZEROS.subarray(i)])))
    const found = measured(other.sevenZip('m.7z', '-mx=1'), 'm.7z')
    other.remove()
    expect(found.reasons).toEqual(['size-limit'])
    expect(found.children.filter(({ reasons }) => !reasons.includes('size-limit'))).toHaveLength(2)
    expect(found.milliseconds).toBeLessThan(SECONDS * 1000)
    expect(found.peak).toBeLessThan(MEMORY_MIB)
  })
})

describe('archives in archives', () => {
  test('gzip in gzip, thirty times, ends at the depth limit', async () => {
    let bytes: Buffer = Buffer.from('lời')
    for (let i = 0; i < 30; i++) bytes = gzipSync(bytes)
    const reasons: string[] = []
    for (let at = await read(bytes, 'a'); at !== undefined; at = at.children[0]!) reasons.push(...at.reasons)
    expect(reasons).toEqual(['depth-limit'])
  })

  test('one budget for all: gz in zip in rar', async () => {
    const gz = gzipSync(Buffer.alloc(30_000_000))
    const zip = buildZip(Array.from({ length: 5 }, (_, i) => ({ name: `${i}.gz`, bytes: gz })))
    const bytes = rar5([
      { name: 'a.zip', bytes: zip },
      { name: 'b.zip', bytes: zip },
    ])
    const facts = await read(bytes, 'a.rar', { inflatedBytes: 100_000_000 })
    expect(facts.children.map(({ reasons }) => reasons)).toEqual([['size-limit'], ['size-limit']])
    // Three times 30 MB fit; what is behind has nothing left, the second zip included.
    expect(facts.children.map(({ children }) => children.map(({ inspected }) => inspected))).toEqual([
      ['full', 'full', 'full', 'partial', 'none'],
      [],
    ])
  })

  test('a zip whose members share their bytes (overlapping, D. Fifield 2019) is damaged', async () => {
    const bytes = buildZip(
      Array.from({ length: 50 }, (_, i) => ({ name: `${i}`, bytes: Buffer.alloc(1_000_000), deflated: true })),
    )
    for (let at = bytes.indexOf('PK\x01\x02'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 1))
      bytes.writeUInt32LE(0, at + 42)
    const facts = await read(bytes)
    expect(facts).toMatchObject({ damaged: true, inspected: 'partial' })
    expect(facts.reasons).toContain('damaged')
  })

  test('a stream that does not end within the time is left there', async () => {
    const facts = await read(tenTimes(shop.run('bzip2', ['-c'], ZEROS)), 'a.bz2', { seconds: 0.2 })
    expect(facts).toMatchObject({
      inspected: 'partial',
      reasons: ['time-limit'],
      children: [{ reasons: ['time-limit'] }],
    })
  })

  test('no time left: no member is read', async () => {
    const facts = await read(rar5([{ name: 'a.txt', bytes: 'x' }]), 'a.rar', { seconds: 0 })
    expect(facts).toMatchObject({ inspected: 'partial', reasons: ['time-limit'], children: [] })
  })
})

test('libarchive is not loaded for mail without such archives', () => {
  const script = `
    import { read } from ${JSON.stringify(join(import.meta.dirname, '../../support/reading.ts'))}
    const { _cache } = process.getBuiltinModule('node:module')
    const loaded = () => Object.keys(_cache).some((each) => each.includes('libarchive'))
    await read(Buffer.from('a text'))
    const before = loaded()
    await read(Buffer.from(${JSON.stringify(needingLibrary().toString('base64'))}, 'base64'))
    process.stdout.write(JSON.stringify([before, loaded()]))`
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
  expect(JSON.parse(said)).toEqual([false, true])
})

/** An archive that needs libarchive. */
function needingLibrary(): Buffer {
  return rar5([{ name: 'a.txt', bytes: 'lời', packed: true }])
}
