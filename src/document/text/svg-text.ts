// The words of a vector picture in a document, which its programs show in the place of a plain one (SVG 2, 11).
import type { Reason } from '../../facts.ts'
import { streamXml } from '../xml-stream.ts'
import { PLAIN, type TextSink } from './sink.ts'

/** Reads a picture as a box; each element of text is a line. */
export function readSvg(bytes: Buffer, sink: TextSink): Reason | null {
  sink.block('text-box')
  let depth = 0
  const open = (name: string) => {
    if (name === 'text') depth++
  }
  const close = (name: string) => {
    if (name !== 'text' || depth === 0) return
    if (--depth === 0) sink.line()
  }
  const text = (part: string) => {
    if (depth > 0) sink.run(part.replace(/[\r\n]+/g, ' '), PLAIN)
  }
  const failure = streamXml(bytes, { open, close, text }, () => sink.full)
  // What is no XML is shown by no program, and says nothing of the document around it.
  return failure === 'damaged' ? null : failure
}
