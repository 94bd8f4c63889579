// A disk of a few hundred KiB (tmpfs) that a test can fill, empty and make read-only.
import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const BLOCK = Buffer.alloc(4096)

export class SmallDisk {
  readonly folder: string

  private constructor(folder: string) {
    this.folder = folder
  }

  static mount(kib: number): SmallDisk {
    const folder = mkdtempSync(join(tmpdir(), 'congthu-disk-'))
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kib}k,mode=0755`, 'tmpfs', folder], { stdio: 'pipe' })
    } catch (error) {
      rmSync(folder, { recursive: true })
      throw error
    }
    return new SmallDisk(folder)
  }

  /** Takes all the room that is left. */
  fill(): void {
    const file = openSync(join(this.folder, 'filler'), 'w')
    try {
      for (;;) writeSync(file, BLOCK)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    } finally {
      closeSync(file)
    }
  }

  empty(): void {
    rmSync(join(this.folder, 'filler'), { force: true })
  }

  readOnly(yes: boolean): void {
    execFileSync('mount', ['-o', `remount,${yes ? 'ro' : 'rw'}`, this.folder], { stdio: 'pipe' })
  }

  [Symbol.dispose](): void {
    execFileSync('umount', ['-l', this.folder], { stdio: 'pipe' })
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** Why no disk can be mounted here; null when it can. */
export function noSmallDisk(): string | null {
  try {
    SmallDisk.mount(64)[Symbol.dispose]()
    return null
  } catch {
    return 'no tmpfs can be mounted (needs root and CAP_SYS_ADMIN)'
  }
}
