// One reading process: forked warm, given one job at a time, watched and killed past its limits.
import { type ChildProcess, fork } from 'node:child_process'
import { setPriority } from 'node:os'
import type { DocumentFacts, MessageFacts, ReadingContext, Reason } from '../facts.ts'
import { closeNote, type NotedDocument, openNote, readNote } from './note.ts'
import { endFirst, stateOf } from './proc.ts'
import { program } from './program.ts'
import type { FromChild, Job, ToChild } from './protocol.ts'
import { JobWatch } from './watch.ts'

/**
 * How a job ended: with facts, or with the reason why there are none. `died` stands against the message; `lost` says that
 * the process went for a reason that need not be the message's: killed from outside or fallen over (`ended`), stopped by a
 * signal, or `stalled`, when it had hardly computed, so that the machine was slow and not the message. `document` is the
 * one that it was at.
 */
export type Ending =
  | { type: 'done'; facts: MessageFacts | DocumentFacts }
  | { type: 'died'; reason: Reason; error: string; document: NotedDocument | null }
  | { type: 'lost'; error: string; why: 'ended' | 'stopped' | 'stalled'; document: NotedDocument | null }
  | { type: 'unreadable-file'; error: string }

export interface ReaderOptions {
  /** Wall time that one job may take. */
  seconds: number
  /** CPU time that one job may take, of all threads. */
  cpuSeconds: number
  /** Resident memory of the whole process: Buffers and WebAssembly are outside V8's own limits. */
  memoryMiB: number
  /** Module that the process runs; another one only in tests. */
  childModule: string
}

/** A process that does not say that it is ready within this time is given up. */
const START_MS = 20_000

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
  readonly #note: number | null
  #job: { watch: JobWatch; end: (ending: Ending) => void } | null = null
  /** What the process was told last; messages arrive in order. */
  #context: ReadingContext | null = null
  #killedFor: Reason | null = null
  #error: Error | null = null
  #alive = true
  #why: 'ended' | 'stopped' | 'stalled' = 'ended'
  /** Resolves once the process can work; rejects when it could not be started, which is our own failure. */
  readonly ready: Promise<void>
  /** Resolves when the process is gone, however it ended. */
  readonly gone: Promise<void>

  /** `nice` as of nice(1): how far it gives way to others. */
  constructor(options: ReaderOptions, nice: number) {
    this.#options = options
    this.#note = openNote()
    try {
      this.#child = this.#fork(options)
    } catch (error) {
      closeNote(this.#note)
      throw error
    }
    const { pid } = this.#child
    if (pid !== undefined) {
      endFirst(pid)
      if (nice > 0) giveWay(pid, nice)
    }
    this.#child.on('message', (message: FromChild) => this.#answered(message))
    this.gone = new Promise((resolve) => {
      const ended = (signal: NodeJS.Signals | null) => {
        if (!this.#alive) return
        this.#alive = false
        this.#finish(this.#death(signal))
        closeNote(this.#note)
        resolve()
      }
      this.#child.once('exit', (_code, signal) => ended(signal))
      this.#child.once('error', (error) => {
        this.#error = error
        ended(null)
      })
    })
    this.ready = this.#untilReady()
    this.ready.catch(() => {}) // whoever waits for it sees the rejection
  }

  #fork({ childModule, memoryMiB }: ReaderOptions): ChildProcess {
    return fork(childModule, [], {
      serialization: 'advanced',
      // What hostile content makes a parser print is not logged; the last one is NOTE_FD.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc', this.#note ?? 'ignore'],
      env: {}, // no secret of ours where hostile content is parsed
      ...program(memoryMiB),
    })
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
      this.#job = { watch: new JobWatch(this.#options, performance.now()), end }
      if (context !== this.#context) this.#tell({ type: 'context', context })
      this.#context = context
      this.#tell(job)
    })
  }

  /** Kills the process when its job is past a limit, or it does not run at all. Called every few milliseconds while jobs run. */
  watch(): void {
    if (this.#job === null || this.#killedFor !== null) return
    const judged = this.#job.watch.look(stateOf(this.#child.pid), performance.now())
    if (judged === 'fine') return
    if (judged === 'stalled' || judged === 'stopped') this.#why = judged
    else this.#killedFor = judged
    this.end()
  }

  /** Resident memory now; 0 when it is not known. */
  residentBytes(): number {
    return stateOf(this.#child.pid)?.residentBytes ?? 0
  }

  end(): void {
    this.#child.kill('SIGKILL')
  }

  #death(signal: NodeJS.Signals | null): Ending {
    const error = 'the reading process ended'
    // V8 and Node abort when an allocation fails (RLIMIT_DATA, or V8's own limit).
    const full = signal === 'SIGABRT' && this.#job?.watch.nearMemoryLimit === true
    const reason = this.#killedFor ?? (full ? 'memory-limit' : null)
    const document = readNote(this.#note)
    if (reason !== null) return { type: 'died', reason, error, document }
    return { type: 'lost', error, why: this.#why, document }
  }

  #tell(message: ToChild): void {
    // A process that is just dying reports the error here; its exit ends the job.
    if (this.#child.connected) this.#child.send(message, () => {})
  }

  #answered(message: FromChild): void {
    if (message.type === 'ready') return
    if (message.type !== 'threw') this.#finish(message)
    else {
      const reason = message.memory ? 'memory-limit' : 'reader-died'
      this.#finish({ type: 'died', reason, error: message.error, document: readNote(this.#note) })
    }
  }

  #finish(ending: Ending): void {
    const job = this.#job
    this.#job = null
    job?.end(ending)
  }
}
