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
