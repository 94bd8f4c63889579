// Notifications (RFC 3464): read back by mailparser and by Python's email module, hostile input, whom they tell, and how they leave.
import { spawnSync } from 'node:child_process'
import { simpleParser } from 'mailparser'
import { describe, expect, test } from 'vitest'
import { composeDsn, type DsnRequest, envidOf, reportable, sendDsn } from '../../src/smtp/dsn.ts'
import { NextHop } from '../../src/smtp/next-hop.ts'
import { parsePathCommand } from '../../src/smtp/parameters.ts'
import type { Reply } from '../../src/smtp/reply.ts'
import { NextHopServer } from '../support/next-hop.ts'

const NO: Reply = { code: 550, lines: ['5.1.1 No such user here', '5.1.1 ask postmaster'] }
const LATER: Reply = { code: 451, lines: ['4.3.0 disk busy'] }
const REQUEST: DsnRequest = {
  hostname: 'gw.example',
  now: new Date('2026-11-23T08:00:00Z'),
  sender: 'a@example.vn',
  envid: 'QQ+2B314159',
  failed: [
    { recipient: 'b@example.vn', orcpt: 'rfc822;Box+2BOne@example.vn', reply: NO },
    { recipient: 'c@example.vn', reply: LATER },
  ],
  headers: Buffer.from(
    'From: a@example.vn\r\nSubject: Thu\r\nMessage-ID: <m1@example.vn>\r\n\r\nBody that stays here\r\n',
  ),
  code: 'AB12CD34',
}

const READER = `
import sys, json, email, email.policy
m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
parts = list(m.iter_parts())
status = parts[1].get_payload()
print(json.dumps({
  'type': m.get_content_type(), 'report': m.get_param('report-type'), 'defects': [str(d) for p in m.walk() for d in p.defects],
  'to': m['To'], 'subject': m['Subject'], 'auto': m['Auto-Submitted'],
  'parts': [p.get_content_type() for p in parts],
  'text': parts[0].get_content(),
  'status': [[[k, str(v)] for k, v in group.items()] for group in status],
  'headers': parts[2].get_payload(decode=True).decode('latin-1'),
}))
`

const noPython = spawnSync('python3', ['--version']).status !== 0
if (noPython) {
  if (process.env.CI || process.env.CONGTHU_REQUIRE_SERVICES) throw new Error('required, but: python3 is not installed')
  console.warn('SKIPPED: notifications read by Python: python3 is not installed (apt-get install python3)')
}
const withPython = test.skipIf(noPython)

/** The message as Python's email module reads it. */
function readByPython(message: Buffer) {
  const run = spawnSync('python3', ['-c', READER], { input: message, encoding: 'utf8' })
  if (run.status !== 0) throw new Error(run.stderr)
  return JSON.parse(run.stdout)
}

describe('the notification', () => {
  withPython('is a multipart/report whose every part Python reads without a defect (RFC 6522, RFC 3464)', async () => {
    const message = await composeDsn(REQUEST)
    const read = readByPython(message)
    expect(read).toMatchObject({
      type: 'multipart/report',
      report: 'delivery-status',
      defects: [],
      to: 'a@example.vn',
      auto: 'auto-replied',
      parts: ['text/plain', 'message/delivery-status', 'text/rfc822-headers'],
      subject: 'Thư không tới được một số người nhận (Undelivered to some recipients)',
      headers: 'From: a@example.vn\r\nSubject: Thu\r\nMessage-ID: <m1@example.vn>\r\n',
    })
    expect(read.status).toEqual([
      [
        ['Original-Envelope-Id', 'QQ+314159'],
        ['Reporting-MTA', 'dns; gw.example'],
        ['Arrival-Date', 'Mon, 23 Nov 2026 08:00:00 +0000'],
      ],
      [
        ['Original-Recipient', 'rfc822; Box+One@example.vn'],
        ['Final-Recipient', 'rfc822; b@example.vn'],
        ['Action', 'failed'],
        ['Status', '5.1.1'],
        ['Diagnostic-Code', 'smtp; 550 5.1.1 No such user here 5.1.1 ask postmaster'],
      ],
      [
        ['Final-Recipient', 'rfc822; c@example.vn'],
        ['Action', 'failed'],
        ['Status', '4.3.0'],
        ['Diagnostic-Code', 'smtp; 451 4.3.0 disk busy'],
      ],
    ])
  })

  withPython(
    'says it in Vietnamese first, then in English, with the look-up code and the failed ones only',
    async () => {
      const { text } = readByPython(await composeDsn(REQUEST))
      expect(text.indexOf('Đây là thông báo tự động')).toBe(0)
      expect(text.indexOf('This is an automatic notice')).toBeGreaterThan(text.indexOf('<c@example.vn>'))
      expect(text.match(/AB12CD34/g)).toHaveLength(2)
      expect(text).toContain('<b@example.vn>')
    },
  )

  test('mailparser reads it too; it is 7-bit with CRLF only, and no line is longer than 998', async () => {
    const message = await composeDsn(REQUEST)
    const mail = await simpleParser(message)
    expect(mail.from?.value[0]?.address).toBe('MAILER-DAEMON@gw.example')
    expect(mail.date?.toISOString()).toBe('2026-11-23T08:00:00.000Z')
    expect(mail.messageId).toMatch(/^<[^@>]+@gw\.example>$/)
    expect(mail.text).toContain('Thư của bạn không tới được')
    const octets = message.toString('latin1')
    expect(octets).toMatch(/^[\x20-\x7e\t\r\n]*$/)
    expect(octets.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    expect(Math.max(...octets.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998)
    expect(octets).not.toContain('Body that stays here')
  })

  withPython('nothing of sender, client or next hop slips into a field', async () => {
    const evil = 'x\r\nBcc: all@example.vn\r\n\r\ny'
    const coded = 'rfc822;x+0D+0ABcc:+20all@example.vn'
    const message = await composeDsn({
      ...REQUEST,
      envid: 'a+0D+0ABcc:b',
      failed: [
        { recipient: 'b@example.vn', orcpt: coded, reply: { code: 550, lines: [evil, '\u001b[2J\u0000tiếng'] } },
        { recipient: 'c@example.vn', orcpt: 'no type', reply: { code: 550, lines: ['9.9.9 what'] } },
        { recipient: 'd@example.vn', reply: { code: 451, lines: ['5.0.0 other class'] } },
        {
          recipient: 'e@example.vn',
          reply: { code: 554, lines: Array.from({ length: 40 }, () => `5.7.1 ${'w '.repeat(300)}`) },
        },
      ],
      headers: Buffer.from(`Subject: a\rb\nc\0d \xff\xfe\r\nX: ${'y'.repeat(5000)}\r\n--_NmP\r\n`, 'latin1'),
    })
    const read = readByPython(message)
    expect(read.defects).toEqual([])
    expect(read.parts).toHaveLength(3)
    expect(message.toString('latin1')).not.toMatch(/^Bcc:/im)
    const [about, ...each] = read.status as [string, string][][]
    expect(about!.map(([name]) => name)).toEqual(['Reporting-MTA', 'Arrival-Date'])
    expect(each.map((group) => group.map(([name]) => name))).toEqual(
      each.map(() => ['Final-Recipient', 'Action', 'Status', 'Diagnostic-Code']),
    )
    expect(each.map((group) => group[2]![1])).toEqual(['5.1.1', '5.0.0', '4.0.0', '5.7.1'].with(0, '5.0.0'))
    expect(read.headers).toContain('Subject: a?b?c?d \xff\xfe\r\nX: yyy')
  })

  withPython('an internationalized recipient stands in ASCII (RFC 6533 3)', async () => {
    const failed = [{ recipient: 'nguyễn+a@ví-dụ.vn', reply: NO }]
    const [, group] = readByPython(await composeDsn({ ...REQUEST, failed })).status
    expect(group[0]).toEqual(['Final-Recipient', 'utf-8; nguy\\x{1EC5}n\\x{2B}a@v\\x{ED}-d\\x{1EE5}.vn'])
  })

  withPython('a header block without end is cut at 64 KB, at a line end', async () => {
    const headers = Buffer.from(`X-Long: ${'z'.repeat(90)}\r\n`.repeat(3000))
    const read = readByPython(await composeDsn({ ...REQUEST, headers }))
    expect(read.headers.length).toBeLessThanOrEqual(65_536)
    expect(read.headers.length).toBeGreaterThan(65_000)
    expect(read.headers.endsWith(`${'z'.repeat(90)}\r\n`)).toBe(true)
    for (const odd of ['', '\r\n\r\nbody', 'x'.repeat(70_000), 'Subject: a']) {
      expect(readByPython(await composeDsn({ ...REQUEST, headers: Buffer.from(odd) })).defects).toEqual([])
    }
  })

  test('is never written to the null sender (RFC 5321 6.1), nor about nothing', async () => {
    await expect(composeDsn({ ...REQUEST, sender: '' })).rejects.toThrow(TypeError)
    await expect(composeDsn({ ...REQUEST, failed: [] })).rejects.toThrow(TypeError)
  })
})

describe('whom it tells of', () => {
  const rcpt = (parameters: string) => parsePathCommand(`RCPT TO:<b@example.vn>${parameters}`)

  test.each([
    ['', true],
    [' NOTIFY=FAILURE', true],
    [' NOTIFY=success,failure', true],
    [' NOTIFY=NEVER', false],
    [' NOTIFY=never', false],
    [' NOTIFY=SUCCESS,DELAY', false],
  ])('RCPT with "%s": %s (RFC 3461 4.1)', (parameters, told) => {
    expect(reportable([rcpt(parameters)], [NO], [0])).toHaveLength(told ? 1 : 0)
  })

  test('only those that failed, with their own replies, ORCPT and ENVID as given', () => {
    const rcpts = [rcpt(''), rcpt(' NOTIFY=NEVER'), rcpt(' ORCPT=rfc822;x@example.vn')]
    const yes = { code: 250, lines: ['2.0.0 ok'] }
    expect(reportable(rcpts, [yes, NO, LATER], [1, 2])).toEqual([
      { recipient: 'b@example.vn', orcpt: 'rfc822;x@example.vn', reply: LATER },
    ])
    expect(envidOf(parsePathCommand('MAIL FROM:<a@example.vn> RET=HDRS ENVID=Q1'))).toEqual({ envid: 'Q1' })
    expect(envidOf(parsePathCommand('MAIL FROM:<a@example.vn>'))).toEqual({})
  })
})

describe('handing it over', () => {
  const connect =
    (hop: NextHopServer, lmtp = false) =>
    () =>
      NextHop.connect(
        {
          host: '127.0.0.1',
          port: hop.port,
          tls: 'none',
          protocol: lmtp ? 'lmtp' : 'smtp',
          timeouts: { connect: 5000, greeting: 5000, command: 5000, block: 5000, end: 5000 },
        },
        'gw.example',
      )

  test.each(['smtp', 'lmtp'] as const)(
    'to an %s next hop from the null sender, whole, and the connection is closed',
    async (protocol) => {
      await using hop = await NextHopServer.start({ protocol })
      const message = Buffer.from('Subject: x\r\n\r\n.dot\r\n..\r\nno end')
      expect(await sendDsn(connect(hop, protocol === 'lmtp'), 'a@example.vn', message)).toBe('taken')
      expect(hop.messages).toMatchObject([{ mail: 'MAIL FROM:<>', rcpts: ['RCPT TO:<a@example.vn>'] }])
      expect(hop.messages[0]!.bytes.toString()).toBe('Subject: x\r\n\r\n.dot\r\n..\r\nno end\r\n')
      for (let i = 0; i < 200 && hop.open > 0; i++) await new Promise((resolve) => setTimeout(resolve, 10))
      expect(hop.open).toBe(0)
    },
  )

  test.each(['MAIL', 'RCPT', 'DATA', 'DOT'] as const)('refused for good, put off or lost at %s', async (verb) => {
    await using hop = await NextHopServer.start()
    const acts = [
      [{ reply: '550 5.7.1 no' }, 'refused'],
      [{ reply: '451 4.3.0 later' }, 'failed'],
      ['drop', 'failed'],
    ] as const
    for (const [act, ending] of acts) {
      hop.script = { act: (step) => (step === verb ? act : undefined) }
      expect(await sendDsn(connect(hop), 'a@example.vn', Buffer.from('Subject: x\r\n'))).toBe(ending)
    }
    hop.script = { protocol: 'lmtp', act: (step) => (step === 'DOT' ? { reply: '550 5.2.1 no' } : undefined) }
    expect(await sendDsn(connect(hop, true), 'a@example.vn', Buffer.from('Subject: x\r\n'))).toBe('refused')
    await hop.close()
    expect(await sendDsn(connect(hop), 'a@example.vn', Buffer.from('Subject: x\r\n'))).toBe('failed')
    expect(hop.messages).toEqual([])
  })

  test('ended by the signal: failed, at once', async () => {
    await using hop = await NextHopServer.start({ act: (step) => (step === 'DATA' ? 'hang' : undefined) })
    const controller = new AbortController()
    const sent = sendDsn(connect(hop), 'a@example.vn', Buffer.from('Subject: x\r\n'), controller.signal)
    for (let i = 0; i < 200 && !hop.commands.includes('1 DATA'); i++)
      await new Promise((resolve) => setTimeout(resolve, 10))
    controller.abort()
    expect(await sent).toBe('failed')
    expect(await sendDsn(connect(hop), 'a@example.vn', Buffer.from('x'), controller.signal)).toBe('failed')
  })

  test('an internationalized sender needs SMTPUTF8 of the next hop (RFC 6531 3.4)', async () => {
    await using hop = await NextHopServer.start()
    const message = await composeDsn({ ...REQUEST, sender: 'nguyễn@example.vn' })
    expect(await sendDsn(connect(hop), 'nguyễn@example.vn', message)).toBe('taken')
    expect(hop.messages).toMatchObject([{ mail: 'MAIL FROM:<> SMTPUTF8', rcpts: ['RCPT TO:<nguyễn@example.vn>'] }])
    hop.script = { extensions: [] }
    expect(await sendDsn(connect(hop), 'nguyễn@example.vn', message)).toBe('refused')
  })
})
