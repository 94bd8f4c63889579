// AUTH to the next hop: PLAIN, else LOGIN, only where nobody can listen; refused is temporary; the password shows nowhere.
import { describe, expect, test } from 'vitest'
import { AuthFailed, authenticate } from '../../src/smtp/hop-auth.ts'
import type { HopSocket } from '../../src/smtp/hop-socket.ts'
import { hopFailure, NextHop } from '../../src/smtp/next-hop.ts'
import type { NextHopOptions } from '../../src/smtp/types.ts'
import { type HopScript, NextHopServer } from '../support/next-hop.ts'
import { SmtpClient } from '../support/smtp-client.ts'
import { message, selfSigned, startRelay } from '../support/smtp-relay.ts'

const USER = 'cổng-thư'
const PASSWORD = 'mật khẩu rất dài'
const auth = { user: USER, password: PASSWORD }
const ours = selfSigned()
const TIMEOUTS = { connect: 5000, greeting: 5000, command: 5000, block: 5000, end: 5000 }

const to = (hop: NextHopServer, more: Partial<NextHopOptions> = {}): NextHopOptions => ({
  host: '127.0.0.1',
  port: hop.port,
  tls: 'none',
  timeouts: TIMEOUTS,
  auth,
  ...more,
})

/** All forms in which the password might show. */
const SECRETS = [
  PASSWORD,
  Buffer.from(PASSWORD).toString('base64'),
  Buffer.from(`\0${USER}\0${PASSWORD}`).toString('base64'),
]

describe('AUTH (RFC 4954)', () => {
  test.each<[string, string[], string]>([
    ['PLAIN where both are offered', ['LOGIN', 'PLAIN', 'CRAM-MD5'], 'PLAIN'],
    ['LOGIN where it is alone', ['LOGIN'], 'LOGIN'],
  ])('%s', async (_, mechanisms, want) => {
    await using hop = await NextHopServer.start({ auth: { ...auth, mechanisms } })
    const client = await NextHop.connect(to(hop), 'gw.example')
    await client.mail({ address: 'a@example.vn', parameters: [] })
    expect(hop.auths).toEqual([
      { connection: 1, mechanism: want, user: USER, password: PASSWORD, tls: false, accepted: true },
    ])
    client.quit()
  })

  test('over TLS, after STARTTLS and never before it, with the mechanisms that the second EHLO names', async () => {
    await using hop = await NextHopServer.start({ tls: ours, auth: { ...auth, onlyTls: true } })
    const client = await NextHop.connect(to(hop, { tls: 'required', ca: ours.cert }), 'gw.example')
    expect(hop.auths).toMatchObject([{ tls: true, accepted: true }])
    expect(hop.commands.map((line) => line.split(' ')[1])).toEqual(['EHLO', 'STARTTLS', 'EHLO', 'AUTH'])
    client.quit()
  })

  test('the old form AUTH=LOGIN, and names too long for one line (RFC 4954 4)', async () => {
    const long = { user: USER, password: 'x'.repeat(500) }
    await using hop = await NextHopServer.start({ auth: { ...long, mechanisms: ['PLAIN'] } })
    const client = await NextHop.connect(to(hop, { auth: long }), 'gw.example')
    expect(hop.auths).toMatchObject([{ password: long.password, accepted: true }])
    expect(hop.commands.at(-1)).toBe('1 AUTH PLAIN')
    client.quit()
    hop.script = { auth: { ...auth, mechanisms: ['CRAM-MD5'] }, extensions: ['AUTH=LOGIN'] }
    const old = await NextHop.connect(to(hop), 'gw.example')
    expect(hop.auths.at(-1)).toMatchObject({ mechanism: 'LOGIN', accepted: true })
    old.quit()
  })

  test.each<[string, HopScript]>([
    ['refused with 535', { auth: { ...auth, password: 'other' } }],
    ['refused with 535, LOGIN', { auth: { ...auth, password: 'other', mechanisms: ['LOGIN'] } }],
    ['refused for now', { auth, act: (verb) => (verb === 'AUTH' ? { reply: '454 4.7.0 later' } : undefined) }],
    [
      'refused with our own words',
      { auth, act: (verb) => (verb === 'AUTH' ? { reply: `535 5.7.8 bad ${SECRETS[2]}` } : undefined) },
    ],
    ['offered in ways that we do not know', { auth: { ...auth, mechanisms: ['CRAM-MD5', 'GSSAPI'] } }],
    ['not offered', {}],
  ])('%s: AuthFailed, 451 4.7.0, no password in the error', async (_, script) => {
    await using hop = await NextHopServer.start(script)
    const error = await NextHop.connect(to(hop), 'gw.example').catch((error) => error)
    expect(error).toBeInstanceOf(AuthFailed)
    expect(hopFailure(error)).toMatchObject({ code: 451, lines: [expect.stringMatching(/^4\.7\.0 /)] })
    for (const secret of SECRETS) expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain(secret)
    expect(hop.commands.some((line) => line.includes('MAIL'))).toBe(false)
  })

  test('not said in plain text to another machine', async () => {
    const said: string[] = []
    const wire = (secure: boolean, loopback: boolean) =>
      ({
        secure,
        loopback,
        command: async (line: string) => {
          said.push(line)
          return { code: 235, lines: ['2.7.0 ok'] }
        },
      }) as unknown as HopSocket
    const offer = new Map([['AUTH', 'PLAIN LOGIN']])
    await expect(authenticate(wire(false, false), auth, offer, 1000)).rejects.toThrow(AuthFailed)
    expect(said).toEqual([])
    await authenticate(wire(true, false), auth, offer, 1000)
    await authenticate(wire(false, true), auth, offer, 1000)
    expect(said).toHaveLength(2)
  })

  test('NUL in the name never makes another name of it (RFC 4616 2)', async () => {
    await using hop = await NextHopServer.start({ auth })
    await expect(NextHop.connect(to(hop, { auth: { user: 'a\0b', password: 'c' } }), 'gw.example')).rejects.toThrow(
      'NUL',
    )
    expect(hop.auths).toEqual([])
  })
})

describe('through the relay', () => {
  test('wrong credentials: 451 4.7.0 at MAIL, and the log tells without the password', async () => {
    await using hop = await NextHopServer.start({ auth: { ...auth, password: 'other' } })
    await using gate = await startRelay(undefined, { nextHops: [to(hop)] })
    const client = await SmtpClient.open(gate.port)
    expect((await client.say('MAIL FROM:<a@example.vn>')).raw).toMatch(/^451 4\.7\.0 /)
    const log = JSON.stringify(gate.log)
    expect(log).toContain('AUTH PLAIN refused: 535 5.7.8')
    for (const secret of SECRETS) expect(log).not.toContain(secret)
    hop.script = { auth }
    expect((await client.send('a@example.vn', ['b@example.vn'], message())).code).toBe(250)
    expect(hop.messages[0]!.user).toBe(USER)
  })

  test('the client may not authenticate itself through us, and its AUTH= is not believed (RFC 4954 5)', async () => {
    await using hop = await NextHopServer.start({ auth })
    await using gate = await startRelay(undefined, { nextHops: [to(hop)] })
    const client = await SmtpClient.open(gate.port)
    expect((await client.say('AUTH PLAIN AGEAYg==')).code).toBe(500)
    await client.say('MAIL FROM:<a@example.vn> AUTH=boss@example.vn', 250)
    expect(hop.commands.at(-1)).toBe(`${hop.connections} MAIL FROM:<a@example.vn> AUTH=<>`)
  })
})
