// The strict gate: every departure by its name, where it begins, and silence on what ordinary programs write.
import { expect, test } from 'vitest'
import type { GateProblemName } from '../../src/facts.ts'
import { readMessage } from '../../src/message/read.ts'
import { GATE_WORDS } from '../../src/rules/gate-words.ts'
import { context, NOW } from '../support/reading.ts'

const readFacts = (bytes: Buffer) => readMessage(bytes, context(), NOW)
const MIXED = ['From: a@b', 'Content-Type: multipart/mixed; boundary="b"', '']
const words = ['', 'words']

async function problems(lines: readonly string[]) {
  const facts = await readFacts(Buffer.from(`${lines.join('\r\n')}\r\n`, 'latin1'))
  return facts.gate.problems.map(({ problem, at, field }) => `${problem} ${at.part}${field === '' ? '' : ` ${field}`}`)
}

/** A message of one part with these fields, and one whose only part has them. */
const root = (...lines: string[]) => ['From: a@b', ...lines, ...words]
const inner = (...lines: string[]) => [...MIXED, '--b', ...lines, '--b--']

const CASES: [GateProblemName, string, readonly string[]][] = [
  [
    'boundary-syntax',
    'header content-type',
    ['From: a@b', 'Content-Type: multipart/mixed; boundary="b "', '', '--b ', '', 'x', '--b --'],
  ],
  [
    'duplicate-parameter',
    '1 content-type',
    inner("Content-Type: text/plain; charset=utf-8; charset*=us-ascii''utf-7", '', 'x'),
  ],
  ['bare-lf', 'header', ['From: a@b', '', 'a\nb']],
  ['bare-cr', 'header', ['From: a@b', '', 'a\rb']],
  ['bare-cr', '1.header', inner('Content-Type: message/rfc822', '', 'Subject: x', '', 'a\rb')],
  [
    'bare-lf',
    '1.header',
    inner('Content-Type: message/rfc822', 'Content-Transfer-Encoding: base64', '', 'U3ViamVjdDogeA0KDQphCmIK'),
  ],
  ['nul', 'header', ['From: a@b', '', 'a\0b']],
  ['control-character', 'header x', root('X: a\x07b')],
  ['header-long', 'header from', root(`X: ${'y'.repeat(1000)}`)],
  ['no-separator', 'header', root('no colon')],
  ['no-separator', '1', inner('Content-Type: text/plain', 'no colon', '', 'x')],
  ['no-separator', '1', [...MIXED, '--b', 'Content-Type: text/plain', '--b', '', 'x', '--b--']],
  ['no-separator', '1', [...MIXED, '--b', '--b--', 'hidden', '']],
  ['no-separator', '1', inner('Content-Type: message/rfc822', '', 'Subject: x')],
  ['bad-header', 'header subject', root('Subject : x')],
  ['bad-header', 'header subject', root('Subject: x', '  ')],
  ['no-header', 'header', ['', 'From: a@b', '', 'x']],
  ['no-header', 'header', ['From someone Mon Jan 1', 'Subject: x', '', 'x']],
  ['duplicate-header', '1 content-type', inner('Content-Type: text/plain', 'Content-Type: text/html', '', 'x')],
  [
    'duplicate-header',
    '1 content-disposition',
    inner('Content-Disposition: inline', 'Content-Disposition: attachment; filename=a', '', 'x'),
  ],
  ['duplicate-field', 'header subject', root('Subject: a', 'Subject: b')],
  ['header-8bit', 'header subject', root('Subject: \xe1\xba\xad')],
  ['type-syntax', '1 content-type', inner('Content-Type: text', '', 'x')],
  ['type-syntax', '1 content-type', inner('Content-Type: multipart', '', 'x')],
  ['disposition-syntax', '1 content-disposition', inner('Content-Disposition: filename="a.docm"', '', 'x')],
  ['parameter-syntax', '1 content-disposition', inner('Content-Disposition: attachment; filename="a.docm" x', '', 'x')],
  ['parameter-syntax', '1 content-type', inner('Content-Type: text/plain; charset', '', 'x')],
  ['parameter-syntax', '1 content-type', inner('Content-Type: text/plain; name="a', '', 'x')],
  [
    'parameter-syntax',
    'header content-type',
    ['From: a@b', 'Content-Type: multipart/mixed; boundary = "b"', '', '--b', '', 'x', '--b--'],
  ],
  [
    'parameter-syntax',
    'header content-type',
    ['From: a@b', 'Content-Type: multipart/mixed; boundary=b c', '', '--b c', '', 'x', '--b c--'],
  ],
  [
    'parameter-unquoted',
    '1 content-disposition',
    inner('Content-Disposition: attachment; filename=cong van (1).pdf', '', 'x'),
  ],
  ['parameter-comment', '1 content-type', inner('Content-Type: text/plain (x)', '', 'x')],
  ['parameter-comment', '1 content-type', inner('Content-Type: text/plain; charset="utf-8" (x)', '', 'x')],
  ['parameter-comment', '1 content-transfer-encoding', inner('Content-Transfer-Encoding: base64 (x)', '', 'QQ==')],
  [
    'duplicate-parameter',
    '1 content-disposition',
    inner('Content-Disposition: attachment; filename=a.pdf; filename=b.docm', '', 'x'),
  ],
  [
    'parameter-gap',
    '1 content-disposition',
    inner('Content-Disposition: attachment; filename*0=a; filename*2=b', '', 'x'),
  ],
  ['type-contradiction', '1 content-type', inner('Content-Type: text/plain; boundary=c', '', '--c', '', 'x', '--c--')],
  ['encoding-unknown', '1 content-transfer-encoding', inner('Content-Transfer-Encoding: x-uuencode', '', 'x')],
  ['encoding-unknown', '1 content-transfer-encoding', inner('Content-Transfer-Encoding: "base64"', '', 'QQ==')],
  [
    'encoding-on-multipart',
    'header content-type',
    [
      'From: a@b',
      'Content-Type: multipart/mixed; boundary=b',
      'Content-Transfer-Encoding: base64',
      '',
      '--b',
      '',
      'x',
      '--b--',
    ],
  ],
  [
    'encoding-on-message',
    '1 content-type',
    inner('Content-Type: message/rfc822', 'Content-Transfer-Encoding: base64', '', 'U3ViamVjdDogeA=='),
  ],
  ['charset-unknown', '1 content-type', inner('Content-Type: text/plain; charset=x-khong-co', '', 'x')],
  ['charset-risky', '1 content-type', inner('Content-Type: text/html; charset=utf-7', '', 'x')],
  ['boundary-missing', '1 content-type', ['From: a@b', 'Content-Type: multipart/mixed', '', 'x']],
  [
    'boundary-missing',
    '1 content-type',
    ['From: a@b', 'Content-Type: multipart/mixed; boundary=""', '', '--', '', 'x', '----'],
  ],
  [
    'boundary-syntax',
    'header content-type',
    [
      'From: a@b',
      `Content-Type: multipart/mixed; boundary="${'b'.repeat(71)}"`,
      '',
      `--${'b'.repeat(71)}`,
      '',
      'x',
      `--${'b'.repeat(71)}--`,
    ],
  ],
  [
    'boundary-syntax',
    'header content-type',
    ['From: a@b', 'Content-Type: multipart/mixed; boundary*0=b', '', '--b', '', 'x', '--b--'],
  ],
  [
    'boundary-unused',
    'header content-type',
    ['From: a@b', 'Content-Type: multipart/mixed; boundary=b', '', '--c', '', 'x'],
  ],
  ['boundary-reused', '1 content-type', inner('Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'x')],
  [
    'boundary-reused',
    '1 content-type',
    inner('Content-Type: multipart/mixed; boundary=bc', '', '--bc', '', 'x', '--bc--'),
  ],
  ['delimiter-malformed', '1', inner('', 'x', '--b words', '', 'y')],
  ['delimiter-malformed', '1', inner('', 'x', '--b-', 'y')],
  [
    'delimiter-stray',
    '2',
    [
      ...MIXED,
      '--b',
      'Content-Type: multipart/mixed; boundary=z',
      '',
      '--z',
      '',
      'x',
      '--z--',
      '--b',
      '',
      'y',
      '--z',
      '',
      'hidden',
      '--b--',
    ],
  ],
  ['close-missing', 'header', [...MIXED, '--b', '', 'x']],
  ['close-missing', '1', inner('Content-Type: multipart/mixed; boundary=z', '', '--z', '', 'x')],
  ['part-after-close', 'header', [...MIXED, '--b', '', 'x', '--b--', '--b', '', 'hidden', '--b--']],
  ['preamble-content', 'header', [...MIXED, 'Content-Type: application/pdf', '', 'x', '--b', '', 'x', '--b--']],
  ['preamble-content', 'header', [...MIXED, 'x'.repeat(5000), '--b', '', 'x', '--b--']],
  ['epilogue-content', 'header', [...MIXED, '--b', '', 'x', '--b--', '--other', 'Content-Type: a/b', '', 'hidden']],
  ['epilogue-content', 'header', [...MIXED, '--b', '', 'x', '--b--', 'begin 644 a.exe', '#0V%T', '`', 'end']],
  ['base64-foreign', '1', inner('Content-Transfer-Encoding: base64', '', 'QQ*=')],
  ['base64-after-padding', '1', inner('Content-Transfer-Encoding: base64', '', 'QQ==', 'QkJC')],
  ['base64-length', '1', inner('Content-Transfer-Encoding: base64', '', 'QUJDR')],
  ['quoted-printable-syntax', '1', inner('Content-Transfer-Encoding: quoted-printable', '', 'a=zz')],
  ['text-encoded', '1', inner('', 'see', 'begin 644 a.exe', '#0V%T', '`', 'end')],
  ['text-encoded', '1', inner('', '> begin 644 a.exe', '> #0V%T', '> `', '> end')],
  ['text-encoded', '1', inner('', '  BEGIN  644  a.exe', '  #0V%T')],
  ['text-encoded', '1', inner('', 'begin 644 a.exe', '1Eoxl')],
  ['text-encoded', '1', inner('', 'begin-base64 644 a.exe', 'TVqQAAM=', '====')],
  ['text-encoded', '1', inner('', 'xbtoa Begin', 'abc')],
  ['text-encoded', '1', inner('', 'See below.', '', `TVqQ${'A'.repeat(72)}`, 'AAAAAA==', 'Bye.')],
  ['text-encoded', '1', inner('', `> UEsDB${'A'.repeat(71)}`, '> AAAA')],
  [
    'text-encoded',
    '1',
    inner(
      'Content-Type: text/plain; name=a.uue',
      'Content-Disposition: attachment; filename=a.uue',
      '',
      'begin 644 a.exe',
      '#0V%T',
      '`',
      'end',
    ),
  ],
  ['text-encoded', '1', inner('', ...Array.from({ length: 6 }, () => 'TVqQAAMA'.repeat(9)), 'TVo=')],
  ['text-encoded', '1', inner('', '=ybegin line=128 size=3 name=a.exe', 'xyz')],
  ['text-encoded', '1', inner('', '(This file must be converted with BinHex 4.0)', ':$f*TEQKPH#edC!!!')],
]

test.each(CASES)('%s at %s: %j', async (problem, where, lines) => {
  expect(await problems(lines)).toContain(`${problem} ${where}`)
})

test('every name was shown', () => {
  expect(Object.keys(GATE_WORDS).filter((name) => !CASES.some(([problem]) => problem === name))).toEqual([])
})

test('the offset is that of the line or field', async () => {
  const lines = [...MIXED, '--b', 'Content-Type: text', '', 'x', '--b--']
  const text = lines.join('\r\n')
  const facts = await readFacts(Buffer.from(text))
  expect(facts.gate.problems).toEqual([
    {
      problem: 'type-syntax',
      offset: text.indexOf('Content-Type: text\r'),
      field: 'content-type',
      at: { part: '1', path: [] },
    },
  ])
})

test('no flood of one problem crowds out another', async () => {
  const found = await problems([
    ...MIXED,
    ...Array.from({ length: 500 }, () => '--b\r\nX\xff: y\r\n\r\nx')
      .join('\r\n')
      .split('\r\n'),
    '--b--',
    '--b',
    '',
    'hidden',
    '--b--',
  ])
  expect(found).toContain('part-after-close header')
  expect(found.length).toBeLessThan(10)
})

test.each([
  [
    'folded parameters, a semicolon at the end',
    inner('Content-Type: text/plain;', '\tcharset="utf-8";', ' format=flowed;', '', 'x'),
  ],
  [
    'the notice for old programs',
    [...MIXED, 'This is a multi-part message in MIME format.', '', '--b', '', 'x', '--b--', ''],
  ],
  ['a footer of a list', [...MIXED, '--b', '', 'x', '--b--', '', '_______', 'Danh sách thư', '']],
  ['blanks behind a delimiter', [...MIXED, '--b  ', '', 'x', '--b-- ', '']],
  ['a signature', inner('', 'x', '-- ', 'Nguyen Van A', '--', 'So Tai chinh')],
  ['a rule of dashes, quoted mail', inner('', '-----Original Message-----', '> --b', '--------', 'From: x')],
  ['a part without a body', [...MIXED, '--b', 'Content-Type: text/plain', '', '--b', '', '--b--']],
  [
    'RFC 2231 beside a plain name',
    inner('Content-Disposition: attachment; filename="a.pdf";', " filename*=UTF-8''a.pdf", '', 'x'),
  ],
  ['the same parameter twice alike', inner('Content-Type: text/plain; charset=utf-8; charset="utf-8"', '', 'x')],
  [
    'sections of a long name',
    inner("Content-Disposition: attachment; filename*0*=utf-8''a; filename*1*=b; filename*2=c", '', 'x'),
  ],
  ['a sentence that begins with begin', inner('', 'begin 644 meters from here', 'and go on')],
  ['a key among words', inner('', 'Khóa của tôi:', ...Array.from({ length: 6 }, () => 'MIIBIjAN'.repeat(9)))],
  ['words like a magic', inner('', 'TVqQ is a word', 'UEsDB', `TVqQ${'A'.repeat(30)}`)],
  ['begin in other sentences', inner('', 'begin the work', 'at once', 'begin 644', 'x', 'Begin: 8:00')],
  ['an empty Content-Type', inner('Content-Type:', '', 'x')],
  ['comments where all programs take them', ['From: a@b (Phong A)', 'Mime-Version: 1.0 (Mac OS X Mail 16.0)', '', 'x']],
])('nothing is said of %s', async (_, lines) => {
  expect(await problems(lines)).toEqual([])
})
