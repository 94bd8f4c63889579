// The whole gateway between two real Postfix servers, with real samples: pass, tag, and a refusal that bounces.
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openAudit } from '../src/audit/store.ts'
import { submit } from '../src/demo/client.ts'
import { startGateway } from '../src/gateway/gateway.ts'
import { createLogger } from '../src/log.ts'
import { loadConfiguration } from '../src/settings/configuration.ts'
import { skipPostfix, startPostfix } from './support/postfix.ts'
import { SAMPLES } from './support/samples.ts'

const skip = skipPostfix()
const SENDER = 'vanphong.cangio@tphcm.gov.vn'
const RECEIVER = 'somau@tphcm.gov.vn'

const sample = (name: string) => readFileSync(join(SAMPLES, `${name}.eml`))
const bodyHash = (message: Buffer) => {
  const text = message.toString('latin1').replaceAll('\r\n', '\n') // Postfix stores mail with the system's line ends
  return createHash('sha256')
    .update(text.slice(text.indexOf('\n\n')), 'latin1')
    .digest('hex')
}

test.skipIf(skip !== null)(
  'through real Postfix on both sides: a pass arrives, a tag carries its headers, a refusal bounces with its clause',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'congthu-full-'))
    await using receiver = await startPostfix({ mailboxes: [RECEIVER] })
    const audit = join(folder, 'audit.sqlite')
    const configuration = loadConfiguration(null, {
      listen: [{ host: '127.0.0.1', port: 0 }],
      nextHop: { port: receiver.port },
      audit,
      scratch: join(folder, 'scratch'),
      site: 'samples/site',
    })
    const gateway = await startGateway(configuration, createLogger('silent'))
    try {
      const contentFilterPort = gateway.listening[0]!.port
      await using office = await startPostfix({ mailboxes: [SENDER, RECEIVER], contentFilterPort })
      const messages = {
        pass: sample('art7-3a-signed-pdf/dat-adbe'),
        tag: sample('art7-3a-signed-pdf/docx-khong-kem-pdf'),
        reject: sample('art7-3a-signed-pdf/chu-ky-hong'),
      }
      for (const message of Object.values(messages)) {
        const answer = await submit(office.port, { from: SENDER, to: [RECEIVER] }, message)
        expect(answer.code).toBe(250) // Postfix queues it, then asks the gateway
      }
      const arrived = await receiver.waitForMail(RECEIVER, 2)
      const passed = arrived.find((mail) => mail.includes('\nX-Congthu-Verdict: pass;'))!
      const tagged = arrived.find((mail) => mail.includes('\nX-Congthu-Verdict: tag;'))!
      expect(arrived).toHaveLength(2)
      expect(bodyHash(passed)).toBe(bodyHash(messages.pass))
      expect(bodyHash(tagged)).toBe(bodyHash(messages.tag))
      expect(passed.includes('\nX-Congthu-Legal-Value: paper-equivalent\n')).toBe(true)
      expect(tagged.toString('latin1')).toMatch(
        /^X-Congthu-Finding: 7\.3\.a art7-3a-signed-pdf\/missing-pdf; outcome=violated; action=tag/m,
      )

      const [bounce] = await office.waitForMail(SENDER)
      const text = bounce!.toString('latin1').replace(/\n +/g, ' ')
      expect(text).toContain('[7.3.a art7-3a-signed-pdf] chu ky so tren ')
      const code = /look-up code ([0-9A-Z]{8})/.exec(text)![1]!
      const store = openAudit(audit)
      expect(store.find(code)?.findings[0]).toMatchObject({ clause: '7.3.a', message: 'signature-broken' })
      store.close()
      expect(receiver.mail(RECEIVER)).toHaveLength(2)
    } finally {
      await gateway.close(2000)
      rmSync(folder, { recursive: true, force: true })
    }
  },
  90_000,
)
