// Kinds by the first bytes: programs, archives, old office files and what else names itself; then file-type for the rest.
import { fileTypeFromBuffer } from 'file-type'
import { readLegacyOffice } from './legacy-office.ts'
import { isWindowsProgram, windowsProgramKind } from './pe.ts'
import type { KindFacts } from './reading.ts'
import { signatureOf } from './signatures.ts'

/** Containers for which there is no reader, or which their reader looks into: nothing is known yet of what is inside. */
const UNREAD_CONTAINERS = new Set(
  (
    '7z rar tar gz bz2 xz lz lzma lz4 zst Z lzh arj ace cab iso dmg cpio ar wim vhd vhdx vmdk qcow2 squashfs zoo alz egg rpm deb asar tnef ' +
    'one onetoc2 mdb accdb crx pkg pst dbx'
  ).split(' '),
)
/** What the system runs or installs when it is opened. A page in a help file (chm) runs scripts. */
const PROGRAMS = new Set(
  'deb rpm crx dmg apk xpi jar msi exe dll sys cpl xll elf macho class lnk dex chm swf wasm luac pyc pkg'.split(' '),
)
/** Documents that are worked on and for which there is no reader. */
const EDITABLE = new Set(['wpd'])

/** Facts by signature alone; null when no signature fits. */
export function readSignature(bytes: Buffer): KindFacts | null {
  if (isWindowsProgram(bytes)) return program(windowsProgramKind(bytes))
  const kind = signatureOf(bytes)
  if (kind === 'wpd') return wordPerfect(bytes)
  if (kind?.startsWith('apple')) return appleFacts(bytes, kind)
  if (kind !== null) return factsOf(kind)
  if (bytes.length >= 8 && bytes.readUInt32BE(0) === 0xcafebabe) {
    // A Java class has a version from 45 on where a universal Mach-O has the number of its architectures.
    return program(bytes.readUInt32BE(4) >= 45 ? 'class' : 'macho')
  }
  if (isPythonCode(bytes)) return program('pyc')
  if (isArj(bytes)) return factsOf('arj')
  if (isLzma(bytes)) return factsOf('lzma')
  if (isEmf(bytes)) return factsOf('emf')
  return readLegacyOffice(bytes) ?? readDiskImage(bytes)
}

/** Facts of a format by its name alone. */
export function factsOf(kind: string): KindFacts {
  if (UNREAD_CONTAINERS.has(kind)) {
    return { kind, executable: PROGRAMS.has(kind), encrypted: null, inspected: 'none', reasons: ['unsupported'] }
  }
  if (EDITABLE.has(kind)) return unreadDocument(kind)
  return PROGRAMS.has(kind) ? program(kind) : { kind, inspected: 'full' }
}

function unreadDocument(kind: string): KindFacts {
  return { kind, editable: true, macros: null, encrypted: null, inspected: 'partial', reasons: ['unsupported'] }
}

function program(kind: string): KindFacts {
  return { kind, executable: true, inspected: 'full' }
}

/** WordPerfect's prefix: the product at 8, the type of file at 9; 10 is a document, 1 a macro, 22 a picture; a key at 12. */
function wordPerfect(bytes: Buffer): KindFacts {
  const type = bytes[9]
  if (type === 0x16) return factsOf('wpg')
  if (type === 0x01) return program('wcm')
  const locked = bytes.length >= 14 && bytes.readUInt16LE(12) !== 0
  if (!locked) return unreadDocument('wpd')
  return { kind: 'wpd', editable: true, macros: null, encrypted: true, inspected: 'none', reasons: ['encrypted'] }
}

/** RFC 1740 appendix B: entries of twelve bytes from the 26th on; number 1 is the file itself, which its reader opens. */
function appleFacts(bytes: Buffer, kind: string): KindFacts {
  const count = bytes.length < 26 ? 0 : bytes.readUInt16BE(24)
  for (let i = 0, at = 26; i < count && at + 12 <= bytes.length; i++, at += 12) {
    if (bytes.readUInt32BE(at) === 1) return { kind, encrypted: null, inspected: 'none', reasons: ['unsupported'] }
  }
  return { kind, inspected: 'full' }
}

/** A version of CPython, CR LF, then flags (PEP 552), of which only two bits are used. */
function isPythonCode(bytes: Buffer): boolean {
  return bytes.length >= 16 && bytes.readUInt16LE(2) === 0x0a0d && bytes[1] === 0x0d && bytes.readUInt32LE(4) <= 3
}

/** LZMA alone (.lzma): no signature, but its usual properties, a dictionary of a power of two, and a size that is open or sane. */
function isLzma(bytes: Buffer): boolean {
  if (bytes.length < 18 || bytes[0] !== 0x5d) return false
  const dictionary = bytes.readUInt32LE(1)
  const powerOfTwo = dictionary >= 4096 && (dictionary & (dictionary - 1)) === 0
  const high = bytes.readUInt32LE(9)
  // The first byte of a range coder is always zero.
  return powerOfTwo && bytes[13] === 0 && (high < 256 || (high === 0xffffffff && bytes.readUInt32LE(5) === 0xffffffff))
}

/** The size of the basic header and that of its first part, which is 30 or 34 bytes with the archiver's version. */
function isArj(bytes: Buffer): boolean {
  if (bytes.length < 34 || bytes[0] !== 0x60 || bytes[1] !== 0xea) return false
  const size = bytes.readUInt16LE(2)
  return size >= 30 && size <= 2600 && bytes[4]! >= 30 && bytes[4]! <= 60 && bytes[4]! < size
}

/** [MS-EMF] 2.3.4.2: the header record is number 1, with a mark at 40. */
function isEmf(bytes: Buffer): boolean {
  return bytes.length >= 88 && bytes.readUInt32LE(0) === 1 && bytes.toString('latin1', 40, 44) === ' EMF'
}

/** Images of disks that name themselves at their end: VHD of fixed size and Apple's, each in its last 512 bytes. */
function readDiskImage(bytes: Buffer): KindFacts | null {
  if (bytes.length < 512) return null
  const mark = bytes.toString('latin1', bytes.length - 512, bytes.length - 504)
  if (mark === 'conectix') return factsOf('vhd')
  return mark.startsWith('koly') ? factsOf('dmg') : null
}

/** Asks file-type, which knows pictures, sound, films and fonts; null when it does not know. */
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
