// What the reader of .ppt tells of a stream: its runs, its words, its reasons.
import { powerPointText } from '../../src/document/text/powerpoint-binary.ts'
import type { RunStyle, TextSink } from '../../src/document/text/sink.ts'

export interface Told {
  runs: [string, RunStyle][]
  words: string
  reasons: string[]
}

export function told(stream: Buffer): Told {
  const runs: Told['runs'] = []
  const reasons: string[] = []
  let words = ''
  const sink: TextSink = {
    block: () => {},
    run: (run, style) => {
      words += run
      if (run !== '') runs.push([run, style])
    },
    line: () => {
      words += '\n'
    },
    fail: (reason) => reasons.push(reason),
    full: false,
  }
  powerPointText(stream)(sink)
  return { runs, words, reasons }
}

/** Words, font and colour of each run. */
export const shown = (stream: Buffer) => told(stream).runs.map(([words, { font, colour }]) => [words, font, colour])
