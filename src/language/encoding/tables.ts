// How the Vietnamese letters stand in old encodings: TCVN3 (TCVN 5712:1993 VN3), VN1, VNI, VISCII, VIQR (RFC 1456), Windows-1258.
// Checked against glibc's iconv and Python by test/language/encoding-tables.test.ts.

/** The 67 small letters that need more than ASCII; the columns below stand in this order. */
export const SMALL = 'àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ'
export const CAPITAL = SMALL.toUpperCase()

const bytes = (hex: string): string[] => hex.split(' ').map((each) => Buffer.from(each, 'hex').toString('latin1'))

/** TCVN3: capitals with tones have no codes of their own, they are small letters in a font of capitals. */
export const TCVN3_SMALL = bytes(
  'b5 b8 b6 b7 b9 a8 bb be bc bd c6 a9 c7 ca c8 c9 cb ae cc d0 ce cf d1 aa d2 d5 d3 d4 d6 d7 dd d8 dc de df e3 e1 e2 e4 ab e5 e8 e6 e7 e9 ac ea ed eb ec ee ef f3 f1 f2 f4 ad f5 f8 f6 f7 f9 fa fd fb fc fe',
)
/** The seven capitals that TCVN3 has. */
export const TCVN3_CAPITAL: readonly (readonly [string, string])[] = [
  ['Ă', '\xa1'],
  ['Â', '\xa2'],
  ['Ê', '\xa3'],
  ['Ô', '\xa4'],
  ['Ơ', '\xa5'],
  ['Ư', '\xa6'],
  ['Đ', '\xa7'],
]

export const VNI_SMALL = bytes(
  '61f8 61f9 61fb 61f5 61ef 61ea 61e8 61e9 61fa 61fc 61eb 61e2 61e0 61e1 61e5 61e3 61e4 f1 65f8 65f9 65fb 65f5 65ef 65e2 65e0 65e1 65e5 65e3 65e4 ec ed e6 f3 f2 6ff8 6ff9 6ffb 6ff5 6fef 6fe2 6fe0 6fe1 6fe5 6fe3 6fe4 f4 f4f8 f4f9 f4fb f4f5 f4ef 75f8 75f9 75fb 75f5 75ef f6 f6f8 f6f9 f6fb f6f5 f6ef 79f8 79f9 79fb 79f5 ee',
)

export const VISCII_SMALL = bytes(
  'e0 e1 e4 e3 d5 e5 a2 a1 c6 c7 a3 e2 a5 a4 a6 e7 a7 f0 e8 e9 eb a8 a9 ea ab aa ac ad ae ec ed ef ee b8 f2 f3 f6 f5 f7 f4 b0 af b1 b2 b5 bd b6 be b7 de fe f9 fa fc fb f8 df d7 d1 d8 e6 f1 cf fd d6 db dc',
)
export const VISCII_CAPITAL = bytes(
  'c0 c1 c4 c3 80 c5 82 81 02 05 83 c2 85 84 86 06 87 d0 c8 c9 cb 88 89 ca 8b 8a 8c 8d 8e cc cd 9b ce 98 d2 d3 99 a0 9a d4 90 8f 91 92 93 b4 96 95 97 b3 94 d9 da 9c 9d 9e bf bb ba bc ff b9 9f dd 14 19 1e',
)

/** Windows-1258: seven letters and five tones that combine; all else is as in Windows-1252. */
export const CP1258: readonly (readonly [string, string])[] = [
  ['\xc3', 'Ă'],
  ['\xe3', 'ă'],
  ['\xd0', 'Đ'],
  ['\xf0', 'đ'],
  ['\xd5', 'Ơ'],
  ['\xf5', 'ơ'],
  ['\xdd', 'Ư'],
  ['\xfd', 'ư'],
  ['\xcc', '\u0300'],
  ['\xec', '\u0301'],
  ['\xd2', '\u0309'],
  ['\xde', '\u0303'],
  ['\xf2', '\u0323'],
]

/** Characters of Windows-1252 above 0x7f that are not those of Latin-1, from byte 0x80 on; the unused stay as they are. */
const CP1252_HIGH = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

const BYTE_OF: ReadonlyMap<string, number> = new Map(
  [...CP1252_HIGH].map((character, index) => [character, 0x80 + index]),
)
const NOT_LATIN1 = /[€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/g

/** Text whose characters are bytes read as Windows-1252 as if they had been read as Latin-1; other characters stay. */
export function asLatin1(text: string): string {
  return text.replace(NOT_LATIN1, (character) => String.fromCharCode(BYTE_OF.get(character)!))
}
