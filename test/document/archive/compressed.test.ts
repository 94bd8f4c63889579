// One file packed by itself: gzip, bzip2, xz, Zstandard, LZ4, compress; several streams, names, faults.
import { randomBytes } from 'node:crypto'
import { crc32, deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { LETTER, PROGRAM, skipWithout, Workshop } from '../../support/archive-tools.ts'
import { read } from '../../support/reading.ts'

const shop = new Workshop({})
afterAll(() => shop.remove())

/** Words and noise, longer than one block of any format. */
const LARGE = Buffer.concat([
  LETTER,
  randomBytes(300_000),
  Buffer.alloc(1_000_000, 'ab'),
  Buffer.alloc(700_000),
  LETTER,
])
const PACKERS: [string, string, string[]][] = [
  ['gz', 'gzip', ['-c']],
  ['bz2', 'bzip2', ['-c']],
  ['bz2', 'bzip2', ['-c1']],
  ['xz', 'xz', ['-c']],
  ['xz', 'xz', ['-c', '--block-size=100000']],
  ['xz', 'xz', ['-c', '--x86', '--lzma2']],
  ['xz', 'xz', ['-c', '--check=sha256']],
  ['xz', 'xz', ['-c', '--check=none']],
  ['zst', 'zstd', ['-qc']],
  ['zst', 'zstd', ['-qc', '--ultra', '-20']],
  ['lz4', 'lz4', ['-qc']],
  ['lz4', 'lz4', ['-qc', '-BD', '-B4', '-BX']],
  ['lz4', 'lz4', ['-qc', '--content-size', '-9']],
]
const skip = skipWithout('gzip', 'bzip2', 'xz', 'zstd', 'lz4', 'bsdtar')
const pack = (program: string, args: string[], content: Buffer) => shop.run(program, args, content)

describe.skipIf(skip).each(PACKERS)('%s by %s %s', (kind, program, args) => {
  test.each([
    ['a large file', LARGE],
    ['a program', PROGRAM],
    ['one byte', Buffer.from('x')],
    ['nothing', Buffer.alloc(0)],
  ])('%s', async (_, content) => {
    const facts = await read(pack(program, args, content), `tệp.bin.${kind}`)
    expect(facts).toMatchObject({ kind, editable: false, damaged: false, inspected: 'full', reasons: [] })
    expect(facts.children).toHaveLength(1)
    expect(facts.children[0]).toMatchObject({ name: 'tệp.bin', size: content.length })
    if (content === PROGRAM) expect(facts.children[0]).toMatchObject({ kind: 'exe', executable: true })
  })

  test('two streams are one content', async () => {
    const facts = await read(Buffer.concat([pack(program, args, LETTER), pack(program, args, PROGRAM)]))
    expect(facts).toMatchObject({ inspected: 'full' })
    expect(facts.children[0]!.size).toBe(LETTER.length + PROGRAM.length)
  })

  test('bytes behind: damaged, the content is read', async () => {
    const facts = await read(Buffer.concat([pack(program, args, PROGRAM), Buffer.from('more')]))
    expect(facts).toMatchObject({ damaged: true, inspected: 'partial', reasons: ['damaged'] })
    expect(facts.children[0]).toMatchObject({ kind: 'exe', executable: true })
  })

  test('cut off: damaged', async () => {
    const whole = pack(program, args, LARGE)
    const facts = await read(whole.subarray(0, whole.length - 12))
    expect(facts).toMatchObject({ kind, damaged: true, inspected: 'partial', reasons: ['damaged'] })
  })

  test('spoiled: damaged', async () => {
    const whole = pack(program, args, LARGE)
    // LZ4's checksums are not looked at, nor has `--check=none` any: only what breaks the structure shows there.
    const half = whole.length >> 1
    if (kind === 'lz4') whole.fill(0xff, 7, 30)
    else if (args.includes('--check=none')) whole.fill(0xff, 12, 24)
    else whole[half]! ^= 0x10
    const facts = await read(whole)
    expect(facts.reasons).toEqual(['damaged'])
  })
})

describe.skipIf(skip)('names and what is inside', () => {
  test.each([
    ['a.tar.gz', ['--gzip']],
    ['a.tgz', ['--gzip']],
    ['a.tar.bz2', ['--bzip2']],
    ['a.tar.xz', ['--xz']],
    ['a.tar.zst', ['--zstd']],
    ['a.tar.Z', ['--compress']],
  ])('%s', async (name, args) => {
    const other = new Workshop({ 'thư mục/a.exe': PROGRAM, 'b.txt': LARGE })
    const facts = await read(other.make(name, 'bsdtar', [...args, '-cf', `../${name}`, 'thư mục/a.exe', 'b.txt']), name)
    other.remove()
    expect(facts).toMatchObject({ inspected: 'full', reasons: [] })
    expect(facts.children[0]).toMatchObject({ name: 'a.tar', kind: 'tar', inspected: 'full' })
    expect(facts.children[0]!.children).toMatchObject([
      { kind: 'exe', executable: true, at: { path: ['a.tar', 'thư mục/a.exe'] } },
      { name: 'b.txt', size: LARGE.length },
    ])
  })

  test("gzip's own name comes first; the file's name without .gz is a candidate too", async () => {
    const other = new Workshop({ 'that.exe': PROGRAM })
    const bytes = other.run('gzip', ['-c', 'that.exe'])
    other.remove()
    expect((await read(bytes, 'anh.jpg.gz')).children[0]).toMatchObject({ names: ['that.exe', 'anh.jpg'], kind: 'exe' })
  })

  test('a script is known by the name that gunzip gives it', async () => {
    const facts = await read(gzipSync('echo xin chao\r\n'), 'chay.bat.gz')
    expect(facts.children[0]).toMatchObject({ name: 'chay.bat', executable: true })
  })
})

describe('gzip that does not add up', () => {
  const whole = gzipSync(LETTER)

  test.each([
    ['a wrong checksum', change(whole, -8)],
    ['a wrong length', change(whole, -1)],
    ['reserved flags', change(whole, 3, 0x80)],
  ])('%s', async (_, bytes) => {
    expect(await read(bytes)).toMatchObject({ kind: 'gz', damaged: true, inspected: 'partial', reasons: ['damaged'] })
  })

  test('what came before the end that is missing is read', async () => {
    const facts = await read(gzipSync(Buffer.concat([PROGRAM, randomBytes(100_000)])).subarray(0, 50_000))
    expect(facts).toMatchObject({ damaged: true, children: [{ kind: 'exe', executable: true }] })
  })

  test('10,001 empty members', async () => {
    const facts = await read(Buffer.concat(Array.from({ length: 10_001 }, () => gzipSync(''))))
    expect(facts.reasons).toEqual(['damaged'])
  })

  test('all header fields', async () => {
    const packed = deflateRawSync('lời')
    const tail = Buffer.alloc(8)
    tail.writeUInt32LE(crc32(Buffer.from('lời')))
    tail.writeUInt32LE(Buffer.byteLength('lời'), 4)
    const head = Buffer.from('1f8b081e00000000000302006162', 'hex')
    const facts = await read(Buffer.concat([head, Buffer.from('ten.txt\0ghi chu\0\0\0', 'latin1'), packed, tail]))
    expect(facts).toMatchObject({ damaged: false, children: [{ name: 'ten.txt', kind: 'txt' }] })
  })
})

describe.skipIf(skip)('dictionaries', () => {
  /** The block header's dictionary size (The .xz File Format 5.3.1), with the header's checksum put right. */
  const xz = (size: number) => {
    const bytes = Buffer.from(shop.run('xz', ['-c'], LARGE))
    const end = 12 + (bytes[12]! + 1) * 4
    bytes[bytes.indexOf(Buffer.from([0x21, 1]), 12) + 2] = size
    bytes.writeUInt32LE(crc32(bytes.subarray(12, end - 4)), end - 4)
    return bytes
  }

  test('256 MiB are had', async () => {
    expect(await read(xz(32))).toMatchObject({ inspected: 'full', children: [{ size: LARGE.length }] })
  })

  test('1 GiB is refused', async () => {
    expect(await read(xz(36))).toMatchObject({ damaged: false, inspected: 'partial', reasons: ['unsupported'] })
  })
})

test('a Zstandard frame to be skipped is skipped', async () => {
  const skipped = Buffer.from('502a4d1804000000ffffffff', 'hex')
  const facts = await read(Buffer.concat([zstdCompressSync(PROGRAM), skipped, zstdCompressSync(PROGRAM)]), 'x.zst')
  expect(facts).toMatchObject({ inspected: 'full', children: [{ kind: 'exe', size: 2 * PROGRAM.length }] })
})

function change(bytes: Buffer, at: number, by = 1): Buffer {
  const copy = Buffer.from(bytes)
  copy[at < 0 ? copy.length + at : at]! ^= by
  return copy
}
