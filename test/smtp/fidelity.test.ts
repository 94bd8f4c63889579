// Octets in, octets out, in memory and in scratch files; and what those files are.
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
      `${message('big', `${'0123456789abcde\r\n'.repeat(Math.ceil(size / 17))}`)
        .slice(0, size)
        .replace(/\r$/, 'x')}\r\n`,
    )
    const client = await SmtpClient.open(gate.port)
    expect((await client.send('a@example.vn', ['b@example.vn'], octets)).code).toBe(250)
    expect(withoutOurs(gate.hop.messages[0]!.bytes).equals(octets)).toBe(true)
    expect(seen[0]!.file).toBe(true)
    expect(readdirSync(gate.scratch)).toEqual([])
  })
})

describe('scratch', () => {
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

  test("holds only this user's messages, and left-overs of a crash go at the start", async () => {
    const { Scratch } = await import('../../src/smtp/scratch.ts')
    await using gate = await startRelay(undefined, { memoryLimit: 10 })
    mkdirSync(gate.scratch, { recursive: true })
    const dead = join(gate.scratch, `congthu-${2 ** 22 + 5}-${'a'.repeat(24)}.msg`)
    const alive = join(gate.scratch, `congthu-${process.ppid}-${'b'.repeat(24)}.msg`)
    const foreign = join(gate.scratch, 'thu.eml')
    for (const path of [dead, alive, foreign]) writeFileSync(path, 'x')
    await new Scratch(gate.scratch, 1e9).prepare()
    expect([dead, alive, foreign].map((path) => existsSync(path))).toEqual([false, true, true])
    const file = await new Scratch(gate.scratch, 1e9).create()
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
    await expect(new Scratch(link, 1e9).prepare()).rejects.toThrow('not a directory of this user')
  })
})
