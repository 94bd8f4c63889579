// HTML as the text that a reader sees, in one linear pass (html-to-text is quadratic on unclosed tags: MIME.md 4).
import { decodeEntities } from './html-entities.ts'

/** Elements that begin a line of their own; all others stand within one. */
const BLOCKS = new Set(
  (
    'address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption figure ' +
    'footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html legend li main menu nav ol optgroup option p pre section ' +
    'select summary table tbody td textarea tfoot th thead title tr ul'
  ).split(' '),
)
/** Elements whose content no reader sees; within SVG and MathML they are ordinary ones. */
const HIDDEN = new Set(['script', 'style', 'template'])
/** Elements that hold text only: what looks like markup in them is none (HTML 13.2.5.2, 13.2.5.3). */
const TEXT_ONLY = new Set(['title', 'textarea', 'xmp', 'iframe', 'noembed', 'noframes'])
/** Names of elements are shorter; no set above holds a longer one. */
const NAME_LIMIT = 40

/** One pass over one text. A part of it that some programs read as markup and others not is read by a pass of its own. */
interface Pass {
  html: string
  pieces: string[]
  /** False where every tag is only taken off, so that nothing within can hide what a program would show. */
  structured: boolean
  /** Whether SVG or MathML was opened: what a style element is after that depends on the tree, so it counts as text. */
  foreign: boolean
  /** Elements of which no end tag comes any more: not to be looked for again. */
  endless: Set<string>
}

/** Text of an HTML document: tags off, scripts and styles left out, references decoded, blocks on lines of their own. */
export function htmlToText(html: string): string {
  return tidy(decodeEntities(strip(html, true).join('')))
}

function strip(html: string, structured: boolean): string[] {
  const pass: Pass = { html, pieces: [], structured, foreign: false, endless: new Set() }
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    if (open < 0) break
    if (open > at) pass.pieces.push(html.slice(at, open))
    at = markup(pass, open)
  }
  if (at < html.length) pass.pieces.push(html.slice(at))
  return pass.pieces
}

/** Reads the markup at `open` and gives the offset after it. */
function markup(pass: Pass, open: number): number {
  const { html, pieces } = pass
  const next = html.charCodeAt(open + 1)
  if (next === 0x21 || next === 0x3f) return declaration(pass, open)
  const closing = next === 0x2f
  const start = closing ? open + 2 : open + 1
  if (!isLetter(html.charCodeAt(start))) {
    // "<" before anything but a letter is text (HTML 13.2.5.6); `</` with none is a bogus comment.
    if (closing) return after(html, '>', start)
    pieces.push('<')
    return open + 1
  }
  const nameEnd = tagNameEnd(html, start)
  const end = tagEnd(html, nameEnd)
  const element = html.slice(start, Math.min(nameEnd, start + NAME_LIMIT + 1)).toLowerCase()
  if (BLOCKS.has(element)) pieces.push('\n')
  return closing || !pass.structured ? end : content(pass, element, end)
}

/** Offset at which reading goes on after a start tag that ends at `from`: after content that is no markup. */
function content(pass: Pass, element: string, from: number): number {
  const { html, pieces, foreign } = pass
  if (element === 'svg' || element === 'math') pass.foreign = true
  const hidden = HIDDEN.has(element)
  if (element === 'plaintext' && !pass.endless.has(element)) {
    pass.endless.add(element)
    pieces.push('\n', html.slice(from), '\n')
  }
  if (!hidden && !TEXT_ONLY.has(element)) return from
  const end = pass.endless.has(element) ? -1 : endTag(html, element, from)
  if (end < 0) {
    pass.endless.add(element)
    return hidden && !foreign ? html.length : from
  }
  if (hidden && !foreign) return end
  const inner = html.slice(from, end)
  if (!hidden) pieces.push('\n', inner)
  if (hidden || inner.includes('<')) pieces.push('\n', ...strip(inner, false))
  pieces.push('\n')
  return end
}

function declaration(pass: Pass, open: number): number {
  const { html, pieces, structured } = pass
  if (!html.startsWith('<!--', open)) return after(html, '>', open + 1)
  // HTML 13.2.5.43: `<!-->` and `<!--->` are comments that are closed at once.
  if (html.startsWith('>', open + 4)) return open + 5
  if (html.startsWith('->', open + 4)) return open + 6
  const end = commentEnd(html, open + 4)
  // A conditional comment, which Outlook on Windows shows: `<!--[if mso]> ... <![endif]-->`.
  if (structured && html.startsWith('[if', open + 4)) {
    const inside = html.slice(open + 4, end).replace(/--!?>$/, '')
    const inner = inside.slice(after(inside, ']>', 0))
    pieces.push('\n', ...strip(withoutSettings(inner), false), '\n')
  }
  return end
}

/** Offset after the comment: `-->` closes it, and so does `--!>` (HTML 13.2.5.52). */
function commentEnd(html: string, from: number): number {
  for (let at = html.indexOf('--', from); at >= 0; at = html.indexOf('--', at + 1)) {
    if (html[at + 2] === '>') return at + 3
    if (html[at + 2] === '!' && html[at + 3] === '>') return at + 4
  }
  return html.length
}

/** Word's settings and styles, which stand in such comments of every message of Outlook and are shown by none. */
function withoutSettings(html: string): string {
  const pieces: string[] = []
  const opening = /<(xml|style)>/gi
  let from = 0
  for (let match = opening.exec(html); match !== null; match = opening.exec(html)) {
    const end = endTag(html, match[1]!.toLowerCase(), opening.lastIndex)
    if (end < 0) break
    pieces.push(html.slice(from, match.index))
    from = end
    opening.lastIndex = end
  }
  return [...pieces, html.slice(from)].join('')
}

function isLetter(code: number): boolean {
  const lower = code | 0x20
  return lower >= 0x61 && lower <= 0x7a
}

/** HTML 13.2.5.8: a name runs to a blank, a slash or the end of the tag, whatever it holds. */
function tagNameEnd(html: string, start: number): number {
  let end = start
  while (end < html.length && !endsName(html.charCodeAt(end))) end++
  return end
}

function endsName(code: number): boolean {
  return code === 0x3e || code === 0x2f || code === 0x20 || (code >= 0x09 && code <= 0x0d && code !== 0x0b)
}

/** Offset after the tag whose attributes begin at `from`; a quote opens a value only after `name=` (HTML 13.2.5.32 to 39). */
function tagEnd(html: string, from: number): number {
  // `start`: no name yet. `name`: in one or after one. `equals`: a value may open. `bare`: in a value without quotes.
  let state: 'start' | 'name' | 'equals' | 'bare' = 'start'
  for (let i = from; i < html.length; i++) {
    const code = html.charCodeAt(i)
    const quote = code === 0x22 || code === 0x27
    if (code === 0x3e) return i + 1
    if (state === 'equals' && quote) {
      i = html.indexOf(html[i]!, i + 1)
      if (i < 0) return html.length
      state = 'start'
    } else if (state === 'name' && code === 0x3d) state = 'equals'
    else if (code === 0x2f && state === 'name') state = 'start'
    else if (code <= 0x20) state = state === 'bare' ? 'start' : state
    else if (state === 'equals') state = 'bare'
    else if (state === 'start' && code !== 0x2f) state = 'name'
  }
  return html.length
}

/** Offset of the end tag of `element` that comes next; -1 when there is none. */
function endTag(html: string, element: string, from: number): number {
  for (let at = html.indexOf('</', from); at >= 0; at = html.indexOf('</', at + 2)) {
    const end = at + 2 + element.length
    if (end < html.length && !endsName(html.charCodeAt(end))) continue
    if (html.slice(at + 2, end).toLowerCase() === element) return at
  }
  return -1
}

function after(html: string, mark: string, from: number): number {
  const at = html.indexOf(mark, from)
  return at < 0 ? html.length : at + mark.length
}

/** Runs of blanks as one, empty lines left out. */
function tidy(text: string): string {
  const lines: string[] = []
  for (const line of text.split('\n')) {
    const clean = line.replace(/[ \t\r\f\u00a0]+/g, ' ').trim()
    if (clean !== '') lines.push(clean)
  }
  return lines.join('\n')
}
