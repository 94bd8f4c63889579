// Kinds by the first bytes: programs, archives and the few formats that file-type leaves out; then file-type for the rest.
import { fileTypeFromBuffer } from 'file-type'
import type { KindFacts } from './reading.ts'

/** Containers for which there is no reader yet: nothing is known of what is inside. */
const UNREAD_CONTAINERS = new Set(
  '7z rar tar gz bz2 xz lz lz4 zst Z lzh arj ace cab iso dmg cpio ar wim vhdx rpm deb asar tnef one mdb accdb crx'.split(
    ' ',
  ),
)
const INSTALLERS = new Set([
  'deb',
  'rpm',
  'crx',
  'dmg',
  'apk',
  'xpi',
  'jar',
  'msi',
  'exe',
  'elf',
  'macho',
  'class',
  'lnk',
  'dex',
  'chm',
  'swf',
])

/** Signatures at the first byte, in hex. */
const SIGNATURES: [string, string][] = [
  ['7f454c46', 'elf'],
  ['feedface', 'macho'],
  ['feedfacf', 'macho'],
  ['cefaedfe', 'macho'],
  ['cffaedfe', 'macho'],
  ['6465780a', 'dex'], // "dex\n", Android code
  ['4c0000000114020000000000c000000000000046', 'lnk'], // [MS-SHLLINK] 2.1
  ['49545346', 'chm'], // "ITSF"
  ['789f3e22', 'tnef'], // [MS-OXTNEF] 2.1.3.1
  ['e4525c7b8cd8a74daeb15378d02996d3', 'one'], // [MS-ONESTORE] 2.3.1
  ['000100005374616e64617264204a657420444200', 'mdb'],
  ['000100005374616e646172642041434520444200', 'accdb'],
  ['4d5357494d000000', 'wim'],
  ['00051607', 'appledouble'], // RFC 1740 appendix B: what macOS keeps beside a file, its `._name`
  ['00051600', 'applesingle'],
  ['0000000142756431', 'ds_store'], // macOS: how a folder's window looks
]
const TABLE = SIGNATURES.map(([hex, kind]) => ({ bytes: Buffer.from(hex, 'hex'), kind }))

/** Facts by signature alone; null when no signature fits. */
export function readSignature(bytes: Buffer): KindFacts | null {
  if (isWindowsProgram(bytes)) return program('exe')
  const fits = TABLE.find(
    (each) =>
      bytes.length >= each.bytes.length && bytes.compare(each.bytes, 0, each.bytes.length, 0, each.bytes.length) === 0,
  )
  if (fits) return fits.kind.startsWith('apple') ? appleFacts(bytes, fits.kind) : factsOf(fits.kind)
  if (bytes.length >= 8 && bytes.readUInt32BE(0) === 0xcafebabe) {
    // A Java class has a version from 45 on where a universal Mach-O has the number of its architectures.
    return program(bytes.readUInt32BE(4) >= 45 ? 'class' : 'macho')
  }
  return null
}

/** RFC 1740 appendix B: entries of twelve bytes from the 26th on; number 1 is the file itself, for which there is no reader. */
function appleFacts(bytes: Buffer, kind: string): KindFacts {
  const count = bytes.length < 26 ? 0 : bytes.readUInt16BE(24)
  for (let i = 0, at = 26; i < count && at + 12 <= bytes.length; i++, at += 12) {
    if (bytes.readUInt32BE(at) === 1) return { kind, encrypted: null, inspected: 'none', reasons: ['unsupported'] }
  }
  return { kind, inspected: 'full' }
}

/** MZ alone may begin a text; a program also has a PE or NE header, or bytes that no text has. */
function isWindowsProgram(bytes: Buffer): boolean {
  if (bytes.length < 28 || bytes[0] !== 0x4d || bytes[1] !== 0x5a) return false
  if (bytes.length >= 64) {
    const at = bytes.readUInt32LE(60)
    const mark = at + 2 <= bytes.length ? bytes.toString('latin1', at, at + 2) : ''
    if (['PE', 'NE', 'LE', 'LX'].includes(mark)) return true
  }
  return bytes.subarray(0, 512).includes(0)
}

/** Asks file-type, which knows pictures, sound, films, fonts and archives; null when it does not know. */
export async function readFileType(bytes: Buffer): Promise<KindFacts | null> {
  try {
    const type = await fileTypeFromBuffer(bytes)
    return type === undefined || type.ext === 'cfb' || type.ext === 'zip' ? null : factsOf(usualName(type.ext))
  } catch {
    // file-type throws on some truncated files; the bytes stay of no known kind.
    return null
  }
}

function usualName(extension: string): string {
  return ({ tiff: 'tif', jpeg: 'jpg', 'tar.gz': 'gz' } as Record<string, string>)[extension] ?? extension
}

function factsOf(kind: string): KindFacts {
  if (UNREAD_CONTAINERS.has(kind)) {
    return { kind, executable: INSTALLERS.has(kind), encrypted: null, inspected: 'none', reasons: ['unsupported'] }
  }
  return INSTALLERS.has(kind) ? program(kind) : { kind, inspected: 'full' }
}

function program(kind: string): KindFacts {
  return { kind, executable: true, inspected: 'full' }
}
