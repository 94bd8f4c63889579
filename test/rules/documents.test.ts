// How documents are named to people: with the files around them, by their part when they have no name, nothing invisible.
import { describe, expect, test } from 'vitest'
import { art8Malware } from '../../src/rules/art8-malware.ts'
import { fullName, named, shortName } from '../../src/rules/documents.ts'
import { document, find, message } from '../support/facts.ts'

describe('names', () => {
  test('behind the files that it is in', () => {
    const data = named({ ...document({ name: 'b.exe' }), outer: ['ho-so.zip', 'a.7z'] })
    expect(data).toEqual({ name: 'b.exe', outer: ['ho-so.zip', 'a.7z'] })
    expect(fullName(data)).toBe('“ho-so.zip › a.7z › b.exe”')
    expect(shortName(data)).toBe('b.exe')
  })
  test('without a name', () => {
    const data = named({ ...document({ name: 'x' }), name: null, at: { part: '2', path: [] } })
    expect(fullName(data)).toBe('“(phần/part 2)”')
  })
  test('invisible characters are shown', () => {
    expect(fullName({ name: 'a\u202eb', outer: ['c\u0007'] })).toBe('“c\\u0007 › a\\u202eb”')
  })
})

test('each sentence is in one language', () => {
  const facts = message({
    attachments: [document({ name: 'a.docx', active: ['external-link'], problems: ['double-extension'] })],
  })
  const sentences = find(art8Malware, { facts }).map(({ message, data }) => art8Malware.messages[message]!.say(data))
  expect(sentences).toHaveLength(2)
  for (const { vi, en } of sentences) {
    expect(vi).toMatch(/liên kết tự tải từ bên ngoài|có hai đuôi/)
    expect(en).toMatch(/a link that loads from outside|it has two extensions/)
  }
})
