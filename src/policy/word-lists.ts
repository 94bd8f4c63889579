// The office's word lists, site/words/*.yaml, and what is allowed in them but finds too much or nothing.
import { basename, extname } from 'node:path'
import type { WordList } from '../facts.ts'
import { isOneSyllable } from '../language/syllables.ts'
import type { Parameters, Site } from '../rules/rule.ts'
import type { Mistake, Path, TwoLanguages, YamlReading } from '../settings/yaml-file.ts'
import type { PolicyFiles } from './files.ts'
import { wordListSchema } from './schema.ts'
import { once } from './site.ts'

/** Parameters of rules that hold names of word lists. */
export const LIST_PARAMETERS = ['lists', 'officialLists']

/** Warnings about the phrases of one list. */
const WARNINGS_A_LIST = 100

export interface LoadedWords {
  words: WordList[]
  /** What each is for, by its name; those with a mistake too. */
  lists: Site['lists']
  /** By the list's name, a way to tell of it as a whole. */
  places: Map<string, (sentence: TwoLanguages) => Mistake>
}

/** site/words/*.yaml, each list named as its file. */
export function loadWords(files: PolicyFiles): LoadedWords {
  const loaded: LoadedWords = { words: [], lists: {}, places: new Map() }
  for (const file of files.list(files.siteFile('words'))) {
    if (extname(file.name) !== '.yaml') {
      files.tell(file, { vi: 'danh sách từ phải là tệp .yaml', en: 'a word list is a .yaml file' })
      continue
    }
    const name = basename(file.name, '.yaml')
    // A list with a mistake still has its name: the rule that uses it is not at fault.
    loaded.lists[name] = { vi: name, en: name }
    const reading = files.yaml(file, wordListSchema)
    if (reading === null) continue
    const { list, vi, en, accents, phrases, regexes } = reading.value
    loaded.lists[name] = { vi, en }
    loaded.places.set(name, (sentence) => reading.mistake(['list'], sentence))
    if (list !== name) files.mistakes.push(reading.mistake(['list'], notNamed(name)))
    const seen = new Map<string, Path>()
    for (const [index, phrase] of phrases.entries()) {
      once(seen, phrase.toLowerCase(), ['phrases', index], reading, files)
    }
    files.warnings.push(...syllableWarnings(phrases, reading))
    loaded.words.push({ list: name, accents, phrases, ...(regexes.length === 0 ? {} : { regexes }) })
  }
  return loaded
}

function syllableWarnings(phrases: string[], reading: Pick<YamlReading<unknown>, 'mistake'>): Mistake[] {
  return phrases
    .flatMap((phrase, index) => (isOneSyllable(phrase) ? [{ phrase, index }] : []))
    .slice(0, WARNINGS_A_LIST)
    .map(({ phrase, index }) => reading.mistake(['phrases', index], oneSyllable(phrase)))
}

/** Warns of the lists that no rule looks at. */
export function warnUnusedLists(
  { places }: LoadedWords,
  rules: readonly { rule: string; parameters: Parameters }[],
  files: PolicyFiles,
): void {
  const looking = rules
    .map(({ rule, parameters }) => ({ rule, lists: listsOf(parameters) }))
    .filter(({ lists }) => lists !== null)
  const used = new Set(looking.flatMap(({ lists }) => lists ?? []))
  const ids = looking.map(({ rule }) => rule)
  for (const [list, place] of places) if (!used.has(list)) files.warnings.push(place(unused(list, ids)))
}

/** The lists that a rule looks at; null when it looks at none by its nature. */
function listsOf(parameters: Parameters): string[] | null {
  const named = LIST_PARAMETERS.map((name) => parameters[name]).filter((names) => Array.isArray(names))
  return named.length === 0 ? null : named.flat()
}

function notNamed(name: string): TwoLanguages {
  return { vi: `phải trùng tên tệp: ${name}`, en: `must be the file's name: ${name}` }
}

function oneSyllable(phrase: string): TwoLanguages {
  return {
    vi: `"${phrase}" chỉ có một tiếng, gặp trong nhiều câu bình thường; nên ghi cụm từ có ít nhất hai tiếng`,
    en: `"${phrase}" is a single syllable, which many ordinary sentences have; write a phrase of two or more`,
  }
}

function unused(list: string, rules: string[]): TwoLanguages {
  const known = rules.join(', ')
  return {
    vi: `không quy tắc nào dùng danh sách "${list}" nên không tìm cụm từ nào của nó; ghi tên vào parameters.lists của một quy tắc: ${known}`,
    en: `no rule looks at the list "${list}", so none of its phrases is told; name it in parameters.lists of a rule: ${known}`,
  }
}
