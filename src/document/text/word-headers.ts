// Which stretches of the headers of a Word document before 2007 are headers, which footers ([MS-DOC] 2.8.20 Plcfhdd).
import type { TextWhere } from '../../facts.ts'

/** A stretch of the text, from its first character on up to the next story. */
export interface Story {
  first: number
  where: TextWhere
}

/** fcPlcfHdd and lcbPlcfHdd in the FIB ([MS-DOC] 2.5.6). */
const STORIES = 0xf2
const STORIES_READ = 100_000
/** Separators of notes come first (2.3.3). */
const OF_NOTES = 6
/** Of each section: on even and odd pages a header, then a footer; on the first page one of each. */
const OF_SECTION: readonly TextWhere[] = ['header', 'header', 'footer', 'footer', 'header', 'footer']

/** The stories of the headers, which begin at that character; those that go back are dropped. */
export function headerStories(stream: Buffer, table: Buffer, first: number): Story[] {
  const from = stream.readUInt32LE(STORIES)
  const places = table.subarray(from, from + stream.readUInt32LE(STORIES + 4))
  const stories: Story[] = [{ first, where: 'header' }]
  const count = Math.min(STORIES_READ, Math.floor(places.length / 4))
  for (let index = 0; index < count; index++) {
    const at = first + places.readUInt32LE(4 * index)
    const where = index < OF_NOTES ? 'footnote' : OF_SECTION[(index - OF_NOTES) % OF_SECTION.length]!
    const last = stories.at(-1)!
    if (at > last.first) stories.push({ first: at, where })
    else if (at === last.first) last.where = where
  }
  return stories
}
