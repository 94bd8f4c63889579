// libarchive as WebAssembly: unpacks what has no reader of its own here (LZMA, bzip2, PPMd, RAR, CAB). Loaded when first wanted.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Reason } from '../../facts.ts'

type Libarchive = Awaited<ReturnType<typeof import('libarchive-wasm')['libarchiveWasm']>>

/** Bytes that one call unpacks: between two calls the limits are looked at. */
const CHUNK = 1 << 16
/**
 * Bytes that the decoders may take besides the archive: the dictionary of 7-Zip's strongest level has up to 256 MiB. It is
 * resident only as far as it is filled, which the budget of bytes limits too.
 */
const WORKING_MEMORY = 288 << 20
/** Memory with which an instance is kept for the next archive. */
const KEPT_MEMORY = 64 << 20
const PAGE = 1 << 16
/** Error texts of libarchive about what it cannot do, in contrast to what is wrong with the bytes. */
const CANNOT =
  /unsupported(?! block)|not supported|unavailable|unknown codec|no support for|cannot allocate|can't allocate|no memory|out of memory/i
const ENCRYPTED = /encrypt|passphrase/i

let compiled: WebAssembly.Module | null = null

/** libarchive with a memory of its own. */
interface Instance {
  library: Libarchive
  /** Bytes up to which its memory may grow. */
  limit: { bytes: number }
}

/**
 * Keeps an instance for the next archive within one container, since to make one costs milliseconds. What went wrong in one is
 * not used again, and none is used for another container: nothing goes from one sender's file to another's.
 */
export class Workbench {
  #idle: Instance | null = null

  async take(): Promise<Instance> {
    const instance = this.#idle ?? (await instantiate())
    this.#idle = null
    return instance
  }

  putBack(instance: Instance): void {
    if (instance.library.module.HEAPU8.length <= KEPT_MEMORY) this.#idle = instance
  }
}

/** Unpacks the members of one archive one after another. */
export class Unpacker {
  readonly #bytes: Buffer[]
  readonly #bench: Workbench
  #instance: Instance | null = null
  #data = 0
  #chunk = 0
  #archive = 0
  /** Why nothing more comes; null while all is well. */
  #failure: Reason | null = null

  /** An archive given in pieces, as if they stood one behind the other. */
  constructor(bench: Workbench, ...bytes: Buffer[]) {
    this.#bench = bench
    this.#bytes = bytes
  }

  /** Goes to the next member. False when there is none, or none that can be had: then `failure` says why. */
  async next(): Promise<boolean> {
    if (this.#failure !== null) return false
    try {
      const { library } = this.#instance ?? (await this.#open())
      if (library.read_next_entry(this.#archive) !== 0) return true
      this.#fail(library.error_string(this.#archive))
    } catch (error) {
      this.#fail((error as Error).message)
    }
    return false
  }

  /** Bytes of the member, piece by piece; each piece is the caller's. Ends early at a fault, which `failure` then names. */
  *chunks(): Generator<Buffer, void> {
    while (this.#failure === null && this.#instance !== null) {
      const chunk = this.#read(this.#instance.library)
      if (chunk === null) return
      yield chunk
    }
  }

  get failure(): Reason | null {
    return this.#failure
  }

  /** Lets the memory go, or gives it back when all was well; nothing can be read any more. */
  close(): void {
    const instance = this.#instance
    this.#instance = null
    if (instance === null || this.#failure !== null) return
    const { library } = instance
    try {
      library.read_free(this.#archive)
      library.module._free(this.#chunk)
      library.module._free(this.#data)
      this.#bench.putBack(instance)
    } catch {
      // An instance that cannot even let go is not used again.
    }
  }

  async #open(): Promise<Instance> {
    const length = this.#bytes.reduce((sum, each) => sum + each.length, 0)
    const instance = await this.#bench.take()
    instance.limit.bytes = length + WORKING_MEMORY
    const { library } = instance
    const { module } = library
    this.#data = module._malloc(Math.max(1, length))
    this.#chunk = module._malloc(CHUNK)
    if (this.#data === 0 || this.#chunk === 0) throw new Error('out of memory')
    let at = this.#data
    for (const each of this.#bytes) {
      module.HEAPU8.set(each, at)
      at += each.length
    }
    this.#archive = library.read_new_memory(this.#data, length)
    this.#instance = instance
    return instance
  }

  #read(library: Libarchive): Buffer | null {
    try {
      const length = library.read_data(this.#archive, this.#chunk, CHUNK)
      return length === 0 ? null : Buffer.from(library.module.HEAPU8.subarray(this.#chunk, this.#chunk + length))
    } catch (error) {
      this.#fail((error as Error).message)
      return null
    }
  }

  /** An end without words is the end of the archive. What trapped may have spoiled the memory: nothing more is read from it. */
  #fail(words: string): void {
    if (words === '') return
    this.#failure = ENCRYPTED.test(words) ? 'encrypted' : CANNOT.test(words) ? 'unsupported' : 'damaged'
  }
}

async function instantiate(): Promise<Instance> {
  const { libarchiveWasm } = await import('libarchive-wasm')
  compiled ??= new WebAssembly.Module(
    new Uint8Array(readFileSync(createRequire(import.meta.url).resolve('libarchive-wasm/dist/libarchive.wasm'))),
  )
  const code = compiled
  const limit = { bytes: WORKING_MEMORY }
  const library = await libarchiveWasm({
    // Its own loader compiles anew for each memory. What it has to say goes into no log: errors are asked for.
    instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) {
      const instance = new WebAssembly.Instance(code, imports)
      limitMemory(instance, limit)
      done(instance)
    },
    print() {},
    printErr() {},
  })
  return { library, limit }
}

/** The C library sees an allocation fail where the memory would grow past the limit. */
function limitMemory(instance: WebAssembly.Instance, limit: { bytes: number }): void {
  const memory = Object.values(instance.exports).find((each) => each instanceof WebAssembly.Memory)
  if (memory === undefined) throw new Error('libarchive has no memory')
  const grow = memory.grow.bind(memory)
  memory.grow = (pages: number) => {
    if (memory.buffer.byteLength + pages * PAGE > limit.bytes) throw new RangeError('memory limit')
    return grow(pages)
  }
}
