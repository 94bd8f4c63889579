// The relay between two real Postfix servers: as the client's content filter, and in front of a receiving one.
import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import type { Judge } from '../../src/smtp/relay.ts'
import { skipPostfix, startPostfix } from '../support/postfix.ts'
import { SmtpClient } from '../support/smtp-client.ts'
import { startRelay } from '../support/smtp-relay.ts'

const skip = skipPostfix()
const SENDER = 'vanphong@office.example'
const RECEIVER = 'nhan@receiver.example'

/** Decides by subject, as no real rule would. */
const bySubject: Judge = async (message) => {
  const text = message.bytes!.toString('latin1')
  if (/^Subject: refuse/m.test(text)) {
    const lines = ['[7.3.a] Thieu ban PDF co chu ky so cua don vi', 'ma tra cuu ZZ99YY88']
    return { action: 'reject', reply: { code: 554, status: '5.7.1', lines }, headers: [], code: 'ZZ99YY88' }
  }
  const tagged = /^Subject: tag/m.test(text)
  const headers = tagged
    ? ['X-Congthu-Verdict: tag', 'X-Congthu-Clause: 7.3.a;\r\n paper copy required']
    : ['X-Congthu-Verdict: pass']
  return { action: tagged ? 'tag' : 'pass', reply: null, headers, code: 'AB12CD34' }
}

const message = (subject: string) =>
  `From: ${SENDER}\r\nTo: ${RECEIVER}\r\nSubject: ${subject}\r\nMessage-ID: <${subject}@office.example>\r\n` +
  'MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n' +
  'MẪU THỬ NGHIỆM\r\n.một dòng có dấu chấm\r\n..hai\r\n\r\nhết\r\n'

const stuffed = (subject: string) => Buffer.from(message(subject).replace(/(^|\r\n)\./g, '$1..')).toString('latin1')

describe.skipIf(skip !== null)('between two Postfix servers', () => {
  test('a pass arrives, a tag carries its headers, a refusal comes back with its clause', async () => {
    await using receiver = await startPostfix({ mailboxes: [RECEIVER] })
    await using gate = await startRelay(bySubject, { hopPort: receiver.port })
    await using office = await startPostfix({ mailboxes: [SENDER], contentFilterPort: gate.port })
    const client = await SmtpClient.open(office.port)
    for (const subject of ['pass', 'tag', 'refuse']) {
      expect((await client.send(SENDER, [RECEIVER], stuffed(subject))).code).toBe(250)
    }
    await client.quit()

    const arrived = await receiver.waitForMail(RECEIVER, 2)
    const [bounce] = await office.waitForMail(SENDER)
    const find = (subject: string) => arrived.map(String).find((text) => text.includes(`\nSubject: ${subject}\n`)) ?? ''
    expect(arrived).toHaveLength(2)
    expect(find('pass')).toMatch(/^X-Congthu-Verdict: pass$/m)
    expect(find('tag')).toMatch(/^X-Congthu-Verdict: tag$/m)
    expect(find('tag')).toMatch(/^X-Congthu-Clause: 7\.3\.a;\n paper copy required$/m)
    expect(find('tag')).toMatch(/ by gateway\.example with U?T?F?8?E?SMTP id AB12CD34/)
    for (const subject of ['pass', 'tag']) {
      const body = message(subject).slice(message(subject).indexOf('\r\n\r\n')).replaceAll('\r\n', '\n')
      expect(find(subject).endsWith(body)).toBe(true)
    }

    const text = String(bounce).replace(/\n +/g, ' ')
    expect(text).toContain('554-5.7.1 [7.3.a] Thieu ban PDF co chu ky so cua don vi')
    expect(text).toContain('ma tra cuu ZZ99YY88')
    expect(text).toMatch(/^Status: 5\.7\.1$/m)
    expect(text).toContain('Subject: refuse')
  }, 60_000)

  test('an unknown recipient is refused by the receiving one at RCPT, and only that one bounces', async () => {
    await using receiver = await startPostfix({ mailboxes: [RECEIVER] })
    await using gate = await startRelay(bySubject, { hopPort: receiver.port })
    await using office = await startPostfix({ mailboxes: [SENDER], contentFilterPort: gate.port })
    const client = await SmtpClient.open(office.port)
    expect((await client.send(SENDER, ['nobody@receiver.example', RECEIVER], stuffed('pass'))).code).toBe(250)
    await receiver.waitForMail(RECEIVER)
    const [bounce] = await office.waitForMail(SENDER)
    expect(String(bounce)).toContain('nobody@receiver.example')
    expect(String(bounce).replace(/\n +/g, ' ')).toContain('550 5.1.1')
    expect(String(bounce)).not.toMatch(/^Final-Recipient: rfc822; nhan@/m)
  }, 60_000)

  test('when the next hop is away the office keeps the mail, and it arrives later', async () => {
    await using gate = await startRelay(bySubject)
    gate.hop.script = { act: (verb) => (verb === 'CONNECT' ? { reply: '421 4.3.2 away' } : undefined) }
    await using office = await startPostfix({ mailboxes: [SENDER], contentFilterPort: gate.port })
    const client = await SmtpClient.open(office.port)
    expect((await client.send(SENDER, [RECEIVER], stuffed('pass'))).code).toBe(250)
    for (let i = 0; i < 200 && !office.log().includes('status=deferred'); i++) {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    expect(office.log()).toMatch(/status=deferred.*451 4\.4\.1/)
    gate.hop.script = {}
    for (let i = 0; i < 400 && gate.hop.messages.length === 0; i++)
      await new Promise((resolve) => setTimeout(resolve, 50))
    expect(gate.hop.messages).toHaveLength(1)
    expect(office.mail(SENDER)).toEqual([])
  }, 60_000)
})

describe('swaks', () => {
  const missing = hasSwaks() ? null : 'swaks is not installed'
  if (missing && (process.env.CI || process.env.CONGTHU_REQUIRE_SERVICES)) throw new Error(`required, but: ${missing}`)
  if (missing) console.warn(`SKIPPED: ${missing}`)
  test.skipIf(missing !== null)('gets the refusal with its clause, and a pass through', async () => {
    await using gate = await startRelay(bySubject)
    const args = ['--server', `127.0.0.1:${gate.port}`, '--from', SENDER, '--to', RECEIVER, '--helo', 'swaks.example']
    const { promisify } = await import('node:util')
    const { execFile } = await import('node:child_process')
    const run = promisify(execFile)
    const passed = await run('swaks', [...args, '--header', 'Subject: pass'])
    expect(passed.stdout).toContain('250 2.0.0 Ok: queued as HOP1')
    const refused = await run('swaks', [...args, '--header', 'Subject: refuse']).catch((error) => error)
    expect(refused.code).toBe(26) // swaks: the message was refused after DATA
    expect(refused.stdout).toContain('554-5.7.1 [7.3.a] Thieu ban PDF')
    expect(gate.hop.messages).toHaveLength(1)
  })
})

function hasSwaks(): boolean {
  try {
    execFileSync('swaks', ['--version'], { stdio: 'pipe' })
    return true
  } catch {
    return false
  }
}
