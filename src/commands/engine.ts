// Opens what the commands need to judge: the policy from its folder and the reading processes.
import { join } from 'node:path'
import type { Engine } from '../check.ts'
import { createPool } from '../inspect/pool.ts'
import { loadPolicy } from '../policy/load.ts'
import type { Policy } from '../policy/policy.ts'
import { RULES } from '../rules/index.ts'

/** The policy folder that comes with the project. */
export const DEFAULT_POLICIES = join(import.meta.dirname, '..', '..', 'policies')

export interface PolicyOptions {
  policies?: string
  site?: string
}

/** Reads the policy; throws an error that names file, line and column of every mistake. */
export function openPolicy(options: PolicyOptions): Policy {
  return loadPolicy({ directory: options.policies ?? DEFAULT_POLICIES, site: options.site }, RULES)
}

/** Gives the work an engine and stops the reading processes afterwards, whatever happens. */
export async function withEngine<T>(options: PolicyOptions, work: (engine: Engine) => Promise<T>): Promise<T> {
  const policy = openPolicy(options)
  const pool = createPool(policy.reading, { processes: 1, seconds: 20, cpuSeconds: 15, memoryMiB: 700 })
  try {
    return await work({ policy, pool })
  } finally {
    await pool.close()
  }
}
