// The text of tables of separated values (RFC 4180): cells as spreadsheets show them, parted by tabs.
import { PLAIN, type TextSink } from './sink.ts'

/** Characters from which the separator is told. */
const HEAD = 65_536
const SEPARATORS = [',', ';', '\t'] as const
/** A first line that names the separator, which Excel reads and does not show. */
const NAMED = /^\ufeff?sep=([,;\t])\r?\n/i
/** Characters of one line that are kept before the sink, which stops at its limit, takes them. */
const KEPT = 4096
const SIGNS = /\r\n|[\r\n\f",;\t]/g

/** Quotes that begin a cell are taken off; line ends within them stay, so that one that never ends hides nothing. */
export function readSeparated(text: string, sink: TextSink): void {
  sink.block('body')
  const separator = separatorOf(text)
  const signs = new RegExp(SIGNS)
  let line = ''
  let at = 0
  let cell = 0
  let quoted = false
  const tell = () => {
    sink.run(line, PLAIN)
    line = ''
  }
  while (at < text.length && !sink.full) {
    if (line.length > KEPT) tell()
    signs.lastIndex = at
    const match = signs.exec(text)
    const end = match?.index ?? text.length
    line += text.slice(at, end)
    const sign = match?.[0] ?? ''
    at = end + sign.length
    if (sign === '"') {
      const doubled = quoted && text[at] === '"'
      if (doubled) at++
      if (doubled || (!quoted && end !== cell)) line += '"'
      else quoted = !quoted
    } else if (sign === separator && !quoted) {
      line += '\t'
      cell = at
    } else if (SEPARATORS.some((each) => each === sign)) line += sign
    else if (sign !== '') {
      tell()
      sink.line()
      if (!quoted) cell = at
    }
  }
  tell()
}

/** The one that is named, or that stands there most often. */
function separatorOf(text: string): string {
  const named = NAMED.exec(text)?.[1]
  if (named !== undefined) return named
  const head = text.slice(0, HEAD)
  const counts = SEPARATORS.map((each) => head.split(each).length)
  return SEPARATORS[counts.indexOf(Math.max(...counts))]!
}
