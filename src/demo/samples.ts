// The samples: each .eml with the .yaml beside it that says what the verdict must be.
import { readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { readYamlFile, z } from '../settings/yaml-file.ts'

const finding = z.strictObject({
  rule: z.string(),
  message: z.string(),
  at: z.strictObject({ part: z.string(), path: z.array(z.string()) }).optional(),
  outcome: z.enum(['violated', 'undetermined']).optional(),
})

const expectationSchema = z.strictObject({
  why: z.string().min(10),
  whyEn: z.string().min(10),
  envelope: z.strictObject({ from: z.string(), to: z.array(z.string()).min(1) }),
  clock: z.iso.datetime({ offset: true }),
  action: z.enum(['pass', 'tag', 'reject']),
  findings: z.array(finding),
})

/** What a person who knows the regulation says of the sample; never made by running the engine. */
export type Expectation = z.output<typeof expectationSchema>

export type ExpectedFinding = Expectation['findings'][number]

export interface Sample {
  name: string
  /** Folder: the id of the rule that the sample is about, or `ordinary`. */
  rule: string
  file: string
  expectation: Expectation
}

/** Folders beside the samples that hold none. */
const OTHER_FOLDERS = ['documents', 'make', 'pki', 'site']

/** All samples below a folder, by their paths. Throws when one of .eml and .yaml is missing, or the .yaml is wrong. */
export function listSamples(root: string): Sample[] {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /^[^/]+\/[^/]+\.(?:eml|yaml)$/.test(file) && !OTHER_FOLDERS.includes(dirname(file)),
  )
  const stems = [...new Set(files.map((file) => file.replace(/\.(?:eml|yaml)$/, '')))].sort()
  return stems.map((stem) => {
    for (const file of [`${stem}.eml`, `${stem}.yaml`]) {
      if (!files.includes(file)) throw new Error(`samples/${file} is missing`)
    }
    const expectation = readYamlFile(join(root, `${stem}.yaml`), expectationSchema).value
    return { name: basename(stem), rule: dirname(stem), file: join(root, `${stem}.eml`), expectation }
  })
}
