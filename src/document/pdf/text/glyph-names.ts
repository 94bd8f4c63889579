// Glyph names to Unicode (Adobe Glyph List rules): letters with their accents by their parts, the rest by a list.
const NAMES = `space exclam quotedbl numbersign dollar percent ampersand quotesingle parenleft parenright asterisk plus comma hyphen
period slash zero one two three four five six seven eight nine colon semicolon less equal greater question at bracketleft backslash
bracketright asciicircum underscore grave braceleft bar braceright asciitilde exclamdown cent sterling fraction yen florin section
currency quotedblleft guillemotleft guilsinglleft guilsinglright fi fl endash dagger daggerdbl periodcentered paragraph bullet
quotesinglbase quotedblbase quotedblright guillemotright ellipsis perthousand questiondown acute circumflex tilde macron breve
dotaccent dieresis ring cedilla hungarumlaut ogonek caron emdash AE ordfeminine Lslash Oslash OE ordmasculine ae dotlessi lslash
oslash oe germandbls onesuperior logicalnot mu trademark Eth onehalf plusminus Thorn onequarter divide brokenbar degree thorn
threequarters twosuperior registered minus eth multiply threesuperior copyright quoteleft quoteright Dcroat dcroat Dslash dslash
dong Euro nbspace nonbreakingspace sfthyphen softhyphen ff ffi ffl gravecomb acutecomb tildecomb hookabovecomb dotbelowcomb
Alpha Beta Chi Delta Epsilon Phi Gamma Eta Iota Kappa Lambda Mu Nu Omicron Pi Theta Rho Sigma Tau Upsilon Omega Xi Psi Zeta
alpha beta chi delta epsilon phi gamma eta iota kappa lambda nu omicron pi theta rho sigma tau upsilon omega xi psi zeta
lessequal greaterequal notequal infinity arrowleft arrowright arrowup arrowdown summation integral radical partialdiff product
lozenge approxequal equivalence element universal existential similar therefore club diamond heart spade`
const CHARACTERS = ` !"#$%&'()*+,-./0123456789:;<=>?@[\\]^_\`{|}~¡¢£⁄¥ƒ§¤“«‹›ﬁﬂ–†‡·¶•‚„”»…‰¿´ˆ˜¯˘˙¨˚¸˝˛ˇ—ÆªŁØŒºæıłøœß¹¬µ™Ð½±Þ¼÷¦°þ¾²®−ð×³©‘’ĐđĐđ₫€\u00a0\u00a0\u00ad\u00adﬀﬃﬄ\u0300\u0301\u0303\u0309\u0323ΑΒΧ∆ΕΦΓΗΙΚΛΜΝΟΠΘΡΣΤΥΩΞΨΖαβχδεφγηικλνοπθρστυωξψζ≤≥≠∞←→↑↓∑∫√∂∏◊≈≡∈∀∃∼∴♣♦♥♠`

const BY_NAME = new Map(NAMES.split(/\s+/).map((name, index) => [name, [...CHARACTERS][index]!]))

/** Accents in glyph names, as combining marks; the longer name first where one begins another. */
const ACCENTS: readonly (readonly [string, string])[] = [
  ['circumflex', '\u0302'],
  ['dieresis', '\u0308'],
  ['hungarumlaut', '\u030b'],
  ['hookabove', '\u0309'],
  ['commaaccent', '\u0327'],
  ['dotaccent', '\u0307'],
  ['dotbelow', '\u0323'],
  ['cedilla', '\u0327'],
  ['macron', '\u0304'],
  ['ogonek', '\u0328'],
  ['acute', '\u0301'],
  ['grave', '\u0300'],
  ['tilde', '\u0303'],
  ['breve', '\u0306'],
  ['caron', '\u030c'],
  ['horn', '\u031b'],
  ['ring', '\u030a'],
]
/** Names are no longer (AGL, section 2). */
const LONGEST = 63
const PARTS = 8

/** The characters of a glyph by its name; null when the name does not tell. */
export function nameToText(name: string): string | null {
  if (name.length > LONGEST) return null
  const dot = name.indexOf('.')
  const parts = (dot < 0 ? name : name.slice(0, dot)).split('_')
  if (parts.length > PARTS) return null
  let text = ''
  for (const part of parts) {
    const known = BY_NAME.get(part) ?? accented(part) ?? numbered(part)
    if (known === null) return null
    text += known
  }
  return text === '' ? null : text
}

/** `A`, `Ecircumflexacute`, `uhorndotbelow`: a letter and its accents. */
function accented(name: string): string | null {
  if (!/^[A-Za-z]/.test(name)) return null
  let text = name[0]!
  let at = 1
  while (at < name.length) {
    const accent = ACCENTS.find(([word]) => name.startsWith(word, at))
    if (accent === undefined) return null
    text += accent[1]
    at += accent[0].length
  }
  return text.normalize('NFC')
}

/** `uni1EA4`, `uni01A00323`, `u1F600`. */
function numbered(name: string): string | null {
  if (/^uni(?:[0-9A-F]{4}){1,8}$/.test(name))
    return name.slice(3).replace(/..../g, (hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  const code = /^u[0-9A-F]{4,6}$/.test(name) ? Number.parseInt(name.slice(1), 16) : Number.NaN
  return code <= 0x10ffff ? String.fromCodePoint(code) : null
}
