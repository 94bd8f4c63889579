// STARTTLS on both sides: towards clients, and to the next hop as opportunistic and as required.
import { describe, expect, test } from 'vitest'
import type { NextHopServer } from '../support/next-hop.ts'
import { SmtpClient } from '../support/smtp-client.ts'
import { message, selfSigned, startRelay } from '../support/smtp-relay.ts'

const FROM = 'a@example.vn'
const TO = ['b@example.vn']
const ours = selfSigned()
const other = selfSigned('other.example')

const to = (hop: NextHopServer, tls: 'opportunistic' | 'required', ca?: string, serverName?: string) => ({
  nextHops: [{ host: '127.0.0.1', port: hop.port, tls, ca, serverName }],
})

describe('towards clients', () => {
  test('STARTTLS is offered only with a certificate, and the message then comes over TLS', async () => {
    let tls: boolean | null = null
    await using gate = await startRelay(
      async (_, __, session) => {
        tls = session.tls
        return { action: 'pass', reply: null, headers: [], code: 'AB12CD34' }
      },
      { tls: ours },
    )
    const client = await SmtpClient.connect(gate.port)
    await client.expect(220)
    expect((await client.say('EHLO c.example')).lines).toContain('STARTTLS')
    await client.say(`MAIL FROM:<${FROM}>`, 250)
    await client.startTls(ours.cert)
    await client.say(`RCPT TO:<${TO[0]}>`, 503) // RFC 3207 4.2: all is forgotten
    expect((await client.say('EHLO c.example')).lines).not.toContain('STARTTLS')
    expect((await client.send(FROM, TO, message())).code).toBe(250)
    expect(tls).toBe(true)
    expect(gate.hop.messages[0]!.bytes.toString()).toContain('with ESMTPS id')
    expect(gate.hop.messages).toHaveLength(1)
  })

  test('what comes in plain text behind STARTTLS is discarded', async () => {
    await using gate = await startRelay(undefined, { tls: ours })
    const client = await SmtpClient.open(gate.port)
    client.write('STARTTLS\r\nMAIL FROM:<injected@example.vn>\r\n')
    await client.expect(220)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(gate.hop.commands.some((line) => line.includes('injected'))).toBe(false)
    client.destroy()
  })
})

describe('to the next hop', () => {
  test('opportunistic takes TLS with any certificate, and plain text where none is offered', async () => {
    await using far = await startRelay(undefined, {}, { tls: ours })
    await using gate = await startRelay(undefined, to(far.hop, 'opportunistic'))
    const client = await SmtpClient.open(gate.port)
    await client.send(FROM, TO, message())
    far.hop.script = {}
    far.hop.dropAll()
    await client.send(FROM, TO, message())
    expect(far.hop.messages.map(({ tls }) => tls)).toEqual([true, false])
  })

  test('opportunistic falls back to plain text when the handshake fails', async () => {
    await using far = await startRelay(
      undefined,
      {},
      {
        tls: ours,
        act: (verb) => (verb === 'STARTTLS' ? { reply: '454 4.7.0 not now' } : undefined),
      },
    )
    await using gate = await startRelay(undefined, to(far.hop, 'opportunistic'))
    const client = await SmtpClient.open(gate.port)
    expect((await client.send(FROM, TO, message())).code).toBe(250)
    expect(far.hop.messages[0]!.tls).toBe(false)
  })

  test('required checks authority and name', async () => {
    await using far = await startRelay(undefined, {}, { tls: ours })
    await using gate = await startRelay(undefined, to(far.hop, 'required', ours.cert))
    const client = await SmtpClient.open(gate.port)
    expect((await client.send(FROM, TO, message())).code).toBe(250)
    expect(far.hop.messages[0]!.tls).toBe(true)
    for (const wrong of [
      to(far.hop, 'required'),
      to(far.hop, 'required', other.cert),
      to(far.hop, 'required', ours.cert, 'mail.example'),
    ]) {
      await using refused = await startRelay(undefined, wrong)
      const sender = await SmtpClient.open(refused.port)
      expect((await sender.say(`MAIL FROM:<${FROM}>`)).raw).toMatch(/^451 4\.7\.5 /)
    }
    expect(far.hop.messages).toHaveLength(1)
  })

  test.each([
    ['not offered', {}],
    ['refused', { tls: ours, act: (verb: string) => (verb === 'STARTTLS' ? { reply: '454 4.7.0 no' } : undefined) }],
    [
      'followed by plain text',
      { tls: ours, act: (verb: string) => (verb === 'STARTTLS' ? { raw: '220 go\r\n250 injected\r\n' } : undefined) },
    ],
    [
      'answered with garbage',
      {
        tls: ours,
        act: (verb: string) => (verb === 'STARTTLS' ? { raw: '220 go\r\nnot tls at all, really not\r\n' } : undefined),
      },
    ],
  ])('required never sends in plain text: STARTTLS %s', async (_, script) => {
    await using far = await startRelay(undefined, {}, script)
    await using gate = await startRelay(undefined, to(far.hop, 'required', ours.cert))
    const client = await SmtpClient.open(gate.port)
    expect((await client.say(`MAIL FROM:<${FROM}>`)).raw).toMatch(/^451 4\.7\.5 /)
    expect(far.hop.commands.some((line) => line.includes('MAIL'))).toBe(false)
  })

  test('REQUIRETLS is offered only over TLS to a checked next hop that has it, and arrives', async () => {
    const extensions = ['8BITMIME', 'REQUIRETLS']
    await using far = await startRelay(undefined, {}, { tls: ours, extensions })
    await using gate = await startRelay(undefined, { ...to(far.hop, 'required', ours.cert), tls: ours })
    const client = await SmtpClient.connect(gate.port)
    await client.expect(220)
    expect((await client.say('EHLO c.example')).lines).not.toContain('REQUIRETLS')
    await client.startTls(ours.cert)
    expect((await client.say('EHLO c.example')).lines).toContain('REQUIRETLS')
    await client.say(`MAIL FROM:<${FROM}> REQUIRETLS`, 250)
    expect(far.hop.commands.at(-1)).toMatch(/REQUIRETLS$/)
    await using loose = await startRelay(undefined, { ...to(far.hop, 'opportunistic'), tls: ours })
    const second = await SmtpClient.open(loose.port)
    await second.startTls(ours.cert)
    expect((await second.say('EHLO c.example')).lines).not.toContain('REQUIRETLS')
  })
})
