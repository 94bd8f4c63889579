// Takes in the DATA of one message: in memory while small, in a scratch file beyond that, never more than the limit.
import { LineEndCheck, LineEndRepair, type LineEnds } from './line-ends.ts'
import { ownFailure, ReplyError, reply } from './reply.ts'
import { type Scratch, type ScratchFile, storageError } from './scratch.ts'
import type { ReceivedMessage } from './types.ts'
import type { VerbatimDataStream } from './verbatim-data.ts'

/** Octets that are collected before one write to the scratch file. */
const BATCH = 131_072

/** The client went away before its final dot: nobody waits for an answer. */
export class ClientGone extends Error {}

export interface ReceiveLimits {
  sizeLimit: number
  memoryLimit: number
}

/** A message that has come in whole. `discard` must be called when it is done with. */
export class Received {
  readonly message: ReceivedMessage
  /** True when it holds a bare CR, a bare LF or NUL. */
  readonly brokenLines: boolean
  readonly #file: ScratchFile | null

  constructor(message: Omit<ReceivedMessage, 'file'>, file: ScratchFile | null, brokenLines: boolean) {
    this.message = { ...message, file: file?.path ?? null }
    this.brokenLines = brokenLines
    this.#file = file
  }

  async head(length: number): Promise<Buffer> {
    return this.message.bytes?.subarray(0, length) ?? (await this.#file!.head(length))
  }

  blocks(from: number): Iterable<Buffer> | AsyncIterable<Buffer> {
    return this.message.bytes ? [this.message.bytes.subarray(from)] : this.#file!.blocks(from)
  }

  async discard(): Promise<void> {
    await this.#file?.discard()
  }
}

/**
 * Reads the stream to its end, whatever happens, so that the client can be answered. Rejects with ReplyError: 552 over the
 * size limit, 452 without room on the disk, 451 for another disk error; with ClientGone when the data broke off. `repair`
 * puts bare line ends and NUL right; otherwise they are only seen.
 */
export function receive(
  stream: VerbatimDataStream,
  limits: ReceiveLimits,
  scratch: Scratch,
  repair: boolean,
): Promise<Received> {
  return new Receiver(stream, limits, scratch, repair).result
}

class Receiver {
  readonly result: Promise<Received>
  readonly #stream: VerbatimDataStream
  readonly #limits: ReceiveLimits
  readonly #scratch: Scratch
  readonly #lines: LineEnds
  #chunks: Buffer[] = []
  #waiting = 0
  #size = 0
  #stored = 0
  #file: ScratchFile | null = null
  #failure: unknown = null
  #spilling: Promise<void> = Promise.resolve()

  constructor(stream: VerbatimDataStream, limits: ReceiveLimits, scratch: Scratch, repair: boolean) {
    this.#lines = repair ? new LineEndRepair() : new LineEndCheck()
    this.#stream = stream
    this.#limits = limits
    this.#scratch = scratch
    this.result = this.#end()
      .then(() => this.#spilling) // the end may come while octets are still being written
      .then(() => this.#finish())
    stream.on('data', (chunk: Buffer) => this.#take(chunk))
  }

  /** Settles when the stream has ended; rejects after cleaning up when it broke off. */
  #end(): Promise<void> {
    return new Promise((resolve, reject) => {
      const gone = () => {
        this.#fail(new ClientGone('client gone in DATA'))
        this.#spilling.then(() => this.#file?.discard()).then(() => reject(this.#failure))
      }
      this.#stream.once('end', () => {
        this.#stream.off('close', gone)
        resolve()
      })
      this.#stream.once('close', gone)
      this.#stream.on('error', () => undefined) // 'close' follows
    })
  }

  #take(chunk: Buffer): void {
    this.#size += chunk.length
    if (this.#failure) return
    // RFC 1870 5: the size counts neither the final dot line nor the dots that stuffing added.
    if (this.#size - this.#stream.stuffedDots > this.#limits.sizeLimit) {
      this.#fail(new ReplyError(reply(552, `5.3.4 Message longer than ${this.#limits.sizeLimit} octets`)))
      return
    }
    this.#keep(this.#lines.take(chunk))
    if (this.#stream.isPaused() || this.#waiting <= (this.#file ? BATCH : this.#limits.memoryLimit)) return
    this.#stream.pause()
    this.#spilling = this.#spill().then(() => {
      this.#stream.resume()
    })
  }

  #keep(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#waiting += chunk.length
    this.#stored += chunk.length
  }

  #fail(failure: unknown): void {
    this.#failure ??= failure
    this.#chunks = []
    this.#waiting = 0
  }

  async #spill(): Promise<void> {
    const chunks = this.#chunks
    this.#chunks = []
    this.#waiting = 0
    try {
      this.#file ??= await this.#scratch.create()
      await this.#file.append(chunks)
    } catch (error) {
      this.#fail(storageError(error))
    }
  }

  async #finish(): Promise<Received> {
    this.#keep(this.#lines.end())
    if (this.#file && !this.#failure) await this.#spill()
    if (this.#failure) {
      await this.#file?.discard()
      throw this.#failure instanceof Error ? this.#failure : new ReplyError(ownFailure())
    }
    const bytes = this.#file ? null : this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks)
    const stuffed = this.#stream.stuffedDots + this.#lines.stuffed > 0
    return new Received({ size: this.#stored, stuffed, bytes }, this.#file, this.#lines.broken)
  }
}
