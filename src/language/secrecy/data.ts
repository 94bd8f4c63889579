// What the policy says of marks (site/secrecy.yaml), made ready for the finders: code letters, number suffixes, form lines.
import type { SecrecyDegree, SecrecyWords } from '../../facts.ts'
import { fold } from '../text.ts'

/** A line that only papers of state secrets carry, and what may stand after its words. */
interface FormLine {
  words: string
  rest: RegExp
  degree: SecrecyDegree
  strength: 'strong' | 'weak'
}

/** The policy's data in the form that the finders use. */
export interface SecrecyData {
  /** Folded code letters ("a") and what they mean. */
  codes: ReadonlyMap<string, SecrecyDegree>
  /** Codes, and suffixes of numbers without their brackets or dash, as the value of a label or of a column. */
  values: ReadonlyMap<string, SecrecyDegree>
  /** Folded suffixes of numbers ("(tm)", "-m"). */
  suffixes: ReadonlyMap<string, SecrecyDegree>
  /** A number with one of them; null when there are none. */
  number: RegExp | null
  /** The same as files are called after it, where a slash cannot stand; null when there are none. */
  fileNumber: RegExp | null
  lines: readonly FormLine[]
  /** Finds the words of some form line, so that other lines are passed by. */
  form: RegExp
}

const REST: Readonly<Record<SecrecyWords['marks'][number]['rest'], RegExp>> = {
  nothing: /^(?!\p{L})\P{L}{0,20}$/u,
  date: /^ {0,3}[:(]?\s{0,3}(?:\d|đến|từ (?:ngày|\d)|hết)/u,
  anything: /^(?!\p{L}).{0,30}$/u,
}

/** Begins the form line that names two degrees; forms.ts reads it. */
const CHANGED = 'điều chỉnh độ mật'

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')

const ready = new WeakMap<SecrecyWords, SecrecyData>()

/** The data of these words; made once for each. */
export function secrecyData(words: SecrecyWords): SecrecyData {
  const known = ready.get(words) ?? compile(words)
  ready.set(words, known)
  return known
}

function compile({ degrees, marks }: SecrecyWords): SecrecyData {
  const codes = new Map(degrees.flatMap(({ degree, codes }) => codes.map((code) => [fold(code), degree] as const)))
  const suffixes = new Map(
    degrees.flatMap(({ degree, suffixes: own }) => own.map((suffix) => [fold(suffix), degree] as const)),
  )
  const lines = marks.map(({ line, rest, degree, strength }) => ({
    ...{ words: fold(line), degree, strength },
    rest: REST[rest],
  }))
  const form = new RegExp([...lines.map(({ words }) => literal(words)), CHANGED].join('|'), 'u')
  const values = new Map([
    ...codes,
    ...[...suffixes].map(([suffix, degree]) => [suffix.replace(/[()/-]/g, ''), degree] as const),
  ])
  const written = [...suffixes.keys()]
  return {
    codes,
    suffixes,
    values,
    number: numberPattern(written),
    fileNumber: fileNumberPattern(written),
    lines,
    form,
  }
}

/**
 * "12/BC-CAH (M)": any symbol, because brackets hold nothing else; "12/BC-CAH-M": a symbol of two parts at least, since
 * the last part of a shorter one may be an office or a ware, unless "số" or "CV" stands before. Every repetition is bounded.
 */
function numberPattern(suffixes: string[]): RegExp | null {
  const bracketed = suffixes.filter((suffix) => suffix.startsWith('('))
  const dashed = suffixes.filter((suffix) => !suffix.startsWith('('))
  const either = (list: string[]) => `(${list.map(literal).join('|')})`
  const alternatives = [
    bracketed.length === 0
      ? []
      : [`\\d{1,5}\\s?[\\/-]\\s?(?:[\\p{L}\\d]{1,10}[-\\/]){0,3}\\p{L}[\\p{L}\\d]{0,9}\\s?${either(bracketed)}`],
    dashed.length === 0
      ? []
      : [
          `\\d{1,5}\\/\\p{L}[\\p{L}\\d]{1,9}(?:-[\\p{L}\\d&]{2,12}){1,3}${either(dashed)}(?![\\p{L}\\p{N}&])`,
          `(?<=(?:số:?|cv|công văn)\\s{0,2})\\d{1,5}\\/\\p{L}{2,10}${either(dashed)}(?![\\p{L}\\p{N}])`,
        ],
  ].flat()
  if (alternatives.length === 0) return null
  return new RegExp(`(?<![\\p{L}\\p{N}\\/])(?:${alternatives.join('|')})`, 'u')
}

/** "225-KH-BCH-M", "07-TTr-UBND(TM)", "44 CAX(M)": of the suffixes that are letters only. Words in names are looked for without it. */
function fileNumberPattern(suffixes: string[]): RegExp | null {
  const letters = (pattern: RegExp) => suffixes.flatMap((suffix) => pattern.exec(suffix)?.[1] ?? []).join('|')
  const dashed = letters(/^-([a-z]{1,4})$/)
  const bracketed = letters(/^\(([a-z]{1,4})\)$/)
  const symbol = '\\d{1,5}[-_. ]\\p{L}{1,6}'
  const part = '(?:[-_ ](?=\\p{L})[\\p{L}\\d]{2,10})'
  const ends = [dashed && `${part}{1,2}[-_ ](${dashed})`, bracketed && `${part}{0,2}\\s?\\((${bracketed})\\)`]
  const either = ends.filter((end) => end !== '').join('|')
  return either === '' ? null : new RegExp(`(?<![\\p{L}\\p{N}])${symbol}(?:${either})(?![\\p{L}\\p{N}])`, 'iu')
}
