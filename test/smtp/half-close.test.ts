// A client that closes its side: it may only have stopped sending, or be gone; no mail is lost or doubled for it.
import { expect, test } from 'vitest'
import { SmtpClient } from '../support/smtp-client.ts'
import { message, selfSigned, startRelay, type TestRelay } from '../support/smtp-relay.ts'

const FROM = 'a@example.vn'
const TO = ['b@example.vn']

async function settled(gate: TestRelay): Promise<void> {
  for (let i = 0; i < 300 && gate.relay.state().connections > 0; i++) await new Promise((next) => setTimeout(next, 20))
  expect(gate.relay.state()).toMatchObject({ connections: 0, messages: 0, scratchBytes: 0 })
}

test('after the next hop got our dot: the reply is still written', async () => {
  let client: SmtpClient
  await using gate = await startRelay(
    undefined,
    {},
    {
      act: (verb) => {
        if (verb === 'DOT') client.end()
        return undefined
      },
    },
  )
  client = await SmtpClient.open(gate.port)
  await client.envelope(FROM, TO)
  client.write(`${message()}.\r\n`)
  expect((await client.reply()).code).toBe(250)
  await client.waitClosed()
  expect(gate.hop.messages).toHaveLength(1)
  await settled(gate)
})

test('before the next hop got our dot: 451 is written, and nothing is delivered', async () => {
  let client: SmtpClient
  await using gate = await startRelay(() => {
    client.end()
    return new Promise(() => undefined)
  })
  client = await SmtpClient.open(gate.port)
  await client.envelope(FROM, TO)
  client.write(`${message()}.\r\n`)
  expect((await client.reply()).raw).toMatch(/^451 4\.3\.0 /)
  await client.waitClosed()
  expect(gate.hop.messages).toEqual([])
  await settled(gate)
})

test.each([
  ['a greeting', ''],
  ['a command that is cut off', 'EHLO x\r\nMAIL FROM:<a@example.vn>\r\nRCPT TO:<b@example'],
  [
    'the middle of a message',
    'EHLO x\r\nMAIL FROM:<a@example.vn>\r\nRCPT TO:<b@example.vn>\r\nDATA\r\nSubject: x\r\n\r\ny\r\n.\r',
  ],
])('after %s: closed, and nothing is delivered', async (_, octets) => {
  await using gate = await startRelay()
  const client = await SmtpClient.connect(gate.port)
  await client.flush(octets)
  client.end()
  await client.waitClosed()
  expect(gate.hop.commands.some((line) => line.includes('b@example') && !line.includes('b@example.vn>'))).toBe(false)
  expect(gate.hop.messages).toEqual([])
  await settled(gate)
})

test.each(['end', 'destroy', 'reset'] as const)('in the TLS handshake (%s): closed at once', async (how) => {
  await using gate = await startRelay(undefined, { tls: selfSigned() })
  const client = await SmtpClient.open(gate.port)
  await client.say('STARTTLS', 220)
  await client.flush(Buffer.from([0x16, 3, 1, 2, 0, 1, 0])) // the beginning of a ClientHello
  client[how]()
  await settled(gate)
})
