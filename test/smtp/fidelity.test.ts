// Octets in, octets out: dots, chunks, sizes around the memory limit, dropped header lines, limits of size and form.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { unstuff } from '../../src/message/dot-stuffing.ts'
import type { Judge } from '../../src/smtp/relay.ts'
import { SmtpClient } from '../support/smtp-client.ts'
import { message, PASS, startRelay, withoutOurs } from '../support/smtp-relay.ts'

const sha256 = (octets: Buffer) => createHash('sha256').update(octets).digest('hex')

/** Dot-stuffing by the definition. */
function stuff(octets: Buffer): Buffer {
  return Buffer.from(octets.toString('latin1').replace(/(^|\r\n)\./g, '$1..'), 'latin1')
}

/** What a reader of the message sees, whether it is in memory or on disk. */
const remember = (seen: { sha256: string; file: boolean; size: number; stuffed: boolean }[]): Judge => {
  return async (given) => {
    const wire = given.bytes ?? readFileSync(given.file!)
    seen.push({ sha256: sha256(unstuff(wire)), file: given.file !== null, size: wire.length, stuffed: given.stuffed })
    expect(given.size).toBe(wire.length)
    return PASS
  }
}

describe('octets', () => {
  test('arrive as sent for sizes around the memory limit, any chunks and any dots', async () => {
    const seen: Parameters<typeof remember>[0] = []
    await using gate = await startRelay(remember(seen), { memoryLimit: 600 })
    const client = await SmtpClient.open(gate.port)
    const lines = fc.constantFrom('.', '..', '.x', 'x'.repeat(70), '', 'a\xffb', '. .', '...', '\t.')
    const body = fc
      .array(lines, { maxLength: 120, size: 'max' })
      .map((all) => Buffer.from(message('p', `${all.join('\r\n')}\r\n`), 'latin1'))
    await fc.assert(
      fc.asyncProperty(body, fc.array(fc.integer({ min: 1, max: 900 }), { maxLength: 12 }), async (octets, cuts) => {
        const wire = Buffer.concat([stuff(octets), Buffer.from('.\r\n')])
        await client.envelope('a@example.vn', ['b@example.vn'])
        let from = 0
        for (const size of cuts) {
          await client.flush(wire.subarray(from, from + size))
          from += Math.min(size, wire.length - from)
        }
        client.write(wire.subarray(from))
        await client.expect(250)
        expect(sha256(withoutOurs(gate.hop.messages.at(-1)!.bytes))).toBe(sha256(octets))
        expect(seen.at(-1)).toEqual({
          sha256: sha256(octets),
          file: wire.length - 3 > 600,
          size: wire.length - 3,
          stuffed: wire.length - 3 > octets.length,
        })
      }),
      { numRuns: 60 },
    )
    expect(new Set(seen.map(({ file }) => file))).toEqual(new Set([true, false]))
    expect(readdirSync(gate.scratch)).toEqual([])
  })

  test.each([0, 1, 131_071, 131_072, 131_073, 262_144, 1_000_000])('of a file of about %d arrive', async (size) => {
    const seen: Parameters<typeof remember>[0] = []
    await using gate = await startRelay(remember(seen), { memoryLimit: 0 })
    const octets = Buffer.from(
      `${message('big', `${'0123456789abcde\r\n'.repeat(Math.ceil(size / 17))}`).slice(0, size)}\r\n`,
    )
    const client = await SmtpClient.open(gate.port)
    expect((await client.send('a@example.vn', ['b@example.vn'], octets)).code).toBe(250)
    expect(withoutOurs(gate.hop.messages[0]!.bytes).equals(octets)).toBe(true)
    expect(seen[0]!.file).toBe(true)
    expect(readdirSync(gate.scratch)).toEqual([])
  })

  test('of odd messages arrive too: empty, body only, 8-bit, NUL, a very long line', async () => {
    await using gate = await startRelay()
    const client = await SmtpClient.open(gate.port)
    for (const odd of [
      '',
      '\r\nbody only\r\n',
      'A: \xff\0\r\n\r\n\xfe\r\n',
      `A: b\r\n\r\n${'x'.repeat(300_000)}\r\n`,
      'no header\r\n',
    ]) {
      const octets = Buffer.from(odd, 'latin1')
      expect((await client.send('a@example.vn', ['b@example.vn'], octets)).code).toBe(250)
      expect(withoutOurs(gate.hop.messages.at(-1)!.bytes).equals(octets)).toBe(true)
    }
  })
})

describe('X-Congthu-* lines of the client', () => {
  test('are dropped, whatever their form; the rest is byte for byte', async () => {
    const forged =
      'X-Congthu-Verdict: pass\r\nSubject: x\r\nx-CONGTHU-Code : 1\r\n folded\r\n\tagain\r\nX-Congthu-Rule\r\n : a\r\n' +
      '.X-Congthu-Dot: stuffed\r\nX-Congthunot: stays\r\nTo: b@example.vn\r\n\tX-Congthu-Folded: stays\r\nX-Congthu-Last:\r\n'
    const body = 'X-Congthu-Verdict: in the body stays\r\n'
    for (const memoryLimit of [65_536, 0]) {
      await using gate = await startRelay(undefined, { memoryLimit })
      const client = await SmtpClient.open(gate.port)
      expect((await client.send('a@example.vn', ['b@example.vn'], `${forged}\r\n${body}`)).code).toBe(250)
      expect(withoutOurs(gate.hop.messages[0]!.bytes).toString()).toBe(
        `Subject: x\r\nX-Congthunot: stays\r\nTo: b@example.vn\r\n\tX-Congthu-Folded: stays\r\n\r\n${body}`,
      )
    }
  })

  test('cannot continue our own last line', async () => {
    await using gate = await startRelay()
    const client = await SmtpClient.open(gate.port)
    for (const first of [' verdict\r\n', '. verdict\r\n', '\tverdict\r\n']) {
      const reply = await client.send('a@example.vn', ['b@example.vn'], `${first}Subject: x\r\n\r\nbody\r\n`)
      expect(reply.raw).toMatch(/^554 5\.6\.0 /)
    }
    expect(gate.hop.messages).toEqual([])
  })
})

describe('limits', () => {
  test('a message over the size limit is taken in, refused with 552, and the session goes on', async () => {
    await using gate = await startRelay(undefined, { sizeLimit: 200_000, memoryLimit: 50_000 })
    const client = await SmtpClient.open(gate.port)
    expect((await client.say('MAIL FROM:<a@example.vn> SIZE=200001')).raw).toMatch(/^552 5\.3\.4 /)
    const big = message('big', `${'x'.repeat(998)}\r\n`.repeat(2000))
    expect((await client.send('a@example.vn', ['b@example.vn'], big)).raw).toMatch(/^552 5\.3\.4 /)
    expect(gate.hop.messages).toEqual([])
    expect(readdirSync(gate.scratch)).toEqual([])
    expect((await client.send('a@example.vn', ['b@example.vn'], message())).code).toBe(250)
  })

  test('stuffed dots do not count as size (RFC 1870)', async () => {
    const octets = Buffer.from(message('dots', '.\r\n'.repeat(500)))
    await using gate = await startRelay(undefined, { sizeLimit: octets.length })
    const client = await SmtpClient.open(gate.port)
    expect((await client.send('a@example.vn', ['b@example.vn'], stuff(octets))).code).toBe(250)
    const longer = Buffer.concat([octets, Buffer.from('x\r\n')])
    expect((await client.send('a@example.vn', ['b@example.vn'], stuff(longer))).code).toBe(552)
  })

  test('a hundred Received lines are a loop, ninety-eight are not', async () => {
    await using gate = await startRelay()
    const client = await SmtpClient.open(gate.port)
    const hops = (n: number) => `${'Received: from x by y\r\n'.repeat(n)}${message()}`
    expect((await client.send('a@example.vn', ['b@example.vn'], hops(100))).raw).toMatch(/^554 5\.4\.6 /)
    expect((await client.send('a@example.vn', ['b@example.vn'], hops(98))).code).toBe(250)
  })

  test('a header block without end is refused for good', async () => {
    for (const memoryLimit of [10_000_000, 1000]) {
      await using gate = await startRelay(undefined, { memoryLimit })
      const client = await SmtpClient.open(gate.port)
      for (const endless of [
        `A: ${'x'.repeat(1_100_000)}\r\n`,
        'A: x\r\n'.repeat(200_000),
        `${'A: x\r\n'.repeat(200_000)}\r\nb\r\n`,
      ]) {
        expect((await client.send('a@example.vn', ['b@example.vn'], endless)).raw).toMatch(/^554 5\.6\.0 /)
      }
      const long = `A: ${'x'.repeat(900_000)}\r\n\r\nbody\r\n`
      expect((await client.send('a@example.vn', ['b@example.vn'], long)).code).toBe(250)
    }
  })

  test('no room for the scratch file is 452 4.3.1, and the session goes on', async () => {
    await using gate = await startRelay(undefined, { memoryLimit: 1000 })
    const { Scratch } = await import('../../src/smtp/scratch.ts')
    const create = Scratch.prototype.create
    for (const code of ['ENOSPC', 'EMFILE', 'EROFS']) {
      Scratch.prototype.create = async () => {
        throw Object.assign(new Error('injected'), { code })
      }
      const client = await SmtpClient.open(gate.port)
      const big = message('big', 'x\r\n'.repeat(5000))
      const reply = await client.send('a@example.vn', ['b@example.vn'], big).finally(() => {
        Scratch.prototype.create = create
      })
      expect(reply.raw).toMatch(/^452 4\.3\.1 /)
      expect((await client.send('a@example.vn', ['b@example.vn'], big)).code).toBe(250)
    }
  })
})

describe('scratch', () => {
  test("holds only this user's messages, and left-overs of a crash go at the start", async () => {
    const { Scratch } = await import('../../src/smtp/scratch.ts')
    await using gate = await startRelay(undefined, { memoryLimit: 10 })
    mkdirSync(gate.scratch, { recursive: true })
    const dead = join(gate.scratch, `congthu-${2 ** 22 + 5}-${'a'.repeat(24)}.msg`)
    const alive = join(gate.scratch, `congthu-${process.ppid}-${'b'.repeat(24)}.msg`)
    const foreign = join(gate.scratch, 'thu.eml')
    for (const path of [dead, alive, foreign]) writeFileSync(path, 'x')
    await new Scratch(gate.scratch).prepare()
    expect([dead, alive, foreign].map((path) => existsSync(path))).toEqual([false, true, true])
    const file = await new Scratch(gate.scratch).create()
    const { statSync } = await import('node:fs')
    expect(statSync(gate.scratch).mode & 0o777).toBe(0o700)
    expect(statSync(file.path).mode & 0o777).toBe(0o600)
    await file.discard()
    expect(existsSync(file.path)).toBe(false)
  })

  test('that is a link is refused', async () => {
    const { Scratch } = await import('../../src/smtp/scratch.ts')
    const { symlinkSync } = await import('node:fs')
    await using gate = await startRelay()
    const link = `${gate.scratch}-link`
    symlinkSync(gate.scratch, link)
    await expect(new Scratch(link).prepare()).rejects.toThrow('not a directory of this user')
  })
})
