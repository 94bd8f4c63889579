// Comments on slides: plain ones (ECMA-376 part 1, 19.4.1), and those with replies ([MS-PPTX] 2.6.4).
import type { Reason } from '../../facts.ts'
import { streamXml } from '../xml-stream.ts'
import { PLAIN, type TextSink } from './sink.ts'

/** `p:text` is the whole of a plain comment; in others there are paragraphs of runs. */
export function readSlideComments(bytes: Buffer, sink: TextSink): Reason | null {
  sink.block('comment')
  let inText = false
  const open = (name: string) => {
    if (name === 't' || name === 'text') inText = true
  }
  const close = (name: string) => {
    if (name === 't' || name === 'text') inText = false
    if (name === 'p' || name === 'text' || name === 'br') sink.line()
  }
  const text = (part: string) => {
    if (inText) sink.run(part.replace(/[\r\n]+/g, ' '), PLAIN)
  }
  return streamXml(bytes, { open, close, text }, () => sink.full)
}
