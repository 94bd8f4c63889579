// First bytes of pictures, fonts and files, for what is written into pages: enough to tell without decoding it all.

function at(bytes: Buffer, offset: number, mark: string): boolean {
  return bytes.length >= offset + mark.length && bytes.toString('latin1', offset, offset + mark.length) === mark
}

const PICTURES = [
  '\x89PNG',
  '\xff\xd8\xff',
  'GIF8',
  'BM',
  '\0\0\x01\0',
  '\0\0\x02\0',
  'II*\0',
  'MM\0*',
  '\xd7\xcd\xc6\x9a',
  '\x01\0\0\0',
]

/** PNG, JPEG, GIF, BMP, ICO, TIFF, WMF, EMF, WebP, AVIF, HEIC by their first bytes. */
export function isPicture(bytes: Buffer): boolean {
  if (PICTURES.some((mark) => at(bytes, 0, mark))) return true
  if (at(bytes, 0, 'RIFF') && at(bytes, 8, 'WEBP')) return true
  return at(bytes, 4, 'ftyp') && /^(?:avi[fs]|hei[cxms]|mif1)/.test(bytes.toString('latin1', 8, 12))
}

/** WOFF, WOFF2, OpenType, TrueType. */
export function isFont(bytes: Buffer): boolean {
  return ['wOFF', 'wOF2', 'OTTO', '\0\x01\0\0', 'true', 'ttcf'].some((mark) => at(bytes, 0, mark))
}

/** What files begin with that are carried in programs: archives, office files, programs, disk images' archives, pages. */
const FILES = [
  'PK\x03\x04',
  'MZ',
  '%PDF-',
  '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
  'Rar!',
  "7z\xbc\xaf'\x1c",
  '{\\rt',
  '\x1f\x8b',
  'MSCF',
  '\x7fELF',
  'L\0\0\0\x01\x14\x02\0',
  'BZh',
  '\xfd7zXZ',
  'ITSF',
  '\x78\x9f\x3e\x22',
  'vhdxfile',
  'conectix',
  '<html',
  '<HTML',
  '<!DOC',
  '<!doc',
  '<script',
]

/** True when the bytes begin as a file that can be opened or run. */
export function startsAsFile(bytes: Buffer): boolean {
  return FILES.some((mark) => at(bytes, 0, mark))
}
