// Tables of separated values are read as the cells that a spreadsheet shows.
import { expect, test } from 'vitest'
import { read } from '../../support/reading.ts'

const textOf = async (table: string) => (await read(table, 'bang.csv')).text

test.each([
  ['commas', 'STT,Nội dung\n1,công văn\n2,TỐI MẬT\n'],
  ['semicolons', 'STT;Nội dung\n1;công văn, chung\n2;TỐI MẬT\n'],
  ['a named separator', 'sep=;\r\nSTT;Nội dung\r\n1;công văn\r\n2;TỐI MẬT\r\n'],
  ['quoted cells', '"STT","Nội dung"\n"1","công văn"\n"2","TỐI MẬT"\n'],
  ['UTF-16', '\ufeffSTT,Nội dung\n1,công văn\n2,TỐI MẬT\n'],
])('a mark in a cell: %s', async (name, table) => {
  const bytes = name === 'UTF-16' ? Buffer.from(table, 'utf16le') : table
  const { kind, text, secrecy } = await read(bytes, 'bang.csv')
  expect(kind).toBe('csv')
  expect(text).toContain('2\tTỐI MẬT')
  expect(secrecy!.places.map((place) => place.degree)).toEqual(['tối mật'])
})
test('separators and quotes within quotes are words; a quote within a cell is one', async () => {
  expect(await textOf('"a,b","nói ""có"""\n5"5" ống,c\n')).toBe('a,b\tnói "có"\n5"5" ống\tc\n')
})
test('a quote that never ends hides no line', async () => {
  expect(await textOf('a,"b\nTỐI MẬT,c\n')).toBe('a\tb\nTỐI MẬT,c\n')
})
