// Finds the phrases and patterns of the office's word lists in a text: phrases by a trie of words, so that the cost does not grow with the lists.
import type { WordList } from '../facts.ts'
import { compilePatterns } from './term-patterns.ts'
import { fold, unaccent } from './text.ts'

/** A phrase that stands in a text, as its list writes it. */
export interface TermFound {
  list: string
  term: string
  /** Set when the text writes without accents what the list writes with them. */
  unaccented?: true
}

export interface TermMatcher {
  /** Every phrase of the lists that stands in the text, each once, in the order in which it first ends. Linear. */
  find(text: string): TermFound[]
}

/** A word of a phrase; `ends` holds the phrases that end with it. */
interface Node {
  next: Map<string, Node>
  ends: TermFound[]
}

/** Words are runs of letters and digits; any other visible character is a word of its own ("0%", "shopee.vn"). */
const WORD = /[\p{L}\p{M}\p{N}]+|[^\s\p{L}\p{M}\p{N}]/gu

/** Longer phrases are cut to so many words; a text of one repeated word then costs at most this much a word. */
const LONGEST_PHRASE = 32

/** Of shorter phrases the form without accents says too little: "ban ma" is many things. */
const UNACCENTED_WORDS = 3

/**
 * Prepares word lists for matching. Phrases match whole words only, over line ends and any white space, in upper or
 * lower case, in any Unicode form, with either placing of tone marks; a list with `accents: false` ignores accents. A
 * phrase of three words or more is also found where the text writes it without any accent, and is then told so.
 */
export function compileTerms(lists: readonly WordList[]): TermMatcher {
  const accented = trieOf(lists.filter(({ accents }) => accents))
  const bare = trieOf(lists.filter(({ accents }) => !accents))
  const patterns = compilePatterns(lists)
  if (accented.next.size === 0 && bare.next.size === 0) return { find: patterns }
  return {
    find(text) {
      const folded = fold(text)
      const found = new Set<TermFound>()
      search(accented, folded, found)
      if (bare.next.size > 0) search(bare, unaccent(folded), found)
      return [...surest(found), ...patterns(text)]
    },
  }
}

function trieOf(lists: readonly WordList[]): Node {
  const root: Node = { next: new Map(), ends: [] }
  for (const { list, accents, phrases } of lists) {
    for (const term of phrases) {
      const folded = fold(term)
      const words = phraseWords(accents ? folded : unaccent(folded))
      if (words.length > 0) add(root, words, { list, term })
      const bare = words.map(unaccent)
      if (words.length >= UNACCENTED_WORDS && bare.some((word, index) => word !== words[index]))
        add(root, bare, { list, term, unaccented: true })
    }
  }
  return root
}

/** The words of a phrase that was folded, as they are looked for. */
export function phraseWords(folded: string): string[] {
  return folded.match(WORD)?.slice(0, LONGEST_PHRASE) ?? []
}

/** Without the unaccented hits of phrases that stand there with their accents too. */
function surest(found: Set<TermFound>): TermFound[] {
  const all = [...found]
  if (!all.some(({ unaccented }) => unaccented)) return all
  const accented = new Set(all.filter(({ unaccented }) => !unaccented).map(keyOf))
  return all.filter((term) => !term.unaccented || !accented.has(keyOf(term)))
}

function keyOf({ list, term }: TermFound): string {
  return `${list}\n${term}`
}

function add(root: Node, words: readonly string[], term: TermFound): void {
  let node = root
  for (const word of words) {
    let next = node.next.get(word)
    if (next === undefined) {
      next = { next: new Map(), ends: [] }
      node.next.set(word, next)
    }
    node = next
  }
  if (!node.ends.some(({ list }) => list === term.list)) node.ends.push(term)
}

/** Follows every phrase that has begun, word by word; at most LONGEST_PHRASE of them at a time. */
function search(root: Node, text: string, found: Set<TermFound>): void {
  if (root.next.size === 0) return
  let open: Node[] = []
  WORD.lastIndex = 0
  for (let match = WORD.exec(text); match !== null; match = WORD.exec(text)) {
    const first = root.next.get(match[0])
    if (open.length === 0 && first === undefined) continue
    const going: Node[] = []
    for (const node of open) step(node.next.get(match[0]), going, found)
    step(first, going, found)
    open = going
  }
}

function step(node: Node | undefined, going: Node[], found: Set<TermFound>): void {
  if (node === undefined) return
  for (const term of node.ends) found.add(term)
  if (node.next.size > 0) going.push(node)
}
