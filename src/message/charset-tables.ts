// Charsets that the Encoding Standard leaves out: VISCII (RFC 1456), TCVN 5712:1993 VN1, VPS, EBCDIC of code page 37.
import { CAPITAL, SMALL, VPS_CAPITAL, VPS_SMALL } from '../language/encoding/tables.ts'

export interface Table {
  /** The character of each byte. */
  characters: string[]
}

function tableOf(low: [number, string][], high: string): Table {
  const characters = Array.from({ length: 0x80 }, (_, code) => String.fromCharCode(code))
  for (const [byte, character] of low) characters[byte] = character
  return { characters: [...characters, ...high] }
}

/** RFC 1456: Vietnamese letters from 0x80 on, and six of them in place of control characters. */
export const VISCII = tableOf(
  [
    [0x02, 'Ẳ'],
    [0x05, 'Ẵ'],
    [0x06, 'Ẫ'],
    [0x14, 'Ỷ'],
    [0x19, 'Ỹ'],
    [0x1e, 'Ỵ'],
  ],
  'ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ',
)

/** TCVN 5712:1993, VN1: of its three sets the one that holds the other two; 0xb0 to 0xb4 are tone marks that combine. */
export const TCVN = tableOf(
  [
    [0x01, 'Ú'],
    [0x02, 'Ụ'],
    [0x04, 'Ừ'],
    [0x05, 'Ử'],
    [0x06, 'Ữ'],
    [0x11, 'Ứ'],
    [0x12, 'Ự'],
    [0x13, 'Ỳ'],
    [0x14, 'Ỷ'],
    [0x15, 'Ỹ'],
    [0x16, 'Ý'],
    [0x17, 'Ỵ'],
  ],
  'ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ' +
    '\u00a0ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323' +
    'àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ',
)

/** VPS: where it has no letter the characters of Windows-1252, as Netscape's programs wrote it. */
export const VPS: Table = {
  characters: [...new TextDecoder('windows-1252').decode(Buffer.from([...Array(256).keys()]))],
}
for (const [codes, letters] of [
  [VPS_SMALL, SMALL],
  [VPS_CAPITAL, CAPITAL],
] as const)
  for (const [index, code] of codes.entries()) VPS.characters[code.charCodeAt(0)] = letters[index]!

/** Code page 37, whose letters and digits are those of the other EBCDIC pages; all of its characters are of Latin-1. */
export const EBCDIC: Table = {
  characters: [
    ...Buffer.from(
      '000102039c09867f978d8e0b0c0d0e0f101112139d8508871819928f1c1d1e1f80818283840a171b88898a8b8c050607' +
        '909116939495960498999a9b14159e1a20a0e2e4e0e1e3e5e7f1a22e3c282b7c26e9eaebe8edeeefecdf21242a293bac' +
        '2d2fc2c4c0c1c3c5c7d1a62c255f3e3ff8c9cacbc8cdcecfcc603a2340273d22d8616263646566676869abbbf0fdfeb1' +
        'b06a6b6c6d6e6f707172aabae6b8c6a4b57e737475767778797aa1bfd0dddeae5ea3a5b7a9a7b6bcbdbe5b5dafa8b4d7' +
        '7b414243444546474849adf4f6f2f3f57d4a4b4c4d4e4f505152b9fbfcf9faff5cf7535455565758595ab2d4d6d2d3d5' +
        '30313233343536373839b3dbdcd9da9f',
      'hex',
    ).toString('latin1'),
  ],
}
