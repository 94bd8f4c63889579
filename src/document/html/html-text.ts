// HTML as the text that a reader sees, in one linear pass (html-to-text is quadratic on unclosed tags: MIME.md 4).
import { decodeEntities } from './html-entities.ts'
import { letterRows, turned } from './html-readings.ts'
import { endTag, tagEnd, tagNameEnd } from './html-tag.ts'

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

/** Letters of an alternative text that may be part of a word, and what they may be written with as references. */
const LETTERS = 3
const SPELLING = 30

/** What was read so far. */
interface Words {
  pieces: string[]
  /** Short alternative texts, with the number of the piece that they stand before. */
  letters: { at: number; value: string }[]
  /** Words of attributes; the same ones count once. */
  attributes: Set<string>
}

function newWords(): Words {
  return { pieces: [], letters: [], attributes: new Set() }
}

/** One pass over one text. A part of it that some programs read as markup and others not is read by a pass of its own. */
interface Pass extends Words {
  html: string
  /** False where every tag is only taken off, so that nothing within can hide what a program would show. */
  structured: boolean
  /** Whether SVG or MathML was opened: what a style element is after that depends on the tree, so it counts as text. */
  foreign: boolean
  /** Up to where turned text was read both ways. */
  turnedTo: number
  /** Elements of which no end tag comes any more: not to be looked for again. */
  endless: Set<string>
}

/**
 * Text of an HTML document: tags off, scripts and styles left out, references decoded, blocks on lines of their own. The words
 * of attributes (alternative texts, titles, labels, values of form fields) follow at the end, each on a line; alternative
 * texts of a few letters, which may spell a word with what stands beside them, are also read in their place.
 */
export function htmlToText(html: string): string {
  const pass: Pass = { html, ...newWords(), structured: true, foreign: false, turnedTo: 0, endless: new Set() }
  strip(pass)
  const { pieces, letters, attributes } = pass
  const text = tidy(decodeEntities(pieces.join('')))
  const lines = [
    ...letterRows(text),
    ...spelled(text, pieces, letters),
    ...tidy(decodeEntities([...attributes].join('\n'))).split('\n'),
  ]
  const more = lines.filter((line) => line !== '')
  return text === '' || more.length === 0 ? text + more.join('\n') : `${text}\n${more.join('\n')}`
}

/** Lines that read otherwise with the short alternative texts in their places. */
function spelled(text: string, pieces: string[], letters: Words['letters']): string[] {
  if (letters.length === 0) return []
  const known = new Set(text.split('\n'))
  const all: string[] = []
  let from = 0
  for (const { at, value } of letters) {
    for (; from < at; from++) all.push(pieces[from]!)
    all.push(value)
  }
  for (; from < pieces.length; from++) all.push(pieces[from]!)
  return tidy(decodeEntities(all.join('')))
    .split('\n')
    .filter((line) => !known.has(line))
}

function strip(pass: Pass): void {
  const { html, pieces } = pass
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    if (open < 0) break
    if (open > at) pieces.push(html.slice(at, open))
    at = markup(pass, open)
  }
  if (at < html.length) pieces.push(html.slice(at))
}

/** A text within, of which every tag is only taken off. */
function stripWithin(pass: Pass, html: string): void {
  pass.pieces.push('\n')
  strip({ ...pass, html, structured: false, foreign: false, turnedTo: 0, endless: new Set() })
  pass.pieces.push('\n')
}

/** Characters of a turned text that are read both ways. */
const TURNED = 2000

/** `<bdo dir=rtl>` shows its text from right to left. */
function noteTurned(pass: Pass, from: number): void {
  if (from < pass.turnedTo) return
  const end = endTag(pass.html.slice(0, from + TURNED), 'bdo', from)
  pass.turnedTo = end < 0 ? from + TURNED : end
  const inner: Pass = { ...pass, ...newWords(), html: pass.html.slice(from, pass.turnedTo), structured: false }
  strip(inner)
  pass.attributes.add(turned(decodeEntities(inner.pieces.join(''))))
}

/** Notes the words of an attribute: those of a value only where the element shows it. */
function noteAttribute(pass: Pass, element: string, name: string, value: string): void {
  if (name === 'value' && element !== 'input' && element !== 'button') return
  if (name === 'label' && element !== 'option' && element !== 'optgroup') return
  if (name === 'srcdoc') {
    if (pass.structured) stripWithin(pass, decodeEntities(value))
    return
  }
  const words = value.includes('\n') ? value.replaceAll('\n', ' ') : value
  if (name === 'alt' && decodeEntities(words.slice(0, SPELLING)).length <= LETTERS && words.length <= SPELLING) {
    if (words !== '') pass.letters.push({ at: pass.pieces.length, value: words })
  }
  pass.attributes.add(words)
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
  const element = html.slice(start, Math.min(nameEnd, start + NAME_LIMIT + 1)).toLowerCase()
  if (BLOCKS.has(element)) pieces.push('\n')
  const end = tagEnd(html, nameEnd, (name, value) => noteAttribute(pass, element, name, value))
  return closing || !pass.structured ? end : content(pass, element, end)
}

/** Offset at which reading goes on after a start tag that ends at `from`: after content that is no markup. */
function content(pass: Pass, element: string, from: number): number {
  const { html, pieces, foreign } = pass
  if (element === 'svg' || element === 'math') pass.foreign = true
  if (element === 'bdo') noteTurned(pass, from)
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
  if (hidden || inner.includes('<')) stripWithin(pass, inner)
  pieces.push('\n')
  return end
}

function declaration(pass: Pass, open: number): number {
  const { html, structured } = pass
  if (html.startsWith(CDATA, open)) return characterData(pass, open + CDATA.length)
  if (!html.startsWith('<!--', open)) return after(html, '>', open + 1)
  // HTML 13.2.5.43: `<!-->` and `<!--->` are comments that are closed at once.
  if (html.startsWith('>', open + 4)) return open + 5
  if (html.startsWith('->', open + 4)) return open + 6
  const end = commentEnd(html, open + 4)
  // Browsers hide what follows a comment that is never closed; programs that clean mail up may show it.
  if (end < 0) {
    if (structured) stripWithin(pass, html.slice(open + 4))
    return html.length
  }
  // A conditional comment, which Outlook on Windows shows: `<!--[if mso]> ... <![endif]-->`.
  if (structured && html.startsWith('[if', open + 4)) {
    const inside = html.slice(open + 4, end).replace(/--!?>$/, '')
    const inner = inside.slice(after(inside, ']>', 0))
    stripWithin(pass, withoutSettings(inner))
  }
  return end
}

/** Offset after the comment, -1 when it is not closed: `-->` closes it, and so does `--!>` (HTML 13.2.5.52). */
function commentEnd(html: string, from: number): number {
  for (let at = html.indexOf('--', from); at >= 0; at = html.indexOf('--', at + 1)) {
    if (html[at + 2] === '>') return at + 3
    if (html[at + 2] === '!' && html[at + 3] === '>') return at + 4
  }
  return -1
}

const CDATA = '<![CDATA['

/** Text in SVG, MathML and XHTML; a comment up to the first `>` in HTML, after which there is markup again. */
function characterData(pass: Pass, from: number): number {
  const end = after(pass.html, '>', from)
  pass.pieces.push(pass.html.slice(from, end).replace(/(?:\]\])?>$/, ''))
  return end
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
