// Takes SMTP dot-stuffing off a message that was kept as it came over the wire (RFC 5321 4.5.2).

const DOT = 0x2e
const LINE_DOT = Buffer.from('\r\n.')
const END = Buffer.from('\r\n.\r\n')

/**
 * The message without the dot that SMTP put before each line that begins with one, and without the final dot line where
 * the bytes still end with it. The same buffer when there is nothing to take off.
 */
export function unstuff(bytes: Buffer): Buffer {
  // In stuffed bytes a line of one dot is the end of data and nothing else.
  const ended = bytes.length >= END.length && bytes.subarray(-END.length).equals(END)
  const stuffed = ended ? bytes.subarray(0, bytes.length - 3) : bytes
  const dots = stuffingDots(stuffed)
  if (dots.length === 0) return stuffed
  const out = Buffer.allocUnsafe(stuffed.length - dots.length)
  let from = 0
  let to = 0
  for (const dot of dots) {
    to += stuffed.copy(out, to, from, dot)
    from = dot + 1
  }
  stuffed.copy(out, to, from)
  return out
}

/** Offsets of the dots to be taken off. Only CRLF ends a line; a dot after a bare LF is content. */
function stuffingDots(bytes: Buffer): number[] {
  const dots: number[] = []
  if (bytes[0] === DOT) dots.push(0)
  for (let at = bytes.indexOf(LINE_DOT); at >= 0; at = bytes.indexOf(LINE_DOT, at + 3)) dots.push(at + 2)
  return dots
}
