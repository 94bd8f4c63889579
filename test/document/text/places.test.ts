// Every phrase of documents made by LibreOffice is found where it stands, in the font and colour of the source.
import { describe, expect, test } from 'vitest'
import type { DocumentFacts, TextWhere } from '../../../src/facts.ts'
import { read } from '../../support/reading.ts'
import { textPlaces } from '../../support/text-places.ts'

const files = textPlaces()

async function facts(name: string): Promise<DocumentFacts> {
  const document = await read(files!.get(name)!, name)
  expect(document.reasons, name).toEqual([])
  expect(document.texts, name).not.toBeNull()
  return document
}

/** Where a phrase stands, every place once. */
function placesOf({ texts }: DocumentFacts, phrase: string): TextWhere[] {
  return [...new Set(texts!.filter(({ text }) => text.includes(phrase)).map(({ where }) => where))]
}

const LETTER: [string, TextWhere[]][] = [
  ['phrase heading đỏ', ['body']],
  ['phrase body phrase arial và phrase red phrase văn bản mật của huyện', ['body']],
  ['phrase footnote', ['footnote', 'body']],
  ['phrase endnote', ['footnote', 'body']],
  ['phrase comment', ['comment', 'annotation']],
  ['phrase box', ['text-box', 'body']],
  ['phrase shape', ['text-box', 'body', 'watermark']],
  ['phrase hidden', ['body']],
  ['phrase second page', ['body']],
  ['phrase header', ['header', 'body']],
  ['phrase footer', ['footer', 'body']],
  ['phrase title mẫu', ['property']],
  ['phrase subject mẫu', ['property']],
  ['phrase keyword mẫu', ['property']],
  ['phrase own property', ['property']],
]
/** What a format does not carry, or LibreOffice does not write into it. */
const LETTER_WITHOUT: Record<string, string[]> = {
  'thu.pdf': ['phrase hidden', 'phrase comment', 'phrase own property'],
  'thu.html': ['phrase comment', 'phrase box', 'phrase shape'],
  'thu.rtf': [],
}

describe.skipIf(files === null)('a letter', () => {
  const names = ['thu.docx', 'thu.odt', 'thu.fodt', 'thu.rtf', 'thu.doc', 'thu.html', 'thu.pdf']
  test.each(names)('%s: every place', async (name) => {
    const document = await facts(name)
    for (const [phrase, wheres] of LETTER) {
      if (LETTER_WITHOUT[name]?.includes(phrase)) continue
      const found = placesOf(document, phrase)
      expect(found.length, `${phrase} in ${JSON.stringify(document.texts)}`).toBeGreaterThan(0)
      expect(wheres, phrase).toEqual(expect.arrayContaining(found))
    }
  })
  test.each(names)('%s: a label and its value stand in one line', async (name) => {
    expect((await facts(name)).text).toMatch(/phrase label:\s*\tphrase value|phrase label:[ \t]+phrase value/)
  })
  test.each(names)('%s: fonts and colours of the words', async (name) => {
    const { fonts, colours, encoding } = await facts(name)
    const font = (pattern: RegExp) => fonts!.find((each) => pattern.test(each.name ?? ''))
    expect(font(/arial|liberation ?sans/i)?.sample, JSON.stringify(fonts)).toContain('phrase arial')
    // LibreOffice leaves the font of the default style out of a page.
    if (name !== 'thu.html') expect(font(/times|liberation ?serif|tinos/i)!.characters).toBeGreaterThan(100)
    expect(colours!.find(({ rgb }) => rgb === 'ff0000')?.sample).toMatch(/phrase heading đỏ/)
    expect(colours!.find(({ rgb }) => rgb === 'ff0000')?.characters, JSON.stringify(colours)).toBe(
      'phraseheadingđỏphrasered'.length,
    )
    if (name !== 'thu.pdf')
      expect(encoding!.legacy).toMatchObject([
        { form: 'tcvn3', sample: expect.stringContaining('văn bản mật của huyện') },
      ])
  })
})

const BOOK = [
  'phrase cell',
  'phrase arial run',
  '12345',
  'phrase comment',
  'phrase noted',
  'phrase shape',
  'phrase hidden sheet',
  'phrase sheet',
  'phrase header',
  'phrase footer',
  'phrase title mẫu',
]

describe.skipIf(files === null)('a workbook', () => {
  const names = ['bang.xlsx', 'bang.ods', 'bang.fods', 'bang.xls']
  test.each(names)('%s: every place', async (name) => {
    const document = await facts(name)
    for (const phrase of BOOK) expect(document.text, phrase).toContain(phrase)
    expect(document.text).toMatch(/phrase cell\tphrase arial run\t12345/)
    expect(document.fonts!.find((each) => /arial/i.test(each.name ?? ''))?.sample).toContain('arial run')
    expect(document.texts!.find(({ text }) => text.includes('phrase cell'))).toMatchObject({
      where: 'sheet',
      page: 1,
      name: 'phrase sheet',
    })
  })
})

const SHOW = [
  'phrase slide one',
  'phrase red',
  'phrase arial',
  'phrase shape',
  'phrase table cell',
  'phrase slide two',
  'phrase heading',
  'phrase point',
  'phrase second level',
  'phrase notes',
  'phrase title mẫu',
]
/** What only the styles of the master say of its placeholders. */
const PLACEHOLDERS = { '008000': 'phrase heading', '0000ff': 'phrase point', '800000': 'phrase second level' }

/** LibreOffice writes neither headers, shapes, the state of sheets nor properties into it. */
const BOOK_2003 = BOOK.filter((phrase) => !/shape|header|footer|title/.test(phrase))

test.skipIf(files === null)('bang.xml: SpreadsheetML 2003', async () => {
  const document = await facts('bang.xml')
  for (const phrase of BOOK_2003) expect(document.text, phrase).toContain(phrase)
  expect(document.texts!.map(({ where, page, name, text }) => [where, page, name, text])).toEqual([
    ['sheet', 1, 'phrase sheet', 'phrase cell\tphrase arial run\t12345\nphrase noted\n'],
    ['comment', 1, null, 'phrase comment\n'],
    ['sheet', 2, 'sheet two', 'phrase hidden sheet\n'],
    ['property', null, 'sheet', 'phrase sheet\n'],
    ['property', null, 'sheet', 'sheet two\n'],
  ])
  expect(document.fonts!.find(({ name }) => name === 'Arial')?.sample).toBe('arial run')
})

describe.skipIf(files === null)('slides', () => {
  const names = ['chieu.pptx', 'chieu.odp', 'chieu.fodp', 'chieu.ppt']
  test.each(names)('%s: every place', async (name) => {
    const document = await facts(name)
    for (const phrase of SHOW) expect(document.text, phrase).toContain(phrase)
    expect(document.texts!.find(({ text }) => text.includes('phrase slide two'))).toMatchObject({
      where: 'slide',
      page: 2,
    })
    expect(document.texts!.find(({ text }) => text.includes('phrase notes'))?.where).toBe('notes')
    expect(document.colours!.find(({ rgb }) => rgb === 'ff0000')?.sample).toBe('phrase red')
    expect(document.fonts!.find((each) => /arial/i.test(each.name ?? ''))?.sample).toContain('phrase arial')
    expect(document.fonts!.find((each) => each.name === 'Times New Roman')?.sample).toContain('phrase times')
    expect(document.text).toContain('phrase văn bản mật của huyện')
  })
  test.each(names)('%s: fonts and colours of the masters', async (name) => {
    const { fonts, colours } = await facts(name)
    for (const [rgb, sample] of Object.entries(PLACEHOLDERS))
      expect(colours!.find((each) => each.rgb === rgb)?.sample, rgb).toBe(sample)
    expect(fonts!.find((each) => each.name === '.VnTime')?.sample).toBe('phrase văn bản mật của huyện')
    expect(fonts!.find((each) => each.name === 'Times New Roman')?.sample).toBe(
      'phrase times phrase heading phrase point',
    )
  })
  test.each(names)('%s: the same fonts and colours as chieu.pptx, character by character', async (name) => {
    const [old, now] = await Promise.all([facts(name), facts('chieu.pptx')])
    const told = ({ fonts, colours }: DocumentFacts) => [
      ...fonts!.map(({ name, characters, sample }) => [name, characters, sample]),
      ...colours!.map(({ rgb, characters, sample }) => [rgb, characters, sample]),
    ]
    expect(told(old)).toEqual(told(now))
  })
})
