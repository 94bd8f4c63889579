// One reading process: forked warm, given one job at a time, watched and killed past its limits.
import { type ChildProcess, fork } from 'node:child_process'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { setPriority } from 'node:os'
import type { DocumentFacts, MessageFacts, ReadingContext, Reason } from '../facts.ts'
import type { FromChild, Job, ToChild } from './protocol.ts'

/**
 * How a job ended: with facts, or with the reason why there are none. `died` stands against the message; `lost` says that
 * the process went for a reason that need not be the message's (killed from outside, out of memory, stopped); `stalled`
 * when it had hardly computed, so that the machine was slow and not the message.
 */
export type Ending =
  | { type: 'done'; facts: MessageFacts | DocumentFacts }
  | { type: 'died'; reason: Reason; error: string }
  | { type: 'lost'; error: string; stalled: boolean }
  | { type: 'unreadable-file'; error: string }

export interface ReaderOptions {
  /** Wall time that one job may take. */
  seconds: number
  /** Resident memory of the whole process: Buffers and WebAssembly are outside V8's own limits. */
  memoryMiB: number
  /** Module that the process runs; another one only in tests. */
  childModule: string
}

const PAGE_BYTES = 4096
const MIB = 1_048_576
/** A process that does not say that it is ready within this time is given up. */
const START_MS = 20_000
/**
 * Of its wall time a job must have computed at least this part; below it the machine was slow, not the message. Ordinary
 * mail computes for milliseconds, and hostile mail gets its share even of a crowded machine.
 */
const BUSY_PART = 0.1
/** Clock ticks a second in /proc (sysconf(_SC_CLK_TCK)), 100 on every Linux that Node runs on. */
const TICKS = 100

/** Ends the process with its parent (prctl(2) PR_SET_PDEATHSIG): one that computes for ever would not see the parent go. */
const SETPRIV = '/usr/bin/setpriv' // util-linux's; busybox's, a link, does not know the option

/** What runs the module: Node, read-only and alone: no writing, no process, no worker, no native module (its permission model). */
function program(): { execPath: string; execArgv: string[] } {
  const options = ['--permission', '--allow-fs-read=*', '--no-warnings']
  if (!existsSync(SETPRIV) || realpathSync(SETPRIV) !== SETPRIV)
    return { execPath: process.execPath, execArgv: options }
  return { execPath: SETPRIV, execArgv: ['--pdeathsig', 'KILL', process.execPath, ...options] }
}

function giveWay(pid: number, nice: number): void {
  try {
    setPriority(pid, nice)
  } catch {
    // it has gone again already, which its exit tells
  }
}

export class ReaderProcess {
  readonly #child: ChildProcess
  readonly #options: ReaderOptions
  #job: { deadline: number; computed: number | null; end: (ending: Ending) => void } | null = null
  /** What the process was told last; messages arrive in order. */
  #context: ReadingContext | null = null
  #killedFor: Reason | null = null
  #error: Error | null = null
  #alive = true
  #stalled = false
  /** Resolves once the process can work; rejects when it could not be started, which is our own failure. */
  readonly ready: Promise<void>
  /** Resolves when the process is gone, however it ended. */
  readonly gone: Promise<void>

  /** `nice` as of nice(1): how far it gives way to others. */
  constructor(options: ReaderOptions, nice: number) {
    this.#options = options
    this.#child = fork(options.childModule, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'], // what hostile content makes a parser print is not logged
      env: {}, // no secret of ours where hostile content is parsed
      ...program(),
    })
    if (nice > 0 && this.#child.pid !== undefined) giveWay(this.#child.pid, nice)
    this.#child.on('message', (message: FromChild) => this.#answered(message))
    this.gone = new Promise((resolve) => {
      const ended = () => {
        this.#alive = false
        const error = 'the reading process ended'
        this.#finish(
          this.#killedFor === null
            ? { type: 'lost', error, stalled: this.#stalled }
            : { type: 'died', reason: this.#killedFor, error },
        )
        resolve()
      }
      this.#child.once('exit', ended)
      this.#child.once('error', (error) => {
        this.#error = error
        ended()
      })
    })
    this.ready = this.#untilReady()
    this.ready.catch(() => {}) // whoever waits for it sees the rejection
  }

  #untilReady(): Promise<void> {
    return new Promise((resolve, reject) => {
      const patience = setTimeout(() => this.end(), START_MS).unref()
      this.#child.once('message', () => {
        clearTimeout(patience)
        resolve()
      })
      void this.gone.then(() => {
        clearTimeout(patience)
        reject(this.#error ?? new Error('the reading process could not start'))
      })
    })
  }

  /** False once the process is gone: a job given to it now would never end. */
  get alive(): boolean {
    return this.#alive
  }

  get busy(): boolean {
    return this.#job !== null
  }

  /** Does one job by a context, which the process is told when it is another one than before; never rejects. */
  run(job: Job, context: ReadingContext): Promise<Ending> {
    return new Promise((end) => {
      this.#job = { deadline: performance.now() + this.#options.seconds * 1000, computed: null, end }
      if (context !== this.#context) this.#tell({ type: 'context', context })
      this.#context = context
      this.#tell(job)
    })
  }

  /** Kills the process when its job is past a limit. Called every few milliseconds while jobs run. */
  watch(): void {
    if (this.#job === null) return
    this.#job.computed ??= this.#computedSeconds() // here and not at the start: most jobs are over before the first look
    if (performance.now() > this.#job.deadline) this.#outOfTime(this.#job.computed)
    else if (this.residentBytes() > this.#options.memoryMiB * MIB) this.#kill('memory-limit')
  }

  /** A job that computed all the time is at fault itself; one that waited for the machine is not. */
  #outOfTime(before: number): void {
    const computed = this.#computedSeconds() - before
    if (computed >= this.#options.seconds * BUSY_PART || !existsSync('/proc/self/stat')) this.#kill('time-limit')
    else {
      this.#stalled = true
      this.end()
    }
  }

  /** CPU seconds of the process so far, user and system (proc(5): fields 14 and 15 of stat). */
  #computedSeconds(): number {
    try {
      const stat = readFileSync(`/proc/${this.#child.pid}/stat`, 'latin1')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return (Number(fields[11]) + Number(fields[12])) / TICKS
    } catch {
      return 0
    }
  }

  /** Resident memory now; 0 when it is not known. */
  residentBytes(): number {
    try {
      return Number(readFileSync(`/proc/${this.#child.pid}/statm`, 'latin1').split(' ')[1]) * PAGE_BYTES
    } catch {
      return 0 // already gone, or no /proc on this system: the wall time is then the only limit
    }
  }

  end(): void {
    this.#child.kill('SIGKILL')
  }

  #kill(reason: Reason): void {
    this.#killedFor = reason
    this.#child.kill('SIGKILL')
  }

  #tell(message: ToChild): void {
    // A process that is just dying reports the error here; its exit ends the job.
    if (this.#child.connected) this.#child.send(message, () => {})
  }

  #answered(message: FromChild): void {
    if (message.type === 'ready') return
    if (message.type === 'threw') this.#finish({ type: 'died', reason: 'reader-died', error: message.error })
    else this.#finish(message)
  }

  #finish(ending: Ending): void {
    const job = this.#job
    this.#job = null
    job?.end(ending)
  }
}
