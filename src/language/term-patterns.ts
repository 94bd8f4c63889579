// Regular expressions of the office's word lists, on RE2: no pattern that an administrator writes can take more than linear time.
import { RE2JS } from 're2js'
import type { WordList } from '../facts.ts'
import { plain } from './text.ts'

/** Characters of one text that are searched. */
const SEARCHED = 1_000_000
/**
 * Instructions that a pattern may compile to: RE2 is linear in the text, and its factor grows with these. Measured on one
 * line of 100,000 characters: `(a+)+$` 43 ms, `.{0,50}x` 196, `.{0,300}x` 1,060.
 */
const LARGEST = 256
const SHOWN = 80

export interface PatternFound {
  list: string
  /** The words that matched, cut. */
  term: string
}

/** Why a pattern is none, as RE2 says it in English; null when it is one. Look-around and back-references are not in RE2. */
export function patternMistake(source: string): string | null {
  try {
    const pattern = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE)
    if (pattern.matcher('').find()) return 'matches the empty text'
    return pattern.programSize() > LARGEST
      ? `too large: ${pattern.programSize()} instructions, at most ${LARGEST}`
      : null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Prepares the patterns of the lists; each is told once a text, with the words that it first matches. Patterns must be in order. */
export function compilePatterns(lists: readonly WordList[]): (text: string) => PatternFound[] {
  const patterns = lists.flatMap(({ list, regexes = [] }) =>
    regexes.map((source) => ({ list, pattern: RE2JS.compile(source, RE2JS.CASE_INSENSITIVE) })),
  )
  if (patterns.length === 0) return () => []
  return (text) => {
    const searched = plain(text.slice(0, SEARCHED))
    return patterns.flatMap(({ list, pattern }) => {
      const matcher = pattern.matcher(searched)
      return matcher.find() ? [{ list, term: (matcher.group() ?? '').slice(0, SHOWN).toWellFormed() }] : []
    })
  }
}
