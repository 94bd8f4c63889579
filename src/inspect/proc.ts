// What Linux tells of a process in /proc/PID/stat (proc_pid_stat(5)): its state, its CPU time, its resident memory.
import { readFileSync, writeFileSync } from 'node:fs'

export interface ProcessState {
  /** One letter: R runs, S waits, D waits for a disk, T is stopped ... */
  state: string
  /** CPU time so far of all its threads, user and system. */
  cpuSeconds: number
  residentBytes: number
}

const PAGE_BYTES = 4096
/** Clock ticks a second (sysconf(_SC_CLK_TCK)): 100 on every Linux that Node runs on. */
const TICKS = 100

/** null when the process is gone, or the system has no /proc. */
export function stateOf(pid: number | undefined): ProcessState | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // From the third field on: the second, the program's name, may hold blanks and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return {
      state: fields[0]!,
      cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS,
      residentBytes: Number(fields[21]) * PAGE_BYTES,
    }
  } catch {
    return null
  }
}

/** Has the kernel end this process before others when the machine is out of memory (proc_pid_oom_score_adj(5)). */
export function endFirst(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/oom_score_adj`, '800')
  } catch {
    // no such file on this system, or the process has gone again already, which its exit tells
  }
}
