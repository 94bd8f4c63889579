// The words of an RTF mail body ([MS-OXRTFCP], RTF 1.9.1): its text without markup, in one pass. HTML within RTF gives its text too.

/** Destinations whose content no reader sees. HTML markup in RTF ([MS-OXRTFEX]) is in ignorable ones, its text outside of them. */
const HIDDEN = new Set(
  (
    'fonttbl colortbl stylesheet info pict objdata themedata colorschememapping latentstyles datastore listtable ' +
    'listoverridetable rsidtbl generator xmlnstbl filetbl revtbl fldinst'
  ).split(' '),
)
const BREAKS = new Set('par line sect page row cell tab'.split(' '))
const SIGNS = new Map([
  ['emdash', '—'],
  ['endash', '–'],
  ['bullet', '•'],
  ['lquote', '‘'],
  ['rquote', '’'],
  ['ldblquote', '“'],
  ['rdblquote', '”'],
])
/** Groups within groups; what is deeper is read as if it stood at this depth. */
const DEEPEST = 1000

interface State {
  hidden: boolean
  /** Characters to leave out after `\u` ([RTF] \uc). */
  skip: number
}

/** The text of RTF bytes; never fails. Bytes above 0x7f are of the code page that `\ansicpg` names. */
export function readRtfText(bytes: Buffer): string {
  return new RtfReader(bytes).read()
}

class RtfReader {
  readonly rtf: string
  readonly pieces: string[] = []
  readonly open: State[] = []
  state: State = { hidden: false, skip: 1 }
  /** Characters that stand for one that `\u` gave already. */
  substitutes = 0
  /** Bytes of a code page, not decoded yet: two may make one character. */
  bytes: number[] = []
  decoder = new TextDecoder('windows-1252')
  at = 0

  constructor(bytes: Buffer) {
    this.rtf = bytes.toString('latin1')
  }

  read(): string {
    const { rtf } = this
    const special = /[\\{}\r\n]/g
    while (this.at < rtf.length) {
      special.lastIndex = this.at
      const next = special.exec(rtf)?.index ?? rtf.length
      if (next > this.at) this.text(rtf.slice(this.at, next))
      this.at = next + 1
      const sign = rtf[next]
      if (sign === '{') {
        if (this.open.length < DEEPEST) this.open.push({ ...this.state })
        this.substitutes = 0
      } else if (sign === '}') {
        this.state = this.open.pop() ?? this.state
        this.substitutes = 0
      } else if (sign === '\\') this.control()
    }
    this.flush()
    return this.pieces.join('')
  }

  control(): void {
    const { rtf } = this
    const sign = rtf[this.at] ?? ''
    if (sign === "'") {
      const byte = Number.parseInt(rtf.slice(this.at + 1, this.at + 3), 16)
      this.at += 3
      if (this.substitutes > 0) this.substitutes--
      else if (!this.state.hidden && byte >= 0) this.bytes.push(byte)
      return
    }
    const word = /[a-zA-Z]{1,32}/y
    word.lastIndex = this.at
    const name = word.exec(rtf)?.[0]
    if (name === undefined) {
      this.symbol(sign)
      return
    }
    const number = /-?\d{1,10}/y
    number.lastIndex = this.at + name.length
    const parameter = number.exec(rtf)?.[0] ?? ''
    this.at += name.length + parameter.length
    if (rtf[this.at] === ' ') this.at++
    this.word(name, parameter === '' ? null : Number(parameter))
  }

  symbol(sign: string): void {
    this.at++
    if (sign === '~') this.text(' ')
    else if (sign === '_') this.text('-')
    else if (sign === '\\' || sign === '{' || sign === '}') this.text(sign)
    else if (sign === '\r' || sign === '\n') this.break('\n')
    // An ignorable destination ([RTF] \*): programs show none of those that may stand here, but for the text in shapes.
    else if (sign === '*') this.state.hidden = true
  }

  word(name: string, parameter: number | null): void {
    if (name === 'u' && parameter !== null) {
      this.text(String.fromCharCode(parameter & 0xffff), true)
      this.substitutes = this.state.skip
    } else if (name === 'uc') this.state.skip = Math.min(Math.max(parameter ?? 1, 0), 10)
    else if (name === 'ansicpg') this.setPage(parameter ?? 1252)
    else if (name === 'bin') this.at += Math.max(0, parameter ?? 0)
    else if (name === 'shptxt') this.state.hidden = false
    else if (HIDDEN.has(name)) this.state.hidden = true
    // What stands between `\htmlrtf` and `\htmlrtf0` is for RTF programs only; they show it, so it is read.
    else if (BREAKS.has(name)) this.break(name === 'tab' || name === 'cell' ? ' ' : '\n')
    else if (SIGNS.has(name)) this.text(SIGNS.get(name)!)
  }

  setPage(page: number): void {
    this.flush()
    try {
      this.decoder = new TextDecoder(page === 65001 ? 'utf-8' : page === 932 ? 'shift_jis' : `windows-${page}`)
    } catch {
      // A page that is not known leaves the one before.
    }
  }

  break(sign: string): void {
    if (this.state.hidden) return
    this.flush()
    this.pieces.push(sign)
  }

  text(text: string, whole = false): void {
    if (!whole && this.substitutes > 0) {
      const left = text.slice(this.substitutes)
      this.substitutes = Math.max(0, this.substitutes - text.length)
      if (left === '') return
      text = left
    }
    if (this.state.hidden) return
    this.flush()
    this.pieces.push(text)
  }

  flush(): void {
    if (this.bytes.length === 0) return
    this.pieces.push(this.decoder.decode(Uint8Array.from(this.bytes)))
    this.bytes = []
  }
}
