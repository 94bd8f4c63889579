// Text that stands inside other text, as a text box in a paragraph: recorded where it is met, told after the rest.
import type { TextWhere } from '../../facts.ts'
import type { RunStyle, TextSink } from './sink.ts'

/** Runs of one recording; null is the end of a line. */
type Piece = { text: string; style: RunStyle } | null

export class Recording {
  readonly where: TextWhere
  readonly name: string | null
  readonly #pieces: Piece[] = []

  constructor(where: TextWhere, name: string | null = null) {
    this.where = where
    this.name = name
  }

  run(text: string, style: RunStyle): void {
    this.#pieces.push({ text, style })
  }

  line(): void {
    this.#pieces.push(null)
  }

  /** All of its words, by which the same box written twice (mc:Choice and mc:Fallback) is known. */
  get words(): string {
    return this.#pieces.map((piece) => piece?.text ?? '\n').join('')
  }

  tell(sink: TextSink, page: number | null = null): void {
    sink.block(this.where, page, this.name)
    for (const piece of this.#pieces) {
      if (piece === null) sink.line()
      else sink.run(piece.text, piece.style)
    }
  }
}

/** Recordings that wait for the end of what they stand in, each wording once. */
export class Recordings {
  readonly #done = new Map<string, Recording>()
  readonly #open: Recording[] = []

  /** What is being recorded now; null outside of every box. */
  get current(): Recording | null {
    return this.#open.at(-1) ?? null
  }

  begin(where: TextWhere, name: string | null = null): void {
    this.#open.push(new Recording(where, name))
  }

  end(): void {
    const done = this.#open.pop()
    if (done !== undefined) this.#keep(done)
  }

  /** A text of one piece. */
  add(where: TextWhere, text: string | undefined, style: RunStyle): void {
    if (text === undefined || text.trim() === '') return
    const recording = new Recording(where)
    recording.run(text, style)
    this.#keep(recording)
  }

  #keep(recording: Recording): void {
    const words = `${recording.where} ${recording.name ?? ''} ${recording.words}`
    if (!this.#done.has(words)) this.#done.set(words, recording)
  }

  /** Tells all that were recorded and forgets them. */
  tell(sink: TextSink, page: number | null = null): void {
    while (this.#open.length > 0) this.end()
    for (const recording of this.#done.values()) recording.tell(sink, page)
    this.#done.clear()
  }
}
