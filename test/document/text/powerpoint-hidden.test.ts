// Slides that are left out of the show: their words are read and told hidden, in .ppt as in .pptx (MẪU THỬ NGHIỆM).
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { writeByOffice } from '../../support/office-files.ts'
import { atom, container, deck, persist, slideAtom, text, u16, u32 } from '../../support/powerpoint-records.ts'
import { told } from '../../support/powerpoint-told.ts'
import { read } from '../../support/reading.ts'

const [SLIDE, NOTES, SLIDE_LIST, COMMENT] = [0x03ee, 0x03f0, 0x0ff0, 0x2ee0]
const [SLIDES, NOTES_LIST] = [0, 2]
const OTHER = 4

/** SlideShowSlideInfoAtom with these flags. */
const info = (flags: number, length = 16) =>
  atom(0x03f9, Buffer.concat([u32(0, 0), u16(0, flags), u32(0)]).subarray(0, length))
const HIDDEN = 4
const slide = (words: string, ...records: Buffer[]) => ({
  container: container(SLIDE, [slideAtom(0x80000000), ...records, text(OTHER, words)]),
})
const list = (instance: number, ...words: [persistId: number, words: string][]) =>
  container(
    SLIDE_LIST,
    words.flatMap(([id, each]) => [persist(id, 256 + id), text(OTHER, each)]),
    instance,
  )
const hiddenOf = (stream: Buffer) => told(stream).runs.map(([words, { hidden }]) => [words, hidden])

describe('by records', () => {
  test('the slide that says so is hidden, also in the outline', () => {
    const stream = deck({
      fonts: ['Arial'],
      outline: [list(SLIDES, [1, 'dàn một'], [2, 'dàn hai']), list(NOTES_LIST, [3, 'dàn ghi chú'])],
      sheets: [
        slide('một', info(HIDDEN | 0x401)),
        slide('hai', info(0xffff & ~HIDDEN)),
        { container: container(NOTES, [text(OTHER, 'ghi chú')]) },
        slide('bốn'),
      ],
    })
    expect(hiddenOf(stream)).toEqual([
      ['dàn một', true],
      ['dàn hai', false],
      ['dàn ghi chú', false],
      ['một', true],
      ['hai', false],
      ['ghi chú', false],
      ['bốn', false],
    ])
  })

  test.each([0, 4, 11])('an atom of %i bytes says nothing', (length) => {
    expect(hiddenOf(deck({ fonts: [], sheets: [slide('chữ', info(HIDDEN, length))] }))).toEqual([['chữ', false]])
  })

  test('an atom elsewhere than in a slide itself says nothing', () => {
    const within = slide('chữ', container(COMMENT, [info(HIDDEN)]), container(0x040c, [info(HIDDEN)]))
    expect(hiddenOf(Buffer.concat([info(HIDDEN), deck({ fonts: [], sheets: [within] })]))).toEqual([['chữ', false]])
  })
})

const SHOW = `<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.presentation">
<office:automatic-styles><style:style style:name="an" style:family="drawing-page"><style:drawing-page-properties presentation:visibility="hidden"/></style:style><style:style style:name="hien" style:family="drawing-page"><style:drawing-page-properties presentation:visibility="visible"/></style:style><style:page-layout style:name="pm"/></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pm"/></office:master-styles>
<office:body><office:presentation>${['hien trang một', 'an trang hai TỐI MẬT', 'hien trang ba']
  .map((each) => [each.slice(0, each.indexOf(' ')), each.slice(each.indexOf(' ') + 1)])
  .map(
    ([style, words]) =>
      `<draw:page draw:name="${words}" draw:style-name="${style}" draw:master-page-name="Standard"><draw:frame svg:x="20mm" svg:y="20mm" svg:width="150mm" svg:height="30mm"><draw:text-box><text:p>${words}</text:p></draw:text-box></draw:frame></draw:page>`,
  )
  .join('')}</office:presentation></office:body></office:document>`

const made = writeByOffice((folder) => {
  const path = join(folder, 'chieu.fodp')
  writeFileSync(path, SHOW)
  const factory = pathToFileURL(path).href
  return [
    { factory, filter: 'MS PowerPoint 97', name: 'chieu.ppt' },
    { factory, filter: 'Impress MS PowerPoint 2007 XML', name: 'chieu.pptx' },
  ]
})

test.skipIf(made === null).each(['chieu.ppt', 'chieu.pptx'])('LibreOffice writes %s', async (name) => {
  const { text: words, fonts } = await read(made!.get(name)!, name)
  expect(words).toContain('trang hai TỐI MẬT')
  const seen = fonts!.map(({ sample }) => sample).join(' ')
  expect(seen).toContain('trang một')
  expect(seen).toContain('trang ba')
  expect(seen).not.toContain('trang hai')
})
