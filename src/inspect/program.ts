// The command that a reading process is started with: what it may not do, told to Node and to the kernel.
import { existsSync, realpathSync } from 'node:fs'
import { NOTE_BYTES } from './note.ts'

/** Ends the process with its parent (prctl(2) PR_SET_PDEATHSIG): one that computes for ever would not see the parent go. */
const SETPRIV = '/usr/bin/setpriv'
/** Sets resource limits (setrlimit(2)). */
const PRLIMIT = '/usr/bin/prlimit'

/** Private writable memory that Node maps before it does anything (VmData in /proc/PID/status: measured 580 MB), with room. */
const NODE_DATA_MIB = 768
const MIB = 1_048_576

/** For fork(2) of node:child_process: Node, read-only and alone: no writing, no process, no worker, no native module. */
export function program(memoryMiB: number): { execPath: string; execArgv: string[] } {
  const node = [
    process.execPath,
    '--permission',
    '--allow-fs-read=*',
    '--no-warnings',
    // Behind the limit of resident memory, which acts at once, while V8 first collects for seconds near its own.
    `--max-old-space-size=${Math.round(memoryMiB * 1.25)}`,
  ]
  const [execPath, ...execArgv] = [
    ...(has(SETPRIV) ? [SETPRIV, '--pdeathsig', 'KILL'] : []),
    ...limits(memoryMiB),
    ...node,
  ]
  return { execPath: execPath!, execArgv }
}

/**
 * `data` is a wall behind the watch of resident memory: an allocation past it fails. Memory that WebAssembly only reserves is
 * not counted (as it would be by RLIMIT_AS). `fsize` holds for the one file that the process has, its note; `core`: a
 * process that dies leaves nothing of the mail on the disk.
 */
function limits(memoryMiB: number): string[] {
  if (!has(PRLIMIT)) return []
  const data = (NODE_DATA_MIB + memoryMiB * 1.5) * MIB
  return [PRLIMIT, '--core=0', `--fsize=${NOTE_BYTES}`, `--data=${Math.round(data)}`]
}

/** util-linux's; busybox's, a link, does not know the options. */
function has(path: string): boolean {
  return existsSync(path) && realpathSync(path) === path
}
