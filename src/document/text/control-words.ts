// Words on the controls of workbooks and documents: captions of slicers and time lines ([MS-XLSX] 2.6.128), entries of lists, labels.
import type { Reason } from '../../facts.ts'
import { type Attributes, attribute, streamXml } from '../xml-stream.ts'
import { PLAIN, type TextSink } from './sink.ts'

/** Properties of a control that it shows. */
const SHOWN = /^(?:Caption|Text|Value)$/i

export function readControl(bytes: Buffer, sink: TextSink): Reason | null {
  sink.block('form-field')
  const open = (name: string, attributes: Attributes) => {
    const words = wordsOf(name, attributes)
    if (words === undefined) return
    sink.run(words.replace(/[\r\n]+/g, ' '), PLAIN)
    sink.line()
  }
  return streamXml(bytes, { open, close: () => {}, text: () => {} }, () => sink.full)
}

function wordsOf(name: string, attributes: Attributes): string | undefined {
  if (name === 'slicer' || name === 'timeline') return attribute(attributes, 'caption')
  if (name === 'item') return attribute(attributes, 'val')
  return name === 'ocxPr' && SHOWN.test(attribute(attributes, 'name') ?? '')
    ? attribute(attributes, 'value')
    : undefined
}
