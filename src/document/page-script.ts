// Programs in a page or a vector picture: script elements, event handlers, addresses that are programs themselves.

/** Extensions under which a browser opens a file as a page (HTML, XHTML, SVG, MHTML). */
export const PAGE_EXTENSIONS = new Set('html htm xht xhtml shtml shtm svg mht mhtml'.split(' '))

/** Event handler attributes (HTML 8.1.8.2, SVG 2 16.8, SMIL, older browsers), without `on`. Families go by their start. */
const EVENTS = new Set(
  (
    'abort activate afterprint auxclick begin blur cancel canplay canplaythrough change click close command contextmenu ' +
    'copy cuechange cut dblclick drop durationchange emptied end ended error finish focus focusin focusout formdata ' +
    'hashchange help input invalid load loadeddata loadedmetadata loadend loadstart message messageerror offline online ' +
    'pagehide pagereveal pageshow pageswap paste pause play playing popstate progress propertychange ratechange ' +
    'readystatechange rejectionhandled repeat reset resize search securitypolicyviolation seeked seeking select ' +
    'selectionchange selectstart show slotchange stalled start storage submit suspend timeupdate toggle ' +
    'unhandledrejection unload volumechange waiting wheel zoom gotpointercapture lostpointercapture'
  ).split(' '),
)
const EVENT_FAMILY = /^(?:animation|before|drag|fullscreen|key|mouse|pointer|scroll|touch|transition|webkit)/
const HANDLER = /[\s"'/]on([a-z]{3,32})\s*=/g
const PAGE_IN_ATTRIBUTE = /[\s"'/]srcdoc\s*=/
/** The value of an attribute that begins as an address which runs. */
const RUNNING_ADDRESS = /=[\s"']*(?:(?:javascript|vbscript):|data:(?:text\/html|application\/xhtml))/
const CHARACTER_REFERENCE = /&#(?:x0*([0-9a-f]{1,6})|0*([0-9]{1,7}));?/g
/** Shifts of ISO-2022-JP, which a browser that is told this charset takes out of the text. */
const SHIFTS = /\x1b(?:\([bij]|\$[@b])/g

/** True when the text, opened in a browser, runs a program. Whole and linear; where browsers differ the worse reading counts. */
export function hasScript(source: string): boolean {
  const text = source.toLowerCase().replace(SHIFTS, '')
  if (hasScriptElement(text) || PAGE_IN_ATTRIBUTE.test(text)) return true
  for (const [, event] of text.matchAll(HANDLER)) {
    if (EVENTS.has(event!) || EVENT_FAMILY.test(event!)) return true
  }
  const plain = withoutReferences(text)
  // An entity of the document's own may hold a whole element in references (XML 4.5).
  if (text.includes('<!entity') && hasScriptElement(withoutReferences(plain))) return true
  return RUNNING_ADDRESS.test(plain.replace(/[\t\r\n]/g, ''))
}

/** Character references decoded; those few names that stand for signs of an address too. */
function withoutReferences(text: string): string {
  const named = text.replaceAll('&colon;', ':').replaceAll('&tab;', '').replaceAll('&newline;', '')
  return named.replace(CHARACTER_REFERENCE, (_all, hex?: string, decimal?: string) => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return code <= 0x10ffff ? String.fromCodePoint(code).toLowerCase() : ''
  })
}

const AFTER_NAME = new Set([' ', '\t', '\n', '\r', '\f', '/', '>'])
const NOT_IN_NAME = new Set([...AFTER_NAME, '<', '"', "'", '='])

/** `<script` or `<prefix:script` other than data. Runs that are looked back over end where a name ends, so none is seen twice. */
function hasScriptElement(text: string): boolean {
  for (let at = text.indexOf('script'); at >= 0; at = text.indexOf('script', at + 6)) {
    const after = at + 'script'.length
    if (!AFTER_NAME.has(text[after] ?? '')) continue
    let start = at - 1
    if (text[start] === ':') while (start >= 0 && !NOT_IN_NAME.has(text[start]!)) start--
    if (text[start] === '<' && !(start === at - 1 && isData(text.slice(after, after + 1000)))) return true
  }
  return false
}

const ATTRIBUTE = /\s+([a-z][a-z0-9-]*)(?:\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)'|([^\s"'<>=`]+)))?/y

/** A data block (HTML 4.12.1): plain attributes, the first type among them exactly that of JSON. */
function isData(rest: string): boolean {
  let type: string | null = null
  let at = 0
  for (;;) {
    ATTRIBUTE.lastIndex = at
    const match = ATTRIBUTE.exec(rest)
    if (match === null) break
    at = ATTRIBUTE.lastIndex
    if (match[1] === 'type') type ??= match[2] ?? match[3] ?? match[4] ?? ''
  }
  return /^\s*>/.test(rest.slice(at)) && (type === 'application/json' || type === 'application/ld+json')
}
