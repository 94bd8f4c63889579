// Scenario B26 at the relay: the judge throws, says nonsense, or does not answer in time: 451, never a verdict.
import { describe, expect, test } from 'vitest'
import type { Judge } from '../../src/smtp/relay.ts'
import { pause, scenario } from '../support/fault-bench.ts'
import { PASS } from '../support/smtp-relay.ts'

/** Fails at the first message only: the oracle's ordinary mail must flow again. */
function once(judge: Judge): Judge {
  let failed = false
  return async (...given) => {
    if (failed) return PASS
    failed = true
    return await judge(...given)
  }
}

const reject = (reply: unknown) => async () => ({ action: 'reject', reply, headers: [], code: 'AB12CD34' }) as never

describe('B26 a judge that fails: 451 4.3.0 and no word of why (DESIGN 1, "our own failure")', () => {
  test.each<[string, Judge]>([
    ['rejects its promise', async () => Promise.reject(new Error('secret /etc/path at line 5'))],
    [
      'throws',
      () => {
        throw new Error('secret')
      },
    ],
    ['rejects with nothing', async () => Promise.reject(undefined)],
    ['gives a field that is none', async () => ({ ...PASS, headers: ['X-A: b\r\n\r\nbody'] })],
    ['gives a field in Vietnamese letters', async () => ({ ...PASS, headers: ['X-A: ti\u1ebfng Vi\u1ec7t'] })],
    ['gives a code that is no word', async () => ({ ...PASS, code: 'a\r\nb' })],
    ['gives nothing', async () => null as never],
    ['refuses without a reply', reject(null)],
    ['refuses without a line', reject({ code: 554, status: '5.7.1', lines: [] })],
    ['refuses with a temporary status', reject({ code: 554, status: '4.7.1', lines: ['x'] })],
    ['refuses with a temporary code', reject({ code: 451, status: '5.7.1', lines: ['x'] })],
    ['refuses with an injected status', reject({ code: 554, status: '5.7.1\r\n250 ok', lines: ['x'] })],
  ])('B26 that %s', async (_, judge) => {
    await scenario({ judge: once(judge) }, async (bench) => {
      const client = await bench.client()
      const reply = await bench.send(client, bench.letter({ to: 2 }))
      expect(reply.raw).toBe('451 4.3.0 Cannot judge or deliver the message now, try again later\r\n')
      expect(bench.commands('DATA')).toEqual([])
      expect(bench.gate.log.some(({ level }) => level === 'error')).toBe(true)
      expect((await bench.send(client, bench.letter())).code).toBe(250)
    })
  })

  test('B26 that never settles: 451 at the deadline, and its signal is aborted', async () => {
    let signal: AbortSignal | null = null
    const judge = once((_, __, session) => {
      signal = session.signal
      return new Promise(() => undefined)
    })
    await scenario({ judge, relay: { deadlineMs: 400 } }, async (bench) => {
      const client = await bench.client()
      const started = performance.now()
      expect((await bench.send(client, bench.letter())).raw).toMatch(/^451 4\.3\.0 /)
      expect(performance.now() - started).toBeLessThan(4000)
      expect(signal!.aborted).toBe(true)
      expect((await bench.send(client, bench.letter())).code).toBe(250)
    })
  })

  test('B26 that answers after the deadline: 451, and nothing is delivered late', async () => {
    const judge = once(() => pause(700).then(() => PASS))
    await scenario({ judge, relay: { deadlineMs: 300 } }, async (bench) => {
      expect((await bench.send(await bench.client(), bench.letter())).code).toBe(451)
      await pause(600)
      expect(bench.deliveries().length).toBe(0)
      expect(bench.commands('DATA')).toEqual([])
    })
  })
})
