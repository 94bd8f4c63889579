// Places of RTF that LibreOffice reads or writes in its own way: properties of the user's own, the letter that old fonts have for the soft hyphen.
import { expect, test } from 'vitest'
import { read } from '../../support/reading.ts'

const rtf = (inside: string) => read(Buffer.from(`{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}{\\f1 .VnTime;}}${inside}}`))

test('a property of the user: its name is a name, and stays out of the first line', async () => {
  const { texts, secrecy } = await rtf(
    '{\\*\\userprops{\\propname \\u272?\\u7897? m\\u7853?t}\\proptype30{\\staticval ng\\u432?\\u7901?i m\\u7851?u}}\\u7910?Y BAN\\par',
  )
  expect(texts!.map(({ where, name, text }) => [where, name, text.trim()])).toEqual([
    ['body', null, 'ỦY BAN'],
    ['property', 'Độ mật', 'người mẫu'],
  ])
  expect(secrecy!.places).toEqual([])
})
test('title and subject are named as the file names them', async () => {
  const { texts } = await rtf('{\\info{\\title T\\u234?n}{\\subject M\\u7851?u}}x')
  expect(texts!.map(({ name, text }) => [name, text.trim()])).toEqual([
    [null, 'x'],
    ['title', 'Tên'],
    ['subject', 'Mẫu'],
  ])
})
test('the soft hyphen is a letter in .VnTime', async () => {
  const { text } = await rtf("{\\f1 tr\\-\\'eang h\\'eep}")
  expect(text!.trim()).toBe('trường hợp')
})

const MARK = 'T\\u7888?I M\\u7852?T'
const LABEL = '\\u272?\\u7897? m\\u7853?t: M\\u7853?t'
const list = (label: string) =>
  `{\\*\\listtable{\\list{\\listlevel\\levelnfc0{\\leveltext\\'12${label} \\'00;}{\\levelnumbers\\'10;}}{\\listname x;}\\listid5}}{\\*\\listoverridetable{\\listoverride\\listid5\\listoverridecount0\\ls1}}`

test.each([
  ['listtext', `\\pard\\ls1{\\listtext\\pard ${LABEL}\\tab}xem\\par`],
  ['pntext', `{\\pntext ${LABEL}\\tab}{\\*\\pn\\pnlvlblt}xem\\par`],
  ['pntxtb', `{\\*\\pn\\pnlvlblt{\\pntxtb ${LABEL}}}xem\\par`],
  ['leveltext', `${list(LABEL)}\\pard\\ls1\\ilvl0 xem\\par`],
  ['leveltext and the same listtext', `${list(LABEL)}\\pard\\ls1{\\listtext ${LABEL} 1\\tab}xem\\par`],
])('words of a list label stand before the paragraph: %s', async (_, body) => {
  const { text, secrecy } = await rtf(body)
  expect(text!.match(/Mật/g)).toHaveLength(1)
  expect(text).toMatch(/^Độ mật: Mật .{0,2}xem/)
  expect(secrecy!.degree).toBe('mật')
})
test('numbers and signs of lists are none', async () => {
  const { text } = await rtf("{\\listtext\\'b7\\tab}a\\par{\\listtext IV.\\tab}b\\par{\\pntext 1.2.\\tab}c\\par")
  expect(text!.trim()).toBe('a\nb\nc')
})
test.each([
  ['its Unicode half is what is read of a text that stands there twice', `{\\upr{TOI MAT}{\\*\\ud{${MARK}}}}\\par`],
  ['formulas', `{\\mmath{\\*\\moMath{\\*\\mmathPr{\\mtype x}}{\\mr\\mscr0 ${MARK}}}}\\par`],
  [
    'the entry that a drop-down list shows',
    `{\\field{\\*\\fldinst FORMDROPDOWN {\\*\\formfield{\\fftype2\\ffres1{\\*\\ffname D}{\\*\\ffl th\\u432?\\u7901?ng}{\\*\\ffl ${MARK}}}}}{\\fldrslt}}\\par`,
  ],
])('%s', async (_, body) => {
  expect((await rtf(body)).text!.trim()).toBe('TỐI MẬT')
})
