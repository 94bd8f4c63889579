// Judges one job from what the system tells of its process: past which limit it is, or that it does not run at all.
import type { Reason } from '../facts.ts'
import type { ProcessState } from './proc.ts'

export interface JobLimits {
  /** Wall time. */
  seconds: number
  /** CPU time of all threads. */
  cpuSeconds: number
  memoryMiB: number
}

/**
 * A reason stands against the message. `stopped`: by a signal, and nothing of it is the message's doing. `stalled`: it
 * computes nothing, or the machine gave it no time.
 */
export type Judged = Extract<Reason, 'time-limit' | 'memory-limit'> | 'stopped' | 'stalled' | 'fine'

const MIB = 1_048_576
/**
 * Of its wall time a job must have computed at least this part; below it the machine was slow, not the message. Ordinary
 * mail computes for milliseconds, and hostile mail gets its share even of a crowded machine.
 */
const BUSY_PART = 0.1
/** A process that only waits for so long, and for no disk, will never answer: there is nothing that a reader waits for. */
const STILL_MS = 5000
/** One look may see a process that a terminal has just stopped and goes on at once, together with us. */
const STOPPED_LOOKS = 2
/** Above this part of its memory a process that aborts did so for want of memory. */
const NEARLY = 0.6

export class JobWatch {
  readonly #limits: JobLimits
  readonly #deadline: number
  /** CPU time of the process at the first look, not at the start: most jobs are over before it. */
  #before: number | null = null
  #computed = 0
  #movedAt: number
  #stoppedLooks = 0
  #residentBytes = 0

  /** `now` as of performance.now(), in milliseconds. */
  constructor(limits: JobLimits, now: number) {
    this.#limits = limits
    this.#deadline = now + limits.seconds * 1000
    this.#movedAt = now
  }

  /** Whether the last look saw it hold so much that an abort of it must come from that. */
  get nearMemoryLimit(): boolean {
    return this.#residentBytes > this.#limits.memoryMiB * MIB * NEARLY
  }

  /** `seen` null: the process is gone, which its exit tells, or the system has no /proc and wall time is the only limit. */
  look(seen: ProcessState | null, now: number): Judged {
    if (seen === null) return now > this.#deadline ? 'time-limit' : 'fine'
    this.#before ??= seen.cpuSeconds
    this.#residentBytes = seen.residentBytes
    const computed = seen.cpuSeconds - this.#before
    if (computed > this.#computed || seen.state !== 'S') this.#movedAt = now
    this.#computed = computed
    this.#stoppedLooks = seen.state === 'T' ? this.#stoppedLooks + 1 : 0
    if (seen.residentBytes > this.#limits.memoryMiB * MIB) return 'memory-limit'
    if (this.#stoppedLooks >= STOPPED_LOOKS) return 'stopped'
    if (computed > this.#limits.cpuSeconds) return 'time-limit'
    if (now > this.#deadline) return computed >= this.#limits.seconds * BUSY_PART ? 'time-limit' : 'stalled'
    return now - this.#movedAt > STILL_MS ? 'stalled' : 'fine'
  }
}
