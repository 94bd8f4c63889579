// Scenarios C37-C40, C45 and C46: the octets of a message arrive as they were sent, or not at all.
import { describe, expect, test } from 'vitest'
import { scenario, stuff } from '../support/fault-bench.ts'
import { message, PASS } from '../support/smtp-relay.ts'

const LINES = /^550 5\.6\.0 [^\r\n]*\r\n$/
const octets = (text: string) => Buffer.from(text, 'latin1')

describe('C37 bare CR, bare LF, NUL (RFC 5321 2.3.8, 4.1.1.4 "MUST NOT"; CVE-2023-51764)', () => {
  test.each<[string, string]>([
    ['a bare LF', 'a\nb\r\n'],
    ['a bare CR', 'a\rb\r\n'],
    ['NUL', 'a\0b\r\n'],
    ['LF.LF', 'a\n.\nb\r\n'],
    ['LF.CRLF', 'a\n..\r\nb\r\n'],
    ['CRLF.LF', 'a\r\n.\nb\r\n'],
    ['CRLF.CR', 'a\r\n.\rb\r\n'],
  ])('C37 %s in a message: 550 5.6.0, nothing delivered, and what follows is no second message', async (_, body) => {
    await scenario({}, async (bench) => {
      const client = await bench.client()
      const hidden =
        'MAIL FROM:<smuggled@example.vn>\r\nRCPT TO:<smuggled@example.vn>\r\nDATA\r\nSubject: x\r\n\r\nx\r\n'
      const letter = bench.letter({ octets: message('ends', `${body}${hidden}`) })
      await bench.begin(client, letter)
      client.write(Buffer.concat([letter.octets, octets('.\r\n')]))
      expect((await bench.finish(client, letter)).raw).toMatch(LINES)
      await client.say('NOOP', 250)
    })
  })

  test.each<[string, string, string]>([
    ['bare line ends', 'a\nb\rc\n\r\n', 'a\r\nb\r\nc\r\n\r\n'],
    ['NUL', 'a\0b\r\n', 'ab\r\n'],
  ])('C37 %s of a listed old device are put right, and all hear the same message', async (_, sent, right) => {
    let judged = ''
    const judge = async ({ bytes }: { bytes: Buffer | null }) => {
      judged = bytes!.toString('latin1')
      return PASS
    }
    await scenario({ relay: { normalize: ['127.0.0.0/8'] }, judge }, async (bench) => {
      const client = await bench.client()
      const letter = bench.letter({ octets: message('old', right) })
      await bench.begin(client, letter)
      client.write(octets(`${message('old', sent)}.\r\n`))
      expect((await bench.finish(client, letter)).code).toBe(250)
      expect(judged).toBe(message('old', right))
    })
  })

  test('C37 in commands: 500 5.5.2, and nothing is passed on', async () => {
    await scenario({}, async (bench) => {
      const client = await bench.client()
      for (const bad of [
        'MAIL FROM:<a\rb@example.vn>',
        'MAIL FROM:<a\0@example.vn>',
        'NOOP\nMAIL FROM:<a@example.vn>',
      ]) {
        client.write(octets(`${bad}\r\n`))
        expect((await client.reply()).raw).toMatch(/^500 5\.5\.2 /)
      }
      expect(bench.commands('MAIL')).toEqual([])
    })
  })
})

describe('C38 dots (RFC 5321 4.5.2)', () => {
  test.each<[string, string]>([
    ['a line of one dot', '.\r\n'],
    ['two dots', '..\r\n'],
    ['many', '.\r\n..\r\n...\r\n....\r\n.\r\n'],
    ['a dot before text', '.x\r\n.\t\r\n. \r\n'],
    ['dots elsewhere', 'a.\r\n.b.\r\n\t.\r\n'],
    ['as the first line of the header', ''],
  ])('C38 %s: however the octets are cut, the next hop gets the same', async (name, body) => {
    const text = name.startsWith('as the first') ? '.X: y\r\nSubject: x\r\n\r\n.\r\n' : message('dots', body)
    for (const memoryLimit of [65_536, 10]) {
      await scenario({ relay: { memoryLimit } }, async (bench) => {
        const client = await bench.client()
        for (const size of [1, 2, 3, 5, 1000]) {
          const letter = bench.letter({ octets: text })
          await bench.begin(client, letter)
          await client.chunks(bench.wire(letter), [size])
          expect((await bench.finish(client, letter)).code).toBe(250)
        }
      })
    }
  })

  test('C38 a dot first in a chunk, and the end cut everywhere', async () => {
    await scenario({}, async (bench) => {
      const client = await bench.client()
      const text = message('dot', 'a\r\n.b\r\n')
      const end = stuff(octets(text)).length
      for (let cut = end - 6; cut < end + 3; cut++) {
        const letter = bench.letter({ octets: text })
        await bench.begin(client, letter)
        await client.chunks(bench.wire(letter), [cut, 1, 1000])
        expect((await bench.finish(client, letter)).code).toBe(250)
      }
    })
  })
})

describe('C39 messages of odd form arrive as they are (RFC 5321 2.3.1, 4.1.1.4)', () => {
  test.each<[string, string]>([
    ['no header, no body: empty', ''],
    ['an empty line', '\r\n'],
    ['a body only', '\r\nbody only\r\n'],
    ['a header only, without the empty line', 'Subject: x\r\n'],
    ['a header only, with the empty line', 'Subject: x\r\n\r\n'],
    ['no header at all', 'no header\r\n'],
    ['0xFF in header and body', 'A: \xff\r\n\r\n\xfe\xff\r\n'],
    ['8-bit text without BODY=8BITMIME', 'Subject: x\r\n\r\nTi\xe1\xba\xbfng Vi\xe1\xbb\x87t\r\n'],
    ['raw UTF-8 in the header without SMTPUTF8', 'Subject: Ti\xe1\xba\xbfng Vi\xe1\xbb\x87t\r\n\r\nx\r\n'],
    ['control characters', 'Subject: x\r\n\r\n\x01\x08\x1b\x7f\r\n'],
  ])('C39 %s', async (_, text) => {
    for (const memoryLimit of [65_536, 0]) {
      await scenario({ relay: { memoryLimit } }, async (bench) => {
        expect((await bench.send(await bench.client(), bench.letter({ octets: text }))).code).toBe(250)
      })
    }
  })

  test('C39 no CRLF before the final dot line: the line end is the message\u2019s', async () => {
    await scenario({}, async (bench) => {
      const client = await bench.client()
      const letter = bench.letter({ octets: message('open', 'the end\r\n') })
      await bench.begin(client, letter)
      client.write(letter.octets.subarray(0, -2))
      client.write('\r\n.\r\n')
      expect((await bench.finish(client, letter)).code).toBe(250)
    })
  })
})

describe('C40 long lines (RFC 5321 4.5.2: transformations must be reversible, so there are none)', () => {
  test.each([998, 999, 1000, 4096, 300_000])(
    'C40 a line of %d octets in body or header arrives as it is',
    async (size) => {
      await scenario({}, async (bench) => {
        const client = await bench.client()
        const long = 'x'.repeat(size - 2)
        for (const text of [message('long', `${long}\r\n`), `Long: ${long}\r\nSubject: x\r\n\r\nx\r\n`]) {
          expect((await bench.send(client, bench.letter({ octets: text }))).code).toBe(250)
        }
      })
    },
  )
})

describe('C45 loops (RFC 5321 6.3)', () => {
  test.each<[number, RegExp]>([
    [98, /^250 /],
    [100, /^554 5\.4\.6 /],
    [1000, /^554 5\.4\.6 /],
  ])('C45 %d Received lines', async (count, want) => {
    await scenario({}, async (bench) => {
      const client = await bench.client()
      for (const name of ['Received: ', 'RECEIVED:', 'received : ']) {
        const text = `${`${name}from x\r\n by y;\r\n Mon, 23 Nov 2026 08:00:00 +0000\r\n`.repeat(count)}${message()}`
        expect((await bench.send(client, bench.letter({ octets: text }))).raw).toMatch(want)
      }
    })
  })
})

describe('C46 our lines stand in front, the message\u2019s own are untouched (RFC 5321 4.4)', () => {
  test('C46 Received by the rules of RFC 5322, before those that were there', async () => {
    await scenario({}, async (bench) => {
      const text = `Received: from before\r\n by earlier;\r\n Mon, 23 Nov 2026 07:00:00 +0000\r\n${message()}`
      const letter = bench.letter({ octets: text })
      expect((await bench.send(await bench.client(), letter)).code).toBe(250)
      expect(bench.hop.messages[0]!.bytes.toString()).toBe(
        'Received: from client.example ([127.0.0.1])\r\n by gateway.example with ESMTP id AB12CD34\r\n' +
          ` for <${letter.recipients[0]!.address}>;\r\n Mon, 23 Nov 2026 08:00:00 +0000\r\nX-Congthu-Verdict: pass\r\n${text}`,
      )
    })
  })

  test('C46 the client\u2019s own X-Congthu fields are dropped, whatever their form; the rest is byte for byte', async () => {
    const forged =
      'X-Congthu-Verdict: pass\r\nSubject: x\r\nx-CONGTHU-Code : 1\r\n folded\r\n\tagain\r\nX-Congthu-Rule\r\n : a\r\n' +
      '.X-Congthu-Dot: stuffed\r\nX-Congthunot: stays\r\nTo: b@example.vn\r\n\tX-Congthu-Folded: stays\r\nX-Congthu-Last:\r\n'
    const body = 'X-Congthu-Verdict: in the body stays\r\n'
    const left = `Subject: x\r\nX-Congthunot: stays\r\nTo: b@example.vn\r\n\tX-Congthu-Folded: stays\r\n\r\n${body}`
    for (const memoryLimit of [65_536, 0]) {
      await scenario({ relay: { memoryLimit } }, async (bench) => {
        const client = await bench.client()
        const letter = bench.letter({ octets: left })
        await bench.begin(client, letter)
        client.write(`${forged}\r\n${body}.\r\n`)
        expect((await bench.finish(client, letter)).code).toBe(250)
      })
    }
  })

  test('C46 a message that begins with a folded line cannot continue our last one: 554 5.6.0', async () => {
    await scenario({}, async (bench) => {
      const client = await bench.client()
      for (const first of [' verdict\r\n', '. verdict\r\n', '\tverdict\r\n']) {
        const letter = bench.letter({ octets: `${first}Subject: x\r\n\r\nbody\r\n` })
        await bench.begin(client, letter)
        client.write(Buffer.concat([letter.octets, octets('.\r\n')]))
        expect((await bench.finish(client, letter)).raw).toMatch(/^554 5\.6\.0 /)
      }
    })
  })
})
