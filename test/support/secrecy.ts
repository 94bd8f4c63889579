// The shipped policy's data on marks of secrecy (policies/site/secrecy.yaml), for tests of readers and rules.
import { join } from 'node:path'
import { PolicyFiles } from '../../src/policy/files.ts'
import { loadSecrecy } from '../../src/policy/site.ts'

const files = new PolicyFiles({ directory: join(import.meta.dirname, '../../policies') })
const loaded = loadSecrecy(files)
if (loaded === null) throw new Error(JSON.stringify(files.mistakes))

export const { words: SECRECY, law: SECRECY_LAW } = loaded
