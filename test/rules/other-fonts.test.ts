// 7.4.c on PDFs whose program took Vietnamese letters from a second font, because the first one lacks them. MẪU THỬ NGHIỆM.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { BorrowedLetters, DocumentFacts, FontShare, TextSpot } from '../../src/facts.ts'
import { art74cFont as rule } from '../../src/rules/art7-4c-font.ts'
import type { Found } from '../../src/verdict.ts'
import { pageWith } from '../document/pdf/text/support.ts'
import { document, find, message } from '../support/facts.ts'
import { writeByOffice } from '../support/office-files.ts'
import { read } from '../support/reading.ts'
import { flatLetter } from '../support/text-places.ts'
import { hasTool } from '../support/tools.ts'

const WORDS =
  'Ủy ban nhân dân huyện đề nghị các phòng, ban rà soát danh mục thiết bị và báo cáo trước ngày 15. Ở đó đã có người được giao.'
const ODD = 'ỦỞệềịụếướờợ'

const say = (found: Found) => rule.messages['font-other']!.say(found.data)
const short = (found: Found) => rule.messages['font-other']!.short(found.data)
const remedy = (found: Found) => rule.messages['font-other']!.remedy(found.data)
const judge = (attachment: DocumentFacts) => find(rule, { facts: message({ attachments: [attachment] }) })

/** Fonts of this machine with all Vietnamese letters, by fontconfig. */
const complete = hasTool('fc-list') ? execFileSync('fc-list', [':lang=vi', 'family'], { encoding: 'utf8' }) : null
const isLacking =
  complete !== null && complete !== '' && !/Liberation Serif|Liberation Sans\b|Times New Roman|Arial/.test(complete)
if (!isLacking) console.warn('SKIPPED: no font without Vietnamese letters beside one with them')

const LETTERS: Record<string, string> = {
  times: `<text:p>${WORDS}</text:p><text:p text:style-name="B">${WORDS}</text:p>`,
  arial: `<text:p>${WORDS}</text:p><text:p><text:span text:style-name="A">${WORDS}</text:span></text:p>`,
  plain: '<text:p>Danh sách ban giám kho: An, Anh, Giang, Hoa, Hoàng, Lan, Linh, Mai, Minh, Nam, Phong.</text:p>',
}
const files = isLacking
  ? writeByOffice((folder) =>
      Object.entries(LETTERS).map(([name, body]) => {
        const path = join(folder, `${name}.fodt`)
        writeFileSync(path, flatLetter(body))
        return { factory: pathToFileURL(path).href, filter: 'writer_pdf_Export', name: `${name}.pdf` }
      }),
    )
  : null

describe.skipIf(files === null)('by LibreOffice, with fonts that lack Vietnamese letters', () => {
  const foundIn = async (name: string) => judge(await read(files!.get(`${name}.pdf`)!, `${name}.pdf`))
  test('set in Times New Roman: one finding that names the font that lacks them, not those that help out', async () => {
    const [found, ...others] = await foundIn('times')
    expect(others).toEqual([])
    expect(found).toMatchObject({
      message: 'font-other',
      data: { names: [], lacking: ['LiberationSerif'], lenders: [expect.stringMatching(/^DejaVu/)], borrowed: 28 },
    })
    const { vi, en } = say(found!)
    expect(vi).toMatch(
      /phông LiberationSerif thiếu chữ tiếng Việt, 28 chữ \(Ủ ệ ề .*phông khác \(DejaVu.*nội dung, trang 1/,
    )
    expect(en).toMatch(/the font LiberationSerif lacks Vietnamese letters, and 28 of them .*the body, page 1/)
    expect(short(found!)).toContain('phông thiếu chữ tiếng Việt Unicode')
    expect(remedy(found!).vi).toMatch(/cài phông Times New Roman Unicode.*xuất lại PDF/)
    expect(remedy(found!).en).toMatch(/Install the Unicode font Times New Roman.*export/)
  })
  test('a paragraph in Arial besides: its letters count to it, and its words stand whole', async () => {
    const [found, ...others] = await foundIn('arial')
    expect(others).toEqual([])
    expect(found!.data).toMatchObject({ names: ['LiberationSans'], lacking: ['LiberationSerif', 'LiberationSans'] })
    expect(found!.data.percent).toBeGreaterThan(50)
    expect(WORDS.startsWith(String(found!.data.sample))).toBe(true)
    expect(say(found!).vi).toMatch(
      /không dùng phông Times New Roman \(LiberationSans\);.*Ngoài ra phông LiberationSerif/,
    )
    expect(remedy(found!).vi).toContain('cài phông')
  })
  test('words without such letters are no fault', async () => {
    expect(await foundIn('plain')).toEqual([])
  })
})

/** A line of the words, with the letters that the font F1 lacks shown in F2. */
function mixedLine(name: string): Buffer {
  const odd = [...new Set(ODD)]
  const pieces = WORDS.match(new RegExp(`[${ODD}]+|[^${ODD}]+`, 'g'))!
  const shown = pieces.map((piece) => {
    const bytes = odd.includes(piece[0]!)
      ? Buffer.from([...piece].map((letter) => 65 + odd.indexOf(letter)))
      : Buffer.from(piece.replaceAll('đ', '\u00f0'), 'latin1')
    return `/${odd.includes(piece[0]!) ? 'F3' : 'F4'} 6 Tf <${bytes.toString('hex')}> Tj`
  })
  const names = odd.map((letter) => `/uni${letter.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`)
  const widths = (count: number) => `[${'500 '.repeat(count)}]`
  return pageWith(`BT 40 700 Td ${shown.join(' ')} ET`, {
    fonts: '/F3 10 0 R/F4 11 0 R',
    objects: {
      10: `<</Type/Font/Subtype/Type1/BaseFont/DejaVuSerif/FirstChar 65/LastChar ${64 + odd.length}/Widths${widths(odd.length)}/Encoding<</Differences[65${names.join('')}]>>>>`,
      11: `<</Type/Font/Subtype/Type1/BaseFont/${name}/FirstChar 0/LastChar 255/Widths${widths(256)}/Encoding<</BaseEncoding/WinAnsiEncoding/Differences[240/dcroat]>>>>`,
    },
  })
}

describe('written by hand', () => {
  test.each([
    ['LiberationSerif', []],
    ['OldSwiss', ['OldSwiss']],
  ])('%s lacks letters', async (name, names) => {
    const facts = await read(mixedLine(name), 'a.pdf')
    expect(facts.text).toContain(WORDS.slice(0, 60))
    const [found, ...others] = judge(facts)
    expect(others).toEqual([])
    expect(found).toMatchObject({
      message: 'font-other',
      data: { names, lacking: [name], lenders: ['DejaVuSerif'], borrowed: 14 },
    })
  })
})

describe('by facts', () => {
  const spot: TextSpot = { where: 'body', page: 1, name: null }
  const font = (name: string, characters: number, borrowed: [string, number][] = []): FontShare => ({
    ...{ name, characters, sample: name, spot },
    borrowed: borrowed.map(([from, count]): BorrowedLetters => ({ from, characters: count, sample: 'ệ', spot })),
  })
  const dataOf = (fonts: FontShare[], kind = 'pdf') =>
    judge({
      ...document({ name: `a.${kind}` }),
      ...{ kind, fonts, colours: [] },
      encoding: { form: 'unicode-nfc', legacyShare: 0, legacy: [] },
    })[0]?.data
  test('a font that lends and has text of its own is named for that text alone', () => {
    const data = dataOf([font('Tinos', 500, [['Calibri', 30]]), font('Calibri', 130)])
    expect(data).toMatchObject({ names: ['Calibri'], characters: 130, lacking: ['Tinos'], lenders: ['Calibri'] })
  })
  test('letters of a wrong font that are drawn in a right one count to the wrong one', () => {
    const data = dataOf([font('Swiss', 100, [['TimesNewRomanPSMT', 20]]), font('TimesNewRomanPSMT', 900)])
    expect(data).toMatchObject({ names: ['Swiss'], characters: 120, lacking: ['Swiss'] })
  })
  test.each([
    ['two right fonts', [font('Liberation Serif', 500, [['TimesNewRomanPSMT', 30]]), font('TimesNewRomanPSMT', 30)]],
    ['a symbol before a letter', [font('Wingdings', 50, [['TimesNewRomanPSMT', 30]]), font('TimesNewRomanPSMT', 300)]],
  ])('%s are no fault', (_, fonts) => {
    expect(dataOf(fonts)).toBeUndefined()
  })
  test.each([
    ['one or two letters', [font('Tinos', 500, [['Calibri', 2]]), font('Calibri', 30)], 'pdf'],
    ['the bold of the same family', [font('Calibri', 500, [['Calibri-Bold', 30]]), font('Calibri-Bold', 30)], 'pdf'],
    ['a symbol before letters', [font('Wingdings', 50, [['Calibri', 30]]), font('Calibri', 30)], 'pdf'],
    [
      'a file that says which font each letter is in',
      [font('Times New Roman', 50, [['Calibri', 30]]), font('Calibri', 30)],
      'docx',
    ],
  ])('%s: nothing is said to be lacking', (_, fonts, kind) => {
    const data = dataOf(fonts, kind)
    expect(data!.names).toContain('Calibri')
    expect(data).not.toHaveProperty('lacking')
  })
})
