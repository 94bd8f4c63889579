// Old encodings undone: text whose characters are bytes that a program showed as Latin-1 or Windows-1252, in Unicode.
import { compose } from '../text.ts'
import * as tables from './tables.ts'

export type LegacyForm = 'tcvn3' | 'vni' | 'viscii' | 'viqr' | 'cp1258' | 'vps'

type Pairs = Iterable<readonly [string, string]>

const column = (codes: readonly string[], letters: string): [string, string][] =>
  [...letters].map((letter, index) => [codes[index]!, letter])

const TCVN3: ReadonlyMap<string, string> = new Map([
  ...column(tables.TCVN3_SMALL, tables.SMALL),
  ...tables.TCVN3_CAPITAL.map(([letter, code]) => [code, letter] as const),
])
const VISCII: ReadonlyMap<string, string> = new Map([
  ...column(tables.VISCII_SMALL, tables.SMALL),
  ...column(tables.VISCII_CAPITAL, tables.CAPITAL),
])
const VPS: ReadonlyMap<string, string> = new Map([
  ...column(tables.VPS_SMALL, tables.SMALL),
  ...column(tables.VPS_CAPITAL, tables.CAPITAL),
  // It has no letters there, and `asLatin1` takes quotes for bytes.
  ['\x91', '‘'],
  ['\x92', '’'],
])
const CP1258: ReadonlyMap<string, string> = new Map(tables.CP1258)
/** Marks of VNI may stand behind a capital as small or as capital ones. */
const VNI: ReadonlyMap<string, string> = new Map([
  ...column(tables.VNI_SMALL, tables.SMALL),
  ...column(
    tables.VNI_SMALL.map((code) => code.toUpperCase()),
    tables.CAPITAL,
  ),
  ...mixedCase(column(tables.VNI_SMALL, tables.SMALL)),
])

function mixedCase(pairs: Pairs): [string, string][] {
  return [...pairs]
    .filter(([code]) => code.length === 2)
    .flatMap(([code, letter]) => [[code[0]!.toUpperCase() + code[1]!, letter.toUpperCase()] as [string, string]])
}

const single = (map: ReadonlyMap<string, string>): RegExp =>
  new RegExp(
    `[${[...map.keys()].map((code) => `\\x${code.charCodeAt(0).toString(16).padStart(2, '0')}`).join('')}]`,
    'g',
  )

const TCVN3_CODE = single(TCVN3)
const VISCII_CODE = single(VISCII)
const VPS_CODE = single(VPS)
const CP1258_CODE = single(CP1258)
const VNI_CODE =
  /[aeouy\xf4\xf6][\xe0-\xe5\xe8-\xeb\xef\xf5\xf8-\xfc]|[AEOUY\xd4\xd6][\xc0-\xc5\xc8-\xcb\xcf\xd5\xd8-\xdc\xe0-\xe5\xe8-\xeb\xef\xf5\xf8-\xfc]|[\xec-\xee\xf1-\xf4\xf6\xe6\xcc-\xce\xd1-\xd4\xd6\xc6]/g

/** RFC 1456: a letter, its shape and its tone; a backslash takes the meaning off. */
const VIQR_CODE =
  /\\([\^(+'`?~.dD\\])|([aA])([\^(])?(['`?~.])?|([eE])(\^)?(['`?~.])?|([oO])([\^+])?(['`?~.])?|([uU])(\+)?(['`?~.])?|([iIyY])(['`?~.])|(dd|DD|Dd)/g
const SHAPES: Record<string, string> = { '^': '\u0302', '(': '\u0306', '+': '\u031b', '': '' }
const TONES: Record<string, string> = {
  '`': '\u0300',
  "'": '\u0301',
  '?': '\u0309',
  '~': '\u0303',
  '.': '\u0323',
  '': '',
}
/** At the end of a sentence these are what they look like. */
const PUNCTUATION = /[.?]/
/** What stands behind the end of a sentence: no small letter. */
const GOES_ON = /^(?:\p{L}|[\s,;:]+\p{Ll})/u
const LOOK_AHEAD = 8

/** The text in Unicode, NFC. `capitals` is for TCVN3 and VPS in a font of capitals, which shows small letters as large ones. */
export function decodeLegacy(text: string, form: LegacyForm, capitals = false): string {
  if (form === 'viqr') return decodeViqr(text)
  const latin = tables.asLatin1(text)
  if (form === 'tcvn3') return decodeTcvn3(latin, capitals)
  if (form === 'vni') return latin.replace(VNI_CODE, (code) => VNI.get(code) ?? code)
  if (form === 'vps') return decodeVps(latin, capitals)
  if (form === 'viscii') return latin.replace(VISCII_CODE, (code) => VISCII.get(code)!)
  return compose(latin.replace(CP1258_CODE, (code) => CP1258.get(code)!))
}

function decodeTcvn3(latin: string, capitals: boolean): string {
  const decoded = latin.replace(TCVN3_CODE, (code) => TCVN3.get(code)!)
  if (capitals) return decoded.toUpperCase()
  // Capitals with tones are typed as small letters between large ones: "TèI MËT", "HéI". One large letter is enough where
  // nothing else is small: "BỘ", but "Bộ trưởng".
  const least = isShouted(decoded, 2) ? 1 : 2
  return decoded.replace(/\p{L}{2,}/gu, (word) => (isShouted(word, least) ? word.toUpperCase() : word))
}

/** Text whose letters without a tone, which have both sizes there, are large ones, and so many of them. */
function isShouted(text: string, least: number): boolean {
  return !/[a-zăâêôơưđ]/.test(text) && (text.match(/[A-ZĂÂÊÔƠƯĐ]/g)?.length ?? 0) >= least
}

/** Small letters of VPS whose capitals stand in place of control characters. */
const VPS_ALSO_CAPITAL = /[ạặẫậẹệịọộợụữựỵ]/g

/** Mail and documents lose control characters, so keyboard programs write these capitals as small letters: "TUYŒT MÆT". */
function decodeVps(latin: string, capitals: boolean): string {
  const decoded = latin.replace(VPS_CODE, (code) => VPS.get(code)!)
  if (capitals) return decoded.toUpperCase()
  // One large letter is enough where nothing else is small: "BỘ", but "Bộ trưởng".
  const least = isLarge(decoded.replace(VPS_ALSO_CAPITAL, ''), 2) ? 1 : 2
  return decoded.replace(/\p{L}{2,}/gu, (word) => {
    const sure = word.replace(VPS_ALSO_CAPITAL, '')
    return sure !== word && isLarge(sure, least) ? word.toUpperCase() : word
  })
}

/** Whether all letters are large ones, and there are so many. */
function isLarge(text: string, least: number): boolean {
  return text === text.toUpperCase() && (text.match(/\p{Lu}/gu)?.length ?? 0) >= least
}

function decodeViqr(text: string): string {
  const decoded = text.replace(VIQR_CODE, (...match) => {
    const [all, escaped, ...rest] = match as string[]
    if (escaped !== undefined) return escaped
    const at = match.at(-2) as unknown as number
    const d = rest[14]
    if (d !== undefined) return d === 'dd' ? 'đ' : 'Đ'
    const groups = rest.slice(0, 14).filter((each) => each !== undefined)
    const [letter = '', ...signs] = groups
    const shape = signs.find((sign) => sign in SHAPES) ?? ''
    const tone = signs.find((sign) => sign in TONES && !(sign in SHAPES)) ?? ''
    const behind = text.slice(at + all!.length, at + all!.length + LOOK_AHEAD)
    if (PUNCTUATION.test(tone) && !GOES_ON.test(behind)) return letter + SHAPES[shape] + tone
    return letter + SHAPES[shape] + TONES[tone]
  })
  return compose(decoded)
}

const HIGH_RUN = /[\x80-\xff]{2,}/g
const UTF8 = new TextDecoder('utf-8', { fatal: true })

/** UTF-8 that was read as Latin-1 or Windows-1252 ("Máº­t"), undone run by run; other text stays. */
export function undoUtf8(text: string): string {
  return tables.asLatin1(text).replace(HIGH_RUN, (run) => {
    try {
      return UTF8.decode(Buffer.from(run, 'latin1'))
    } catch {
      return run
    }
  })
}
