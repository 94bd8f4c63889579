// Programs of the system that tests use as second opinions: skipped aloud when missing, or an error where they are required.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Whether the program is there. Missing, it is an error where CI or CONGTHU_REQUIRE_SERVICES asks for everything. */
export function hasTool(name: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${name}`], { stdio: 'ignore' })
    return true
  } catch {
    const message = `${name} is not installed`
    if (process.env.CI || process.env.CONGTHU_REQUIRE_SERVICES) throw new Error(`required, but: ${message}`)
    console.warn(`skipped: ${message}`)
    return false
  }
}

/** Runs commands in a folder of their own with these files in it, and gives what files there are afterwards. */
export function runIn(files: Record<string, Buffer | string>, commands: string[][]): Map<string, Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'congthu-tool-'))
  try {
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes)
    for (const [program, ...parameters] of commands) {
      execFileSync(program!, parameters, { cwd: folder, stdio: 'pipe', timeout: 60_000 })
    }
    const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile())
    return new Map(names.map(({ name }) => [name, readFileSync(join(folder, name))]))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
