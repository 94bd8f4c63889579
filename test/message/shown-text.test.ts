// Words that some mail program shows, whatever the part calls itself; and the last line of a header without its end.
import { expect, test } from 'vitest'
import { readLines } from '../support/reading.ts'

const HEAD = ['From: a.cangio@tphcm.gov.vn', 'Subject: x', 'MIME-Version: 1.0']
const mixed = (...parts: string[][]): string[] => [
  ...HEAD,
  'Content-Type: multipart/mixed; boundary=b',
  '',
  ...parts.flatMap((part) => ['--b', ...part]),
  '--b--',
]
const base64 = (text: string | Buffer) => [
  'Content-Transfer-Encoding: base64',
  '',
  Buffer.from(text).toString('base64'),
]

test.each([
  [
    'an attachment without a name',
    ['Content-Type: text/plain', 'Content-Disposition: attachment', '', 'chữ'],
    'chữ',
    0,
  ],
  ['what is no type', ['Content-Type: text', '', 'chữ'], 'chữ', 0],
  ['any bytes', ['Content-Type: application/octet-stream', '', 'chữ'], 'chữ', 1],
  ['text/enriched', ['Content-Type: text/enriched; charset=utf-8', '', '<bold>ch</bold>ữ'], 'chữ', 1],
  ['text/richtext', ['Content-Type: text/richtext; charset=utf-8', '', '<bold>ch</bold>ữ'], 'chữ', 1],
  ['XHTML', ['Content-Type: application/xhtml+xml', '', '<html><p>chữ</p></html>'], 'chữ', 1],
])('%s at the root is text', async (_, lines, text, attachments) => {
  const facts = await readLines([...HEAD, ...lines])
  expect(facts.texts.map((each) => each.text)).toEqual([text])
  expect(facts.attachments).toHaveLength(attachments)
})

test('an attached text without a name is text and document both', async () => {
  const facts = await readLines(mixed(['Content-Type: text/plain', 'Content-Disposition: attachment', '', 'chữ']))
  expect(facts).toMatchObject({ texts: [{ text: 'chữ' }], attachments: [{ kind: 'txt' }] })
})

test('a program at the root is no text', async () => {
  const facts = await readLines([...HEAD, 'Content-Type: application/octet-stream', ...base64(`MZ${'\0'.repeat(90)}`)])
  expect(facts).toMatchObject({ texts: [], attachments: [{ kind: 'exe' }] })
})

test('UTF-8 under a label of one byte a character is read as UTF-8 in both readings', async () => {
  const facts = await readLines([...HEAD, 'Content-Type: text/plain; charset=iso-8859-1', '', 'MẬT'])
  expect(facts.texts.map(({ text }) => text)).toEqual(['MẬT', 'MẬT'])
  const latin = ['Content-Type: text/plain; charset=iso-8859-1', ...base64(Buffer.from('c\xf4ng', 'latin1'))]
  expect((await readLines([...HEAD, ...latin])).texts.map(({ text }) => text)).toEqual(['công'])
})

test.each([
  ['chữ', ['unknown-kind'], 'partial'],
  ['plain', [], 'full'],
])('%s in a charset that is not known', async (words, reasons, inspected) => {
  const facts = await readLines([...HEAD, 'Content-Type: text/plain; charset=x-viet-foo', '', words])
  expect(facts).toMatchObject({ texts: [{ text: words }], attachments: [{ reasons, inspected }] })
})

test('the title of an invitation is a subject, its descriptions are text', async () => {
  const facts = await readLines(
    mixed([
      'Content-Type: text/calendar; charset=utf-8',
      '',
      'BEGIN:VCALENDAR',
      'BEGIN:VEVENT',
      'SUMMARY;X="a:b":[MẬT]\\, họ',
      ' p',
      'DESCRIPTION:Độ mật:\\nTối mật',
      'UID:x',
      'END:VEVENT',
    ]),
  )
  expect(facts.texts.map(({ text }) => text)).toEqual(['Độ mật:\nTối mật'])
  expect(facts.secrecy.places).toContainEqual(expect.objectContaining({ where: 'subject', text: '[MẬT], họp' }))
})

test.each([[['Subject: [MẬT] x']], [['Subject: [MẬT]', ' x']], [['Subject: [MẬT] x', '']]])(
  'a nested message that ends in its header, %j, keeps its last field',
  async (lines) => {
    const facts = await readLines(mixed(['Content-Type: message/rfc822', '', 'From: a@b.example', ...lines]))
    expect(facts.secrecy.places).toContainEqual(expect.objectContaining({ where: 'subject', text: '[MẬT] x' }))
  },
)

test('a message that is all header keeps its last field', async () => {
  expect((await readLines(['Subject: x', 'From: a@b.example'])).header?.from).toEqual([
    { name: '', address: 'a@b.example' },
  ])
})

test('a script in a page counts where a browser opens the message', async () => {
  const page = ['MIME-Version: 1.0', 'From: a@b.example', 'Subject: x', 'Content-Type: text/html']
  const message = [...page, ...base64('<html><script>a()</script></html>')].join('\r\n')
  const attached = (name: string) =>
    readLines(mixed(['Content-Type: message/rfc822', `Content-Disposition: attachment; filename=${name}`, '', message]))
  expect((await attached('a.mht')).attachments[0]!.children).toMatchObject([
    { kind: 'html', executable: true, names: [] },
  ])
  expect((await attached('a.eml')).attachments[0]!.children).toEqual([])
})

test('a body, a subject and a file name of combining marks cost no more than their length', async () => {
  const marks = '\u0301\u0323'.repeat(200_000)
  const started = performance.now()
  const subject = `Subject: ${'\u0301\u0323'.repeat(20_000)}`
  const type = 'Content-Type: text/plain; charset=utf-8; name=x'
  const facts = await readLines(['From: a@b.example', subject, type, '', marks, ''])
  expect(facts.header).not.toBeNull()
  expect(performance.now() - started).toBeLessThan(4000) // 8 to 16 s with String.normalize alone
})

test('words behind a direction override are read as they are shown', async () => {
  const facts = await readLines([...HEAD, 'Content-Type: text/plain; charset=utf-8', '', 'a \u202eẬM\u202c b'])
  expect(facts.texts.map(({ text }) => text)).toEqual(['a \u202eẬM\u202c b', 'a MẬ\u202c b'])
})

test('delsp=yes joins what a line break cut (RFC 3676)', async () => {
  const flowed = (parameters: string) =>
    readLines([...HEAD, `Content-Type: text/plain; charset=utf-8; ${parameters}`, '', 'TUYỆT M ', 'ẬT'])
  expect((await flowed('format=flowed; delsp=yes')).texts[0]!.text).toBe('TUYỆT MẬT')
  expect((await flowed('format=flowed')).texts[0]!.text).toBe('TUYỆT M \r\nẬT')
})

test('a report of a mail system is text, and a document of its kind', async () => {
  const facts = await readLines(mixed(['Content-Type: message/delivery-status', '', 'Status: 5.1.1 chữ']))
  expect(facts).toMatchObject({ texts: [{ text: 'Status: 5.1.1 chữ' }], attachments: [{ kind: 'txt' }] })
})
