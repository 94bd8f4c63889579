// Splits a message into its MIME parts (RFC 2046 5.1) on mailsplit's state machine, by offsets and without copying.
import mailsplit from '@zone-eu/mailsplit'
import type { Reason } from '../facts.ts'

/** A MIME part. Offsets count in the bytes of the entity that was split. */
export interface Part {
  /** Part number as IMAP counts (RFC 3501 6.4.5), within this entity; '' for a multipart at its root. */
  number: string
  /** Content-Type as mailsplit settled it, lower case, without parameters; text/plain when absent. */
  type: string
  charset: string
  /** Content-Transfer-Encoding in lower case; '' when absent. */
  encoding: string
  disposition: string
  multipart: boolean
  parent: Part | null
  parts: Part[]
  /** Multiparts around it. */
  depth: number
  /** Empty where the block ran past the limit. */
  header: { start: number; end: number }
  body: { start: number; end: number }
}

export interface Split {
  root: Part
  /** Parts in order of appearance, multiparts included. */
  parts: Part[]
  /** Why the split stopped before the end; the parts before that point are whole. */
  stopped: Reason | null
}

export interface SplitBounds {
  depth: number
  parts: number
  headerBytes: number
}

type Node = InstanceType<typeof mailsplit.MimeNode>
type Next = (error?: (Error & { code?: string }) | null) => void
/** The part of mailsplit's Splitter that takes one line at a time; test/message/split.test.ts watches over it. */
interface LineMachine {
  state: number
  node: Node
  processLine(line: Buffer | false, final: boolean, next: Next): void
}
/** mailsplit's `BODY` state. */
const BODY = 2
const LF = 0x0a
const DASH = 0x2d
const DELIMITER = Buffer.from('\n--')

interface Draft extends Part {
  node: Node
}

/**
 * Feeds the message line by line to mailsplit, which alone decides what a header, a delimiter and a part is. Within a body
 * only lines that begin with `--` can matter to it (RFC 2046 5.1.1), so the search goes from one to the next.
 * `everyLine` feeds all of them: for a message with bare CRs, before which mailsplit takes delimiters too.
 */
export function splitMessage(bytes: Buffer, bounds: SplitBounds, everyLine: boolean): Split {
  const machine = newMachine(bounds)
  const walk = new Walk(machine)
  let at = 0
  while (at < bytes.length && walk.stopped === null) {
    if (!everyLine && machine.state === BODY && !isDash(bytes, at)) {
      const delimiter = walk.mayEnd() ? bytes.indexOf(DELIMITER, at) : -1
      if (delimiter < 0) break
      at = delimiter + 1
    }
    const feed = bytes.indexOf(LF, at)
    const end = feed < 0 ? bytes.length : feed + 1
    walk.line(bytes, at, end, bounds)
    at = end
  }
  return walk.finish(bytes)
}

function newMachine(bounds: SplitBounds): LineMachine {
  const config = { ignoreEmbedded: true, maxHeadSize: bounds.headerBytes, maxChildNodes: bounds.parts + 10 }
  return new mailsplit.Splitter(config) as unknown as LineMachine
}

function isDash(bytes: Buffer, at: number): boolean {
  return bytes[at] === DASH && bytes[at + 1] === DASH
}

/** What has been seen so far. */
class Walk {
  stopped: Reason | null = null
  readonly drafts: Draft[] = []
  readonly byNode = new Map<Node, Draft>()
  readonly machine: LineMachine

  constructor(machine: LineMachine) {
    this.machine = machine
    this.open(0)
  }

  /** Whether any delimiter could end the part that is being read. */
  mayEnd(): boolean {
    const { node } = this.machine
    return node._boundary !== false || node._parentBoundaryOwner !== false
  }

  line(bytes: Buffer, at: number, end: number, bounds: SplitBounds): void {
    const { machine } = this
    const before = machine.node
    const state = machine.state
    const final = end === bytes.length && bytes[end - 1] !== LF
    this.feed(bytes.subarray(at, end), final)
    if (machine.node !== before) {
      this.close(before, bytes, at)
      if (!this.byNode.has(machine.node)) this.open(end)
      if (this.drafts.length > bounds.parts) this.stopped = 'count-limit'
      if (this.byNode.get(machine.node)!.depth > bounds.depth) this.stopped = 'depth-limit'
    } else if (state !== BODY && machine.state === BODY) {
      const draft = this.byNode.get(before)!
      // A block that ends with the bytes, without a line end, ends after its last line, which is a field.
      draft.header.end = final ? end : at
      draft.body.start = end
    }
  }

  feed(line: Buffer | false, final: boolean): void {
    this.machine.processLine(line, final, (error) => {
      if (error) this.stopped = 'size-limit'
    })
  }

  open(at: number): void {
    const { node } = this.machine
    const parent = node.parentNode === false ? null : (this.byNode.get(node.parentNode as Node) ?? null)
    const draft: Draft = {
      node,
      parent,
      depth: parent === null ? 0 : parent.depth + 1,
      number: '',
      type: 'text/plain',
      charset: '',
      encoding: '',
      disposition: '',
      multipart: false,
      parts: [],
      header: { start: at, end: -1 },
      body: { start: -1, end: -1 },
    }
    this.byNode.set(node, draft)
    this.drafts.push(draft)
    parent?.parts.push(draft)
  }

  /** The delimiter line at `at` ends the part; the line end before it belongs to the delimiter (RFC 2046 5.1.1). */
  close(node: Node, bytes: Buffer, at: number): void {
    const draft = this.byNode.get(node)!
    if (draft.body.end >= 0) return
    let end = at
    if (bytes[end - 1] === LF) end -= bytes[end - 2] === 0x0d ? 2 : 1
    if (draft.header.end < 0) draft.header.end = at
    if (draft.body.start < 0) draft.body.start = at
    draft.body.end = Math.max(draft.body.start, end)
  }

  finish(bytes: Buffer): Split {
    if (this.stopped === null) this.feed(false, true)
    for (const draft of this.drafts) {
      if (!draft.node.headers) draft.node.parseHeaders()
      if (draft.header.end < 0) draft.header.end = this.stopped === 'size-limit' ? draft.header.start : bytes.length
      if (draft.body.start < 0) draft.body.start = bytes.length
      if (draft.body.end < 0) draft.body.end = bytes.length
      settle(draft)
    }
    return { root: this.drafts[0]!, parts: this.drafts, stopped: this.stopped }
  }
}

function settle(draft: Draft): void {
  const { node, parent } = draft
  draft.type = node.contentType || 'text/plain'
  draft.charset = node.charset || ''
  draft.encoding = node.encoding || ''
  draft.disposition = node.disposition || ''
  draft.multipart = node.multipart !== false
  if (parent === null) {
    draft.number = draft.multipart ? '' : '1'
  } else {
    const place = parent.parts.indexOf(draft) + 1
    draft.number = parent.number === '' ? String(place) : `${parent.number}.${place}`
  }
}
