// The tables at the head of RTF (RTF 1.9.1, Font Table, Color Table): fonts with their code pages, and colours.
import { encodingOfFont } from '../../language/encoding.ts'
import { PAGES } from './rtf-words.ts'

export type Decoder = InstanceType<typeof TextDecoder>

interface Font {
  name: string
  decoder: Decoder
}

const ENTRIES_KEPT = 10_000

export class RtfFonts {
  readonly #fonts = new Map<number, Font>()
  #open = { number: -1, name: '', charset: 0 }

  word(name: string, parameter: number): void {
    if (name === 'f') this.#open = { number: parameter, name: '', charset: 0 }
    else if (name === 'fcharset') this.#open.charset = parameter
  }

  /** `Times New Roman;`: the semicolon ends a font. */
  text(text: string, page: Decoder): void {
    const [part, ...rest] = text.split(';')
    this.#open.name += part ?? ''
    if (rest.length === 0) return
    const { number, charset } = this.#open
    const name = this.#open.name.trim()
    const legacy = encodingOfFont(name) !== null
    const decoder = legacy ? new TextDecoder('windows-1252') : (decoderOf(PAGES[charset] ?? '') ?? page)
    if (number >= 0 && this.#fonts.size < ENTRIES_KEPT) this.#fonts.set(number, { name, decoder })
    this.#open = { number: -1, name: '', charset: 0 }
  }

  of(number: number): Font | null {
    return this.#fonts.get(number) ?? null
  }
}

export class RtfColours {
  readonly #colours: (string | null)[] = []
  #rgb: [number, number, number] | null = null

  word(name: string, parameter: number): void {
    const channel = ['red', 'green', 'blue'].indexOf(name)
    if (channel < 0) return
    this.#rgb ??= [0, 0, 0]
    this.#rgb[channel] = Math.min(255, Math.max(0, parameter))
  }

  /** Each semicolon ends a colour; one without channels is automatic. */
  text(text: string): void {
    for (const _ of text.matchAll(/;/g)) {
      const rgb = this.#rgb
      if (this.#colours.length < ENTRIES_KEPT)
        this.#colours.push(rgb?.map((channel) => channel.toString(16).padStart(2, '0')).join('') ?? null)
      this.#rgb = null
    }
  }

  of(index: number): string | null {
    return this.#colours[index] ?? null
  }
}

export function decoderOf(label: string): Decoder | null {
  try {
    return label === '' ? null : new TextDecoder(label)
  } catch {
    return null
  }
}
