// Builds OLE compound files for tests ([MS-CFB], version 3), whole and broken.

export interface OlePlan {
  name: string
  /** Left out for a storage. */
  bytes?: Buffer | string
  /** Entries inside a storage. */
  inside?: OlePlan[]
}

const SECTOR = 512
const NONE = 0xffffffff
const END = 0xfffffffe

interface Made {
  entries: Buffer[]
  streams: Buffer[]
  chains: { entry: Buffer; sectors: number }[]
}

/** The file; streams stand in ordinary sectors (the mini stream cutoff is 0). */
export function buildOle(plans: OlePlan[], rootClsid = ''): Buffer {
  const made: Made = { entries: [entry('Root Entry', 5)], streams: [], chains: [] }
  if (rootClsid !== '') Buffer.from(rootClsid, 'hex').copy(made.entries[0]!, 80)
  addChildren(made, made.entries[0]!, plans)
  const directory = padded(Buffer.concat(made.entries))
  const dataSectors = made.streams.reduce((sum, bytes) => sum + bytes.length / SECTOR, 0)
  const directorySectors = directory.length / SECTOR
  const fatSectors = Math.ceil((dataSectors + directorySectors + 200) / 128)
  const fat = Buffer.alloc(fatSectors * SECTOR, 0xff)
  let next = fatSectors
  const chain = (sectors: number) => {
    const start = next
    for (let i = 0; i < sectors; i++, next++) fat.writeUInt32LE(i === sectors - 1 ? END : next + 1, next * 4)
    return start
  }
  const directoryStart = chain(directorySectors)
  for (const { entry: each, sectors } of made.chains) each.writeUInt32LE(sectors === 0 ? END : chain(sectors), 116)
  const header = headerOf(directoryStart, fatSectors)
  return Buffer.concat([header, fat, padded(Buffer.concat(made.entries)), ...made.streams])
}

function headerOf(directoryStart: number, fatSectors: number): Buffer {
  const header = Buffer.alloc(SECTOR)
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header)
  header.writeUInt16LE(0x3e, 24)
  header.writeUInt16LE(3, 26)
  header.writeUInt16LE(0xfffe, 28)
  header.writeUInt16LE(9, 30)
  header.writeUInt16LE(6, 32)
  header.writeUInt32LE(fatSectors, 44)
  header.writeUInt32LE(directoryStart, 48)
  header.writeUInt32LE(0, 56)
  header.writeUInt32LE(END, 60)
  header.writeUInt32LE(END, 68)
  header.fill(0xff, 76)
  for (let i = 0; i < fatSectors; i++) header.writeUInt32LE(i, 76 + i * 4)
  return header
}

function entry(name: string, type: number): Buffer {
  const made = Buffer.alloc(128)
  made.write(name, 0, 'utf16le')
  made.writeUInt16LE(name.length * 2 + 2, 64)
  made[66] = type
  made.writeUInt32LE(NONE, 68)
  made.writeUInt32LE(NONE, 72)
  made.writeUInt32LE(NONE, 76)
  return made
}

/** Siblings hang to the right of one another; readers walk any tree. */
function addChildren(made: Made, parent: Buffer, plans: OlePlan[]): void {
  let previous: Buffer | null = null
  for (const plan of plans) {
    const each = entry(plan.name, plan.bytes === undefined ? 1 : 2)
    const index = made.entries.push(each) - 1
    if (previous === null) parent.writeUInt32LE(index, 76)
    else previous.writeUInt32LE(index, 72)
    previous = each
    if (plan.bytes !== undefined) {
      const bytes = Buffer.from(plan.bytes)
      each.writeUInt32LE(bytes.length, 120)
      const stream = padded(bytes)
      made.streams.push(stream)
      made.chains.push({ entry: each, sectors: stream.length / SECTOR })
    }
    addChildren(made, each, plan.inside ?? [])
  }
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((SECTOR - (bytes.length % SECTOR)) % SECTOR)])
}
