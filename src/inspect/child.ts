// The reading process: everything that parses mail and attachments runs here, so that it can be killed.
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { ReadingContext } from '../facts.ts'
import { unstuff } from '../message/dot-stuffing.ts'
import { readMessage } from '../message/read.ts'
import { forParent } from './carry.ts'
import { NOTE_FD, NoteWriter } from './note.ts'
import type { FromChild, Job, MessageSource, ToChild } from './protocol.ts'
import { readFile } from './read-file.ts'

let context: ReadingContext | null = null
const note = new NoteWriter(NOTE_FD)

process.on('disconnect', () => process.exit(0)) // never outlive the parent
// A terminal or systemd signals the whole group: the parent decides when reading ends, or mail in work would be refused.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
process.on('message', (message: ToChild) => {
  if (message.type === 'context') context = message.context
  else void work(message).then((answer) => process.send!(answer))
})
process.send!({ type: 'ready' } satisfies FromChild)

async function work(job: Job): Promise<FromChild> {
  note.clear()
  let bytes: Buffer
  try {
    bytes = job.type === 'file' ? readFileSync(job.path) : load(job.source)
  } catch (error) {
    return { type: 'unreadable-file', error: (error as Error).message }
  }
  try {
    const now = new Date(job.now)
    if (job.type === 'file') return { type: 'done', facts: await readFile(basename(job.path), bytes, context!, now) }
    const facts = await readMessage(bytes, context!, now, (input) => note.tell(input))
    return { type: 'done', facts: forParent(facts) }
  } catch (error) {
    return { type: 'threw', error: (error as Error).message, memory: isWantOfMemory(error as Error) }
  }
}

/** The process does one thing at a time: reading at once spares the thread pool's copies. */
function load(source: MessageSource): Buffer {
  const bytes = source.file === null ? asBuffer(source.bytes!) : readFileSync(source.file)
  return source.stuffed ? unstuff(bytes) : bytes
}

/** Structured clone may hand a Buffer over as a plain Uint8Array. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** What Node and V8 throw at the wall that the kernel sets (program.ts); V8's own heap is not among it, that aborts. */
function isWantOfMemory({ message }: Error): boolean {
  return /^(?:Failed to allocate memory|Array buffer allocation failed|WebAssembly\.Memory\.grow\(\))/.test(message)
}
