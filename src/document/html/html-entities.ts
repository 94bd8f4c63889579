// Character references of HTML that occur in mail (HTML Living Standard 13.5), decoded in one pass.

/** U+00A0 to U+00FF in order. */
const LATIN1 =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para ' +
  'middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute ' +
  'Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute ' +
  'THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ' +
  'ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml'

const NAMED = new Map<string, string>([
  ...LATIN1.split(' ').map((name, i) => [name, String.fromCharCode(0xa0 + i)] as const),
  ...(
    [
      ['amp', 38],
      ['lt', 60],
      ['gt', 62],
      ['quot', 34],
      ['apos', 39],
      ['Abreve', 0x102],
      ['abreve', 0x103],
      ['Dstrok', 0x110],
      ['dstrok', 0x111],
      ['Itilde', 0x128],
      ['itilde', 0x129],
      ['Utilde', 0x168],
      ['utilde', 0x169],
      ['ensp', 0x2002],
      ['emsp', 0x2003],
      ['thinsp', 0x2009],
      ['zwnj', 0x200c],
      ['zwj', 0x200d],
      ['ndash', 0x2013],
      ['mdash', 0x2014],
      ['lsquo', 0x2018],
      ['rsquo', 0x2019],
      ['ldquo', 0x201c],
      ['rdquo', 0x201d],
      ['bull', 0x2022],
      ['hellip', 0x2026],
      ['Tab', 9],
      ['NewLine', 10],
      ['colon', 58],
      ['period', 46],
      ['lpar', 40],
      ['rpar', 41],
    ] as [string, number][]
  ).map(([name, code]) => [name, String.fromCharCode(code)] as const),
])
/** Names and numbers without the zeros in front are shorter; what is longer is no reference. */
const LONGEST = 12
/** Zeros that may stand in front of a number; browsers take any number of them. */
const ZEROS = 200

/** The text with its references decoded; one that is not known stays as it stands. */
export function decodeEntities(text: string): string {
  let amp = text.indexOf('&')
  if (amp < 0) return text
  const pieces: string[] = []
  let at = 0
  for (; amp >= 0; amp = text.indexOf('&', Math.max(at, amp + 1))) {
    const reference = referenceAt(text, amp + 1)
    const decoded = reference === undefined ? undefined : decode(reference)
    if (reference === undefined || decoded === undefined) continue
    const end = amp + 1 + reference.length
    pieces.push(text.slice(at, amp), decoded)
    at = text[end] === ';' ? end + 1 : end
  }
  pieces.push(text.slice(at))
  return pieces.join('')
}

function referenceAt(text: string, at: number): string | undefined {
  const head = text.slice(at, at + LONGEST)
  const zeros = /^#[xX]?00/.test(head) ? ZEROS : 0
  const source = zeros === 0 ? head : text.slice(at, at + LONGEST + zeros)
  return /^(?:#[xX]0{0,200}[0-9a-fA-F]{1,8}|#0{0,200}[0-9]{1,9}|[A-Za-z][A-Za-z0-9]{1,10})/.exec(source)?.[0]
}

function decode(reference: string): string | undefined {
  if (reference[0] !== '#') return NAMED.get(reference)
  const hex = reference[1] === 'x' || reference[1] === 'X'
  const code = Number.parseInt(reference.slice(hex ? 2 : 1), hex ? 16 : 10)
  return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : '�'
}
