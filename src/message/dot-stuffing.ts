// Takes SMTP dot-stuffing off a message that was kept as it came over the wire (RFC 5321 4.5.2).

const DOT = 0x2e
const LINE_DOT = Buffer.from('\r\n.')

/**
 * The message without the dot that SMTP put before each line that begins with one, whatever follows it, as Postfix does.
 * Only CRLF ends a line; a dot after a bare LF is content. The bytes come without the final dot line. The same buffer
 * when there is nothing to take off.
 */
export function unstuff(bytes: Buffer): Buffer {
  let dot = bytes[0] === DOT ? 0 : nextLineDot(bytes, 0)
  if (dot < 0) return bytes
  const out = Buffer.allocUnsafe(bytes.length)
  let from = 0
  let length = 0
  for (; dot >= 0; dot = nextLineDot(bytes, from)) {
    length += bytes.copy(out, length, from, dot)
    from = dot + 1
  }
  length += bytes.copy(out, length, from)
  return out.subarray(0, length)
}

/** Offset of the next dot that begins a line; -1 when there is none. */
function nextLineDot(bytes: Buffer, from: number): number {
  const line = bytes.indexOf(LINE_DOT, from)
  return line < 0 ? -1 : line + 2
}
