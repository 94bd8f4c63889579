// Headers and footers of Word documents before 2007 are told apart (MẪU THỬ NGHIỆM).
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { headerStories } from '../../../src/document/text/word-headers.ts'
import { writeByOffice } from '../../support/office-files.ts'
import { read } from '../../support/reading.ts'
import { flat } from '../../support/text-places.ts'

const EDGES = ['header', 'header-left', 'header-first', 'footer', 'footer-left', 'footer-first']
const LETTER = flat(
  'text',
  '<office:text><text:p text:style-name="Standard">thân<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>chú thích</text:p></text:note-body></text:note></text:p></office:text>',
  '',
  EDGES.map((name) => `<style:${name}><text:p>mẫu ${name}</text:p></style:${name}>`).join(''),
)
const made = writeByOffice((folder) => {
  const path = join(folder, 'a.fodt')
  writeFileSync(path, LETTER)
  return [{ factory: pathToFileURL(path).href, filter: 'MS Word 97', name: 'a.doc' }]
})

describe.skipIf(made === null)('a letter that LibreOffice wrote', () => {
  test('each stands where it belongs', async () => {
    const { texts, reasons } = await read(made!.get('a.doc')!, 'a.doc')
    expect(reasons).toEqual([])
    const told = texts!.filter(({ text }) => text.includes('mẫu ')).map(({ where, text }) => `${where}: ${text.trim()}`)
    expect([...told].sort()).toEqual(EDGES.map((name) => `${name.slice(0, 6)}: mẫu ${name}`).sort())
  })
})

describe('stories', () => {
  const stories = (...places: number[]) => {
    const stream = Buffer.alloc(0x100)
    stream.writeUInt32LE(4 * places.length, 0xf6)
    const table = Buffer.alloc(4 * places.length)
    for (const [index, place] of places.entries()) table.writeUInt32LE(place, 4 * index)
    return headerStories(stream, table, 100).map(({ first, where }) => `${first} ${where}`)
  }
  test('of two sections', () => {
    expect(stories(0, 1, 1, 2, 2, 3, 3, 3, 9, 9, 20, 20, 30, 40, 50, 51)).toEqual([
      ...['100 footnote', '101 footnote', '102 footnote', '103 header', '109 footer', '120 footer', '130 header'],
      ...['140 header', '150 footer', '151 footer'],
    ])
  })
  test('that lie', () => {
    expect(stories()).toEqual(['100 header'])
    expect(stories(5, 4, 3, 0xffffffff, 7)).toEqual(['100 header', '105 footnote', '4294967395 footnote'])
  })
})
