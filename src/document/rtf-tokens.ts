// Cuts RTF into its tokens (RTF 1.9.1): groups, control words, bytes and text, in one pass.

export interface RtfHandler {
  open(): void
  close(): void
  /** A control word; `parameter` null when it has none. A number from -32768 on. */
  word(name: string, parameter: number | null): void
  /** A control symbol: `*`, `~`, `_`, `-`, a line end. */
  symbol(sign: string): void
  /** Plain characters; those above 0x7f are bytes of the code page. */
  text(text: string): void
  /** A byte written as `\'hh`. */
  byte(byte: number): void
}

/** Tells the handler of every token until `enough`; data of `\bin` is skipped. */
export function readRtfTokens(bytes: Buffer, handler: RtfHandler, enough: () => boolean): void {
  const rtf = bytes.toString('latin1')
  const special = /[\\{}\r\n]/g
  let at = 0
  while (at < rtf.length && !enough()) {
    special.lastIndex = at
    const next = special.exec(rtf)?.index ?? rtf.length
    if (next > at) handler.text(rtf.slice(at, next))
    at = next + 1
    const sign = rtf[next]
    if (sign === '{') handler.open()
    else if (sign === '}') handler.close()
    else if (sign === '\\') at = control(rtf, at, handler)
  }
}

const WORD = /[a-zA-Z]{1,32}/y
const NUMBER = /-?\d{1,10}/y

function control(rtf: string, from: number, handler: RtfHandler): number {
  const sign = rtf[from] ?? ''
  if (sign === "'") {
    const byte = Number.parseInt(rtf.slice(from + 1, from + 3), 16)
    if (byte >= 0) handler.byte(byte)
    return from + 3
  }
  WORD.lastIndex = from
  const name = WORD.exec(rtf)?.[0]
  if (name === undefined) {
    if (sign === '\\' || sign === '{' || sign === '}') handler.text(sign)
    else handler.symbol(sign)
    return from + 1
  }
  NUMBER.lastIndex = from + name.length
  const parameter = NUMBER.exec(rtf)?.[0] ?? ''
  let at = from + name.length + parameter.length
  if (rtf[at] === ' ') at++
  if (name === 'bin') return at + Math.max(0, Number(parameter))
  handler.word(name, parameter === '' ? null : Number(parameter))
  return at
}
