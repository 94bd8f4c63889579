// The office's own data: units.yaml, secrecy.yaml, not-enforced.yaml and the word lists.
import { basename, extname } from 'node:path'
import type { SecrecyWords, WordList } from '../facts.ts'
import type { Citation, Site } from '../rules/rule.ts'
import type { Path, TwoLanguages, YamlReading } from '../settings/yaml-file.ts'
import type { PolicyFiles } from './files.ts'
import type { NotEnforced } from './policy.ts'
import { notEnforcedSchema, secrecySchema, unitsSchema, wordListSchema } from './schema.ts'

/** site/units.yaml, or null with its mistakes in `files`. */
export function loadSite(files: PolicyFiles): Omit<Site, 'secrecyLaw' | 'lists'> | null {
  const reading = files.yaml(files.siteFile('units.yaml'), unitsSchema)
  if (reading === null) return null
  const { domain, officialDomains, units } = reading.value
  if (!officialDomains.some((official) => domain === official || domain.endsWith(`.${official}`))) {
    files.mistakes.push(reading.mistake(['officialDomains'], domainMissing(domain)))
  }
  const ids = new Map<string, Path>()
  const boxes = new Map<string, Path>()
  for (const [index, unit] of units.entries()) {
    once(ids, unit.id, ['units', index, 'id'], reading, files)
    for (const [at, box] of unit.boxes.entries()) once(boxes, box, ['units', index, 'boxes', at], reading, files)
  }
  return reading.value
}

/** site/not-enforced.yaml with every entry's place, for the checks against the regulation. */
export function loadNotEnforced(files: PolicyFiles): (YamlReading<NotEnforced[]> & { value: NotEnforced[] }) | null {
  const reading = files.yaml(files.siteFile('not-enforced.yaml'), notEnforcedSchema)
  const seen = new Map<string, Path>()
  for (const [index, { clause }] of reading?.value.entries() ?? []) {
    once(seen, clause, [index, 'clause'], reading!, files)
  }
  return reading
}

/** site/secrecy.yaml: marks for the readers and dated law for the rules, or null with its mistakes in `files`. */
export function loadSecrecy(files: PolicyFiles): { words: SecrecyWords; law: Citation[] } | null {
  const reading = files.yaml(files.siteFile('secrecy.yaml'), secrecySchema)
  if (reading === null) return null
  const { law, ...words } = reading.value
  for (const [index, { from }] of law.entries()) {
    const before = law[index - 1]?.from
    if (before !== undefined && before >= from)
      files.mistakes.push(reading.mistake(['law', index, 'from'], notLater(before)))
  }
  return { words, law }
}

/** site/words/*.yaml, each list named as its file; and what each is for. */
export function loadWords(files: PolicyFiles): { words: WordList[]; lists: Site['lists'] } {
  const words: WordList[] = []
  const lists: Site['lists'] = {}
  for (const file of files.list(files.siteFile('words'))) {
    if (extname(file.name) !== '.yaml') {
      files.tell(file, { vi: 'danh sách từ phải là tệp .yaml', en: 'a word list is a .yaml file' })
      continue
    }
    const name = basename(file.name, '.yaml')
    // A list with a mistake still has its name: the rule that uses it is not at fault.
    lists[name] = { vi: name, en: name }
    const reading = files.yaml(file, wordListSchema)
    if (reading === null) continue
    const { list, vi, en, accents, phrases, regexes } = reading.value
    lists[name] = { vi, en }
    if (list !== name) files.mistakes.push(reading.mistake(['list'], notNamed(name)))
    const seen = new Map<string, Path>()
    for (const [index, phrase] of phrases.entries()) {
      once(seen, phrase.toLowerCase(), ['phrases', index], reading, files)
    }
    words.push({ list: name, accents, phrases, ...(regexes.length === 0 ? {} : { regexes }) })
  }
  return { words, lists }
}

/** Tells the second of two equal values. */
function once(
  seen: Map<string, Path>,
  value: string,
  path: Path,
  reading: Pick<YamlReading<unknown>, 'mistake'>,
  files: PolicyFiles,
): void {
  const before = seen.get(value)
  if (before === undefined) seen.set(value, path)
  else files.mistakes.push(reading.mistake(path, twice(value, before.join('.'))))
}

function twice(value: string, before: string): TwoLanguages {
  return { vi: `"${value}" đã có ở ${before}`, en: `"${value}" already stands at ${before}` }
}

function notLater(before: string): TwoLanguages {
  return { vi: `phải sau ngày của dòng trên: ${before}`, en: `must be after the entry before it: ${before}` }
}

function notNamed(name: string): TwoLanguages {
  return { vi: `phải trùng tên tệp: ${name}`, en: `must be the file's name: ${name}` }
}

function domainMissing(domain: string): TwoLanguages {
  return { vi: `thiếu tên miền của cơ quan: ${domain}`, en: `the office's own domain is missing: ${domain}` }
}
