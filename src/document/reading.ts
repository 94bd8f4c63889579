// One reading of one message: its limits, what is left of them, and how a nested message is read.
import type { DocumentFacts, Inspected, ReadingContext, Reason } from '../facts.ts'
import type { Place } from '../verdict.ts'

/** Bytes to read as a document, with what is known of them from outside. */
export interface DocumentInput {
  bytes: Buffer
  at: Place
  /** Containers around it: multiparts, messages and archives together. */
  depth: number
  /** Candidate names, the one most programs show first. */
  names: string[]
  /** Content-Type in lower case; null for archive members and lone files. */
  declaredType: string | null
  disposition: 'inline' | 'attachment' | null
}

/** What a nested message adds to the document that carries it. */
export interface NestedFacts {
  children: DocumentFacts[]
  inspected: Inspected
  reasons: Reason[]
}

/** Reads a nested message (RFC 2046 5.2.1); given by message/, which stands above this folder. */
export type ReadNested = (bytes: Buffer, at: Place, depth: number, reading: Reading) => Promise<NestedFacts>

/** Shared by everything that is read of one message, so that the limits hold for all of it together. */
export interface Reading {
  context: ReadingContext
  now: Date
  /** MIME parts and archive members that may still be read. */
  partsLeft: number
  /** Bytes that archives may still inflate to. */
  inflatedLeft: number
  /** Moment (performance.now()) from which on no further member of a container is read. */
  deadline: number
  /** Told what is about to be read, and null at its end, so that whoever runs the reading can name what it died on. */
  onDocument: ((input: DocumentInput | null) => void) | null
  /** null where messages are not looked into. */
  nested: ReadNested | null
}

/** A reading with all of its limits still to spend. */
export function newReading(context: ReadingContext, now: Date, nested: ReadNested | null): Reading {
  const { parts, inflatedBytes, seconds } = context.limits
  const deadline = performance.now() + seconds * 1000
  return { context, now, partsLeft: parts, inflatedLeft: inflatedBytes, deadline, onDocument: null, nested }
}

/** What the reader of one kind found; what it leaves out stays not known. */
export type KindFacts = Partial<
  Pick<
    DocumentFacts,
    | 'kind'
    | 'alsoKinds'
    | 'editable'
    | 'executable'
    | 'macros'
    | 'encrypted'
    | 'damaged'
    | 'inspected'
    | 'reasons'
    | 'pages'
    | 'active'
    | 'integrity'
    | 'signatures'
    | 'children'
  >
>
