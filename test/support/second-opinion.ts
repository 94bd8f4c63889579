// Compares our words of a document with another program's: every difference is a named exception, and every exception is one that there is.
import type { DocumentText, TextWhere } from '../../src/facts.ts'
import type { TextTool } from './text-tools.ts'

/** A phrase that is left out, or a phrase and what stands for it in the other text. `NN` is any number. */
type Phrase = string | [phrase: string, instead: string]

/** Why the two differ somewhere. Phrases are cut where they stand first; one that is not there is an error. */
export interface Exception {
  why: string
  /** Our blocks of these places as a whole. */
  places?: TextWhere[]
  ours?: Phrase[]
  theirs?: Phrase[]
  /** In both, at another place. */
  moved?: string[]
  /** From a phrase up to another one both have the same words in another order. */
  shuffled?: [from: string, upTo: string][]
}

/** What another program says of one file. */
export interface Opinion {
  file: string
  by: TextTool | 'LibreOffice'
  exceptions: Exception[]
}

/** No program but ours reads properties. */
export function opinion(file: string, by: Opinion['by'], ...exceptions: Exception[]): Opinion {
  return { file, by, exceptions: [{ why: `${by} reads no properties`, places: ['property'] }, ...exceptions] }
}

const WORDS = /[\p{L}\p{N}\p{M}]+/gu
const ANY_NUMBER = 'NN'

/** Letters and digits; soft hyphens part nothing. */
export function wordsOf(text: string): string[] {
  return text.normalize('NFC').replaceAll('\u00ad', '').match(WORDS) ?? []
}

export interface Compared {
  ours: string[]
  theirs: string[]
  /** Exceptions that nothing in the texts asked for. */
  needless: string[]
}

/** Our words and theirs after all exceptions. */
export function compare(texts: DocumentText[], other: string, exceptions: Exception[]): Compared {
  const needless: string[] = []
  const dropped = new Set(exceptions.flatMap(({ places = [] }) => places))
  for (const place of dropped)
    if (!texts.some(({ where, text }) => where === place && wordsOf(text).length > 0)) needless.push(`place: ${place}`)
  const sides = {
    ours: texts.filter(({ where }) => !dropped.has(where)).flatMap(({ text }) => wordsOf(text)),
    theirs: wordsOf(other),
  }
  for (const { why, moved = [], shuffled = [], ...own } of exceptions) {
    for (const side of ['ours', 'theirs'] as const)
      for (const phrase of [...(own[side] ?? []), ...moved]) {
        const left = cut(sides[side], phrase)
        if (left === null) needless.push(`${why}: ${side}: ${phrase}`)
        else sides[side] = left
      }
    for (const [from, upTo] of shuffled) {
      const [one, other] = [sorted(sides.ours, from, upTo), sorted(sides.theirs, from, upTo)]
      if (one === null || other === null) needless.push(`${why}: not there: ${from} … ${upTo}`)
      else if (one.before === other.before) needless.push(`${why}: the same order: ${from} … ${upTo}`)
      else [sides.ours, sides.theirs] = [one.words, other.words]
    }
  }
  return { ...sides, needless }
}

function indexOf(words: string[], phrase: string[], from = 0): number {
  if (phrase.length === 0) return -1
  const fits = (word: string, given: string | undefined) =>
    word === given || (word === ANY_NUMBER && /^\d+$/.test(given ?? ''))
  return words.findIndex((_, at) => at >= from && phrase.every((word, offset) => fits(word, words[at + offset])))
}

function cut(words: string[], phrase: Phrase): string[] | null {
  const [from, instead] = (typeof phrase === 'string' ? [phrase, ''] : phrase).map(wordsOf) as [string[], string[]]
  const at = indexOf(words, from)
  return at < 0 ? null : [...words.slice(0, at), ...instead, ...words.slice(at + from.length)]
}

/** The words with those of the stretch in order of the alphabet, and the stretch as it was. */
function sorted(words: string[], from: string, upTo: string): { words: string[]; before: string } | null {
  const start = indexOf(words, wordsOf(from))
  const end = start < 0 ? -1 : indexOf(words, wordsOf(upTo), start)
  if (end < 0) return null
  const stretch = words.slice(start, end)
  return { words: [...words.slice(0, start), ...stretch.toSorted(), ...words.slice(end)], before: stretch.join(' ') }
}

/** Where two rows of words part: what stands only in the one and only in the other, each with the words before it. */
export function differences(ours: string[], theirs: string[]): string[] {
  const found: string[] = []
  let [at, to] = [0, 0]
  while (at < ours.length || to < theirs.length) {
    if (ours[at] === theirs[to]) {
      at++
      to++
      continue
    }
    const [next, other] = resync(ours, at, theirs, to)
    const before = ours.slice(Math.max(0, at - 3), at).join(' ')
    found.push(`… ${before} | ours: ${ours.slice(at, next).join(' ')} | theirs: ${theirs.slice(to, other).join(' ')}`)
    ;[at, to] = [next, other]
  }
  return found
}

const SAME = 4
const FARTHEST = 400

/** The nearest places from which both go on alike for some words. */
function resync(ours: string[], at: number, theirs: string[], to: number): [number, number] {
  for (let distance = 1; distance < FARTHEST; distance++)
    for (let step = 0; step <= distance; step++)
      if (alike(ours, at + step, theirs, to + distance - step)) return [at + step, to + distance - step]
  return [ours.length, theirs.length]
}

function alike(ours: string[], at: number, theirs: string[], to: number): boolean {
  if (at >= ours.length || to >= theirs.length) return at >= ours.length && to >= theirs.length
  for (let index = 0; index < SAME; index++) if (ours[at + index] !== theirs[to + index]) return false
  return true
}
