// smtp-server's parser replaced: DATA octets are kept verbatim, commands end with CRLF only, a cut-off command is none.
//
// A subclass, not a patched prototype: another user of smtp-server in the same process (a test's receiving hop) keeps the
// package's own behaviour. What is replaced here, in front-connection.ts and in front-server.ts is held by hash in
// test/smtp/verbatim-data.test.ts; when the package changes one of those methods, that test fails and these files have to
// be read again.
import type { SMTPServerDataStream } from 'smtp-server'
import { SMTPStream } from 'smtp-server/lib/smtp-stream.js'
import { type Ending, scanChunk } from './stuffing.ts'

/** RFC 5321 4.5.3.1.4 allows 512 octets; SIZE, BODY, SMTPUTF8, DSN and long mailboxes add to it (RFC 3461 4, 6531 3.4). */
export const MAX_COMMAND = 2048
/** Pipelined commands that are handled before other connections get their turn. */
const COMMANDS_A_TURN = 100
const CR = 0x0d
const LF = 0x0a
const EMPTY = Buffer.alloc(0)

/** The DATA of one message, dot-stuffed as it came. */
export interface VerbatimDataStream extends SMTPServerDataStream {
  /** Lines so far that start with a dot. */
  stuffedDots: number
}

/** Cuts what comes from the client into commands and messages, the same way however the octets are cut into chunks. */
export class VerbatimParser extends SMTPStream {
  /** Told once the client has closed its side; commands may still wait. */
  onended: () => void = () => undefined
  /** True for clients whose commands may end with a bare LF. */
  tolerant = false
  /** When octets last came, on the clock of performance.now(). */
  lastInput = performance.now()
  #command: Buffer = EMPTY
  #ending: Ending = 2
  #held: Buffer | null = null

  override end(...rest: never[]): this {
    this.onended()
    return super.end(...rest)
  }

  /** A last line without its end is a command that was cut off, not one. */
  override _flushData(): void {
    this.#command = EMPTY
  }

  override _write(chunk: Buffer, _: BufferEncoding | 'buffer', done: (error?: Error | null) => void): void {
    this.lastInput = performance.now()
    if (this.isClosed || chunk.length === 0) done()
    else if (this._dataMode) this._feedDataStream(chunk, done)
    else this.#commands(chunk, done)
  }

  /** One command after the other; the next when the handler of the last has called back, without growing the stack. */
  #commands(chunk: Buffer, done: () => void): void {
    const input = this.#command.length > 0 ? Buffer.concat([this.#command, chunk]) : chunk
    this.#command = EMPTY
    let from = 0
    let running = false
    let again = false
    let turn = 0
    const next = () => {
      again = true
      if (running) return
      running = true
      while (again) {
        again = false
        if (this.isClosed) return done()
        if (this._dataMode) return this._write(input.subarray(from), 'buffer', done)
        const lf = input.indexOf(LF, from)
        if (lf < 0) {
          this.#keep(input.subarray(from))
          return done()
        }
        const line = this.#line(input, from, lf)
        from = lf + 1
        if (++turn % COMMANDS_A_TURN > 0) this.oncommand(line, next)
        else setImmediate(() => this.oncommand(line, next))
      }
      running = false
    }
    next()
  }

  /** The command without its line end; with it, so that it is refused, when that is not CRLF. */
  #line(input: Buffer, from: number, lf: number): Buffer {
    if (lf > from && input[lf - 1] === CR) return input.subarray(from, lf - 1)
    return input.subarray(from, this.tolerant ? lf : lf + 1)
  }

  /** The beginning of a command; of one that is too long only so much that it stays too long. */
  #keep(rest: Buffer): void {
    if (rest.length <= MAX_COMMAND + 2) this.#command = Buffer.from(rest)
    else this.#command = Buffer.concat([rest.subarray(0, MAX_COMMAND + 1), rest.subarray(-1)])
  }

  override startDataMode(maxBytes?: number | string | null): VerbatimDataStream {
    const stream = super.startDataMode(maxBytes) as VerbatimDataStream
    stream.stuffedDots = 0
    this.#ending = 2
    this.#held = null
    return stream
  }

  override _feedDataStream(given: Buffer, done: (error?: Error | null) => void): void {
    const stream = this._dataStream as VerbatimDataStream
    const chunk = this.#held ? Buffer.concat([this.#held, given]) : given
    const scan = scanChunk(chunk, this.#ending)
    this.#ending = scan.ending
    this.#held = scan.held > 0 ? chunk.subarray(scan.content) : null
    stream.stuffedDots += scan.stuffed
    const content = chunk.subarray(0, scan.content)
    this._countDataBytes(content.length)
    if (scan.terminated) {
      this._endDataMode(content, chunk.subarray(scan.content + 3), done)
      return
    }
    if (content.length === 0 || !stream.writable || stream.write(content) || stream.destroyed) {
      done()
      return
    }
    const resume = () => {
      stream.off('drain', resume)
      stream.off('close', resume)
      done()
    }
    stream.once('drain', resume)
    stream.once('close', resume)
  }
}
