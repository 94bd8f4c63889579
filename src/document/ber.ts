// Elements of BER and DER (X.690) by place, with definite and indefinite lengths, for readers that only walk to one element.

export interface Element {
  /** The identifier octet; identifiers of several octets are not used by CMS and give null. */
  tag: number
  /** First octet of the contents. */
  start: number
  /** End of the contents. */
  end: number
  /** Offset after the element: after its end-of-contents octets where its length is indefinite. */
  after: number
}

/** Nesting of elements of indefinite length within one; CMS needs about ten. */
const DEEPEST = 64

/** The element at `at`, whole before `end`; null when it is not. Linear in its length. */
export function elementAt(bytes: Buffer, at: number, end: number): Element | null {
  const head = headAt(bytes, at, end)
  if (head === null) return null
  if (head.end >= 0) return { ...head, after: head.end }
  const stop = endOfContents(bytes, head.start, end)
  return stop < 0 ? null : { ...head, end: stop, after: stop + 2 }
}

/** Tag and place of the contents; `end` is -1 for an indefinite length (X.690 8.1.3.6). */
function headAt(bytes: Buffer, at: number, end: number): Omit<Element, 'after'> | null {
  if (at + 2 > end || (bytes[at]! & 0x1f) === 0x1f) return null
  const tag = bytes[at]!
  const first = bytes[at + 1]!
  if (first < 0x80) return within({ tag, start: at + 2, end: at + 2 + first }, end)
  const count = first & 0x7f
  // Only constructed elements may be of indefinite length.
  if (count === 0) return (tag & 0x20) === 0 ? null : { tag, start: at + 2, end: -1 }
  if (count > 6 || at + 2 + count > end) return null
  const start = at + 2 + count
  return within({ tag, start, end: start + bytes.readUIntBE(at + 2, count) }, end)
}

function within(head: Omit<Element, 'after'>, end: number): Omit<Element, 'after'> | null {
  return head.end <= end ? head : null
}

/** Offset of the end-of-contents octets that close the contents at `from`; -1 when there are none. */
function endOfContents(bytes: Buffer, from: number, end: number): number {
  let at = from
  for (let open = 1; at + 2 <= end; ) {
    if (bytes[at] === 0 && bytes[at + 1] === 0) {
      if (--open === 0) return at
      at += 2
      continue
    }
    const head = headAt(bytes, at, end)
    if (head === null) return -1
    if (head.end < 0 && ++open > DEEPEST) return -1
    at = head.end < 0 ? head.start : head.end
  }
  return -1
}

/** The elements inside of one, at most `limit`; null when they do not fill it. */
export function elementsIn(bytes: Buffer, outer: Element, limit: number): Element[] | null {
  const elements: Element[] = []
  for (let at = outer.start; at < outer.end && elements.length < limit; ) {
    const element = elementAt(bytes, at, outer.end)
    if (element === null) return null
    elements.push(element)
    at = element.after
  }
  return elements
}

const OCTETS = 0x04
const OCTETS_IN_PIECES = 0x24

/** The octets of an OCTET STRING, whole or in pieces that may be in pieces again (X.690 8.7); null when it is none. */
export function octetsOf(bytes: Buffer, string: Element): Buffer | null {
  if (string.tag === OCTETS) return bytes.subarray(string.start, string.end)
  if (string.tag !== OCTETS_IN_PIECES) return null
  const pieces: Buffer[] = []
  const ends: number[] = []
  let end = string.end
  for (let at = string.start; ; ) {
    while (at >= end && ends.length > 0) end = ends.pop()!
    if (at >= end) return Buffer.concat(pieces)
    // The end of a piece of indefinite length that was stepped into.
    if (bytes[at] === 0 && bytes[at + 1] === 0) {
      at += 2
      continue
    }
    const head = headAt(bytes, at, end)
    if (head === null) return null
    if (head.tag === OCTETS) pieces.push(bytes.subarray(head.start, head.end))
    else if (head.tag !== OCTETS_IN_PIECES || ends.length >= DEEPEST) return null
    else if (head.end >= 0) {
      ends.push(end)
      end = head.end
    }
    at = head.tag === OCTETS ? head.end : head.start
  }
}
