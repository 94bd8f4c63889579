// How the Vietnamese letters stand in old encodings: TCVN3 (TCVN 5712:1993 VN3), VNI, VISCII (RFC 1456), VPS, Windows-1258.
// Checked against glibc's iconv and Node by test/language/encoding/encoding.test.ts, but for VNI and VPS, which they do not know.

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

/**
 * VPS (Vietnamese Professionals Society, x-viet-vps) has no standard. Six converters that were written apart were compared
 * letter by letter: Netscape's (1998, both ways), GNU recode's (1999), UniKey's, VIETUNI's, xvnkb's (2002), VietPad's (2005).
 * At least three say each of these codes, four but for the capitals of control characters. Netscape's and VietPad's have all
 * 134; recode's leaves out Ỗ, which five have at 0x99. Of the 14 capitals that stand in place of control characters UniKey
 * and xvnkb write the small letters, and VIETUNI writes none; nothing else differs.
 */
export const VPS_SMALL = bytes(
  'e0 e1 e4 e3 e5 e6 a2 a1 a3 a4 a5 e2 c0 c3 c4 c5 c6 c7 e8 e9 c8 eb cb ea 8a 89 8b cd 8c ec ed cc ef ce f2 f3 d5 f5 86 f4 d2 d3 b0 87 b6 d6 a9 a7 aa ab ae f9 fa fb db f8 dc d8 d9 ba bb bf ff 9a 9b cf 9c',
)
export const VPS_CAPITAL = bytes(
  '80 c1 81 82 02 88 8e 8d 8f f0 04 c2 84 83 85 1c 03 f1 d7 c9 de fe 05 ca 93 90 94 95 06 b5 b4 b7 b8 10 bc b9 bd be 11 d4 97 96 98 99 12 f7 9e 9d 9f a6 13 a8 da d1 ac 14 d0 af ad b1 1d 15 b2 dd fd b3 19',
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
