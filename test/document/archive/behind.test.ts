// Archives behind something else in the same bytes: pictures, programs that unpack themselves, junk.
import { describe, expect, test } from 'vitest'
import { PROGRAM, skipWithout, Workshop } from '../../support/archive-tools.ts'
import { rar4, rar5 } from '../../support/rar-builder.ts'
import { read } from '../../support/reading.ts'

const JPEG = Buffer.concat([
  Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
  Buffer.alloc(3000, 0x5a),
  Buffer.from('ffd9', 'hex'),
])
const FILES = [{ name: 'a.exe', bytes: PROGRAM }]

describe.each([
  ['RAR 4', rar4],
  ['RAR 5', rar5],
])('%s', (_, write) => {
  test('behind a picture: the picture is also an archive, its members are seen', async () => {
    const facts = await read(Buffer.concat([JPEG, write(FILES)]), 'anh.jpg')
    expect(facts).toMatchObject({ kind: 'jpg', alsoKinds: ['rar'] })
    expect(facts.children).toMatchObject([{ name: 'a.exe', kind: 'exe', executable: true }])
  })

  test('behind a program', async () => {
    const facts = await read(Buffer.concat([PROGRAM, write([{ name: 'a.txt', bytes: 'lời' }])]))
    expect(facts).toMatchObject({ kind: 'exe', executable: true, alsoKinds: ['rar'], children: [{ kind: 'txt' }] })
  })

  test('with a password', async () => {
    const facts = await read(Buffer.concat([JPEG, write(FILES, { headersEncrypted: true })]))
    expect(facts).toMatchObject({
      kind: 'jpg',
      alsoKinds: ['rar'],
      encrypted: true,
      inspected: 'partial',
      reasons: ['encrypted'],
    })
  })
})

test.skipIf(skipWithout('7z'))('7z behind a picture and behind junk', async () => {
  const shop = new Workshop({ 'a.exe': PROGRAM })
  const bytes = shop.sevenZip('a.7z')
  shop.remove()
  expect(await read(Buffer.concat([JPEG, bytes]))).toMatchObject({
    kind: 'jpg',
    alsoKinds: ['7z'],
    children: [{ kind: 'exe' }],
  })
  const junk = await read(Buffer.concat([Buffer.alloc(1000, 1), bytes]))
  expect(junk).toMatchObject({ kind: 'unknown', alsoKinds: ['7z'], children: [{ kind: 'exe' }] })
})

test('a mark alone is no archive', async () => {
  const marks = Buffer.concat([
    JPEG,
    Buffer.from('Rar!\x1a\x07\x01\0', 'latin1'),
    Buffer.from('377abcaf271c0004', 'hex'),
    Buffer.alloc(100),
  ])
  expect(await read(marks)).toMatchObject({ kind: 'jpg', alsoKinds: [], inspected: 'full', children: [] })
})
