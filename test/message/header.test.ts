// The header block: what it says, and where it departs from RFC 5322.
import { expect, test } from 'vitest'
import { readBlock } from '../../src/message/fields.ts'
import { readHeader, readSubjects } from '../../src/message/header.ts'
import { writtenAddresses } from '../../src/message/written-addresses.ts'

function block(...lines: string[]) {
  const bytes = Buffer.from(`${lines.join('\r\n')}\r\n\r\nbody: x\r\n`)
  const problems: { problem: string; offset: number; field: string }[] = []
  const noted = (problem: string, offset: number, field: string) => problems.push({ problem, offset, field })
  return { ...readBlock(bytes, 0, 262_144, () => false, noted), problems }
}

test('addresses and words are decoded', () => {
  const { fields, problems } = block(
    'Received: from a',
    'Received: from b',
    'From: =?UTF-8?B?UGjDsm5nIE7hu5lpIHbhu6U=?= <phongnoivu.cangio@tphcm.gov.vn>',
    'To: "A, B" <a@tphcm.gov.vn>, Nhóm: b@tphcm.gov.vn, c@tphcm.gov.vn;, d@tphcm.gov.vn',
    'Subject: =?utf-8?q?B=C3=A1o_c?=',
    ' =?utf-8?q?=C3=A1o?=',
    'Message-ID: <1@x>',
    'Auto-Submitted: auto-replied (vacation); x=y',
    'User-Agent: Thunderbird',
  )
  expect(problems.map(({ problem, field }) => `${problem} ${field}`)).toEqual(['header-8bit to'])
  expect(readHeader(fields)).toEqual({
    from: [{ name: 'Phòng Nội vụ', address: 'phongnoivu.cangio@tphcm.gov.vn' }],
    fromFields: 1,
    sender: [],
    replyTo: [],
    to: ['a', 'b', 'c', 'd'].map((box, i) => ({ name: i === 0 ? 'A, B' : '', address: `${box}@tphcm.gov.vn` })),
    cc: [],
    subject: 'Báo cáo',
    messageId: '<1@x>',
    autoSubmitted: 'auto-replied',
    mailer: 'Thunderbird',
    received: 2,
  })
})

test('every From field is read, also one with a space before the colon', () => {
  const { fields, problems } = block('From: a@tphcm.gov.vn', 'From : b@example.com, c@example.com')
  expect(readHeader(fields)).toMatchObject({
    fromFields: 2,
    from: [{ address: 'a@tphcm.gov.vn' }, { address: 'b@example.com' }, { address: 'c@example.com' }],
  })
  expect(problems.map(({ problem, field }) => [problem, field])).toEqual([
    ['bad-header', 'from'],
    ['duplicate-field', 'from'],
  ])
})

test('a first line `From : x` is a From field, not a line of an mbox', () => {
  expect(readHeader(block('From : ngoai@example.com', 'Subject: x').fields).from).toEqual([
    { name: '', address: 'ngoai@example.com' },
  ])
})

const addresses = (from: string) => readHeader(block(`From: ${from}`).fields).from.map(({ address }) => address)

test.each([
  '<a@x.vn> <b@y.vn>',
  '"A" <a@x.vn> "B" <b@y.vn>',
  'a@x.vn b@y.vn',
  '<a@x.vn>b@y.vn',
  'b@y.vn <a@x.vn',
  'b@y.vn <a@x.vn>',
  'b @ y.vn <a@x.vn>',
  '"never closed b@y.vn <a@x.vn>',
  '(never closed b@y.vn <a@x.vn>',
])('every address that some program may take for the author is one: %s', (from) => {
  expect(addresses(from)).toEqual(expect.arrayContaining(['a@x.vn', 'b@y.vn']))
})

test.each([
  '"b@y.vn (old)" <a@x.vn>',
  'A (b@y.vn) <a@x.vn>',
  '=?utf-8?q?b=40y.vn?= <a@x.vn>',
  '=?utf-8?q?b@y.vn?= <a@x.vn>',
  'a@x.vn <A@x.vn>',
  "'a@x.vn' <a@x.vn>",
  '"\\"b@y.vn" <a@x.vn>',
  '<@y.vn:a@x.vn>',
  'a(b@y.vn)@x.vn',
  'A @ B <a@x.vn>',
  '"a"@x.vn',
  'Group: a@x.vn;',
])('one author: %s', (from) => {
  expect(addresses(from).map((address) => address.toLowerCase())).toEqual(['a@x.vn'])
})

test('addresses are found in linear time', () => {
  const started = performance.now()
  for (const unit of ['(', '"', '<a@b> ', 'a @ b.c ', '@ ', '"a"@', '()', '=?', ' ']) {
    writtenAddresses(unit.repeat(250_000 / unit.length))
  }
  expect(performance.now() - started).toBeLessThan(2000)
})

test('a subject in UTF-7, which mailparser leaves alone', () => {
  expect(readSubjects(block(`Subject: =?utf-7?B?${Buffer.from('M+Hqw-T').toString('base64')}?=`).fields)).toContain(
    'MẬT',
  )
})

test('every Subject counts', () => {
  expect(readSubjects(block('Subject: a', 'Subject: =?utf-8?q?b?=').fields)).toEqual(['a', 'b'])
  expect(readHeader(block('X: y').fields)).toMatchObject({ from: [], fromFields: 0, subject: null, messageId: null })
})

test.each([
  ['no-separator', ['From: a@b', 'no colon here'], '', 11],
  ['header-long', [`X: ${'y'.repeat(1000)}`], '', 0],
  ['bad-header', ['Tiêu đề: x'], undefined, 0],
  ['no-header', [' folded first', 'From: a@b'], '', 0],
  ['no-header', ['words first', 'From: a@b'], '', 0],
  ['bad-header', ['From: a@b', '   ', 'To: c@d'], 'from', 11],
  ['duplicate-field', ['To: a@b', 'to: c@d'], 'to', 9],
  ['duplicate-header', ['Content-Type: a/b', 'X: y', 'content-type: a/b'], 'content-type', 25],
  ['control-character', ['X: a\x1bb'], 'x', 0],
  ['control-character', ['X: a\x7fb'], 'x', 0],
] as const)('%s: %j', (problem, lines, field, offset) => {
  const [first] = block(...lines).problems
  expect(first).toMatchObject({ problem, offset, ...(field === undefined ? {} : { field }) })
})

test('the body is no header', () => {
  expect(block('From: a@b').fields).toHaveLength(1)
})
