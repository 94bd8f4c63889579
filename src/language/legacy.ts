// The secrecy words of old Vietnamese encodings, for texts too short to tell the encoding by statistics.
import { compose } from './text.ts'

/**
 * How the words look when bytes of an old encoding were read as Latin-1 or cp1252: TCVN3 (whose capitals are a font, so
 * the bytes are those of small letters), VNI, VISCII, Windows-1258, VIQR (RFC 1456), and VPS (whose capitals with a dot
 * below stand in place of control characters, or as small letters).
 */
const NEEDLES: readonly (readonly [string, readonly string[]])[] = [
  ['MẬT', ['mËt', 'MËT', 'MËt', 'MAÄT', 'M\u0087T', 'M‡T', 'MÂòT', 'MÂÒT', 'MA^.T', 'MA.^T', 'M\x03T', 'MÆT']],
  ['mật', ['maät', 'Maät', 'm§t', 'M§t', 'mâòt', 'Mâòt', 'ma^.t', 'Ma^.t', 'ma.^t', 'mÆt', 'MÆt']],
  ['TỐI', ['tèi', 'Tèi', 'TèI', 'TOÁI', 'T\u008fI', 'TÔìI', 'TÔÌI', "TO^'I", 'T\x96I', 'T–I']],
  ['tối', ['toái', 'Toái', 't¯i', 'T¯i', 'tôìi', 'Tôìi', "to^'i", "To^'i", 'tÓi', 'TÓi']],
  [
    'TUYỆT',
    [
      'tuyÖt',
      'TuyÖt',
      'TUYÖT',
      'TUYEÄT',
      'TUY\u008eT',
      'TUYŽT',
      'TUYÊòT',
      'TUYÊÒT',
      'TUYE^.T',
      'TUY\x06T',
      'TUY\x8cT',
      'TUYŒT',
    ],
  ],
  [
    'tuyệt',
    [
      'tuyeät',
      'Tuyeät',
      'tuy®t',
      'Tuy®t',
      'tuyêòt',
      'Tuyêòt',
      'tuye^.t',
      'Tuye^.t',
      'tuy\x8ct',
      'Tuy\x8ct',
      'tuyŒt',
      'TuyŒt',
    ],
  ],
  [
    'độ',
    ['®é', '§é', 'ñoä', 'Ñoä', 'ÑOÄ', 'ðµ', 'Ðµ', 'ðôò', 'Ðôò', 'ÐÔò', 'ddo^.', 'DDo^.', 'DDO^.', 'Ç¶', 'ñ¶', 'ñ\x12'],
  ],
]

const UNICODE: ReadonlyMap<string, string> = new Map(
  NEEDLES.flatMap(([word, forms]) => forms.map((form) => [form, word] as const)),
)

const ANY = new RegExp(
  `(?<![\\p{L}\\p{M}])(?:${[...UNICODE.keys()].map((form) => form.replace(/[\\^.$*+?()[\]{}|]/g, '\\$&')).join('|')})(?![\\p{L}\\p{M}])`,
  'gu',
)

/** Every needle that matters comes with a "mật"; most lines have none of its forms. */
const HINT = /m(?:Ë|aä|§|\u0087|‡|\x03|Æ|âò|a\^|a\.\^)/iu

/** Whether a text may hold any needle; asked once for many lines. */
export function mayBeLegacy(text: string): boolean {
  return HINT.test(text)
}

/** Longer lines are for the detector of encodings, not for needles. */
const LONGEST_LINE = 200

/** A short line with the secrecy words of old encodings in Unicode; any other text comes back as it is. */
export function undoLegacy(line: string): string {
  if (line.length > LONGEST_LINE || !HINT.test(line)) return line
  return compose(line).replace(ANY, (form) => UNICODE.get(form)!)
}
