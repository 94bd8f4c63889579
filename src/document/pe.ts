// Windows programs by their headers ([PE/COFF]): which of exe, dll, sys, cpl, xll the file is, whatever it is called.

const DLL = 0x2000
const NATIVE = 1
/** Bytes in which the names of exported functions are looked for. */
const EXPORTS_WITHIN = 33_554_432

/** MZ alone may begin a text; a program also has a PE or NE header, or bytes that no text has. */
export function isWindowsProgram(bytes: Buffer): boolean {
  if (bytes.length < 28 || bytes[0] !== 0x4d || bytes[1] !== 0x5a) return false
  if (['PE', 'NE', 'LE', 'LX'].includes(markOf(bytes))) return true
  return bytes.subarray(0, 512).includes(0)
}

/** Kind of a Windows program. Excel loads an add-in (xll) by one exported function, the control panel (cpl) by another. */
export function windowsProgramKind(bytes: Buffer): string {
  const at = bytes.length >= 64 ? bytes.readUInt32LE(60) : 0
  const mark = markOf(bytes)
  if (mark === 'NE') return at + 14 <= bytes.length && (bytes.readUInt16LE(at + 12) & 0x8000) !== 0 ? 'dll' : 'exe'
  if (mark !== 'PE' || at + 24 + 70 > bytes.length) return 'exe'
  if (bytes.readUInt16LE(at + 24 + 68) === NATIVE) return 'sys'
  if ((bytes.readUInt16LE(at + 22) & DLL) === 0) return 'exe'
  const image = bytes.subarray(0, EXPORTS_WITHIN)
  return image.includes('xlAutoOpen') ? 'xll' : image.includes('CPlApplet') ? 'cpl' : 'dll'
}

/** The two letters of the header that the DOS stub leads to. */
function markOf(bytes: Buffer): string {
  if (bytes.length < 64) return ''
  const at = bytes.readUInt32LE(60)
  return at + 2 <= bytes.length ? bytes.toString('latin1', at, at + 2) : ''
}
