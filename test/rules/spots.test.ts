// Words for places within documents: what is hidden, whose the speaker notes are, what properties are called.
import { expect, test } from 'vitest'
import type { TextSpot } from '../../src/facts.ts'
import { art8StateSecret } from '../../src/rules/art8-state-secret.ts'
import { art8UnlawfulContent } from '../../src/rules/art8-unlawful-content.ts'
import { spotWords } from '../../src/rules/spots.ts'
import { document, find, message } from '../support/facts.ts'

const spot = (where: TextSpot['where'], rest: Partial<TextSpot> = {}): TextSpot => ({
  where,
  page: null,
  name: null,
  ...rest,
})

test.each<[TextSpot, string, string]>([
  [spot('body', { page: 2 }), 'nội dung, trang 2', 'the body, page 2'],
  [spot('body', { page: 2, hidden: true }), 'nội dung, trang 2, chữ ẩn', 'the body, page 2, hidden text'],
  [spot('sheet', { page: 1, name: 'Kê', hidden: true }), 'trang tính “Kê”, ẩn', 'a sheet “Kê”, hidden'],
  [spot('slide', { page: 3, hidden: true }), 'trang chiếu 3, ẩn', 'a slide 3, hidden'],
  [spot('notes', { page: 3 }), 'ghi chú của người trình bày, trang chiếu 3', 'speaker notes of slide 3'],
  [spot('notes'), 'ghi chú của người trình bày', 'speaker notes'],
  [spot('property', { name: 'title' }), 'thuộc tính tệp “tiêu đề” [title]', 'a property of the file “title”'],
  [spot('property', { name: 'Subject' }), 'thuộc tính tệp “chủ đề” [Subject]', 'a property of the file “Subject”'],
  [spot('property', { name: 'creator' }), 'thuộc tính tệp “tác giả” [creator]', 'a property of the file “creator”'],
  [spot('property', { name: 'keywords' }), 'thuộc tính tệp “từ khóa” [keywords]', 'a property of the file “keywords”'],
  [spot('property', { name: 'doccomm' }), 'thuộc tính tệp “ghi chú” [doccomm]', 'a property of the file “doccomm”'],
  [spot('property', { name: 'Độ mật' }), 'thuộc tính tệp “Độ mật”', 'a property of the file “Độ mật”'],
  [spot('property', { name: 'constructor' }), 'thuộc tính tệp “constructor”', 'a property of the file “constructor”'],
  [spot('property', { name: 'sheet', hidden: true }), 'tên trang tính, ẩn', 'the name of a sheet, hidden'],
])('%o', (place, vi, en) => {
  expect(spotWords(place)).toEqual({ vi, en })
})

const AT = { part: '2', path: [] }
const HIDDEN = spot('sheet', { page: 2, name: 'Tờ ẩn', hidden: true })

test('a mark of secrecy in a hidden sheet: the sentence says so in both languages', () => {
  const mark = { where: 'text', at: AT, degree: 'tối mật', text: 'TỐI MẬT', strength: 'strong' } as const
  const places = [
    { ...mark, within: HIDDEN },
    { ...mark, within: spot('sheet', { page: 2, name: 'Tờ ẩn' }) },
  ]
  const facts = message({ attachments: [document({ name: 'so.xlsx', secrecy: { degree: 'tối mật', places } })] })
  const [found] = find(art8StateSecret, { facts })
  const { vi, en } = art8StateSecret.messages[found!.message]!.say(found!.data)
  expect(vi).toContain('“TỐI MẬT” (trang tính “Tờ ẩn”, ẩn), “TỐI MẬT” (trang tính “Tờ ẩn”)')
  expect(en).toContain('“TỐI MẬT” (a sheet “Tờ ẩn”, hidden), “TỐI MẬT” (a sheet “Tờ ẩn”)')
})

test('phrases that are not shown are told apart from those that are', () => {
  const hit = (term: string, within: TextSpot) => ({ list: 'co-bac', term, where: 'text', at: AT, within }) as const
  const facts = message({ terms: [hit('nhà cái', HIDDEN), hit('cá cược', spot('body')), hit('lô đề', HIDDEN)] })
  const found = find(art8UnlawfulContent, { facts, parameters: { lists: ['co-bac'] } })
  expect(found.map(({ data }) => [data.terms, data.whereVi, data.whereEn])).toEqual([
    [
      ['nhà cái', 'lô đề'],
      'văn bản đính kèm (trang tính “Tờ ẩn”, ẩn)',
      'an attached document (a sheet “Tờ ẩn”, hidden)',
    ],
    [['cá cược'], 'văn bản đính kèm (nội dung)', 'an attached document (the body)'],
  ])
})
