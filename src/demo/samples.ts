// The samples: each .eml with the .yaml beside it that says what the verdict must be.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readYamlFile, z } from '../settings/yaml-file.ts'

const expectationSchema = z.strictObject({
  why: z.string().min(1),
  whyEn: z.string().min(1),
  envelope: z.strictObject({ from: z.string(), to: z.array(z.string()) }),
  clock: z.string(),
  action: z.enum(['pass', 'tag', 'reject']),
  findings: z.array(
    z.strictObject({
      rule: z.string(),
      message: z.string(),
      at: z.strictObject({ part: z.string(), path: z.array(z.string()).optional() }).optional(),
    }),
  ),
})

/** What a person who knows the regulation says of the sample; never made by running the engine. */
export type Expectation = z.output<typeof expectationSchema>

export interface Sample {
  /** `rule/name`. */
  name: string
  /** The folder: the rule that it is about, or `ordinary`. */
  rule: string
  file: string
  expectation: Expectation
}

/** All samples of a folder, in the order of their names. Throws SettingsError when a .yaml is wrong or missing. */
export function listSamples(folder: string): Sample[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.eml'))
    .sort()
    .map((name) => {
      const file = join(folder, name)
      const expectation = readYamlFile(file.replace(/\.eml$/, '.yaml'), expectationSchema).value
      return { name: name.slice(0, -4), rule: name.split('/')[0]!, file, expectation }
    })
}

/** Whether there is a folder of samples; a container that only serves has none. */
export function haveSamples(folder: string): boolean {
  return existsSync(folder)
}
