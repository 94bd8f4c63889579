// Marks of secrecy as policy data: what the office writes into site/secrecy.yaml is what is found.
import { expect, test } from 'vitest'
import type { SecrecyPlace, SecrecyWords } from '../../../src/facts.ts'
import { findSecrecyPlaces } from '../../../src/language/secrecy.ts'
import { SECRECY } from '../../support/secrecy.ts'

const AT = { part: '1', path: [] }
const find = (text: string, words: SecrecyWords, where: SecrecyPlace['where'] = 'text') =>
  findSecrecyPlaces(text, where, AT, words).map(({ degree, strength }) => `${degree} ${strength}`)

test.each([
  ['Số: 12/BC-CAH (TM)', 'tối mật weak'],
  ['Số: 12/BC-UBND-M', 'mật weak'],
  ['Độ mật: A', 'tuyệt mật strong'],
  ['Chỉ người có tên mới được bóc bì', 'mật strong'],
  ['Thời hạn bảo vệ bí mật nhà nước: 10 năm', 'mật strong'],
  ['TÀI LIỆU THU HỒI', 'mật weak'],
])('shipped: %s', (text, mark) => {
  expect(find(text, SECRECY)).toEqual([mark])
  expect(find(text, { degrees: [], marks: [] })).toEqual([])
})

test('an office’s own: a code, a suffix and a line', () => {
  const own: SecrecyWords = {
    degrees: [{ degree: 'tối mật', codes: ['T'], suffixes: ['-TMK', '(T)'] }],
    marks: [{ line: 'Hồ sơ phòng tối', rest: 'nothing', degree: 'tối mật', strength: 'strong' }],
  }
  expect(find('Độ mật: T', own)).toEqual(['tối mật strong'])
  expect(find('Số: 7/BC-BCH-TMK', own)).toEqual(['tối mật weak'])
  expect(find('Số: 7/BC (T)', own)).toEqual(['tối mật weak'])
  expect(find('7-BC-BCH-TMK.docx', own, 'file-name')).toEqual(['tối mật weak'])
  expect(find('7-BC-BCH(T).docx', own, 'file-name')).toEqual(['tối mật weak'])
  expect(find('225-KH-BCH-M.docx', own, 'file-name')).toEqual([])
  expect(find('225-KH-BCH-M.docx', SECRECY, 'file-name')).toEqual(['mật weak'])
  expect(find('HỒ SƠ PHÒNG TỐI', own)).toEqual(['tối mật strong'])
  expect(find('Hồ sơ phòng tối được nghiệm thu', own)).toEqual([])
  expect(find('Độ mật: A\nSố: 12/BC-UBND-M', own)).toEqual([])
})

test('words of the data are taken as they stand, not as patterns', () => {
  const marks: SecrecyWords['marks'] = [{ line: 'dấu (a+)+ .*', rest: 'nothing', degree: 'mật', strength: 'strong' }]
  expect(find('dấu (a+)+ .*', { degrees: [], marks })).toEqual([])
  expect(find('dấu (a+)+ .* 1', { degrees: [], marks })).toEqual(['mật strong'])
  expect(find('dấu aaaa bất kỳ', { degrees: [], marks })).toEqual([])
})

test.each(['1 TỐI MẬT', '1) TỐI MẬT', '¹TỐI MẬT', '¹ TỐI MẬT', 'TỐI MẬT1', 'TỐI MẬT¹', '1\tTỐI MẬT'])(
  'beside the number of a note: %j',
  (text) => {
    expect(find(`Nội dung báo cáo\n${text}`, SECRECY)).toEqual(['tối mật strong'])
  },
)
