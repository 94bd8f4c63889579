// The client to the next hop while the body is on its way: early replies, shut windows, slow readers (MAIL-FAULTS A14, A15).
import { createServer, type Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { NextHop } from '../../src/smtp/next-hop.ts'
import { type HopAct, NextHopServer } from '../support/next-hop.ts'
import { at, connect, outgoing, TIMEOUTS, transact, waitFor } from '../support/next-hop-client.ts'

describe('a reply before the final dot', () => {
  const BIG = Array.from({ length: 200 }, () => Buffer.alloc(100_000, 'x'.repeat(998).concat('\r\n')))

  test.each<[HopAct, RegExp]>([
    [{ reply: '552 5.3.4 enough' }, /^552 5\.3\.4 enough/],
    [{ reply: '421 4.3.2 going' }, /^451 4\.3\.2 going/],
    [{ replyThenDrop: '554 5.7.1 spam' }, /^554 5\.7\.1 spam/],
    [{ replyThenDrop: '421 4.3.2 going' }, /^451 4\.3\.2 going/],
    [{ reply: '250 2.0.0 thanks' }, /^451 4\.5\.0 /],
  ])('A14 %o ends the sending, is passed on, and the dot never leaves (smtp_proto.c)', async (act, want) => {
    await using hop = await NextHopServer.start(at('BODY', act))
    const client = await connect(hop)
    const { message, committed } = outgoing(BIG)
    expect(await transact(client, message)).toMatchObject({ message: expect.stringMatching(want) })
    expect(committed()).toBe(0)
    await waitFor(() => hop.open === 0)
    expect(hop.messages).toEqual([])
  })

  test.each<[string, RegExp]>([
    ['552 5.3.4 enough', /^552 5\.3\.4 enough/],
    ['250 2.0.0 thanks', /^451 4\.5\.0 /],
  ])('A14 %s while the last octets are being read: no commit, no dot', async (reply, want) => {
    await using hop = await NextHopServer.start(at('BODY', { reply }))
    const client = await connect(hop)
    async function* slowly() {
      yield Buffer.from('first\r\n')
      yield Buffer.from('second\r\n')
      await new Promise((resolve) => setTimeout(resolve, 300))
    }
    const { message, committed } = outgoing()
    expect(await transact(client, { ...message, blocks: slowly() })).toMatchObject({
      message: expect.stringMatching(want),
    })
    expect(committed()).toBe(0)
    await waitFor(() => hop.open === 0)
    expect(hop.messages).toEqual([])
  })

  test.each([[0], [1]])(
    'A14 refused while the last octets wait in a full window (%d blocks before)',
    async (before) => {
      await using hop = await windowShut('552 5.3.4 enough')
      const client = await NextHop.connect(
        { host: '127.0.0.1', port: hop.port, tls: 'none', timeouts: TIMEOUTS },
        'gw.example',
      )
      const blocks = [
        ...Array.from({ length: before }, () => Buffer.from('first\r\n')),
        Buffer.alloc(20_000_000, 'x\r\n'),
      ]
      const started = performance.now()
      expect(await transact(client, outgoing(blocks).message)).toMatchObject({ reply: { code: 552 } })
      expect(performance.now() - started).toBeLessThan(4000)
    },
  )

  test('A15 a window that stays shut: HopLost at the limit of a block', async () => {
    await using hop = await windowShut(null)
    const timeouts = { ...TIMEOUTS, block: 300 }
    const client = await NextHop.connect({ host: '127.0.0.1', port: hop.port, tls: 'none', timeouts }, 'gw.example')
    expect(await transact(client, outgoing([Buffer.alloc(20_000_000, 'x\r\n')]).message)).toMatchObject({
      message: 'sending timed out',
    })
    expect(client.alive).toBe(false)
  })

  test('A15 a slow reader within the limits gets the message whole', async () => {
    await using hop = await NextHopServer.start(at('BODY', { slow: 10_000_000 }))
    const client = await connect(hop)
    const blocks = Array.from({ length: 40 }, () => Buffer.alloc(100_000, 'x'.repeat(998).concat('\r\n')))
    expect(await transact(client, outgoing(blocks).message)).toMatchObject([{ code: 250 }])
    expect(hop.messages[0]!.bytes.length).toBeGreaterThanOrEqual(4_000_000)
    client.quit()
  })
})

/** Says 354, reads no more, and answers (or not) a moment later. */
async function windowShut(answer: string | null) {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.write('220 hop\r\n')
    socket.on('data', (chunk) => {
      if (!chunk.toString('latin1').startsWith('DATA')) socket.write('250 ok\r\n')
      else {
        socket.pause()
        socket.write('354 go\r\n')
        if (answer) setTimeout(() => socket.write(`${answer}\r\n`), 200)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as { port: number }).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
