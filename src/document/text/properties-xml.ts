// Properties of a document that people write (ECMA-376 part 2, 11; part 1, 15.2.12): title, subject, keywords, authors and their own.
import type { Reason } from '../../facts.ts'
import { type Attributes, attribute, streamXml } from '../xml-stream.ts'
import { PLAIN, type TextSink } from './sink.ts'

/** Elements that programs fill in: counts, versions, times, names of templates. */
const OF_PROGRAMS = new Set(
  (
    'Application AppVersion Template TotalTime Pages Words Characters CharactersWithSpaces Lines Paragraphs Slides Notes HiddenSlides MMClips ScaleCrop ' +
    'LinksUpToDate SharedDoc HyperlinksChanged DocSecurity PresentationFormat HeadingPairs TitlesOfParts created modified lastPrinted revision ' +
    'generator creation-date date editing-cycles editing-duration document-statistic print-date language'
  ).split(' '),
)

/** Each property as a block of its own, named as the file names it. */
export function readProperties(bytes: Buffer, sink: TextSink): Reason | null {
  const path: string[] = []
  let own: string | null = null
  let skipped = 0
  const open = (name: string, attributes: Attributes) => {
    path.push(name)
    if (OF_PROGRAMS.has(name)) skipped++
    // Properties of the user's own carry their name as an attribute (15.2.12.2; ODF 1.3 part 3, 4.3.3).
    if (name === 'property' || name === 'user-defined') own = attribute(attributes, 'name') ?? null
  }
  const text = (part: string) => {
    if (skipped > 0 || path.length < 2 || part.trim() === '') return
    // In a flat OpenDocument file they are one part of the whole.
    if (path[0] === 'document' && path[1] !== 'meta') return
    sink.block('property', null, own ?? path.at(-1) ?? null)
    sink.run(part.replace(/[\r\n]+/g, ' '), PLAIN)
    sink.line()
  }
  const close = (name: string) => {
    path.pop()
    if (OF_PROGRAMS.has(name)) skipped--
    if (name === 'property' || name === 'user-defined') own = null
  }
  return streamXml(bytes, { open, text, close }, () => sink.full)
}
