// Whole messages: what is text, what is a document, what is nested, and what cannot be told.
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { DocumentFacts } from '../../src/facts.ts'
import { readMessage } from '../../src/message/read.ts'
import { context, NOW, readLines } from '../support/reading.ts'
import { buildZip } from '../support/zip-builder.ts'

const HEAD = ['From: a.cangio@tphcm.gov.vn', 'Subject: x', 'MIME-Version: 1.0']
const MIXED = [...HEAD, 'Content-Type: multipart/mixed; boundary=b', '']
const PROGRAM = `MZ${'\0'.repeat(100)}`

function mixed(...parts: string[][]): string[] {
  return [...MIXED, ...parts.flatMap((part) => ['--b', ...part]), '--b--', '']
}

function base64(bytes: Buffer | string, ...fields: string[]): string[] {
  return [
    ...fields,
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(bytes).toString('base64').replace(/.{76}/g, '$&\r\n'),
  ]
}

const sketch = (documents: DocumentFacts[]): unknown[] =>
  documents.map(({ kind, name, at, children }) => [kind, name, [at.part, ...at.path].join('/'), ...sketch(children)])

describe('leaves', () => {
  test('a plain message is one text and no attachment', async () => {
    const facts = await readLines([...HEAD, 'Content-Type: text/plain; charset=utf-8', '', 'Kính gửi'])
    expect(facts).toMatchObject({ inspected: 'full', reasons: [], attachments: [], gate: { ok: true, problems: [] } })
    expect(facts.texts).toEqual([
      { at: { part: '1', path: [] }, type: 'text/plain', text: 'Kính gửi', truncated: false },
    ])
  })

  test('size and hash are those of the bytes', async () => {
    const bytes = Buffer.from('From: a@b\r\n\r\nx')
    const facts = await readMessage(bytes, context(), NOW)
    expect(facts).toMatchObject({ size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') })
  })

  test('every alternative is read', async () => {
    const facts = await readLines([
      ...HEAD,
      'Content-Type: multipart/alternative; boundary=b',
      '',
      '--b',
      '',
      'chữ',
      '--b',
      'Content-Type: text/html; charset=utf-8',
      '',
      '<p>ch&#7919; khác</p>',
      '--b--',
    ])
    expect(facts.texts.map(({ at, text }) => [at.part, text])).toEqual([
      ['1', 'chữ'],
      ['2', 'chữ khác'],
    ])
  })

  test.each([
    ['a name', ['Content-Type: text/plain; name=a.txt'], 'txt', 1],
    ['a name on an attachment', ['Content-Disposition: attachment; filename=a.txt'], 'txt', 0],
    ['another subtype', ['Content-Type: text/x-log'], 'txt', 1],
    ['a calendar', ['Content-Type: text/calendar'], 'txt', 0],
    ['an unknown charset', ['Content-Type: text/plain; charset=x-no-such'], 'txt', 1],
    ['a type of no text', ['Content-Type: application/octet-stream'], 'txt', 0],
  ])('text with %s is an attachment', async (_, fields, kind, texts) => {
    const facts = await readLines(mixed([...fields, '', 'words of a text']))
    expect(facts.attachments.map((document) => document.kind)).toEqual([kind])
    expect(facts.texts).toHaveLength(texts)
  })

  test('a program behind text/plain without a name is an attachment', async () => {
    const facts = await readLines(mixed(base64(PROGRAM, 'Content-Type: text/plain')))
    expect(facts.attachments).toMatchObject([{ kind: 'exe', executable: true, name: null, at: { part: '1' } }])
  })

  test('the kind comes from the bytes, the declared type stays as it is', async () => {
    const facts = await readLines(
      mixed(base64(PROGRAM, 'Content-Type: Application/PDF; name="cong-van.pdf"', 'Content-Disposition: inline')),
    )
    expect(facts.attachments).toMatchObject([
      {
        kind: 'exe',
        name: 'cong-van.pdf',
        declaredType: 'application/pdf',
        disposition: 'inline',
        extensions: ['pdf'],
      },
    ])
  })

  test('a picture that HTML refers to is related; a document under a Content-ID is not', async () => {
    const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex')
    const facts = await readLines(
      mixed(
        ['Content-Type: text/html', '', '<img src="cid:logo"><img src="cid:doc">'],
        base64(png, 'Content-ID: <logo>', 'Content-Type: image/png'),
        base64(png, 'Content-ID: <other>', 'Content-Type: image/png'),
        base64('{\\rtf1 x}', 'Content-ID: <doc>', 'Content-Type: image/png'),
      ),
    )
    expect(facts.attachments.map(({ kind, related }) => [kind, related])).toEqual([
      ['png', true],
      ['png', false],
      ['rtf', false],
    ])
  })
})

describe('nested messages, with part numbers of IMAP', () => {
  const inner = mixed(['', 'bên trong'], base64(PROGRAM, 'Content-Type: application/x; name=a.exe'))
    .join('\r\n')
    .replaceAll('=b', '=c')
    .replaceAll('--b', '--c')
  const expected = [['eml', null, '2', ['exe', 'a.exe', '2.2']]]

  test.each([
    ['message/rfc822', ['Content-Type: message/rfc822', '', inner]],
    ['inline', ['Content-Type: message/rfc822', 'Content-Disposition: inline', '', inner]],
    ['base64', base64(inner, 'Content-Type: message/rfc822')],
    ['message/global', ['Content-Type: message/global', '', inner]],
    ['by content', base64(inner, 'Content-Type: application/octet-stream')],
  ])('%s', async (_, part) => {
    const facts = await readLines(mixed(['', 'bên ngoài'], part))
    expect(sketch(facts.attachments)).toEqual(expected)
    expect(facts.texts.map(({ at, text }) => [at.part, text])).toEqual([
      ['1', 'bên ngoài'],
      ['2.1', 'bên trong'],
    ])
    expect(facts).toMatchObject({ inspected: 'full', reasons: [] })
  })

  test('inside a zip the place goes on along the path', async () => {
    const zip = buildZip([{ name: 'thu.eml', bytes: inner, deflated: true }])
    const facts = await readLines(mixed(base64(zip, 'Content-Type: application/zip; name=a.zip')))
    expect(sketch(facts.attachments)).toEqual([
      ['zip', 'a.zip', '1', ['eml', 'thu.eml', '1/thu.eml', ['exe', 'a.exe', '1/thu.eml/2']]],
    ])
    expect(facts.texts[0]!.at).toEqual({ part: '1', path: ['thu.eml', '1'] })
  })

  test('the members of a digest are messages without saying so', async () => {
    const facts = await readLines([
      ...HEAD,
      'Content-Type: multipart/digest; boundary=b',
      '',
      '--b',
      '',
      'From: x@y',
      'Subject: trong',
      '',
      'chữ',
      '--b--',
    ])
    expect(sketch(facts.attachments)).toEqual([['eml', null, '1']])
    expect(facts.texts.map(({ at, text }) => [at.part, text])).toEqual([['1.1', 'chữ']])
  })

  test('messages in messages stop at the depth limit, and it is told where', async () => {
    let message = 'From: a@b\r\nTo: c@d\r\n\r\nx'
    for (let i = 0; i < 30; i++) message = `From: a@b\r\nContent-Type: message/rfc822\r\n\r\n${message}`
    const facts = await readLines([message])
    const reasons: string[] = []
    for (let at = facts.attachments; at.length > 0; at = at[0]!.children) reasons.push(...at[0]!.reasons)
    expect(reasons).toEqual(['depth-limit'])
  })
})

const HEADER = { part: 'header', path: [] }

describe('what cannot be told', () => {
  test('an encrypted message pasted into the words', async () => {
    const armor = ['-----BEGIN PGP MESSAGE-----', '', 'hQEMA', '-----END PGP MESSAGE-----']
    expect(await readLines([...HEAD, '', 'Kính gửi,', ...armor])).toMatchObject({ reasons: ['encrypted'] })
    expect(await readLines([...HEAD, '', ...armor.map((line) => `> ${line}`)])).toMatchObject({ reasons: [] })
  })

  test('every mail of an mbox that is attached', async () => {
    const mbox = [1, 2, 3].flatMap((i) => [
      `From a@b Mon Mar  2 0${i}:00:00 2026`,
      `Subject: ${i}`,
      'To: c@d',
      '',
      `text ${i}`,
      '',
    ])
    const facts = await readLines(mixed(['Content-Type: application/octet-stream; name=thu.mbox', '', ...mbox]))
    expect(facts.texts.map(({ text }) => text.trim())).toEqual(['text 1', 'text 2', 'text 3'])
    expect(facts.gate.problems).toEqual([])
  })

  test('content that is elsewhere', async () => {
    const facts = await readLines(mixed(['Content-Type: message/partial; id=x; number=1', '', 'x']))
    expect(facts.attachments).toMatchObject([{ inspected: 'none', reasons: ['external-content'] }])
  })

  test('a header block past its limit leaves no header', async () => {
    const facts = await readLines([`X: ${'y'.repeat(300_000)}`, 'From: a@b', '', 'x'])
    expect(facts).toMatchObject({ header: null, inspected: 'none', reasons: ['size-limit'] })
  })

  test('10,000 parts, deep nesting, a text past the limit', async () => {
    const parts = Array.from({ length: 10_000 }, () => ['', 'x'])
    expect(await readLines(mixed(...parts))).toMatchObject({ reasons: ['count-limit'], header: { fromFields: 1 } })
    const deep = Array.from({ length: 100 }, (_, i) => [
      `Content-Type: multipart/mixed; boundary=n${i}`,
      '',
      `--n${i}`,
    ]).flat()
    expect(await readLines([...HEAD, ...deep])).toMatchObject({ inspected: 'partial', reasons: ['depth-limit'] })
    expect(await readLines([...HEAD, '', 'x'.repeat(500)], { textCharacters: 100 })).toMatchObject({
      reasons: ['size-limit'],
      texts: [{ truncated: true }],
    })
  })

  test('members of archives count with the parts of the message', async () => {
    const zip = buildZip(Array.from({ length: 50 }, (_, i) => ({ name: `${i}.txt`, bytes: 'x' })))
    const facts = await readLines(mixed(base64(zip, 'Content-Type: application/zip')), { parts: 30 })
    expect(facts.attachments[0]!.children).toHaveLength(28)
    expect(facts.attachments[0]).toMatchObject({ inspected: 'partial', reasons: ['count-limit'] })
  })

  test('line ends and NUL, with their offsets', async () => {
    const facts = await readLines(['From: a@b', '', 'a\nb\rc\0'])
    expect(facts.gate).toEqual({
      ok: false,
      problems: [
        { problem: 'bare-lf', offset: 14, field: '', at: HEADER },
        { problem: 'bare-cr', offset: 16, field: '', at: HEADER },
        { problem: 'nul', offset: 18, field: '', at: HEADER },
      ],
    })
  })

  test.each(['', '\r\n', 'x', '\0\0\0', '--', 'From:'])(
    '%j is a message too, of which little is known',
    async (text) => {
      const facts = await readMessage(Buffer.from(text), context(), NOW)
      expect(facts).toMatchObject({ type: 'message', size: text.length, header: expect.anything() })
    },
  )
})

describe('marks and terms', () => {
  test('a mark in the subject, in a nested body and in the name of an archive member', async () => {
    const zip = buildZip([{ name: 'TUYỆT MẬT - ke hoach.docx', bytes: 'x' }])
    const nested = [
      'Content-Type: message/rfc822',
      '',
      'From: a@b',
      'Subject: x',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'Độ mật: TỐI MẬT',
    ]
    const facts = await readLines(
      mixed(nested, base64(zip, 'Content-Type: application/zip; name=a.zip')).with(1, 'Subject: [MẬT] Kế hoạch'),
    )
    const places = facts.secrecy.places.map(({ where, at }) => [where, at.part, ...at.path])
    expect(places).toContainEqual(['subject', 'header'])
    expect(places).toContainEqual(['body', '1.1'])
    expect(places).toContainEqual(['file-name', '2', 'TUYỆT MẬT - ke hoach.docx'])
    expect(facts.secrecy.degree).not.toBe(null)
  })

  test('terms are found in subject, text and names, each once a place', async () => {
    const words = [{ list: 'thử', accents: true, phrases: ['khuyến mãi'] }]
    const facts = await readLines(
      [
        'Subject: Khuyến mãi',
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        'Content-Type: text/plain; charset=utf-8',
        '',
        'khuyến mãi, khuyến mãi',
        '--b',
        'Content-Type: application/x; name="khuyến mãi.bin"',
        '',
        '\x01\x02',
        '--b--',
      ],
      {},
      words,
    )
    expect(facts.terms.map(({ where, at }) => [where, at.part])).toEqual([
      ['subject', 'header'],
      ['body', '1'],
      ['file-name', '2'],
    ])
  })
})
