// TNEF and Outlook items: attachments under all of their names, embedded messages and objects, and the words of the item.
import { describe, expect, test } from 'vitest'
import { type OleEntry, openOle } from '../../src/document/ole.ts'
import { storageAsFile } from '../../src/document/ole-writer.ts'
import type { DocumentFacts, MessageFacts } from '../../src/facts.ts'
import { readMessage } from '../../src/message/read.ts'
import {
  attribute,
  buildTnef,
  compressRtf,
  le32,
  type Mapi,
  msgPlan,
  type TnefPlan,
} from '../support/mail-item-writer.ts'
import { buildOle } from '../support/ole-builder.ts'
import { context, NOW, read } from '../support/reading.ts'
import { hasTool, runIn } from '../support/tools.ts'
import { buildZip } from '../support/zip-builder.ts'

const DOC = buildZip([{ name: 'trong.txt', bytes: 'MẪU THỬ NGHIỆM' }])
const LONG_NAME = 'Tờ trình số 7 MẪU.zip'

async function inMessage(bytes: Buffer, name: string): Promise<MessageFacts> {
  const head = ['From: a@mau.example', 'MIME-Version: 1.0', `Content-Type: application/octet-stream; name="${name}"`]
  const lines = [
    ...head,
    'Content-Transfer-Encoding: base64',
    '',
    bytes.toString('base64').replace(/.{76}/g, '$&\r\n'),
    '',
  ]
  return readMessage(Buffer.from(lines.join('\r\n')), context(), NOW)
}

function names(document: DocumentFacts): string[] {
  return [document.name ?? document.kind, ...document.children.flatMap(names)]
}

const texts = (facts: MessageFacts) => facts.texts.map(({ text }) => text)

const LONG: Mapi = [0x3707, 0x1f, LONG_NAME]
const PLAN: TnefPlan = {
  subject: 'Bao cao',
  body: 'Kinh gui',
  attachments: [
    { title: 'TOTRIN~1.ZIP', data: DOC, properties: [[0x3705, 3, 1], LONG] },
    { title: 'hai.txt', data: Buffer.from('HAI') },
  ],
}

describe('TNEF', () => {
  test('attachments under their long and short names; nothing else in the way', async () => {
    const document = (await inMessage(buildTnef(PLAN), 'winmail.dat')).attachments[0]!
    expect(document).toMatchObject({
      kind: 'tnef',
      editable: false,
      encrypted: false,
      damaged: false,
      inspected: 'full',
      reasons: [],
    })
    expect(names(document)).toEqual(['winmail.dat', 'message.eml', LONG_NAME, 'trong.txt', 'hai.txt'])
    expect(document.children[1]!.names).toEqual([LONG_NAME, 'TOTRIN~1.ZIP'])
  })

  test('subject and every form of the body are words of the message', async () => {
    const rtf = compressRtf('{\\rtf1\\ansi\\ansicpg1258 {\\*\\generator x;}Van ban M\\u7853?t tuy\\u7879?t doi}', 0)
    const properties: Mapi[] = [
      [0x0037, 0x1f, 'TUYỆT MẬT'],
      [0x1000, 0x1f, 'Thân thư Unicode'],
      [0x1013, 0x102, Buffer.from('<p>Thân <b>HTML</b></p>')],
      [0x1009, 0x102, rtf],
      [0x3fde, 3, 65001],
    ]
    const facts = await inMessage(buildTnef({ properties, body: 'than thu' }), 'winmail.dat')
    expect(texts(facts)).toEqual(['than thu\nThân thư Unicode', 'Van ban Mật tuyệt doi', 'Thân HTML'])
    expect(facts.secrecy.degree).toBe('tuyệt mật')
    expect(facts.attachments.flatMap(names)).toEqual(['winmail.dat', 'message.eml'])
    expect(facts.gate.problems.filter(({ at }) => at.path.length > 0 || at.part.includes('.'))).toEqual([])
  })

  test('an embedded message, an object in a storage, and data kept only in a property', async () => {
    const inner = buildTnef({ subject: 'trong', attachments: [{ title: 'sau.zip', data: DOC }] })
    const message = Buffer.concat([Buffer.from('0703020000000000c000000000000046', 'hex'), inner])
    const word = buildOle([{ name: 'WordDocument', bytes: Buffer.alloc(600) }])
    const object = Buffer.concat([Buffer.from('0b00000000000000c000000000000046', 'hex'), word])
    const attachments = [
      { title: 'thu.msg', properties: [[0x3701, 0x0d, message]] as Mapi[] },
      { title: 'hinh.doc', properties: [[0x3701, 0x0d, object]] as Mapi[] },
      {
        properties: [
          [0x3001, 0x1f, 'hiển thị.zip'],
          [0x3701, 0x102, DOC],
        ] as Mapi[],
      },
    ]
    const document = (await inMessage(buildTnef({ attachments }), 'x.dat')).attachments[0]!
    expect(document.reasons).toEqual([])
    expect(names(document)).toEqual([
      'x.dat',
      'thu.msg',
      'message.eml',
      'sau.zip',
      'trong.txt',
      'hinh.doc',
      'hiển thị.zip',
      'trong.txt',
    ])
    expect(document.children.map(({ kind }) => kind)).toEqual(['tnef', 'doc', 'zip'])
  })

  test('an RTF body that holds an object is a document, too; an ordinary one is none', async () => {
    const rtf = compressRtf('{\\rtf1 a{\\object\\objemb{\\*\\objdata 0105}}}')
    const document = (await inMessage(buildTnef({ properties: [[0x1009, 0x102, rtf]] }), 'winmail.dat')).attachments[0]!
    expect(document.children.map(({ kind, active }) => [kind, active])).toEqual([
      ['eml', null],
      ['rtf', ['ole-object']],
    ])
  })

  test('a repeat in compressed RTF is written out', async () => {
    const facts = await inMessage(buildTnef({ properties: [[0x1009, 0x102, compressRtf('{\\rtf1 Mat', 3)]] }), 'w.dat')
    expect(texts(facts)).toEqual(['MatMat'])
  })

  test.each<[string, (bytes: Buffer) => Buffer]>([
    ['cut', (bytes) => bytes.subarray(0, -30)],
    ['a wrong checksum', (bytes) => Buffer.concat([bytes.subarray(0, -1), Buffer.from([bytes.at(-1)! ^ 1])])],
    ['bytes behind it', (bytes) => Buffer.concat([bytes, DOC])],
    [
      'a length past the end',
      (bytes) => Buffer.concat([bytes, attribute(2, 0x6800f, Buffer.alloc(4)).fill(0xff, 5, 9)]),
    ],
    [
      'properties that are none',
      (bytes) => Buffer.concat([bytes, attribute(1, 0x69003, Buffer.from('0500000003000100', 'hex'))]),
    ],
    [
      'RTF of another size',
      (bytes) =>
        Buffer.concat([
          bytes,
          attribute(
            1,
            0x69003,
            Buffer.concat([le32(1), Buffer.from('02010910', 'hex'), le32(1), le32(20), Buffer.alloc(20, 9)]),
          ),
        ]),
    ],
  ])('%s: says so, and gives what could be read', async (_, spoil) => {
    const document = (await inMessage(spoil(buildTnef(PLAN)), 'winmail.dat')).attachments[0]!
    expect(document.inspected).toBe('partial')
    expect(document.reasons).toEqual(['damaged'])
    expect(names(document)).toContain('trong.txt')
  })

  test('RTF that claims to be large is not made', async () => {
    const rtf = compressRtf('{\\rtf1 a}')
    rtf.writeUInt32LE(0x7fffffff, 4)
    const document = await read(buildTnef({ properties: [[0x1009, 0x102, rtf]] }), 'w.dat')
    expect(document.reasons).toEqual(['damaged'])
  })

  test('too many attributes stop at the limit', async () => {
    const document = await read(
      Buffer.concat([buildTnef({}), ...Array<Buffer>(30_000).fill(attribute(1, 1, Buffer.alloc(0)))]),
      'w.dat',
    )
    expect(document.reasons).toEqual(['count-limit'])
  })
})

const tnef = hasTool('tnef')
const ytnef = hasTool('ytnef')

describe.skipIf(!tnef || !ytnef)('second opinions on the streams that these tests write', () => {
  test('tnef and ytnef find the same files', () => {
    const files = { 'winmail.dat': buildTnef(PLAN) }
    const first = runIn(files, [['tnef', '--overwrite', '-f', 'winmail.dat']])
    const second = runIn(files, [['ytnef', '-f', '.', 'winmail.dat']])
    for (const found of [first, second]) {
      expect([...found.values()].some((bytes) => bytes.equals(DOC))).toBe(true)
      expect([...found.values()].some((bytes) => bytes.toString() === 'HAI')).toBe(true)
    }
  })

  test('ytnef decompresses the RTF as we do', () => {
    const rtf = compressRtf('{\\rtf1 MAU THU NGHIEM Mat', 3)
    const files = runIn({ 'w.dat': buildTnef({ subject: 'x', properties: [[0x1009, 0x102, rtf]] }) }, [
      ['tnef', '--overwrite', '--save-body=body', 'w.dat'],
    ])
    const body = [...files].find(([name]) => name.startsWith('body'))?.[1].toString('latin1')
    expect(body).toContain('{\\rtf1 MAU THU NGHIEM MatMat')
  })
})

describe('Outlook items', () => {
  const held = msgPlan({ subject: 'Thư trong thư', attachments: [{ long: 'sâu.zip', data: DOC }] }, false)
  const word = [
    { name: 'WordDocument', bytes: Buffer.alloc(600) },
    { name: 'Macros', inside: [{ name: 'VBA', inside: [{ name: 'dir', bytes: Buffer.alloc(5000, 1) }] }] },
  ]
  const item = {
    subject: 'TỐI MẬT',
    body: 'Thân thư',
    html: '<p>Thân HTML</p>',
    rtf: compressRtf('{\\rtf1\\ansi Than RTF}'),
    attachments: [
      { long: LONG_NAME, short: 'TOTRIN~1.ZIP', data: DOC },
      { long: 'Thư trong thư', object: held, method: 5 },
      { short: 'hinh.doc', object: word, method: 6 },
      { long: 'o xa.docx', method: 4 },
    ],
  }

  test('words, files, messages and objects within', async () => {
    const facts = await inMessage(buildOle(msgPlan(item)), 'thu.msg')
    const document = facts.attachments[0]!
    expect(document).toMatchObject({
      kind: 'msg',
      editable: false,
      encrypted: false,
      inspected: 'partial',
      reasons: ['external-content'],
    })
    expect(names(document)).toEqual([
      'thu.msg',
      'message.eml',
      LONG_NAME,
      'trong.txt',
      'Thư trong thư',
      'message.eml',
      'sâu.zip',
      'trong.txt',
      'hinh.doc',
      'o xa.docx',
    ])
    expect(document.children.map(({ kind }) => kind)).toEqual(['eml', 'zip', 'msg', 'doc', 'unknown'])
    expect(document.children[3]).toMatchObject({ macros: true, damaged: false })
    expect(texts(facts).filter((text) => text !== '')).toEqual(['Thân thư', 'Than RTF', 'Thân HTML'])
    expect(facts.secrecy.places.map(({ where }) => where)).toContain('subject')
  })

  test('an item without attachments is read in full', async () => {
    expect((await inMessage(buildOle(msgPlan({ subject: 'x', body: 'y' })), 'thu.msg')).attachments[0]).toMatchObject({
      inspected: 'full',
      reasons: [],
    })
  })

  test('an attachment without data, and a file whose chain is broken, say so', async () => {
    expect(await read(buildOle(msgPlan({ attachments: [{ long: 'a.docx' }] })), 'x.msg')).toMatchObject({
      inspected: 'partial',
      reasons: ['damaged'],
    })
    const whole = buildOle(msgPlan({ attachments: [{ long: 'a.zip', data: Buffer.alloc(200_000, 1) }] }))
    expect((await read(whole.subarray(0, -100_000), 'x.msg')).reasons).toContain('damaged')
  })

  test('streams that share one chain spend from the budget each', async () => {
    const data = Buffer.alloc(400_000, 1)
    const attachments = Array.from({ length: 10 }, (_, i) => ({ long: `${i}.bin`, data }))
    const document = await read(buildOle(msgPlan({ attachments })), 'x.msg', { inflatedBytes: 1_000_000 })
    expect(document.reasons).toContain('size-limit')
    expect(document.children.filter(({ reasons }) => reasons.includes('size-limit'))).toHaveLength(8)
  })

  test('a storage of any size becomes a file that reads back the same', () => {
    const entry = (name: string, path: string[], size = 0): OleEntry => ({
      name,
      type: size > 0 ? 'stream' : 'storage',
      path,
      size,
      start: 0,
      clsid: '0'.repeat(32),
    })
    // 20 MB want a table of more sectors than the header has places for.
    const sizes = new Map([
      ['lon', 20_000_000],
      ['vua', 4096],
      ['nho', 4095],
      ['mot', 1],
    ])
    const entries = [
      entry('kho', []),
      ...[...sizes].map(([name, size]) => entry(name, ['kho'], size)),
      entry('trong', ['kho']),
      entry('sau', ['kho', 'trong'], 70),
    ]
    const file = { entries, damaged: false, read: ({ name, size }: OleEntry) => Buffer.alloc(size, name) }
    const written = openOle(storageAsFile(file, entries[0]!))!
    expect(written.damaged).toBe(false)
    expect(written.entries.map(({ name, path }) => [...path, name].join('/')).sort()).toEqual([
      'Root Entry',
      'lon',
      'mot',
      'nho',
      'trong',
      'trong/sau',
      'vua',
    ])
    for (const each of written.entries.filter(({ type }) => type === 'stream')) {
      expect(written.read(each, each.size).equals(Buffer.alloc(sizes.get(each.name) ?? 70, each.name)), each.name).toBe(
        true,
      )
    }
  })
})
