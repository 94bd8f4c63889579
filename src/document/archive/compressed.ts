// One file packed by itself: gzip, bzip2, xz, Zstandard, LZ4, compress. Its content is the one member.
import type { Reason } from '../../facts.ts'
import type { Member } from '../container.ts'
import type { Opened, Opener } from '../containers.ts'
import type { KindFacts, Reading } from '../reading.ts'
import { type Gathered, gather } from './budget.ts'
import { bunzip2 } from './bzip2.ts'
import { gunzip, gzipHeader, unzstd } from './gzip.ts'
import { unlz4 } from './lz4.ts'
import { uncompress } from './lzw.ts'
import { nameOf, opened } from './opened.ts'
import { isFirstBlockSound, soundXz, xzUnpacker } from './xz.ts'

type Unpack = (bytes: Buffer, reading: Reading) => Gathered | Promise<Gathered>

/** Openers by kind. */
export const COMPRESSED: [string, Opener][] = [
  ['gz', openGzip],
  ['bz2', one((bytes, reading) => gather(bunzip2(bytes), null, reading))],
  ['xz', one(unpackXz)],
  ['zst', one((bytes, reading) => gather(unzstd(bytes, reading), null, reading))],
  ['lz4', one((bytes, reading) => gather(unlz4(bytes), null, reading))],
  ['Z', one((bytes, reading) => gather(uncompress(bytes), null, reading))],
]

function openGzip(bytes: Buffer, found: KindFacts, reading: Reading): Opened {
  const name = gzipHeader(bytes, 0)?.name ?? null
  const names = name === null || name.length === 0 ? [] : [nameOf(name)]
  return openOne(bytes, found, reading, names, (all) => gather(gunzip(all, reading), null, reading))
}

async function unpackXz(all: Buffer, reading: Reading): Promise<Gathered> {
  const { bytes, size, rest } = soundXz(all)
  if (size !== null && size > reading.inflatedLeft) return { bytes: Buffer.alloc(0), failure: 'size-limit' }
  const unpacker = xzUnpacker(bytes, size)
  try {
    if (!(await unpacker.next())) {
      // libarchive has no words for a dictionary that it gets no memory for.
      const failure = unpacker.failure ?? (size !== null && isFirstBlockSound(bytes) ? 'unsupported' : 'damaged')
      return { bytes: Buffer.alloc(0), failure }
    }
    const gathered = gather(unpacker.chunks(), size, reading, () => unpacker.failure)
    return { bytes: gathered.bytes, failure: gathered.failure ?? (size === null || rest ? 'damaged' : null) }
  } finally {
    unpacker.close()
  }
}

function one(unpack: Unpack): Opener {
  return (bytes, found, reading) => openOne(bytes, found, reading, [], unpack)
}

/** What came before a fault is read as a document; the container says that there is more. */
function openOne(bytes: Buffer, found: KindFacts, reading: Reading, names: string[], unpack: Unpack): Opened {
  let damaged = false
  const member: Member = {
    names,
    size: 0,
    packed: true,
    async bytes(): Promise<Buffer | Reason> {
      const content = await unpack(bytes, reading)
      if (content.failure !== 'damaged') return content.failure ?? content.bytes
      damaged = true
      return content.bytes.length === 0 ? 'damaged' : content.bytes
    },
  }
  return opened(found, [member], { later: () => (damaged ? ['damaged'] : []) })
}
