// Links of workbooks to programs: DDE starts one, OLE fetches what its relationship names; in XML and in binary records (MẪU THỬ NGHIỆM).
import { expect, test } from 'vitest'
import type { DocumentFacts } from '../../src/facts.ts'
import { type BookPlan, binaryBook, cell, record, row, sizedRecord, wide, word } from '../support/biff12-writer.ts'
import { expectLinear } from '../support/linear.ts'
import { read } from '../support/reading.ts'
import { buildZip } from '../support/zip-builder.ts'

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const LINK = 'xl/externalLinks/externalLink1.bin'
const [WORKBOOK, DDE, OLE] = [0, 1, 2]

const link = (kind: number, one: string, other: string) =>
  Buffer.concat([record(360, word(kind), wide(one), wide(other)), record(588)])
const relations = (target: string, type = 'oleObject') =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${OFFICE}/${type}" Target="${target}" TargetMode="External"/></Relationships>`

function book(part: Buffer | string, more: BookPlan['parts'] = {}, name = LINK): Promise<DocumentFacts> {
  const sheets = [{ name: 'Bảng', rows: [row(0, [cell.string(0, 'mẫu thử')])] }]
  const types = { [name]: 'application/vnd.ms-excel.externalLink' }
  return read(binaryBook({ sheets, parts: { [name]: part, ...more }, types }), 'bang.xlsb')
}

const RELS = 'xl/externalLinks/_rels/externalLink1.bin.rels'

test.each<[string, Buffer, BookPlan['parts'], string[]]>([
  ['DDE', link(DDE, 'cmd', '/k mau.bat'), {}, ['launch']],
  [
    'OLE to another machine',
    link(OLE, 'rId1', 'Package'),
    { [RELS]: relations('file:///\\\\may-la\\x\\mau.doc') },
    ['external-link'],
  ],
  [
    'OLE under another type of relationship',
    link(OLE, 'rId1', 'Package'),
    { [RELS]: relations('http://xa.example/mau', 'externalLinkPath') },
    ['external-link'],
  ],
  [
    'OLE to a file of this machine',
    link(OLE, 'rId1', 'Word.Document.12'),
    { [RELS]: relations('file:///C:\\mau.docx') },
    [],
  ],
  [
    'another workbook',
    link(WORKBOOK, 'rId1', ''),
    { [RELS]: relations('http://xa.example/mau.xlsx', 'externalLinkPath') },
    [],
  ],
])('a binary link: %s', async (_name, part, more, active) => {
  const facts = await book(part, more)
  expect(facts).toMatchObject({ kind: 'xlsb', active, inspected: 'full', reasons: [], damaged: false })
  expect(facts.text).toContain('mẫu thử')
})

test('a link under another name, by its type', async () => {
  expect((await book(link(DDE, 'cmd', '/k mau.bat'), {}, 'xl/khac/mau.bin')).active).toEqual(['launch'])
})

test.each<[string, Buffer]>([
  ['cut within its record', link(DDE, 'cmd', '/k mau.bat').subarray(0, 8)],
  ['of a size that lies', sizedRecord(360, 0xfffffff, word(DDE))],
  ['without an end', record(360, word(DDE), wide('cmd'), wide(''))],
])('a link %s is told and leaves a reason', async (_name, part) => {
  expect(await book(part)).toMatchObject({ active: ['launch'], inspected: 'partial', reasons: ['damaged'] })
})

test.each<[string, Buffer]>([
  ['begins with another record', Buffer.concat([record(359), link(DDE, 'cmd', '')])],
  ['has no kind', Buffer.concat([record(360), record(588)])],
])('a link that %s leaves a reason', async (_name, part) => {
  expect(await book(part)).toMatchObject({ inspected: 'partial', reasons: ['damaged'] })
})

test('records cost in proportion to their number', { timeout: 60_000 }, async () => {
  const rest = (units: string) => {
    const part = Buffer.concat([record(360, word(WORKBOOK), wide('r'), wide('')), Buffer.from(units, 'latin1')])
    return book(part)
  }
  expect((await rest('\x00\x00'.repeat(200_000))).reasons).toEqual(['damaged'])
  const { linkDangers } = await import('../../src/document/workbook-links.ts')
  expectLinear('\xe8\x02\x02\x00\x00', 400_000, (text) => {
    linkDangers({ members: [] } as never, { name: LINK } as never, Buffer.from(text, 'latin1'), {} as never)
  })
})

const XML =
  '<?xml version="1.0"?><externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><ddeLink ddeService="cmd" ddeTopic="/k mau.bat"/></externalLink>'

test.each<[string, Buffer]>([
  ['UTF-8', Buffer.from(XML)],
  ['UTF-16', Buffer.from(`\ufeff${XML}`, 'utf16le')],
])('a DDE link of an .xlsx in %s', async (_name, bytes) => {
  const types =
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
  const zip = buildZip([
    { name: '[Content_Types].xml', bytes: types },
    { name: 'xl/workbook.xml', bytes: '<workbook/>' },
    { name: 'xl/externalLinks/externalLink1.xml', bytes },
  ])
  expect(await read(zip, 'bang.xlsx')).toMatchObject({ kind: 'xlsx', active: ['launch'] })
})
