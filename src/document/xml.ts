// Small XML parts of office packages (Open Packaging, ODF manifest) through a strict parser; no entities but XML's own.
import { SaxesParser } from 'saxes'

export interface Element {
  /** Local name, without prefix. */
  name: string
  /** Attributes by local name; of two with the same local name the last. */
  attributes: Record<string, string>
}

/** Elements kept of one part: a relationships part of an ordinary document has tens. */
const ELEMENTS_KEPT = 20_000
/** Bytes of a part that is still looked into. */
export const PART_LIMIT = 8_388_608

/** Start tags in document order; null when the part is not well-formed, too large, or holds too many. */
export function readElements(bytes: Buffer): Element[] | null {
  if (bytes.length > PART_LIMIT) return null
  const elements: Element[] = []
  let failed = false
  const parser = new SaxesParser({ xmlns: false, position: false })
  parser.on('error', () => {
    failed = true
  })
  parser.on('opentag', (tag) => {
    if (elements.length >= ELEMENTS_KEPT) failed = true
    else elements.push({ name: local(tag.name), attributes: localAttributes(tag.attributes) })
  })
  parser.write(text(bytes)).close()
  return failed ? null : elements
}

function text(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  return new TextDecoder('utf-8').decode(bytes)
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

function localAttributes(attributes: Record<string, string>): Record<string, string> {
  const out: Record<string, string> = {}
  for (const [name, value] of Object.entries(attributes)) out[local(name)] = value
  return out
}
