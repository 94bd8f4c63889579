// The words of an RTF mail body ([MS-OXRTFCP]): its text without markup. HTML within RTF gives its text too.
import { rtfText } from './text/rtf.ts'
import type { TextSink } from './text/sink.ts'

/** The text of RTF bytes; never fails. Bytes above 0x7f are of the code page that `\ansicpg` or the font names. */
export function readRtfText(bytes: Buffer): string {
  const pieces: string[] = []
  const sink: TextSink = {
    block: () => {
      if (pieces.length > 0) pieces.push('\n')
    },
    run: (text) => pieces.push(text),
    line: () => pieces.push('\n'),
    fail: () => {},
    full: false,
  }
  rtfText(bytes)(sink)
  return pieces.join('')
}
