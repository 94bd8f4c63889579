// STARTTLS on both sides: towards clients, and to the next hop as opportunistic and as required.
import { generateKeyPairSync } from 'node:crypto'
import forge from 'node-forge'
import { describe, expect, test } from 'vitest'
import { type HopAct, type HopScript, type HopVerb, NextHopServer } from '../support/next-hop.ts'
import { SmtpClient } from '../support/smtp-client.ts'
import { message, selfSigned, startRelay } from '../support/smtp-relay.ts'

const FROM = 'a@example.vn'
const TO = ['b@example.vn']
const ours = selfSigned()
const other = selfSigned('other.example')

const to = (hop: NextHopServer, tls: 'opportunistic' | 'required', ca?: string, serverName?: string) => ({
  nextHops: [{ host: '127.0.0.1', port: hop.port, tls, ca, serverName }],
})

const TIMEOUTS = { connect: 3000, greeting: 3000, command: 3000, block: 3000, end: 3000 }
const LONG = message('long', `${'x'.repeat(998)}\r\n`.repeat(3000))

/** A certificate for 127.0.0.1 that was good until yesterday. */
function expired(): { key: string; cert: string } {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
  const signer = forge.pki.privateKeyFromPem(key)
  const cert = forge.pki.createCertificate()
  cert.publicKey = forge.pki.rsa.setPublicKey(signer.n, signer.e)
  cert.serialNumber = '01'
  cert.validity.notBefore = new Date(Date.now() - 30 * 86_400_000)
  cert.validity.notAfter = new Date(Date.now() - 86_400_000)
  const name = [{ name: 'commonName', value: 'localhost' }]
  cert.setSubject(name)
  cert.setIssuer(name)
  cert.setExtensions([
    { name: 'basicConstraints', cA: true },
    { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
  ])
  cert.sign(signer, forge.md.sha256.create())
  return { key, cert: forge.pki.certificateToPem(cert) }
}

/** Acts at one step, at its nth time on each connection. */
function from(nth: number, verb: HopVerb, act: HopAct): Pick<HopScript, 'act'> {
  const seen = new Map<number, number>()
  return {
    act: (step, _, connection) => {
      if (step === verb) seen.set(connection, (seen.get(connection) ?? 0) + 1)
      return step === verb && seen.get(connection) === nth ? act : undefined
    },
  }
}

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

  test('A17 required: a certificate that has expired, though its authority is trusted (RFC 5280 6.1.3)', async () => {
    const old = expired()
    await using hop = await NextHopServer.start({ tls: old })
    await using gate = await startRelay(undefined, to(hop, 'required', old.cert))
    const client = await SmtpClient.open(gate.port)
    expect((await client.say(`MAIL FROM:<${FROM}>`)).raw).toMatch(/^451 4\.7\.5 /)
    expect(JSON.stringify(gate.log)).toContain('certificate has expired')
    expect(hop.commands.some((line) => line.includes('MAIL'))).toBe(false)
    await using loose = await startRelay(undefined, to(hop, 'opportunistic'))
    const sender = await SmtpClient.open(loose.port)
    expect((await sender.send(FROM, TO, message())).code).toBe(250)
    expect(hop.messages[0]!.tls).toBe(true) // RFC 7435: unauthenticated encryption before none
  })

  const failing: [string, () => HopScript][] = [
    ['not offered', () => ({})],
    ['not offered, HELO only', () => ({ act: (verb) => (verb === 'EHLO' ? { reply: '502 5.5.1 what' } : undefined) })],
    ['refused for now', () => ({ tls: ours, ...from(1, 'STARTTLS', { reply: '454 4.7.0 no' }) })],
    ['refused', () => ({ tls: ours, ...from(1, 'STARTTLS', { reply: '501 5.5.4 no' }) })],
    [
      'followed by plain text (RFC 3207 6)',
      () => ({ tls: ours, ...from(1, 'STARTTLS', { raw: '220 go\r\n250 injected\r\n' }) }),
    ],
    [
      'answered with garbage',
      () => ({ tls: ours, ...from(1, 'STARTTLS', { raw: '220 go\r\nnot tls at all, really not\r\n' }) }),
    ],
    ['accepted, and then closed', () => ({ tls: ours, ...from(1, 'STARTTLS', { replyThenDrop: '220 go' }) })],
    ['lost', () => ({ tls: ours, ...from(1, 'STARTTLS', 'reset') })],
    ['done, and EHLO lost', () => ({ tls: ours, ...from(2, 'EHLO', 'drop') })],
    ['done, and EHLO garbled', () => ({ tls: ours, ...from(2, 'EHLO', { raw: 'hello\r\n' }) })],
  ]

  test.each(failing)('A17 required never sends in plain text: STARTTLS %s (RFC 3207 4.1)', async (_, script) => {
    await using hop = await NextHopServer.start(script())
    await using gate = await startRelay(undefined, to(hop, 'required', ours.cert))
    const client = await SmtpClient.open(gate.port)
    expect((await client.say(`MAIL FROM:<${FROM}>`)).raw).toMatch(/^451 4\.7\.5 /)
    expect(hop.commands.some((line) => line.includes('MAIL'))).toBe(false)
  })

  test.each(failing)('opportunistic sends in plain text: STARTTLS %s (RFC 7435 3)', async (_, script) => {
    // Each failed try is followed by a connection in plain text, which the script lets pass.
    const failed = script()
    const act: HopScript['act'] = (verb, line, connection) =>
      connection % 2 === 0 ? undefined : failed.act?.(verb, line, connection)
    await using hop = await NextHopServer.start({ ...failed, act })
    await using gate = await startRelay(undefined, to(hop, 'opportunistic'))
    const client = await SmtpClient.open(gate.port)
    expect((await client.send(FROM, TO, message())).code).toBe(250)
    expect(hop.messages).toHaveLength(1)
    expect(hop.messages[0]!.tls).toBe(false)
  })

  test.each<[HopVerb, HopAct]>([
    ['MAIL', 'drop'],
    ['DATA', 'reset'],
    ['BODY', 'drop'],
    ['BODY', 'reset'],
    ['DOT', 'drop'],
    ['DOT', 'half-close'],
  ])('A17 TLS lost at %s (%s): 451, and neither kind sends that message in plain text', async (verb, act) => {
    for (const tls of ['required', 'opportunistic'] as const) {
      let armed = false
      await using hop = await NextHopServer.start({
        tls: ours,
        act: (step) => (armed && step === verb ? act : undefined),
      })
      await using gate = await startRelay(undefined, to(hop, tls, ours.cert))
      armed = true
      const client = await SmtpClient.open(gate.port)
      const mail = await client.say(`MAIL FROM:<${FROM}>`)
      if (verb !== 'MAIL') {
        await client.say(`RCPT TO:<${TO[0]}>`, 250)
        await client.say('DATA', 354)
        client.write(`${LONG}.\r\n`)
      }
      expect((verb === 'MAIL' ? mail : await client.reply()).raw).toMatch(/^451 4\.4\.1 /)
      expect(hop.messages).toEqual([])
      armed = false
      expect((await client.send(FROM, TO, message())).code).toBe(250)
      expect(hop.messages.map((each) => each.tls)).toEqual([true])
    }
  })

  test('A17, A19 the second next hop is used when the TLS of the first fails', async () => {
    await using first = await NextHopServer.start({ tls: other })
    await using second = await NextHopServer.start({ tls: ours })
    const [hop] = to(first, 'required', ours.cert).nextHops
    await using gate = await startRelay(undefined, {
      nextHops: [hop!, { ...hop!, port: second.port, timeouts: TIMEOUTS }],
    })
    const client = await SmtpClient.open(gate.port)
    expect((await client.send(FROM, TO, message())).code).toBe(250)
    expect(first.commands.some((line) => line.includes('MAIL'))).toBe(false)
    expect(second.messages).toMatchObject([{ tls: true }])
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
