// Places of OpenDocument text where words of different kinds meet: deleted paragraphs, comments in cells, tables in cells.
import { expect, test } from 'vitest'
import { read } from '../../support/reading.ts'
import { flatBook, flatLetter } from '../../support/text-places.ts'

const p = (text: string) => `<text:p>${text}</text:p>`
const cell = (inside: string) => `<table:table-cell office:value-type="string">${inside}</table:table-cell>`
const table = (...cells: string[]) =>
  `<table:table><table:table-row>${cells.map(cell).join('')}</table:table-row></table:table>`

test('what was deleted, and is kept in the file, is read as hidden text behind the rest', async () => {
  const change =
    '<office:change-info><dc:creator>Người Sửa</dc:creator><dc:date>2026-03-01T08:00:00</dc:date></office:change-info>'
  const { texts, fonts, secrecy } = await read(
    flatLetter(
      `<text:tracked-changes><text:changed-region text:id="c"><text:deletion>${change}${p('TUYỆT MẬT')}</text:deletion></text:changed-region></text:tracked-changes>${p('ỦY BAN<text:change text:change-id="c"/> NHÂN DÂN')}`,
    ),
  )
  const shown = texts!.filter(({ where }) => where === 'body').map(({ text }) => text.trim())
  expect(shown).toEqual(['ỦY BAN NHÂN DÂN', 'TUYỆT MẬT'])
  expect(secrecy!.places.map(({ text }) => text)).toEqual(['TUYỆT MẬT'])
  expect(fonts!.reduce((sum, { characters }) => sum + characters, 0)).toBe('ỦYBANNHÂNDÂN'.length)
})
test('fields of date, author and title are words where they stand', async () => {
  const field = (name: string, shown: string) => `<text:${name}>${shown}</text:${name}>`
  const { texts } = await read(
    flatLetter(
      p(`Ngày ${field('date', '05/03/2026')}, ${field('creator', 'Trần Thị Thử')}, ${field('title', 'Tên văn bản')}.`),
    ),
  )
  expect(texts!.find(({ where }) => where === 'body')!.text.trim()).toBe('Ngày 05/03/2026, Trần Thị Thử, Tên văn bản.')
})
test('a comment does not part the row of its cell', async () => {
  const noted = `<office:annotation>${p('ghi nhớ')}</office:annotation>${p('hai')}`
  const { texts } = await read(flatBook(table(p('một'), noted, p('ba')), ''))
  expect(texts!.map(({ where, text }) => [where, text.trim()]).slice(0, 2)).toEqual([
    ['sheet', 'một\thai\tba'],
    ['comment', 'ghi nhớ'],
  ])
})
test('a table in a cell begins on a line of its own', async () => {
  const { texts } = await read(
    flatLetter(table(p('ngoài'), `${p('giữa')}${table(p('trong một'), p('trong hai'))}${p('cuối')}`)),
  )
  expect(texts![0]!.text.split('\n').map((line) => line.trim())).toEqual([
    'ngoài\tgiữa',
    'trong một\ttrong hai',
    'cuối',
    '',
  ])
})
