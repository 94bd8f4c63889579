// Addresses as they are written in an address field, however mail programs may group them (RFC 5322 3.4).
import { commentEnd } from './parameters.ts'

/** Addresses kept of one field; two are already one too many where the grammar is bent. */
const MOST = 50
/** RFC 5321 4.5.3.1: 64 for the local part, 255 for the domain. */
const LONGEST = 320
const ENCODED_WORD = /^=\?[^?]{1,80}\?[bq]\?[^?]*\?=$/i

/**
 * Every word with an `@` that stands outside of comments and quoted display names, in lower case, each once. Of
 * `<a@x> <b@y>`, `a@x b@y` and `a@x <b@y` one program takes the first for the address and the rest for a name, another
 * the last. The value as it stands in the message; linear in its length.
 */
export function writtenAddresses(value: string): string[] {
  const found = new Set<string>()
  for (const segment of uncommented(value).split(/[<>,;:]/)) {
    for (const word of gluedWords(segment)) {
      const at = word.indexOf('@')
      if (at > 0 && at < word.length - 1 && found.size < MOST) found.add(word.toLowerCase())
    }
  }
  return [...found]
}

/** The value with blanks for comments and for quoted text that is no local part (RFC 5322 3.4.1). */
function uncommented(value: string): string {
  const pieces: string[] = []
  const search = { quotes: true, comments: true }
  let from = 0
  for (let at = 0; at < value.length; ) {
    const character = value[at]
    const comment = character === '(' && search.comments
    const quote = character === '"' && search.quotes
    const end = comment ? commentEnd(value, at) : quote ? quoteEnd(value, at) : 0
    if (end <= 0) {
      // One that is never closed is read as text, and so is what looks like one after it.
      if (comment) search.comments = false
      if (quote) search.quotes = false
      at++
      continue
    }
    const local = quote && value[end] === '@'
    pieces.push(value.slice(from, at), local ? value.slice(at + 1, end - 1).replace(/[\s<>,;:@]/g, '_') : ' ')
    from = end
    at = end
  }
  pieces.push(value.slice(from))
  return pieces.join('')
}

/** Offset after the quoted string that opens at `at`; -1 when it is never closed. */
function quoteEnd(value: string, at: number): number {
  for (let i = at + 1; i < value.length; i++) {
    if (value[i] === '\\') i++
    else if (value[i] === '"') return i + 1
  }
  return -1
}

/** Words by blanks; blanks around an `@` belong to the address (RFC 5322 4.4) when a domain with a dot follows. */
function gluedWords(segment: string): string[] {
  const words: string[] = []
  for (const written of segment.split(/\s+/)) {
    // Outlook writes an address that serves as a name between single quotes.
    const word = written.replace(/^'|'$/g, '')
    const last = words.at(-1)
    if (word === '' || ENCODED_WORD.test(word)) continue
    const glued = last !== undefined && last.length < LONGEST && (last.endsWith('@') || word.startsWith('@'))
    if (glued && (word === '@' || word.includes('.'))) words[words.length - 1] = last + word
    else words.push(word)
  }
  return words
}
