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
/** Elements whose content no reader sees. */
const HIDDEN = new Set(['script', 'style', 'template'])

/** Text of an HTML document: tags off, scripts and styles left out, references decoded, blocks on lines of their own. */
export function htmlToText(html: string): string {
  const pieces: string[] = []
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    if (open < 0) break
    if (open > at) pieces.push(html.slice(at, open))
    at = markup(html, open, pieces)
  }
  if (at < html.length) pieces.push(html.slice(at))
  return tidy(decodeEntities(pieces.join('')))
}

/** Reads the markup at `open` and gives the offset after it. */
function markup(html: string, open: number, pieces: string[]): number {
  const next = html.charCodeAt(open + 1)
  if (next === 0x21 || next === 0x3f) return declaration(html, open)
  const closing = next === 0x2f
  const start = closing ? open + 2 : open + 1
  const name = tagName(html, start)
  if (name === '') {
    // "<" before anything but a letter is text (HTML 13.2.5.6); `</` with none is a bogus comment.
    if (closing) return after(html, '>', start)
    pieces.push('<')
    return open + 1
  }
  const end = tagEnd(html, start + name.length)
  const element = name.toLowerCase()
  if (BLOCKS.has(element)) pieces.push('\n')
  if (closing || !HIDDEN.has(element)) return end
  return hiddenEnd(html, element, end)
}

function declaration(html: string, open: number): number {
  if (!html.startsWith('<!--', open)) return after(html, '>', open + 1)
  // HTML 13.2.5.43: `<!-->` and `<!--->` are comments that are closed at once.
  if (html.startsWith('>', open + 4)) return open + 5
  if (html.startsWith('->', open + 4)) return open + 6
  return after(html, '-->', open + 4)
}

function tagName(html: string, start: number): string {
  let end = start
  while (end < html.length && end - start < 40 && isNameCharacter(html.charCodeAt(end), end === start)) end++
  return html.slice(start, end)
}

function isNameCharacter(code: number, first: boolean): boolean {
  const lower = code | 0x20
  if (lower >= 0x61 && lower <= 0x7a) return true
  return !first && ((code >= 0x30 && code <= 0x3a) || code === 0x2d)
}

/** Offset after the tag; a `>` inside a quoted attribute value does not close it. */
function tagEnd(html: string, from: number): number {
  let quoted = 0
  let afterEquals = false
  for (let i = from; i < html.length; i++) {
    const code = html.charCodeAt(i)
    if (quoted !== 0) {
      if (code === quoted) quoted = 0
    } else if (code === 0x3e) {
      return i + 1
    } else if (afterEquals && (code === 0x22 || code === 0x27)) {
      quoted = code
      afterEquals = false
    } else if (code > 0x20) {
      afterEquals = code === 0x3d
    }
  }
  return html.length
}

function hiddenEnd(html: string, element: string, from: number): number {
  for (let at = html.indexOf('</', from); at >= 0; at = html.indexOf('</', at + 2)) {
    if (html.slice(at + 2, at + 2 + element.length).toLowerCase() === element) return at
  }
  return html.length
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
