// Runs the real command line as a process, the way a user does.
import { spawn } from 'node:child_process'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '..', '..')

export interface CliResult {
  status: number | null
  stdout: string
  stderr: string
}

/** Runs `congthu ARGS` in the project folder, for a minute at most. */
export function congthu(...args: string[]): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(ROOT, 'bin', 'congthu.mjs'), ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 60_000,
    })
    const out = { stdout: '', stderr: '' }
    child.stdout.on('data', (chunk) => (out.stdout += chunk))
    child.stderr.on('data', (chunk) => (out.stderr += chunk))
    child.on('error', reject)
    child.on('close', (status) => resolve({ status, ...out }))
  })
}
