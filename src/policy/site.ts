// The office's own data: units.yaml, secrecy.yaml and not-enforced.yaml.
import type { SecrecyWords } from '../facts.ts'
import type { Citation, Site } from '../rules/rule.ts'
import type { Path, TwoLanguages, YamlReading } from '../settings/yaml-file.ts'
import type { PolicyFiles } from './files.ts'
import type { NotEnforced } from './policy.ts'
import { notEnforcedSchema, secrecySchema, unitsSchema } from './schema.ts'

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

/** Tells the second of two equal values. */
export function once(
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

function domainMissing(domain: string): TwoLanguages {
  return { vi: `thiếu tên miền của cơ quan: ${domain}`, en: `the office's own domain is missing: ${domain}` }
}
