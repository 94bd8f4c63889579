// Which reader a vector picture has whose words are seen in a document.
import type { Reason } from '../../facts.ts'
import { isEmf, readEmf } from './emf-text.ts'
import type { TextSink } from './sink.ts'
import { readSvg } from './svg-text.ts'

/** Characters in which the root of an SVG stands. */
const HEAD = 4096

export function isPicture(bytes: Buffer): boolean {
  return isEmf(bytes) || /<(?:\w{1,20}:)?svg[\s>]/.test(bytes.toString('latin1', 0, HEAD))
}

export function readPicture(bytes: Buffer, sink: TextSink): Reason | null {
  return isEmf(bytes) ? readEmf(bytes, sink) : readSvg(bytes, sink)
}
