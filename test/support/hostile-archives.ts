// Hostile archives: little that unpacks to much, and structures that lead readers in circles.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { attached, deflated, deflatedRepeat, filled, type HostileCase, type Packed, stored, zipOf } from './hostile.ts'

const MB = 1_000_000
const zeros = () => Buffer.alloc(64 * MB)
const billion = (): Packed => deflatedRepeat('so.bin', '', zeros(), 16)

/** What a program makes of 400 MB of zeros on its standard input. */
function packedBy(command: string): Buffer {
  return execFileSync('sh', ['-c', `head -c 400000000 /dev/zero | ${command}`], { maxBuffer: 50 * MB })
}

function sevenZip(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'congthu-hostile-'))
  try {
    const path = join(folder, 'a.7z')
    execFileSync('sh', ['-c', `head -c 400000000 /dev/zero | 7z a -mx=1 -si'so.bin' "${path}"`], { stdio: 'pipe' })
    return readFileSync(path)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function gzip({ packed, size, crc }: Packed): Buffer {
  const end = Buffer.alloc(8)
  end.writeUInt32LE(crc, 0)
  end.writeUInt32LE(size % 2 ** 32, 4)
  return Buffer.concat([Buffer.from('1f8b08000000000000ff', 'hex'), packed, end])
}

/** Each level ten times the level below, and 100 MB at the bottom: 10^`levels` times that. */
function zipsInZips(levels: number): Buffer {
  let inner = zipOf([deflatedRepeat('so.bin', '', zeros().subarray(0, 50 * MB), 2)])
  for (let i = 0; i < levels; i++) {
    inner = zipOf(Array.from({ length: 10 }, (_, j) => deflated(`${j}.zip`, inner)))
  }
  return inner
}

/** A stored member that claims all bytes up to the end of the file, and so the directory that lists it. */
function selfContained(): Buffer {
  const file = zipOf([stored('a.zip', Buffer.alloc(0))])
  const data = 30 + 5
  for (const at of [18, 22, data + 20, data + 24]) file.writeUInt32LE(file.length - data, at)
  return file
}

function deepZip(depth: number): Buffer {
  let inner: Buffer = Buffer.from('x')
  for (let i = 0; i < depth; i++) inner = zipOf([stored(`${i}.zip`, inner)])
  return inner
}

function tar(entries: number): Buffer {
  const header = Buffer.alloc(512)
  header.write('a.txt', 0)
  header.write('0000644\0', 100)
  header.write('00000000000\0', 124)
  header.write('ustar\x0000', 257)
  header[156] = 48
  header.fill(32, 148, 156)
  const sum = header.reduce((all, each) => all + each, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return Buffer.concat([...Array<Buffer>(entries).fill(header), Buffer.alloc(1024)])
}

const BOMBED = ['size-limit']

export const ARCHIVE_CASES: HostileCase[] = [
  { name: 'zip of 1 GB of zeros', make: () => attached('a.zip', zipOf([billion()])), expect: ['size-limit'] },
  {
    name: 'zip of 1 GB that claims 1 KB',
    make: () => attached('a.zip', zipOf([{ ...billion(), size: 1024 }])),
    expect: ['damaged', 'size-limit'],
  },
  {
    name: 'zips in zips in zips, 100 GB',
    make: () => attached('a.zip', zipsInZips(3)),
    expect: ['size-limit', 'count-limit'],
  },
  {
    name: 'zip of 1,000 names for the same 10 MB',
    make: () => {
      const member = deflatedRepeat('so.bin', '', zeros().subarray(0, 10 * MB), 1)
      return attached(
        'a.zip',
        zipOf(
          Array.from({ length: 1000 }, () => member),
          true,
        ),
      )
    },
    expect: ['damaged', 'size-limit', 'count-limit'],
  },
  {
    name: 'zip of 60,000 empty files',
    make: () => attached('a.zip', zipOf(Array.from({ length: 60_000 }, (_, i) => stored(`${i}.txt`, Buffer.alloc(0))))),
    expect: ['count-limit'],
  },
  { name: 'zip that holds itself', make: () => attached('a.zip', selfContained()), expect: ['damaged'] },
  { name: 'zips in zips, 1,000 deep', make: () => attached('a.zip', deepZip(1000)), expect: ['depth-limit'] },
  {
    name: 'zip of 20 MB of local headers',
    make: () => attached('a.zip', filled('PK\x03\x04', 20 * MB)),
    expect: ['damaged', 'unknown-kind'],
  },
  {
    name: 'zip of 20 MB of end records',
    make: () => attached('a.zip', filled('PK\x05\x06', 20 * MB)),
    expect: ['damaged', 'unknown-kind'],
  },
  { name: 'gz of 1 GB', make: () => attached('a.gz', gzip(billion())), expect: BOMBED },
  { name: 'tar of 30,000 files', make: () => attached('a.tar', tar(30_000)), expect: ['count-limit'] },
  {
    name: 'tar.gz of 1,000,000 files',
    make: () => attached('a.tgz', gzip(deflatedRepeat('x', '', tar(100_000).subarray(0, 51_200_000), 10))),
    expect: ['count-limit', ...BOMBED],
  },
  { name: 'bz2 of 400 MB', tools: ['bzip2'], make: () => attached('a.bz2', packedBy('bzip2 -c')), expect: BOMBED },
  { name: 'xz of 400 MB', tools: ['xz'], make: () => attached('a.xz', packedBy('xz -1 -c')), expect: BOMBED },
  { name: '7z of 400 MB', tools: ['7z'], make: () => attached('a.7z', sevenZip()), expect: BOMBED },
]
