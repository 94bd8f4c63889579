// Words of VML drawings (ECMA-376 part 4, 19), as workbooks and slides keep them: WordArt, boxes and buttons, names of pictures.
import type { Reason } from '../../facts.ts'
import { type Attributes, attribute, streamXml } from '../xml-stream.ts'
import { Recordings } from './recorded.ts'
import { PLAIN, type TextSink } from './sink.ts'

/** Elements that end a line of a box. */
const LINES = new Set(['div', 'br', 'p'])

export function readVml(bytes: Buffer, sink: TextSink): Reason | null {
  const words = new Recordings()
  let boxes = 0
  const alternative = (attributes: Attributes, keys: string[]) => {
    for (const key of keys) words.add('alternative-text', attribute(attributes, key), PLAIN)
  }
  const open = (name: string, attributes: Attributes) => {
    if (name === 'textpath') words.add('watermark', attribute(attributes, 'string'), PLAIN)
    else if (name === 'imagedata') alternative(attributes, ['title'])
    else if (name === 'textbox' && boxes++ === 0) words.begin('text-box')
    else alternative(attributes, ['alt'])
  }
  const text = (part: string) => {
    if (boxes > 0) words.current?.run(part.replace(/\s+/g, ' '), PLAIN)
  }
  const close = (name: string) => {
    if (boxes > 0 && LINES.has(name)) words.current?.line()
    if (name === 'textbox' && --boxes === 0) words.end()
  }
  const failure = streamXml(wellFormed(bytes), { open, text, close }, () => sink.full)
  words.tell(sink)
  return failure
}

/** Excel leaves `<br>` open. */
function wellFormed(bytes: Buffer): Buffer {
  return bytes.includes('<br>') ? Buffer.from(bytes.toString().replaceAll('<br>', '<br/>')) : bytes
}
