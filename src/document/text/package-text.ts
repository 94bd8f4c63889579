// The text of an Office Open XML package, part by part in the order in which people meet it.
import type { TextWhere } from '../../facts.ts'
import type { Reading } from '../reading.ts'
import { type Attributes, streamXml } from '../xml-stream.ts'
import type { Zip, ZipMember } from '../zip.ts'
import { readControl } from './control-words.ts'
import { readDrawing } from './drawing-xml.ts'
import { LISTINGS_KEPT, type Listing, PackageParts, relationOf } from './package-parts.ts'
import type { Role } from './package-roles.ts'
import { readSheets } from './package-sheets.ts'
import { readProperties } from './properties-xml.ts'
import type { ReadText, TextSink } from './sink.ts'
import { readSlideComments } from './slide-comments.ts'
import { readSvg } from './svg-text.ts'
import { NO_THEME, readTheme, type Theme } from './theme.ts'
import { readVml } from './vml-text.ts'
import { WordLists } from './word-lists.ts'
import { WordStyles } from './word-styles.ts'
import { readWordPart } from './word-xml.ts'

const WORD_PARTS: [Role, TextWhere][] = [
  ['document', 'body'],
  ['header', 'header'],
  ['footer', 'footer'],
  ['footnote', 'footnote'],
  ['comment', 'comment'],
]

/** `typeOf` gives the content type of a member in lower case. */
export function packageText(zip: Zip, typeOf: (member: ZipMember) => string, reading: Reading): ReadText {
  return (sink) => {
    const parts = new PackageParts(zip, typeOf, reading, sink)
    const [themePart] = parts.of('theme')
    const themeBytes = parts.bytes(themePart)
    const theme = themeBytes === null ? NO_THEME : readTheme(themeBytes)
    readWord(parts, theme, sink)
    if (parts.of('sheet').length > 0) readSheets(parts, theme, sink)
    readSlides(parts, theme, sink)
    for (const member of parts.of('drawing')) readShapes(parts, member, theme, sink, 'text-box')
    for (const member of parts.of('vml')) parts.with(member, (bytes) => readVml(bytes, sink))
    for (const member of parts.of('picture')) parts.with(member, (bytes) => readSvg(bytes, sink))
    for (const member of parts.of('control')) parts.with(member, (bytes) => readControl(bytes, sink))
    for (const member of parts.of('property')) parts.with(member, (bytes) => readProperties(bytes, sink))
  }
}

function readWord(parts: PackageParts, theme: Theme, sink: TextSink): void {
  const styles = new WordStyles(theme)
  const [member] = parts.of('word-styles')
  if (member !== undefined)
    parts.with(member, (bytes) => {
      styles.read(bytes)
      return null
    })
  const lists = new WordLists()
  const [numbering] = parts.of('word-lists')
  if (numbering !== undefined)
    parts.with(numbering, (bytes) => {
      lists.read(bytes, theme)
      return null
    })
  for (const [role, where] of WORD_PARTS)
    for (const each of parts.of(role)) parts.with(each, (bytes) => readWordPart(bytes, where, styles, lists, sink))
}

function readSlides(parts: PackageParts, theme: Theme, sink: TextSink): void {
  const main = parts.member(/^ppt\/presentation\.xml$/i)
  const slides = parts.of('slide').length === 0 ? [] : parts.listed('slide', main, slideList(parts, main))
  const told = new Map<ZipMember, ToldSlide>()
  for (const [index, { member }] of slides.entries())
    told.set(member, { page: index + 1, hidden: readShapes(parts, member, theme, sink, 'slide', { page: index + 1 }) })
  // What stands on a master or a layout stands on every slide of it; their placeholders only prompt.
  for (const member of parts.of('slide-master'))
    parts.with(member, (bytes) => {
      sink.block('slide', null)
      return readDrawing(bytes, { theme, hidden: false, prompts: true }, sink)
    })
  for (const member of parts.of('notes'))
    readShapes(parts, member, theme, sink, 'notes', slideOfNotes(parts, member, told))
  for (const member of parts.of('slide-comment')) parts.with(member, (bytes) => readSlideComments(bytes, sink))
}

/** Slides in the order of the show (19.2.1.33). */
function slideList(parts: PackageParts, main: ZipMember | undefined): Listing[] {
  const listings: Listing[] = []
  const open = (name: string, attributes: Attributes) => {
    if (name === 'sldId') listings.push({ relation: relationOf(attributes), name: null, hidden: false })
  }
  const bytes = parts.bytes(main)
  if (bytes !== null) streamXml(bytes, { open, text: () => {}, close: () => {} }, () => listings.length > LISTINGS_KEPT)
  return listings
}

interface ToldSlide {
  page: number
  hidden: boolean
}

/** The slide that a part of speaker notes names (13.3.5). */
function slideOfNotes(
  parts: PackageParts,
  notes: ZipMember,
  slides: ReadonlyMap<ZipMember, ToldSlide>,
): Partial<ToldSlide> {
  for (const member of parts.related(notes)) {
    const slide = slides.get(member)
    if (slide !== undefined) return slide
  }
  return {}
}

/** Reads one part. Whether it is hidden comes back. */
function readShapes(
  parts: PackageParts,
  member: ZipMember,
  theme: Theme,
  sink: TextSink,
  where: TextWhere,
  slide: Partial<ToldSlide> = {},
): boolean {
  let { page = null, hidden = false } = slide
  parts.with(member, (bytes) => {
    sink.block(where, page)
    // A slide that is left out of the show says so in its first tag (19.3.1.38).
    if (where === 'slide')
      hidden = /<(?:\w{1,20}:)?sld[^>]{0,2000}\sshow="(?:0|false)"/.test(bytes.toString('latin1', 0, 4096))
    return readDrawing(bytes, { theme, hidden, page }, sink)
  })
  return hidden
}
