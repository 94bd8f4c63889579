// An LMTP next hop takes a message for some recipients and not for others: what each kind of client hears, and who is told.
import { simpleParser } from 'mailparser'
import { expect, test } from 'vitest'
import { type HopAct, NextHopServer } from '../support/next-hop.ts'
import { SmtpClient } from '../support/smtp-client.ts'
import { message, startRelay, type TestRelay } from '../support/smtp-relay.ts'

const FROM = 'a@example.vn'
const TO = ['b@example.vn', 'c@example.vn', 'd@example.vn']
const FULL = { reply: '452 4.2.2 mailbox full' }
const GONE = { reply: '550 5.1.1 gone' }

/** A relay before a next hop that speaks LMTP and does this for the named recipients at the final dot. */
async function relayTo(acts: Record<string, HopAct>, lmtpClient = false): Promise<TestRelay & { lmtp: NextHopServer }> {
  const lmtp = await NextHopServer.start({
    protocol: 'lmtp',
    act: (verb, line) => {
      const [, address = ''] = /<([^>]*)>/.exec(line) ?? []
      return verb === 'DOT' || (verb === 'RCPT' && address === FROM) ? acts[address] : undefined
    },
  })
  const listen = [{ host: '127.0.0.1', port: 0, protocol: lmtpClient ? ('lmtp' as const) : ('smtp' as const) }]
  const nextHops = [{ host: '127.0.0.1', port: lmtp.port, tls: 'none' as const, protocol: 'lmtp' as const }]
  return Object.assign(await startRelay(undefined, { listen, nextHops }), { lmtp })
}

function told(gate: TestRelay): unknown {
  return gate.log.filter(({ text }) => text === 'message').at(-1)?.fields.note
}

test('all took it: 250, and nobody is told anything', async () => {
  const gate = await relayTo({})
  await using _gate = gate
  await using hop = gate.lmtp
  const client = await SmtpClient.open(gate.port)
  expect((await client.send(FROM, TO, message())).code).toBe(250)
  expect(hop.messages.map(({ rcpts }) => rcpts.length)).toEqual([3])
  expect(told(gate)).toBeUndefined()
})

test('none took it: the temporary refusal first, and nobody is told anything (RFC 5321 4.4)', async () => {
  const gate = await relayTo({ 'b@example.vn': GONE, 'c@example.vn': FULL, 'd@example.vn': GONE })
  await using _gate = gate
  await using hop = gate.lmtp
  const client = await SmtpClient.open(gate.port)
  expect((await client.send(FROM, TO, message())).raw).toBe('452 4.2.2 mailbox full\r\n')
  expect((await client.send(FROM, ['b@example.vn', 'd@example.vn'], message())).raw).toBe('550 5.1.1 gone\r\n')
  expect(hop.messages).toEqual([])
})

test('some took it: 250, and the sender gets a notification that names exactly the others (RFC 5321 4.4, RFC 3464)', async () => {
  const gate = await relayTo({ 'b@example.vn': GONE, 'd@example.vn': FULL })
  await using _gate = gate
  await using hop = gate.lmtp
  const client = await SmtpClient.open(gate.port)
  expect((await client.send(FROM, TO, message('Thu moi hop'))).code).toBe(250)
  const [notification, mail] = [...hop.messages].sort((a, b) => a.mail.length - b.mail.length)
  expect(mail!.rcpts.join()).toContain('c@example.vn')
  expect(notification!.mail).toMatch(/^MAIL FROM:<>/)
  expect(notification!.rcpts).toEqual([expect.stringContaining(`<${FROM}>`)])
  const text = notification!.bytes.toString('latin1')
  expect(text).toMatch(/^content-type: multipart\/report;[\s\S]*report-type="?delivery-status/im)
  expect([...text.matchAll(/^Final-Recipient: rfc822; ?(\S+)\r$/gm)].map(([, who]) => who)).toEqual([
    'b@example.vn',
    'd@example.vn',
  ])
  const parsed = await simpleParser(notification!.bytes)
  expect(parsed.text).toContain('b@example.vn')
  expect(text).toContain('Subject: Thu moi hop')
  expect(told(gate)).toBe('2 recipients failed, and the sender was told')
})

test('some took it of a message without a sender: 250, never a notification (RFC 5321 6.1)', async () => {
  const gate = await relayTo({ 'b@example.vn': GONE })
  await using _gate = gate
  await using hop = gate.lmtp
  const client = await SmtpClient.open(gate.port)
  expect((await client.send('', TO, message())).code).toBe(250)
  expect(hop.messages).toHaveLength(1)
  expect(told(gate)).toBe('1 recipients failed, and the sender may not be told')
})

test('the notification is refused for good: 250 all the same, because it would be refused at every try (RFC 5321 6.1)', async () => {
  const gate = await relayTo({ 'b@example.vn': GONE, [FROM]: GONE })
  await using _gate = gate
  await using hop = gate.lmtp
  const client = await SmtpClient.open(gate.port)
  expect((await client.send(FROM, TO, message())).code).toBe(250)
  expect(hop.messages).toHaveLength(1)
  expect(told(gate)).toContain('the sender cannot be told')
})

test('the next hop breaks off between its answers: the sender reads that the others may have it', async () => {
  const gate = await relayTo({ 'c@example.vn': 'drop' })
  await using _gate = gate
  await using hop = gate.lmtp
  const client = await SmtpClient.open(gate.port)
  expect((await client.send(FROM, TO, message())).code).toBe(250)
  const notification = hop.messages.find(({ mail }) => mail.startsWith('MAIL FROM:<>'))!
  expect((await simpleParser(notification.bytes)).text!.match(/May have arrived/g)).toHaveLength(2)
  expect(told(gate)).toContain('may be delivered twice')
})

test.each([
  ['is put off', { [FROM]: FULL }],
  ['finds the connection broken', { [FROM]: 'drop' as const }],
])('the notification %s: 451, because nothing may be lost', async (_, acts) => {
  const gate = await relayTo({ 'b@example.vn': GONE, ...acts })
  await using _gate = gate
  await using hop = gate.lmtp
  const client = await SmtpClient.open(gate.port)
  expect((await client.send(FROM, TO, message())).raw).toMatch(/^451 4\.3\.0 /)
  expect(hop.messages).toHaveLength(1)
  expect(told(gate)).toContain('may be delivered twice')
})

/** An LMTP client that has sent a message, and the codes that it heard for its recipients. */
async function sentByLmtp(gate: TestRelay): Promise<{ client: SmtpClient; codes: number[] }> {
  const client = await SmtpClient.connect(gate.port)
  await client.expect(220)
  await client.say('LHLO client.example', 250)
  await client.envelope(FROM, TO)
  client.write(`${message()}.\r\n`)
  const codes: number[] = []
  for (const _ of TO) codes.push((await client.reply()).code)
  return { client, codes }
}

test('an LMTP client hears each recipient’s own answer, and nobody else is told (RFC 2033 4.2)', async () => {
  const gate = await relayTo({ 'b@example.vn': GONE, 'd@example.vn': FULL }, true)
  await using _gate = gate
  await using hop = gate.lmtp
  const { client, codes } = await sentByLmtp(gate)
  expect(codes).toEqual([550, 250, 452])
  await client.say('NOOP', 250)
  expect(hop.messages).toHaveLength(1)
})

test('a connection lost between the answers: what was taken stays taken, the rest is 451', async () => {
  const gate = await relayTo({ 'c@example.vn': 'drop' }, true)
  await using _gate = gate
  await using _hop = gate.lmtp
  expect((await sentByLmtp(gate)).codes).toEqual([250, 451, 451])
  expect(told(gate)).toBe('may be delivered twice')
})
