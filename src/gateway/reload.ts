// Keeps the policy in force at what its folders say: a new one is read whole and then swapped, a broken one changes nothing.
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { PolicyPlace } from '../policy/files.ts'
import { loadPolicy } from '../policy/load.ts'
import type { Policy } from '../policy/policy.ts'
import { RULES } from '../rules/index.ts'
import { formatMistake, SettingsError } from '../settings/yaml-file.ts'
import type { Logger } from '../smtp/types.ts'

/** `unchanged`: the files say what is in force already. `refused`: they have mistakes, and the old policy stays. */
export type ReloadResult = 'swapped' | 'unchanged' | 'refused'

export interface ReloadOptions {
  place: PolicyPlace
  /** Version in force. */
  inForce: string
  /** `fingerprint` of its files, taken before they were read. */
  files: string
  /** Puts a policy in force; called between two messages' beginnings, never within one. */
  swap(policy: Policy): void
  told(result: ReloadResult): void
  logger: Logger
  /** Milliseconds between two looks at the folders. */
  everyMs?: number
}

export interface Reloader {
  /**
   * Reads the folders now, whether or not a file has changed; resolves when that is done. Files that change meanwhile are
   * left to the next looks.
   */
  reload(): Promise<void>
  close(): void
}

const EVERY_MS = 1000
/** Looked at in one folder, and how deep: site/trust/crl is the deepest. */
const MAX_ENTRIES = 5000
const MAX_DEPTH = 4
/** Mistakes in one log line. */
const TOLD_MISTAKES = 20

/**
 * Looks at the folders every second; stat and no inotify, because it sees every way of changing a file (in place, by
 * rename, a whole folder exchanged by a link) on every file system. Files are read once two looks agree, so never while an
 * editor or a copy is at work on them.
 */
export function watchPolicy(options: ReloadOptions): Reloader {
  return new PolicyWatch(options)
}

class PolicyWatch implements Reloader {
  readonly #options: ReloadOptions
  #version: string
  /** Of the files as they were last read, for better or worse. */
  #read: string
  /** Of the files at the last look, when that was another one. */
  #changed: string | null = null
  #asked = false
  #looking: Promise<void> | null = null
  #timer: NodeJS.Timeout | null = null
  #closed = false

  constructor(options: ReloadOptions) {
    this.#options = options
    this.#version = options.inForce
    this.#read = options.files
    this.#wait()
  }

  async reload(): Promise<void> {
    this.#asked = true
    await this.#looking // a look at work may have read the files before they were what they are now
    await this.#look() // whoever asks at the same time shares it
  }

  close(): void {
    this.#closed = true
    if (this.#timer) clearTimeout(this.#timer)
  }

  #wait(): void {
    if (this.#timer) clearTimeout(this.#timer)
    if (!this.#closed) this.#timer = setTimeout(() => void this.#look(), this.#options.everyMs ?? EVERY_MS).unref()
  }

  #look(): Promise<void> {
    this.#looking ??= this.#compare().finally(() => {
      this.#looking = null
      this.#wait()
    })
    return this.#looking
  }

  async #compare(): Promise<void> {
    const asked = this.#asked
    this.#asked = false
    const now = await fingerprint(this.#options.place)
    const before = this.#changed
    this.#changed = now === this.#read ? null : now
    if (this.#closed || (!asked && (this.#changed === null || this.#changed !== before))) return
    const policy = this.#load()
    const after = await fingerprint(this.#options.place)
    if (this.#closed) return
    if (after !== now)
      this.#changed = after // written while we read: half of one, half of another policy
    else this.#settle(now, policy)
  }

  #load(): Policy | Error {
    try {
      return loadPolicy(this.#options.place, RULES)
    } catch (error) {
      return error as Error
    }
  }

  #settle(read: string, policy: Policy | Error): void {
    const { logger, swap, told } = this.#options
    this.#read = read
    this.#changed = null
    const inForce = this.#version
    if (policy instanceof Error) {
      logger.error({ policy: inForce, mistakes: mistakesOf(policy) }, 'policy refused, the old one stays in force')
      told('refused')
    } else if (policy.version === inForce) {
      logger.info({ policy: inForce }, 'policy read again, nothing has changed')
      told('unchanged')
    } else {
      swap(policy)
      this.#version = policy.version
      logger.info({ policy: policy.version, before: inForce }, 'policy swapped')
      told('swapped')
    }
  }
}

function mistakesOf(error: Error): string[] {
  if (error instanceof SettingsError) return error.mistakes.slice(0, TOLD_MISTAKES).map(formatMistake)
  return [error.message]
}

/** What changes whenever a file of the policy does: name, inode, length and both times of each. Never rejects. */
export async function fingerprint({ directory, site }: PolicyPlace): Promise<string> {
  const lines: string[] = []
  for (const folder of site == null ? [directory] : [directory, site]) await walk(folder, 1, lines)
  return lines.join('\n')
}

async function walk(folder: string, depth: number, lines: string[]): Promise<void> {
  const names = await readdir(folder).catch((error) => [String(error)])
  for (const name of names.sort().slice(0, MAX_ENTRIES)) {
    if (name.startsWith('.') || /^README\b/i.test(name)) continue // no part of a policy; editors make such files
    const path = join(folder, name)
    const found = await stat(path, { bigint: true }).catch(() => null)
    if (found?.isDirectory() && depth < MAX_DEPTH) await walk(path, depth + 1, lines)
    else lines.push(`${path} ${found?.ino} ${found?.size} ${found?.mtimeNs} ${found?.ctimeNs}`)
  }
}
