// Archives: members as documents, and archives that lie, hide, overlap or explode.
import { describe, expect, test } from 'vitest'
import { read } from '../support/reading.ts'
import { buildOoxml, buildZip, DOCX_TYPE } from '../support/zip-builder.ts'

const PROGRAM = Buffer.from(`MZ${'\0'.repeat(100)}`)

describe('members', () => {
  test('each is a document of its own with its path; folders are none', async () => {
    const inner = buildZip([{ name: 'a.exe', bytes: PROGRAM, deflated: true }])
    const facts = await read(
      buildZip([
        { name: 'thư mục/' },
        { name: 'thư mục/a.docx', bytes: buildOoxml(DOCX_TYPE) },
        { name: 'b.zip', bytes: inner },
      ]),
    )
    expect(facts).toMatchObject({ kind: 'zip', editable: false, encrypted: false, inspected: 'full', reasons: [] })
    expect(facts.children.map(({ kind, at }) => [kind, at.path])).toEqual([
      ['docx', ['thư mục/a.docx']],
      ['zip', ['b.zip']],
    ])
    expect(facts.children[1]!.children).toMatchObject([
      { kind: 'exe', executable: true, at: { path: ['b.zip', 'a.exe'] } },
    ])
  })

  test('names without the UTF-8 flag are read as what they are', async () => {
    const facts = await read(buildZip([{ name: 'Tờ trình.txt', bytes: 'x', flags: 0 }]))
    expect(facts.children[0]!.name).toBe('Tờ trình.txt')
  })

  test('a member with a password is named and closes the archive', async () => {
    const facts = await read(
      buildZip([
        { name: 'a.docx', bytes: 'xxxxxxxxxxxxxxxx', flags: 0x801 },
        { name: 'b.txt', bytes: 'x' },
      ]),
    )
    expect(facts).toMatchObject({ encrypted: true, inspected: 'partial', reasons: ['encrypted'] })
    expect(facts.children.map(({ kind, encrypted, reasons }) => [kind, encrypted, reasons])).toEqual([
      ['unknown', true, ['encrypted']],
      ['txt', false, []],
    ])
  })

  test('an unknown compression is unsupported', async () => {
    expect(await read(buildZip([{ name: 'a', bytes: 'x', method: 9 }]))).toMatchObject({ reasons: ['unsupported'] })
  })
})

describe('archives that lie', () => {
  const honest = { name: 'a.txt', bytes: 'words of a text' }

  test.each([
    ['another name in the local header', buildZip([{ ...honest, localName: 'b.txt' }])],
    ['a smaller size in the directory', buildZip([{ ...honest, bytes: 'x'.repeat(10_000), deflated: true, size: 10 }])],
    ['a larger size in the directory', buildZip([{ ...honest, deflated: true, size: 10_000 }])],
    [
      'a member that the directory does not list',
      buildZip([{ name: 'a.exe', bytes: PROGRAM, unlisted: true }, honest]),
    ],
    ['a member hidden between two', buildZip([honest, { name: 'a.exe', bytes: PROGRAM, unlisted: true }, honest])],
    ['bytes in front', buildZip([honest], { prefix: Buffer.from('\x01junk\x02\0\0', 'latin1') })],
    ['bytes behind', Buffer.concat([buildZip([honest]), Buffer.from('more')])],
    ['no directory', buildZip([honest]).subarray(0, 60)],
  ])('%s is damage', async (_, bytes) => {
    const facts = await read(bytes)
    expect(facts.kind).toBe('zip')
    expect(facts.reasons).toContain('damaged')
    expect(facts.inspected).not.toBe('full')
  })

  test('members that share their bytes', async () => {
    const bytes = buildZip([honest, { ...honest, name: 'b.txt' }])
    const directory = bytes.lastIndexOf('PK\x01\x02')
    bytes.writeUInt32LE(0, directory + 42)
    expect((await read(bytes)).reasons).toContain('damaged')
  })

  test('a wrong checksum', async () => {
    const bytes = buildZip([honest])
    bytes[35]! ^= 1
    expect((await read(bytes)).children[0]).toMatchObject({ damaged: true, reasons: ['damaged'] })
  })

  test('an end record in the comment does not count', async () => {
    const comment = buildZip([]).toString('latin1')
    const facts = await read(buildZip([honest], { comment }))
    expect(facts.children.map(({ name }) => name)).toEqual(['a.txt'])
  })

  test('bytes that the transport added behind are no damage', async () => {
    expect(await read(Buffer.concat([buildZip([honest]), Buffer.from('\r\n')]))).toMatchObject({ inspected: 'full' })
  })
})

describe('archives that explode', () => {
  const zeros = Buffer.alloc(50_000_000)

  test('one budget for all members, counted as they inflate', async () => {
    const bytes = buildZip(Array.from({ length: 8 }, (_, i) => ({ name: `${i}`, bytes: zeros, deflated: true })))
    const started = performance.now()
    const facts = await read(bytes, 'bom.zip', { inflatedBytes: 120_000_000 })
    expect(facts).toMatchObject({ inspected: 'partial', reasons: ['size-limit'] })
    expect(facts.children.filter(({ reasons }) => reasons.includes('size-limit'))).toHaveLength(6)
    expect(performance.now() - started).toBeLessThan(5000)
  })

  test('a size that lies stops at that size', async () => {
    const bytes = buildZip([{ name: 'a', bytes: zeros, deflated: true, size: 100 }])
    const before = process.memoryUsage().external
    expect((await read(bytes)).children[0]).toMatchObject({ size: 100, reasons: ['damaged'] })
    expect(process.memoryUsage().external - before).toBeLessThan(10_000_000)
  })

  test('zips in zips stop at the depth limit', async () => {
    let bytes = buildZip([{ name: 'a.txt', bytes: 'x' }])
    for (let i = 0; i < 30; i++) bytes = buildZip([{ name: `${i}.zip`, bytes }])
    const reasons: string[] = []
    for (let at = await read(bytes); at !== undefined; at = at.children[0]!) reasons.push(...at.reasons)
    expect(reasons).toEqual(['depth-limit'])
  })

  test('a member count past the limit', async () => {
    const bytes = buildZip(Array.from({ length: 2000 }, (_, i) => ({ name: `${i}.txt`, bytes: 'x' })))
    const facts = await read(bytes)
    expect(facts.children).toHaveLength(1000)
    expect(facts.reasons).toEqual(['count-limit'])
  })
})
