// The samples: each .eml with the .yaml beside it that says what the verdict must be.
import { existsSync, readdirSync } from 'node:fs'
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

/** All samples below a folder, by their paths. Throws when a .yaml is missing or wrong, or stands without its .eml. */
export function listSamples(root: string): Sample[] {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => /^[^/]+\/[^/]+$/.test(file))
  const mails = files.filter((file) => file.endsWith('.eml')).sort()
  const folders = new Set(mails.map((mail) => dirname(mail)))
  for (const file of files.filter((file) => file.endsWith('.yaml') && folders.has(dirname(file)))) {
    if (!mails.includes(file.replace(/yaml$/, 'eml'))) throw new Error(`${file} stands without its .eml`)
  }
  return mails.map((mail) => {
    const file = join(root, mail)
    const expectation = readYamlFile(file.replace(/eml$/, 'yaml'), expectationSchema).value
    return { name: basename(mail, '.eml'), rule: dirname(mail), file, expectation }
  })
}

/** Whether there is a folder of samples; a container that only serves has none. */
export function haveSamples(folder: string): boolean {
  return existsSync(folder)
}
