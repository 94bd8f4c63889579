// Streams the XML of a document part: tags by their local names, text, no tree; the prefixes that a writer chose do not matter.
import { SaxesParser } from 'saxes'
import type { Reason } from '../facts.ts'

/** Attributes as they are written; ask `attribute` for one by its local name. */
export type Attributes = Record<string, string>

export interface XmlHandler {
  open(name: string, attributes: Attributes): void
  text(text: string): void
  close(name: string): void
}

/** Characters that are parsed between two looks at whether more is wanted. */
const STEP = 65_536
/** Elements within one another; those of a document are some tens. */
const DEPTH = 10_000

/**
 * Parses strictly; what stands before an error has been told. Gives the reason why not all was: `damaged` for what is not
 * well-formed, `depth-limit`; null at the end, and when `enough` says so.
 */
export function streamXml(bytes: Buffer, handler: XmlHandler, enough: () => boolean): Reason | null {
  let failure: Reason | null = null
  let depth = 0
  const parser = new SaxesParser({ xmlns: false, position: false })
  parser.on('error', () => {
    failure ??= 'damaged'
  })
  parser.on('opentag', (tag) => {
    if (failure !== null) return
    if (++depth > DEPTH) failure = 'depth-limit'
    else handler.open(local(tag.name), tag.attributes)
  })
  parser.on('closetag', (tag) => {
    depth--
    if (failure === null) handler.close(local(tag.name))
  })
  const words = (text: string) => {
    if (failure === null) handler.text(text)
  }
  parser.on('text', words)
  parser.on('cdata', words)
  const text = decoded(bytes)
  for (let at = 0; at < text.length && failure === null; at += STEP) {
    if (enough()) return null
    parser.write(text.slice(at, at + STEP))
  }
  if (failure === null) parser.close()
  return failure
}

/** UTF-16 by its byte order mark (XML 1.0 4.3.3), UTF-8 otherwise. */
function decoded(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  return new TextDecoder('utf-8').decode(bytes)
}

function local(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}

/** The attribute of that local name, whatever its prefix; undefined when there is none. */
export function attribute(attributes: Attributes, name: string): string | undefined {
  const bare = attributes[name]
  if (bare !== undefined) return bare
  for (const key in attributes)
    if (key.endsWith(name) && key[key.length - name.length - 1] === ':') return attributes[key]
  return undefined
}

/** Whether an on/off element says on (ECMA-376 part 1, 17.17.4): absent value is on. */
export function isOn(attributes: Attributes): boolean {
  const value = attribute(attributes, 'val')
  return value === undefined || !/^(?:0|false|off|none)$/i.test(value)
}
