// The session's frame: who may connect, and what a closing relay says. The rest is in the scenarios beside.
import { describe, expect, test } from 'vitest'
import { createRelay } from '../../src/smtp/relay.ts'
import { SmtpClient } from '../support/smtp-client.ts'
import { message, PASS, startRelay } from '../support/smtp-relay.ts'

const FROM = 'a@example.vn'
const TO = ['b@example.vn']

describe('access', () => {
  test('a client outside the networks gets 554 5.7.1 at connect', async () => {
    await using gate = await startRelay(undefined, { clients: ['192.0.2.0/24', '2001:db8::/32'] })
    const client = await SmtpClient.connect(gate.port)
    expect((await client.reply()).raw).toMatch(/^554 5\.7\.1 /)
    await client.waitClosed()
  })

  test('IPv4 clients of a dual-stack listener match their IPv4 network', async () => {
    await using gate = await startRelay(undefined, { clients: ['127.0.0.0/8'], listen: [{ host: '::', port: 0 }] })
    const client = await SmtpClient.open(gate.port)
    expect((await client.send(FROM, TO, message())).code).toBe(250)
    expect(gate.hop.messages[0]!.bytes.toString()).toContain('([127.0.0.1])')
  })

  test('a listener that others reach does not start without a client list', () => {
    const options = { hostname: 'g.example', clients: [], tls: null, sizeLimit: 1, memoryLimit: 1, scratch: 'x' }
    const rest = {
      maxConnections: 1,
      maxRecipients: 1,
      logger: console,
      judge: async () => PASS,
      now: () => new Date(),
    }
    const nextHops = [{ host: '127.0.0.1', port: 1, tls: 'none' as const }]
    for (const host of ['0.0.0.0', '::', '192.0.2.1', 'mail.example']) {
      expect(() => createRelay({ ...options, ...rest, nextHops, listen: [{ host, port: 0 }] })).toThrow(
        'no client networks',
      )
    }
    expect(() => createRelay({ ...options, ...rest, nextHops, clients: ['10.0.0.0/33'], listen: [] })).toThrow(
      RangeError,
    )
  })

  test('a port in use ends the start with an error, and leaves nothing open', async () => {
    await using gate = await startRelay()
    const listen = [
      { host: '127.0.0.1', port: 0 },
      { host: '127.0.0.1', port: gate.port },
    ]
    await expect(startRelay(undefined, { listen })).rejects.toThrow('EADDRINUSE')
  })
})

describe('closing', () => {
  test('finishes the work at hand and says 421 to the rest', async () => {
    let release = (): void => undefined
    const begun = Promise.withResolvers<void>()
    await using gate = await startRelay(() => {
      begun.resolve()
      return new Promise((resolve) => {
        release = () => resolve(PASS)
      })
    })
    const idle = await SmtpClient.open(gate.port)
    const working = await SmtpClient.open(gate.port)
    await working.envelope(FROM, TO)
    working.write(`${message()}.\r\n`)
    await begun.promise
    const closing = gate.relay.close(5000)
    expect((await idle.reply()).raw).toMatch(/^421 4\.3\.2 /)
    await expect(SmtpClient.connect(gate.port)).rejects.toThrow()
    release()
    await working.expect(250)
    expect((await working.reply()).code).toBe(421)
    await closing
    expect(gate.hop.messages).toHaveLength(1)
  })

  test('ends after the grace period whatever hangs: 451, and nothing is delivered', async () => {
    const begun = Promise.withResolvers<void>()
    await using gate = await startRelay(() => {
      begun.resolve()
      return new Promise(() => undefined)
    })
    const working = await SmtpClient.open(gate.port)
    await working.envelope(FROM, TO)
    working.write(`${message()}.\r\n`)
    await begun.promise
    const started = performance.now()
    await gate.relay.close(100)
    expect(performance.now() - started).toBeLessThan(2000)
    expect((await working.reply()).code).toBe(451)
    expect(gate.hop.messages).toEqual([])
  })
})
