// The note that a reading process leaves of the document it is at: its parent reads it when the process does not come back.
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DocumentInput } from '../document/reading.ts'
import type { Place } from '../verdict.ts'

/** Descriptor of the note in the reading process; 3 is the IPC channel. */
export const NOTE_FD = 4
/** Longest note in bytes. */
export const NOTE_BYTES = 32_768

/** The document that was being read. What it says was written by whoever wrote the message. */
export interface NotedDocument {
  at: Place
  names: string[]
  declaredType: string | null
  disposition: 'inline' | 'attachment' | null
  size: number
}

/** In memory where that is: the note is gone with the machine, and no full disk stands in its way. */
const FOLDERS = ['/dev/shm', tmpdir()]
const NAMES_KEPT = 3
const PATH_KEPT = 32
/** Of a name: its beginning and, because of the extension, its end. */
const HEAD = 100
const TAIL = 60
let opened = 0

/**
 * An empty note without a name in the file system; null when none can be made, and then nothing is told of the document.
 * A file and no pipe: what is written is there at once, also when the writer then computes for ever, and ordinary mail
 * costs the parent nothing, because it looks at the note of a dead process only.
 */
export function openNote(): number | null {
  for (const folder of FOLDERS) {
    try {
      const path = join(folder, `congthu-note-${process.pid}-${Date.now()}-${opened++}`)
      const fd = openSync(path, 'wx+', 0o600)
      unlinkSync(path)
      return fd
    } catch {
      // no such folder, or no room: the next one
    }
  }
  return null
}

/** Ends the parent's hold of it. */
export function closeNote(fd: number | null): void {
  if (fd !== null) closeSync(fd)
}

/** The reading process' side: told each document as its reading begins, and null as it ends. */
export class NoteWriter {
  readonly #fd: number
  /** Notes of the documents around the one that is read, outermost first. */
  readonly #stack: string[] = []
  #written = ''

  constructor(fd: number) {
    this.#fd = fd
  }

  /** A new job begins: nothing of the last one stays. */
  clear(): void {
    this.#stack.length = 0
    this.#write('')
  }

  /** As `Reading.onDocument`. */
  tell(input: DocumentInput | null): void {
    if (input === null) this.#stack.pop()
    else this.#stack.push(noteOf(input))
    this.#write(this.#stack.at(-1) ?? '')
  }

  #write(note: string): void {
    if (note === this.#written) return
    this.#written = note
    try {
      writeSync(this.#fd, `${note}\n`, 0)
    } catch {
      // without it the document has no name when the process dies, and nothing else
    }
  }
}

function noteOf({ at, names, declaredType, disposition, bytes }: DocumentInput): string {
  const path = at.path.slice(0, PATH_KEPT).map(short)
  const note: NotedDocument = {
    at: { part: short(at.part), path },
    names: names.slice(0, NAMES_KEPT).map(short),
    declaredType: declaredType === null ? null : short(declaredType),
    disposition,
    size: bytes.length,
  }
  return JSON.stringify(note)
}

function short(text: string): string {
  return text.length <= HEAD + TAIL ? text : `${text.slice(0, HEAD)}…${text.slice(-TAIL)}`
}

/** The parent's side: the document that the process was at; null when it was at none, or the note makes no sense. */
export function readNote(fd: number | null): NotedDocument | null {
  if (fd === null) return null
  try {
    const bytes = Buffer.alloc(NOTE_BYTES)
    const held = bytes.subarray(0, readSync(fd, bytes, 0, NOTE_BYTES, 0))
    const end = held.indexOf(10)
    return end <= 0 ? null : checked(JSON.parse(held.toString('utf8', 0, end)))
  } catch {
    return null // half written, or by a process that was no longer ours
  }
}

/** The writer held hostile content: nothing in its note is taken for granted. */
function checked(note: Partial<Record<keyof NotedDocument, unknown>> | null): NotedDocument | null {
  const { at, names, declaredType, disposition, size } = note ?? {}
  if (!isPlace(at) || !isTexts(names) || typeof size !== 'number') return null
  return {
    at: { part: short(at.part), path: at.path.slice(0, PATH_KEPT).map(short) },
    names: names.slice(0, NAMES_KEPT).map(short),
    declaredType: typeof declaredType === 'string' ? short(declaredType) : null,
    disposition: disposition === 'inline' || disposition === 'attachment' ? disposition : null,
    size: Number.isSafeInteger(size) && size >= 0 ? size : 0,
  }
}

function isPlace(value: unknown): value is Place {
  const { part, path } = (value ?? {}) as Partial<Place>
  return typeof part === 'string' && isTexts(path)
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
}
