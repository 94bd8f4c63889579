// Scenarios C40, C44, C48, C49 and C50 with the real engine as judge: hostile forms, bounces, forged senders, mixed recipients.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROOT } from '../support/cli.ts'
import { type EngineJudge, startEngine } from '../support/engine-judge.ts'
import { type FaultBench, scenario } from '../support/fault-bench.ts'

const INSIDE = 'an.cangio@tphcm.gov.vn'
let engine: EngineJudge
beforeAll(() => {
  engine = startEngine()
})
afterAll(() => engine.close())

const sample = (name: string) => readFileSync(join(ROOT, 'samples', `${name}.eml`))
const mail = (from: string, rest: string) =>
  `From: <${from}>\r\nTo: <binh.cangio@tphcm.gov.vn>\r\nSubject: Thu\r\n${rest}`

/** A scenario judged by the engine. What it refuses must not be the ordinary mail: that comes from a stranger and is judged, too. */
async function judged(run: (bench: FaultBench) => Promise<void>): Promise<void> {
  const ordinary = { octets: mail(INSIDE, '\r\nKinh gui.\r\n'), sender: INSIDE }
  await scenario({ judge: engine.judge, addedFields: null, bound: 60_000, ordinary }, run)
}

describe('C40 hostile forms: an explicit verdict in bounded time (MAIL-FAULTS 5.3; OpenSMTPD, MailScanner#379)', () => {
  const parts = (count: number) => `${'--b\r\nContent-Type: text/plain\r\n\r\nx\r\n'.repeat(count)}--b--\r\n`
  const nested = (depth: number) => {
    let text = ''
    for (let i = 0; i < depth; i++) text += `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`
    return text
  }

  test.each<[string, string]>([
    ['10,000 parts', `Content-Type: multipart/mixed; boundary=b\r\n\r\n${parts(10_000)}`],
    ['nesting of 1,000', nested(1000)],
    ['nesting of 1,000 messages', 'Content-Type: message/rfc822\r\n\r\n'.repeat(1000)],
  ])('C40 %s', async (_, rest) => {
    await judged(async (bench) => {
      const started = performance.now()
      const letter = bench.letter({ sender: INSIDE, octets: mail(INSIDE, `MIME-Version: 1.0\r\n${rest}`) })
      const reply = await bench.send(await bench.client(), letter)
      expect(reply.raw).toMatch(/^55[04][ -]5\.[67]\.\d \[[\w.]+ unreadable\] /)
      expect(performance.now() - started).toBeLessThan(30_000)
      expect(engine.verdicts.at(-1)!.action).toBe('reject')
    })
  })
})

describe('C44 reports are never refused by policy (RFC 5321 4.5.5; RFC 3464, 8098)', () => {
  test.each(['ordinary/thu-bao-loi', 'ordinary/thu-bao-cham', 'ordinary/bao-da-doc', 'ordinary/tra-loi-tu-dong'])(
    'C44 %s with the null sender',
    async (name) => {
      await judged(async (bench) => {
        const letter = bench.letter({ sender: '', octets: sample(name) })
        expect((await bench.send(await bench.client(), letter)).code).toBe(250)
      })
    },
  )
})

describe('C48 MAIL FROM is not From (Article 3)', () => {
  test.each([
    [INSIDE, 'chanhvanphong.cangio@tphcm.gov.vn.example'],
    ['an@gmail.com', INSIDE],
  ])('C48 MAIL FROM %s, From %s: refused with its article', async (sender, from) => {
    await judged(async (bench) => {
      const letter = bench.letter({ sender, octets: mail(from, '\r\nKinh gui.\r\n') })
      expect((await bench.send(await bench.client(), letter)).raw).toMatch(/^554[ -]5\.7\.1 \[3 art3-sender-address\] /)
    })
  })
})

describe('C49 our fields with the real engine name no recipient (RFC 5321 7.2)', () => {
  test('C49 a document for two offices, one of them in blind copy', async () => {
    await judged(async (bench) => {
      const to = ['somau@tphcm.gov.vn', 'binh.cangio@tphcm.gov.vn']
      const octets = sample('art7-3a-signed-pdf/pdf-chua-ky')
      const letter = bench.letter({ sender: 'vanphong.cangio@tphcm.gov.vn', to, octets })
      expect((await bench.send(await bench.client(), letter)).code).toBe(250)
      const { bytes } = bench.hop.messages[0]!
      const added = bytes.subarray(0, bytes.length - letter.octets.length).toString()
      expect(added).toContain('X-Congthu-')
      for (const address of to) expect(added).not.toContain(address)
    })
  })
})

describe('C50 recipients that the policy judges differently: the strictest verdict, for all, and nobody gets it (DESIGN 1)', () => {
  const SENDER = 'vanphong.cangio@tphcm.gov.vn'
  const inside = 'somau@tphcm.gov.vn'
  const outside = 'vtthidu.mauthu@gmail.com'
  const document = () => sample('art7-4b-paper-copy/docx-den-gmail')

  test.each<[string, string[], 250 | 554]>([
    ['one inside', [inside], 250],
    ['two inside', [inside, 'binh.cangio@tphcm.gov.vn'], 250],
    ['one outside', [outside], 554],
    ['one inside, one outside', [inside, outside], 554],
    ['one outside, one inside', [outside, inside], 554],
    ['three, one outside', [inside, outside, 'binh.cangio@tphcm.gov.vn'], 554],
    ['all different', [inside, outside, 'phong@congty.example', 'binh.cangio@tphcm.gov.vn'], 554],
  ])('C50 %s', async (_, to, code) => {
    await judged(async (bench) => {
      const letter = bench.letter({ sender: SENDER, to, octets: document() })
      const reply = await bench.send(await bench.client(), letter)
      expect(reply.code).toBe(code)
      if (code === 554) expect(reply.raw).toMatch(/7\.4\.b/)
      expect(letter.recipients.every(({ rcpt }) => rcpt === 250)).toBe(true)
    })
  })
})
