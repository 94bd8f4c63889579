// The predefined encodings of simple fonts (ISO 32000-2 annex D) and of CFF (Adobe TN 5176, appendices A and B), as characters by code.

/** 256 characters; '\0' where the encoding has none. */
export type Encoding = readonly string[]

const ASCII = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index))
const none = (count: number): string[] => new Array<string>(count).fill('\0')
const bytesAs = (charset: string): Encoding =>
  Array.from({ length: 256 }, (_, code) => new TextDecoder(charset).decode(Uint8Array.of(code)))

/** Codes without a character of their own stay as they are, since old Vietnamese encodings use them. */
const WIN_ANSI = bytesAs('windows-1252')
const MAC_ROMAN = bytesAs('macintosh')

/** D.2: quotes at the places of ' and `, and a half of its own. */
const STANDARD_UPPER =
  "¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ\0–†‡·\0¶•‚„”»…‰\0¿\0`´ˆ˜¯˘˙¨\0˚¸\0˝˛ˇ—" +
  '\0'.repeat(16) +
  'Æ\0ª\0\0\0\0ŁØŒº\0\0\0\0\0æ\0\0\0ı\0\0łøœß\0\0\0\0'
const STANDARD_ASCII = ASCII.map((letter) => (letter === "'" ? '’' : letter === '`' ? '‘' : letter))
const STANDARD = [...none(32), ...STANDARD_ASCII, ...none(34), ...STANDARD_UPPER]

const SYMBOL_LOWER =
  ' !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧ∆ΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_\0αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼\0'
const SYMBOL_UPPER =
  '€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…\0\0↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑' +
  '\0'.repeat(11) +
  '〉∫⌠\0⌡' +
  '\0'.repeat(10)
const SYMBOL = [...none(32), ...SYMBOL_LOWER, ...none(32), ...SYMBOL_UPPER]

const DINGBATS_LOWER =
  ' ✁✂✃✄☎✆✇✈✉☛☞✌✍✎✏✐✑✒✓✔✕✖✗✘✙✚✛✜✝✞✟✠✡✢✣✤✥✦✧★✩✪✫✬✭✮✯✰✱✲✳✴✵✶✷✸✹✺✻✼✽✾✿❀❁❂❃❄❅❆❇❈❉❊❋●❍■❏❐❑❒▲▼◆❖◗❘❙❚❛❜❝❞\0'
const DINGBATS_UPPER =
  '\0❡❢❣❤❥❦❧♣♦♥♠①②③④⑤⑥⑦⑧⑨⑩❶❷❸❹❺❻❼❽❾❿➀➁➂➃➄➅➆➇➈➉➊➋➌➍➎➏➐➑➒➓➔→↔↕➘➙➚➛➜➝➞➟➠➡➢➣➤➥➦➧➨➩➪➫➬➭➮➯\0➱➲➳➴➵➶➷➸➹➺➻➼➽➾\0'
const DINGBATS = [...none(32), ...DINGBATS_LOWER, ...none(32), ...DINGBATS_UPPER]

const ENCODINGS: ReadonlyMap<string, Encoding> = new Map([
  ['WinAnsiEncoding', WIN_ANSI],
  ['MacRomanEncoding', MAC_ROMAN],
  ['StandardEncoding', STANDARD],
  ['Symbol', SYMBOL],
  ['ZapfDingbats', DINGBATS],
])

/** The encoding of that name, or the built-in one of the standard font of that name. */
export function encodingNamed(name: string | null): Encoding | null {
  return ENCODINGS.get(name ?? '') ?? null
}

/** Characters by string identifier (SID) of CFF, up to the end of the ISOAdobe charset; the expert ones are no letters. */
export const CFF_STRINGS: readonly string[] = [
  '\0',
  ...STANDARD_ASCII,
  ...[...STANDARD_UPPER].filter((character) => character !== '\0'),
  ...'¹¬µ™Ð½±Þ¼÷¦°þ¾²®−ð×³©ÁÂÄÀÅÃÇÉÊËÈÍÎÏÌÑÓÔÖÒÕŠÚÛÜÙÝŸŽáâäàåãçéêëèíîïìñóôöòõšúûüùýÿž',
]
/** Strings of a CFF font's own are numbered from here on. */
export const CFF_OWN_STRINGS = 391
