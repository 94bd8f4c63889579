// Makes every sample again from the committed documents: the same bytes each time. `npm run samples`, or with a folder.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { samples as art3 } from './cases/art3.ts'
import { samples as art63 } from './cases/art6-3.ts'
import { samples as art71 } from './cases/art7-1.ts'
import { samples as art72 } from './cases/art7-2.ts'
import { samples as art73a } from './cases/art7-3a.ts'
import { samples as art73aPassing } from './cases/art7-3a-passing.ts'
import { samples as art74b } from './cases/art7-4b.ts'
import { samples as art74c, passing as art74cPassing } from './cases/art7-4c.ts'
import { samples as malware } from './cases/art8-malware.ts'
import { samples as spam } from './cases/art8-spam.ts'
import { samples as secrets } from './cases/art8-state-secret.ts'
import { samples as unlawful } from './cases/art8-unlawful-content.ts'
import { samples as hidden } from './cases/hidden.ts'
import { samples as ordinary } from './cases/ordinary.ts'
import { samples as machines } from './cases/ordinary-machines.ts'
import { samples as unreadable } from './cases/unreadable.ts'
import { CLOCK, type ExpectedFinding, type Sample } from './sample.ts'

export const ALL: Sample[] = [
  ...ordinary,
  ...machines,
  ...art3,
  ...art63,
  ...art73a,
  ...art73aPassing,
  ...art71,
  ...art72,
  ...art74b,
  ...art74c,
  ...art74cPassing,
  ...malware,
  ...secrets,
  ...unlawful,
  ...spam,
  ...unreadable,
  ...hidden,
]

/** A YAML scalar in the quotes that need fewer escapes (YAML 1.2, 7.3), as the formatter wants it; JSON is YAML. */
const quoted = (text: string): string => (text.includes('"') ? `'${text.replaceAll("'", "''")}'` : JSON.stringify(text))

function findingLine({ rule, message, at }: ExpectedFinding): string {
  const place = at === undefined ? '' : `, at: { part: ${quoted(at.part)}, path: [${at.path.map(quoted).join(', ')}] }`
  return `  - { rule: ${rule}, message: ${message}${place} }\n`
}

/** The expectation beside the .eml. */
export function expectationYaml(sample: Sample): string {
  const { envelope, findings } = sample
  const list = findings.length === 0 ? 'findings: []\n' : `findings:\n${findings.map(findingLine).join('')}`
  return `# What the verdict on this mail must be, thought out by a person: samples/make/cases holds it. See samples/README.md.
why: ${quoted(sample.why)}
whyEn: ${quoted(sample.whyEn)}
envelope:
  from: ${quoted(envelope.from)}
  to:
${envelope.to.map((address) => `    - ${quoted(address)}\n`).join('')}clock: ${quoted(CLOCK)}
action: ${sample.action}
${list}`
}

/** Removes what an earlier run left in the samples' own folders and nothing else. */
function clear(out: string): void {
  for (const rule of new Set(ALL.map((sample) => sample.rule))) {
    const folder = join(out, rule)
    mkdirSync(folder, { recursive: true })
    for (const name of readdirSync(folder)) if (/\.(eml|yaml)$/.test(name)) rmSync(join(folder, name))
  }
}

/** Writes all samples into `out`, a folder a rule. Returns the paths written, relative to it. */
export async function makeAll(out: string): Promise<string[]> {
  const names = ALL.map(({ rule, name }) => `${rule}/${name}`)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new Error(`two samples are called ${twice}`)
  clear(out)
  const written: string[] = []
  for (const sample of ALL) {
    const base = join(out, sample.rule, sample.name)
    mkdirSync(dirname(base), { recursive: true })
    writeFileSync(`${base}.eml`, await sample.make())
    writeFileSync(`${base}.yaml`, expectationYaml(sample))
    written.push(relative(out, `${base}.eml`), relative(out, `${base}.yaml`))
  }
  return written
}

if (import.meta.main) {
  const out = resolve(process.argv[2] ?? join(import.meta.dirname, '..'))
  const written = await makeAll(out)
  console.log(`${written.length / 2} samples written to ${out}`)
}
