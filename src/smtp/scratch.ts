// Scratch files: where a message waits that is too big for memory. A private directory, emptied of our own left-overs.
import { randomBytes } from 'node:crypto'
import { chmod, type FileHandle, lstat, mkdir, open, readdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { ReplyError, reply } from './reply.ts'

const NAME = /^congthu-(\d{1,10})-[0-9a-f]{24}\.msg$/
/** Octets of one read or write. */
const BLOCK = 131_072
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE', 'EROFS', 'EFBIG', 'ENOMEM'])

/** The error of a scratch file as the client's answer: no room is 452 4.3.1; everything else stays our failure (451). */
export function storageError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return NO_ROOM.has(code) ? new ReplyError(reply(452, '4.3.1 Insufficient system storage')) : error
}

/** One directory, used by one gateway at a time. */
export class Scratch {
  readonly directory: string
  readonly #limit: number
  #octets = 0

  /** `limit` is for the octets of all files together. */
  constructor(directory: string, limit: number) {
    this.directory = directory
    this.#limit = limit
  }

  /** Octets in the files now. */
  get octets(): number {
    return this.#octets
  }

  /** Sets octets aside; throws, as a full disk does, when the files would take too much. */
  reserve(octets: number): void {
    if (this.#octets + octets > this.#limit) throw Object.assign(new Error('scratch limit'), { code: 'ENOSPC' })
    this.#octets += octets
  }

  free(octets: number): void {
    this.#octets -= octets
  }

  /**
   * Makes the directory (mode 0700) and removes what a crashed run of ours left. Throws when it is a link or another
   * user's: whoever may write there could swap the message between judging and sending.
   */
  async prepare(): Promise<void> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 })
    const found = await lstat(this.directory)
    if (!found.isDirectory() || found.uid !== process.getuid?.()) {
      throw new Error(`scratch directory ${this.directory} is not a directory of this user`)
    }
    await chmod(this.directory, 0o700)
    for (const entry of await readdir(this.directory, { withFileTypes: true })) {
      const pid = NAME.exec(entry.name)?.[1]
      if (pid && entry.isFile() && !runsElsewhere(Number(pid))) await unlink(join(this.directory, entry.name))
    }
  }

  async create(): Promise<ScratchFile> {
    const path = join(this.directory, `congthu-${process.pid}-${randomBytes(12).toString('hex')}.msg`)
    return new ScratchFile(path, await open(path, 'wx+', 0o600), this)
  }
}

function runsElsewhere(pid: number): boolean {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** One message on disk. */
export class ScratchFile {
  readonly path: string
  readonly #handle: FileHandle
  readonly #scratch: Scratch
  #size = 0
  #reserved = 0

  constructor(path: string, handle: FileHandle, scratch: Scratch) {
    this.path = path
    this.#handle = handle
    this.#scratch = scratch
  }

  async append(chunks: Buffer[]): Promise<void> {
    let length = 0
    for (const chunk of chunks) length += chunk.length
    if (length === 0) return
    this.#scratch.reserve(length)
    this.#reserved += length
    const { bytesWritten } = await this.#handle.writev(chunks, this.#size)
    // A full disk may take a part of it and say so only at the next write.
    if (bytesWritten !== length) throw Object.assign(new Error('short write'), { code: 'ENOSPC' })
    this.#size += length
  }

  /** The first octets, at most `length`. */
  async head(length: number): Promise<Buffer> {
    const wanted = Math.min(length, this.#size)
    const buffer = Buffer.allocUnsafe(wanted)
    await this.#fill(buffer, 0)
    return buffer
  }

  async #fill(buffer: Buffer, position: number): Promise<void> {
    let done = 0
    while (done < buffer.length) {
      const { bytesRead } = await this.#handle.read(buffer, done, buffer.length - done, position + done)
      if (bytesRead === 0) throw new Error('scratch file is shorter than what was written')
      done += bytesRead
    }
  }

  /** The octets from an offset on. Two buffers take turns: a block is overwritten when the next but one is asked for. */
  async *blocks(from: number): AsyncGenerator<Buffer> {
    const buffers = [Buffer.allocUnsafeSlow(BLOCK), Buffer.allocUnsafeSlow(BLOCK)]
    for (let position = from, turn = 0; position < this.#size; position += BLOCK, turn ^= 1) {
      const block = buffers[turn]!.subarray(0, Math.min(BLOCK, this.#size - position))
      await this.#fill(block, position)
      yield block
    }
  }

  /** Closes and removes it; what fails here is cleaned up at the next start. */
  async discard(): Promise<void> {
    this.#scratch.free(this.#reserved)
    this.#reserved = 0
    await this.#handle.close().catch(() => undefined)
    await unlink(this.path).catch(() => undefined)
  }
}
