// Limits of a running process (prlimit): lowered they stand for a full disk or too many open files; raised again, for a fault gone.
import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'

function limit(pid: number, what: string, soft: number | 'unlimited'): void {
  execFileSync('prlimit', [`--pid=${pid}`, `--${what}=${soft}:`], { stdio: 'pipe' })
}

/** Descriptors from now on: `free` more than are open. The lowest free number is taken, so gaps count. */
export function limitOpenFiles(pid: number, free: number): void {
  const open = new Set(readdirSync(`/proc/${pid}/fd`).map(Number))
  let highest = 0
  for (let number = 0, left = free; ; number++) {
    if (!open.has(number) && left-- <= 0) {
      highest = number
      break
    }
  }
  limit(pid, 'nofile', highest)
}

export function restoreOpenFiles(pid: number): void {
  limit(pid, 'nofile', 1024)
}

/** No file may become longer than this: writing fails with EFBIG, much as on a full disk. */
export function limitFileSize(pid: number, octets: number | 'unlimited'): void {
  limit(pid, 'fsize', octets)
}
