// Whether a policy's quotation stands in its clause word for word, and where it departs.
import type { TwoLanguages } from '../settings/yaml-file.ts'
import { foldSpace } from './regulation.ts'

/** null when the quotation is a run of the clause's own words, white space folded; else what is wrong. */
export function quoteMistake(quote: string, clauseText: string): TwoLanguages | null {
  const words = foldSpace(quote).split(' ')
  const text = foldSpace(clauseText)
  if (stands(words.join(' '), text)) return null
  if (foldSpace(clauseText.normalize('NFC')).includes(foldSpace(quote.normalize('NFC')))) {
    return {
      vi: 'trích dẫn khác nguyên văn ở dạng mã Unicode hoặc cắt giữa một từ; chép lại từ quy-che-1713.md',
      en: 'the quotation differs in Unicode form or cuts a word; copy it again from quy-che-1713.md',
    }
  }
  const { alike, next } = departure(words, text)
  return {
    vi: `trích dẫn không đúng nguyên văn: đến "${alike}" thì khớp, sau đó là "${next}"`,
    en: `the quotation is not word for word: it agrees up to "${alike}", then has "${next}"`,
  }
}

/** The last few words up to which the quotation agrees, and the first that does not. Longer prefixes never agree. */
function departure(words: string[], text: string): { alike: string; next: string } {
  let agreed = 0
  let refused = words.length
  while (refused - agreed > 1) {
    const middle = Math.floor((agreed + refused) / 2)
    if (stands(words.slice(0, middle).join(' '), text)) agreed = middle
    else refused = middle
  }
  return { alike: words.slice(Math.max(0, agreed - 4), agreed).join(' '), next: words[agreed] ?? '' }
}

/** Whether the words stand in the text, cutting no word of it at either end. */
function stands(words: string, text: string): boolean {
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    if (!isLetter(text[at - 1]) && !isLetter(text[at + words.length])) return true
  }
  return false
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{M}\p{N}]/u.test(character)
}
