// 7.4.c on letters made by LibreOffice: which text is wrong, how much of it, where; and what is no fault.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { DocumentFacts, EncodingForm, TextShare } from '../../src/facts.ts'
import { art74cFont as rule } from '../../src/rules/art7-4c-font.ts'
import type { Parameters } from '../../src/rules/rule.ts'
import { document, find, message, silent } from '../support/facts.ts'
import { writeByOffice } from '../support/office-files.ts'
import { read } from '../support/reading.ts'
import { flatLetter } from '../support/text-places.ts'

const WORDS = 'Ủy ban nhân dân huyện đề nghị các phòng, ban rà soát danh mục thiết bị và báo cáo trước ngày 15 tháng 3.'
const LETTERS: Record<string, string> = {
  dung: `<text:p>${WORDS}</text:p>`,
  to_hop: `<text:p>${WORDS.normalize('NFD')}</text:p>`,
  arial: `<text:p>${WORDS}</text:p><text:p><text:span text:style-name="A">Thời hạn có thể gia hạn thêm ba ngày.</text:span></text:p>`,
  vntime: `<text:p>${WORDS}</text:p><text:p><text:span text:style-name="V">§Ò nghÞ c¸c phßng ban b¸o c¸o</text:span></text:p>`,
  vps: `<text:p>${WORDS}</text:p><text:p><text:span text:style-name="S">ñŠ nghÎ các phòng ban báo cáo: UBND HUYŒN</text:span></text:p>`,
  do: `<text:p text:style-name="Heading">DANH MỤC THIẾT BỊ CẦN RÀ SOÁT</text:p><text:p>${WORDS}</text:p>`,
  vni: `<text:p>${WORDS}</text:p><text:p>Ñeà nghò caùc phoøng ban baùo caùo tröôùc ngaøy 15.</text:p>`,
}
const FILTERS = { docx: 'MS Word 2007 XML', odt: 'writer8', rtf: 'Rich Text Format', doc: 'MS Word 97' }

const files = writeByOffice((folder) =>
  Object.entries(LETTERS).flatMap(([name, body]) => {
    const path = join(folder, `${name}.fodt`)
    writeFileSync(path, flatLetter(body))
    const factory = pathToFileURL(path).href
    return Object.entries(FILTERS).map(([format, filter]) => ({ factory, filter, name: `${name}.${format}` }))
  }),
)

async function foundIn(name: string) {
  const read_ = await read(files!.get(name)!, name)
  return find(rule, { facts: message({ attachments: [read_] }) })
}

describe.skipIf(files === null).each(Object.keys(FILTERS))('letters as %s', (format) => {
  test('all right, composed or not', async () => {
    expect(await foundIn(`dung.${format}`)).toEqual([])
    expect(await foundIn(`to_hop.${format}`)).toEqual([])
  })
  test('one paragraph in Arial', async () => {
    const found = await foundIn(`arial.${format}`)
    expect(found).toMatchObject([
      { message: 'font-other', data: { names: ['Arial'], sample: 'Thời hạn có thể gia hạn thêm ba ngày.' } },
    ])
    expect(found[0]!.data.characters).toBe('Thờihạncóthểgiahạnthêmbangày.'.length)
  })
  test('.VnTime is told as its encoding, with its words in Unicode', async () => {
    const found = await foundIn(`vntime.${format}`)
    expect(found).toMatchObject([
      {
        message: 'encoding-legacy',
        data: { names: ['TCVN3 (ABC)'], sample: expect.stringMatching(/^đề nghị các phòng ban/i) },
      },
    ])
    const { vi, en } = rule.messages['encoding-legacy']!.say(found[0]!.data)
    expect(vi).toMatch(/bộ mã cũ TCVN3 \(ABC\).*nội dung.*nghị các phòng ban/)
    expect(en).toMatch(/old encoding TCVN3 \(ABC\).*the body/)
  })
  test('VPS Times too', async () => {
    expect(await foundIn(`vps.${format}`)).toMatchObject([
      {
        message: 'encoding-legacy',
        data: { names: ['VPS'], sample: 'Đề nghị các phòng ban báo cáo: UBND HUYỆN' },
      },
    ])
  })
  test('a red heading', async () => {
    expect(await foundIn(`do.${format}`)).toMatchObject([
      { message: 'colour-other', data: { names: ['#ff0000'], sample: 'DANH MỤC THIẾT BỊ CẦN RÀ SOÁT' } },
    ])
  })
  test('VNI pasted into Times New Roman', async () => {
    expect(await foundIn(`vni.${format}`)).toMatchObject([
      { message: 'encoding-legacy', data: { names: ['VNI'], sample: 'Đề nghị các phòng ban báo cáo trước ngày 15.' } },
    ])
  })
})

const share = (characters: number, sample = 'chữ mẫu'): TextShare => ({
  characters,
  sample,
  spot: { where: 'body', page: 2, name: null },
})

function given(
  fonts: [string | null, number][],
  colours: [string | null, number][] = [[null, 100]],
  kind = 'docx',
  { legacy = [], parameters = {} }: { legacy?: [EncodingForm, number][]; parameters?: Parameters } = {},
) {
  const facts: Partial<DocumentFacts> = {
    kind,
    fonts: fonts.map(([name, characters]) => ({ name, ...share(characters) })),
    colours: colours.map(([rgb, characters]) => ({ rgb, ...share(characters) })),
    encoding: {
      form: 'unicode-nfc',
      legacyShare: 0,
      legacy: legacy.map(([form, characters]) => ({ form, ...share(characters) })),
    },
  }
  return find(rule, {
    facts: message({ attachments: [{ ...document({ name: `a.${kind}` }), ...facts }] }),
    parameters,
  }).map(({ message }) => message)
}

test('every message can be said', () => {
  expect(silent(rule, ['font-other', 'colour-other', 'encoding-legacy'])).toEqual([])
})

describe('by facts', () => {
  test.each([
    'TimesNewRomanPSMT',
    'TimesNewRomanPS-BoldMT',
    'ABCDEF+TimesNewRomanPS-BoldItalicMT',
    'TimesNewRoman,Bold',
    'Times New Roman Bold',
    'TimesNewRoman',
    'Wingdings',
    'Symbol',
  ])('%s is right', (name) => {
    expect(given([[name, 500]], undefined, 'pdf')).toEqual([])
  })
  test('substitutes are right in PDFs only', () => {
    expect(given([['LiberationSerif-Bold', 500]], undefined, 'pdf')).toEqual([])
    expect(given([['Liberation Serif', 500]])).toEqual(['font-other'])
  })
  test.each(['ArialMT', 'Calibri', 'Times New Roman Cyr Special', 'DejaVuSerif', 'UTM Times'])(
    '%s is another font',
    (name) => {
      expect(
        given([
          ['Times New Roman', 100],
          [name, 100],
        ]),
      ).toEqual(['font-other'])
    },
  )
  test('a few characters, unknown fonts and other kinds say nothing', () => {
    expect(
      given([
        ['Times New Roman', 5000],
        ['Arial', 8],
      ]),
    ).toEqual([])
    expect(given([[null, 500]])).toEqual([])
    expect(given([['Calibri', 500]], undefined, 'pptx')).toEqual([])
  })
  test.each([
    ['fontPercent', ['colour-other', 'encoding-legacy']],
    ['colourPercent', ['font-other', 'encoding-legacy']],
    ['encodingPercent', ['font-other', 'colour-other']],
  ])('%s is the threshold of its own finding', (name, left) => {
    // 5 % each of another font, another colour and an old encoding.
    const told = (parameters: Parameters) =>
      given(
        [
          ['Times New Roman', 950],
          ['Arial', 50],
        ],
        [
          [null, 950],
          ['ff0000', 50],
        ],
        'docx',
        { legacy: [['vni', 50]], parameters },
      )
    expect(told({ [name]: 5 })).toEqual(['font-other', 'colour-other', 'encoding-legacy'])
    expect(told({ [name]: 6 })).toEqual(left)
    expect(told({ [name]: 0, characters: 51 })).toEqual([])
  })
  test('near black is black, links are let be, white is not black', () => {
    expect(
      given(
        [['Times New Roman', 100]],
        [
          ['202020', 50],
          ['0563c1', 50],
        ],
      ),
    ).toEqual([])
    expect(given([['Times New Roman', 100]], [['ffffff', 50]])).toEqual(['colour-other'])
    expect(given([['Times New Roman', 100]], [['00b050', 50]])).toEqual(['colour-other'])
  })
  test('the place is said', () => {
    const [found] = find(rule, {
      facts: message({
        attachments: [
          {
            ...document({ name: 'a.docx' }),
            kind: 'docx',
            fonts: [{ name: 'Arial', ...share(50) }],
            colours: [],
            encoding: { form: 'ascii', legacyShare: 0, legacy: [] },
          },
        ],
      }),
    })
    expect(rule.messages['font-other']!.say(found!.data).vi).toContain('nội dung, trang 2')
  })
})
