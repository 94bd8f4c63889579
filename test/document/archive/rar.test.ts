// RAR 4 and 5: stored and compressed members, solid ones, passwords, links, names, and archives that do not add up.
import { describe, expect, test } from 'vitest'
import type { DocumentFacts } from '../../../src/facts.ts'
import { PROGRAM } from '../../support/archive-tools.ts'
import { type RarPlan, rar4, rar5 } from '../../support/rar-builder.ts'
import { read } from '../../support/reading.ts'

const WORDS = 'MẪU THỬ NGHIỆM: lời của một tờ trình'
const FILES: RarPlan[] = [
  { name: 'thu muc/a.txt', bytes: WORDS },
  { name: 'anh.exe', bytes: PROGRAM },
  { name: 'nen.txt', bytes: WORDS.repeat(50), packed: true },
]
const WRITERS: [string, typeof rar4 | typeof rar5][] = [
  ['RAR 4', rar4],
  ['RAR 5', rar5],
]
const kinds = (facts: DocumentFacts) => facts.children.map(({ name, kind }) => [name, kind])

describe.each(WRITERS)('%s', (_, write) => {
  test('stored and compressed members are documents', async () => {
    const facts = await read(write([{ name: 'thu muc', folder: true }, ...FILES]))
    expect(facts).toMatchObject({
      kind: 'rar',
      editable: false,
      encrypted: false,
      damaged: false,
      inspected: 'full',
      reasons: [],
    })
    expect(kinds(facts)).toEqual([
      ['thu muc/a.txt', 'txt'],
      ['anh.exe', 'exe'],
      ['nen.txt', 'txt'],
    ])
    expect(facts.children[1]).toMatchObject({ executable: true, at: { path: ['anh.exe'] } })
    expect(facts.children[2]!.size).toBe(Buffer.byteLength(WORDS) * 50)
  })

  test('a member with a password closes itself, not the others', async () => {
    const facts = await read(write([{ name: 'kin.docx', bytes: 'xxxxxxxx', encrypted: true }, ...FILES]))
    expect(facts).toMatchObject({ encrypted: true, inspected: 'partial', reasons: ['encrypted'] })
    expect(facts.children[0]).toMatchObject({ name: 'kin.docx', encrypted: true, reasons: ['encrypted'] })
    expect(facts.children.slice(1).map(({ inspected }) => inspected)).toEqual(['full', 'full', 'full'])
  })

  test('headers with a password: nothing is known but that', async () => {
    const facts = await read(write(FILES, { headersEncrypted: true }))
    expect(facts).toMatchObject({ encrypted: true, inspected: 'none', reasons: ['encrypted'], children: [] })
  })

  test('what goes on in another volume is elsewhere', async () => {
    const facts = await read(write([{ name: 'a.zip', bytes: 'half', split: true }]))
    expect(facts).toMatchObject({ inspected: 'partial', reasons: ['external-content'] })
  })

  test.each([
    ['a stored size that lies', [{ name: 'a.txt', bytes: WORDS, size: 9 }]],
    ['a compressed size that is too small', [{ name: 'a.txt', bytes: WORDS, packed: true, size: 9 }]],
    ['a compressed size that is too large', [{ name: 'a.txt', bytes: WORDS, packed: true, size: 99_999 }]],
    ['a wrong checksum', [{ name: 'a.txt', bytes: WORDS, crc: 1 }]],
    ['a wrong checksum of compressed data', [{ name: 'a.txt', bytes: WORDS, packed: true, crc: 1 }]],
  ])('%s', async (_name, plans) => {
    const facts = await read(write(plans))
    expect(facts.children[0]).toMatchObject({ damaged: true, reasons: ['damaged'] })
    expect(facts).toMatchObject({ inspected: 'partial', reasons: ['damaged'] })
  })

  test.each([
    ['bytes behind', Buffer.concat([write(FILES), Buffer.from('more')])],
    ['another archive behind', Buffer.concat([write(FILES), write(FILES)])],
  ])('%s: damaged, what can be read is read', async (_name, bytes) => {
    const facts = await read(bytes)
    expect(facts).toMatchObject({ damaged: true, inspected: 'partial', reasons: ['damaged'] })
    expect(facts.children).toHaveLength(3)
  })

  test('cut off', async () => {
    const facts = await read(write(FILES).subarray(0, 60))
    expect(facts).toMatchObject({ kind: 'rar', damaged: true, reasons: ['damaged'] })
  })

  test('a size of 2^31 is not begun', async () => {
    const facts = await read(write([{ name: 'a.txt', bytes: WORDS, packed: true, size: 0x7fffffff }]))
    expect(facts.children[0]).toMatchObject({ reasons: ['size-limit'] })
  })
})

test('a solid RAR 5 is unpacked member after member, stored ones between', async () => {
  const plans = [
    { name: 'a.txt', bytes: 'thứ nhất', packed: true },
    { name: 'b.txt', bytes: 'để nguyên' },
    { name: 'c.txt', bytes: 'thứ hai', packed: true, solid: true },
    { name: 'd.exe', bytes: PROGRAM, packed: true, solid: true },
  ]
  const facts = await read(rar5(plans, { solid: true }))
  expect(facts.inspected).toBe('full')
  expect(kinds(facts)).toEqual([
    ['a.txt', 'txt'],
    ['b.txt', 'txt'],
    ['c.txt', 'txt'],
    ['d.exe', 'exe'],
  ])
})

test('a solid RAR 4 is unsupported behind its first member', async () => {
  const plans = [
    { name: 'a.txt', bytes: 'thứ nhất', packed: true },
    { name: 'b.txt', bytes: 'thứ hai', packed: true, solid: true },
  ]
  const facts = await read(rar4(plans))
  expect(facts.children.map(({ reasons }) => reasons)).toEqual([[], ['unsupported']])
})

describe('names', () => {
  test('RAR 4: the Unicode name, where the other only lacks its letters', async () => {
    const [member] = (await read(rar4([{ name: 'T? trinh.txt', unicode: 'Tờ trinh.txt', bytes: 'x' }]))).children
    expect(member!.names).toEqual(['Tờ trinh.txt'])
  })

  test('RAR 4: two names that say something else are both candidates', async () => {
    const [member] = (await read(rar4([{ name: 'anh.exe', unicode: 'ảnh.txt', bytes: 'x' }]))).children
    expect(member).toMatchObject({ names: ['ảnh.txt', 'anh.exe'], extensions: ['txt', 'exe'] })
  })

  test('RAR 5: copies and hard links are more names of one file; symbolic links are nothing', async () => {
    const facts = await read(
      rar5([
        { name: 'a.txt', bytes: 'x' },
        { name: 'b.exe', link: { type: 5, target: 'a.txt' } },
        { name: 'c.bat', link: { type: 4, target: 'a.txt' } },
        { name: 'd', link: { type: 1, target: '/etc/passwd' } },
      ]),
    )
    expect(facts.children.map(({ names }) => names)).toEqual([['a.txt', 'b.exe', 'c.bat']])
    expect(facts.damaged).toBe(false)
  })

  test('RAR 5: a copy of what is not there is damage', async () => {
    const facts = await read(
      rar5([
        { name: 'b.exe', link: { type: 5, target: 'a.txt' } },
        { name: 'c', bytes: 'x' },
      ]),
    )
    expect(facts.damaged).toBe(true)
  })

  test('RAR 4 of Unix: a link is nothing', async () => {
    const facts = await read(
      rar4([
        { name: 'l', bytes: 'a.txt', link: { type: 1, target: 'a.txt' } },
        { name: 'a.txt', bytes: 'x' },
      ]),
    )
    expect(kinds(facts)).toEqual([['a.txt', 'txt']])
  })

  test('absolute and climbing names stay names', async () => {
    const facts = await read(
      rar5([
        { name: '../../x.txt', bytes: 'x' },
        { name: '/etc/y.txt', bytes: 'y' },
      ]),
    )
    expect(facts.children.map(({ name }) => name)).toEqual(['../../x.txt', '/etc/y.txt'])
  })
})

test('RAR 5 without an end header is damaged', async () => {
  expect(await read(rar5(FILES, { end: false }))).toMatchObject({ damaged: true, inspected: 'partial' })
})
