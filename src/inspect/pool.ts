// The pool of reading processes: warm, one job each, replaced when they die; a dead one is a fact of its message only.
import { join } from 'node:path'
import type { DocumentFacts, MessageFacts, ReadingContext } from '../facts.ts'
import type { Job, MessageSource } from './protocol.ts'
import { type Ending, ReaderProcess } from './reader-process.ts'
import { unread } from './unread.ts'

export type { MessageSource } from './protocol.ts'

export interface PoolOptions {
  processes: number
  /** Wall time of one reading. */
  seconds: number
  /** CPU time of one reading, of all its threads; default: as much as its wall time. */
  cpuSeconds?: number
  /** Resident memory of one process. */
  memoryMiB: number
  /** Module that the processes run; another one only in tests. */
  childModule?: string
}

export interface ReadingPool {
  /**
   * The facts of a message, without the words of its texts. When its reader is killed at a limit, or dies twice on it, facts
   * that say so (`header` null, `inspected` none) and hold the document that it died on. Rejects only for our own failure: no process can be started, too much waits already, the machine is
   * too slow, the scratch file cannot be read; and when `signal` says that nobody wants the answer any more.
   */
  readMessage(source: MessageSource, now: Date, signal?: AbortSignal): Promise<MessageFacts>
  /** The facts of a lone file, a message or a document. Rejects when it cannot be read. */
  readFile(path: string, now: Date): Promise<MessageFacts | DocumentFacts>
  /** What is asked for from now on is read by this context; what was asked for before keeps its own, waiting or running. */
  setContext(context: ReadingContext): void
  /** Processes that live, and messages that wait for one. */
  state(): { processes: number; waiting: number }
  close(): Promise<void>
}

const WATCH_MS = 25
/** A process that holds more than this part of its limit when idle is replaced, so that the next job starts clean. */
const RECYCLE_PART = 0.6
const BIG_JOB_BYTES = 4_194_304
/** Of the processes that take big messages: they give way to the relay and to the process that small mail has for itself. */
const NICE = 5
/** A process that could not start, or never got ready, is tried again after so long, and with each job. */
const RETRY_MS = 1000
/** Messages that may wait; more would be answered after their deadline anyway. */
const MAX_WAITING = 1000

interface Waiting {
  job: Job
  context: ReadingContext
  end(ending: Ending): void
  fail(error: Error): void
}

/** Starts the processes and gives the pool. */
export function createPool(context: ReadingContext, options: PoolOptions): ReadingPool {
  const childModule = join(import.meta.dirname, 'child.ts')
  return new Pool(context, { childModule, cpuSeconds: options.seconds, ...options })
}

class Pool implements ReadingPool {
  #context: ReadingContext
  readonly #options: Required<PoolOptions>
  readonly #readers = new Set<ReaderProcess>()
  readonly #idle: ReaderProcess[] = []
  readonly #queue: Waiting[] = []
  /** Where there are several, one process is kept from big messages, so that small mail never waits for them. */
  #forSmall: ReaderProcess | null = null
  #watching: NodeJS.Timeout | null = null
  #closed = false

  constructor(context: ReadingContext, options: Required<PoolOptions>) {
    this.#context = context
    this.#options = options
    for (let i = 0; i < options.processes; i++) this.#start()
  }

  async readMessage(source: MessageSource, now: Date, signal?: AbortSignal): Promise<MessageFacts> {
    const job: Job = { type: 'message', source, now: now.getTime() }
    const context = this.#context // of the moment of asking, for the second try too
    for (let tries = 1; ; tries++) {
      const ending = await this.#run(job, context, signal)
      if (ending.type === 'done') return ending.facts as MessageFacts
      if (ending.type === 'died') return unread(source.size, ending.reason, ending.document, context.secrecy)
      if (ending.type === 'unreadable-file') throw new Error(`scratch file: ${ending.error}`)
      if (this.#closed || ending.why === 'stalled') throw new Error(ending.error)
      // The kernel or a person may have killed it: only a message that ends a second process is at fault itself.
      if (tries === 1) continue
      if (ending.why === 'stopped') throw new Error(ending.error)
      return unread(source.size, 'reader-died', ending.document, context.secrecy)
    }
  }

  async readFile(path: string, now: Date): Promise<MessageFacts | DocumentFacts> {
    const ending = await this.#run({ type: 'file', path, now: now.getTime() }, this.#context)
    if (ending.type === 'done') return ending.facts
    throw new Error(ending.type === 'died' ? `${ending.reason}: ${ending.error}` : ending.error)
  }

  setContext(context: ReadingContext): void {
    this.#context = context
  }

  state(): { processes: number; waiting: number } {
    const processes = [...this.#readers].filter(({ alive }) => alive).length
    return { processes, waiting: this.#queue.length }
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const { fail } of this.#queue.splice(0)) fail(new Error('the pool is closed'))
    const readers = [...this.#readers]
    for (const reader of readers) reader.end()
    await Promise.all(readers.map(({ gone }) => gone))
  }

  #run(job: Job, context: ReadingContext, signal?: AbortSignal): Promise<Ending> {
    return new Promise((end, fail) => {
      if (this.#closed) return fail(new Error('the pool is closed'))
      if (signal?.aborted) return fail(new Error('nobody waits for it'))
      if (this.#queue.length >= MAX_WAITING) return fail(new Error('too many messages wait to be read'))
      const waiting: Waiting = { job, context, end, fail }
      this.#queue.push(waiting)
      signal?.addEventListener('abort', () => this.#forget(waiting), { once: true })
      this.#startMissing() // those that could not start before
      this.#dispatch()
    })
  }

  /** Takes a job out of the queue; one that runs goes on, bounded by its time. */
  #forget(waiting: Waiting): void {
    const at = this.#queue.indexOf(waiting)
    if (at < 0) return
    this.#queue.splice(at, 1)
    waiting.fail(new Error('nobody waits for it'))
  }

  #start(): void {
    const forSmall = this.#forSmall === null && this.#options.processes > 1
    let reader: ReaderProcess
    try {
      reader = new ReaderProcess(this.#options, forSmall ? 0 : NICE)
    } catch (error) {
      this.#couldNotStart(error as Error) // no memory or no process to be had
      this.#startLater()
      return
    }
    if (forSmall) this.#forSmall = reader
    this.#readers.add(reader)
    let worked = false
    reader.ready.then(
      () => {
        worked = true
        this.#release(reader)
      },
      (error: Error) => this.#couldNotStart(error),
    )
    void reader.gone.then(() => {
      this.#readers.delete(reader)
      if (this.#forSmall === reader) this.#forSmall = null
      const at = this.#idle.indexOf(reader)
      if (at >= 0) this.#idle.splice(at, 1)
      if (this.#closed) return
      if (worked) this.#start()
      else this.#startLater() // not in a loop without a breath
    })
  }

  #startMissing(): void {
    for (let i = this.#readers.size; i < this.#options.processes; i++) this.#start()
  }

  /** Also without a job: whoever asks whether mail can be judged must hear yes again. */
  #startLater(): void {
    setTimeout(() => {
      if (!this.#closed) this.#startMissing()
    }, RETRY_MS).unref()
  }

  #couldNotStart(error: Error): void {
    queueMicrotask(() => {
      if (this.#readers.size > 0) return // another one will take the waiting jobs
      for (const { fail } of this.#queue.splice(0)) fail(error)
    })
  }

  #release(reader: ReaderProcess): void {
    this.#idle.push(reader)
    this.#dispatch()
  }

  /** The last one used first: its caches are warm. */
  #dispatch(): void {
    for (const reader of this.#idle.toReversed()) {
      const at = this.#queue.findIndex(({ job }) => this.#takes(reader, job))
      if (at < 0) continue
      const [{ job, context, end }] = this.#queue.splice(at, 1) as [Waiting]
      this.#idle.splice(this.#idle.indexOf(reader), 1)
      void reader.run(job, context).then((ending) => {
        end(ending)
        this.#after(reader, job)
      })
    }
    this.#watch()
  }

  #takes(reader: ReaderProcess, job: Job): boolean {
    return reader !== this.#forSmall || !isBig(job) || this.#readers.size === 1
  }

  #after(reader: ReaderProcess, job: Job): void {
    if (!reader.alive) return
    const limit = this.#options.memoryMiB * 1_048_576
    if (isBig(job) && reader.residentBytes() > limit * RECYCLE_PART) reader.end()
    else this.#release(reader)
  }

  #watch(): void {
    this.#watching ??= setInterval(() => {
      let busy = false
      for (const reader of this.#readers) {
        reader.watch()
        busy ||= reader.busy
      }
      if (busy) return
      clearInterval(this.#watching!)
      this.#watching = null
    }, WATCH_MS)
  }
}

function isBig(job: Job): boolean {
  return job.type === 'file' || job.source.size > BIG_JOB_BYTES
}
