// Scenarios C41-C44 and C47-C49: limits, parameters and addresses of the envelope.
import { describe, expect, test } from 'vitest'
import { type FaultBench, refusing, scenario, stuff } from '../support/fault-bench.ts'
import { message } from '../support/smtp-relay.ts'

describe('C41 recipients (RFC 5321 4.5.3.1.8, 4.5.3.1.10)', () => {
  test('C41 100 are taken, one more is 452 4.5.3, and the 100 get the message', async () => {
    await scenario({ relay: { maxRecipients: 100 } }, async (bench) => {
      const letter = bench.letter({ to: 102 })
      expect((await bench.send(await bench.client(), letter)).code).toBe(250)
      expect(letter.recipients.filter(({ rcpt }) => rcpt === 250)).toHaveLength(100)
      expect(letter.recipients.slice(100).map(({ rcpt }) => rcpt)).toEqual([452, 452])
      expect(bench.commands('RCPT')).toHaveLength(100)
    })
  })

  test('C41 one too many says 452 4.5.3, also for a name that was given before', async () => {
    await scenario({ relay: { maxRecipients: 1 } }, async (bench) => {
      const client = await bench.client()
      await client.say('MAIL FROM:<a@example.vn>', 250)
      await client.say('RCPT TO:<b@example.vn>', 250)
      for (const again of ['c', 'b'])
        expect((await client.say(`RCPT TO:<${again}@example.vn>`)).raw).toMatch(/^452 4\.5\.3 /)
    })
  })
})

describe('C42 size (RFC 1870; ZoneMTA#205)', () => {
  test('C42 declared too big: 552 5.3.4 at MAIL, and the next hop is not asked', async () => {
    await scenario({ relay: { sizeLimit: 200_000 } }, async (bench) => {
      const client = await bench.client()
      expect((await client.say('MAIL FROM:<a@example.vn> SIZE=200001')).raw).toMatch(/^552 5\.3\.4 /)
      expect((await client.say('MAIL FROM:<a@example.vn> SIZE=99999999999999999999')).code).toBeGreaterThanOrEqual(500)
      expect(bench.commands('MAIL')).toEqual([])
      expect((await bench.send(client, bench.letter())).code).toBe(250)
    })
  })

  test('C42 too big in truth: 25 MB are taken in to their end, 552 5.3.4, and the session goes on', async () => {
    await scenario({ relay: { sizeLimit: 200_000, memoryLimit: 50_000 } }, async (bench) => {
      const client = await bench.client()
      const letter = bench.letter({ octets: message('big', `${'x'.repeat(998)}\r\n`.repeat(25_000)) })
      expect((await bench.send(client, letter)).raw).toMatch(/^552 5\.3\.4 /)
      expect((await bench.send(client, bench.letter())).code).toBe(250)
    })
  })

  test('C42 refused by the judge while 25 MB come in: the refusal follows the dot, nothing hangs', async () => {
    await scenario({ relay: { sizeLimit: 50_000_000 }, judge: refusing(['khong']) }, async (bench) => {
      const client = await bench.client()
      const letter = bench.letter({ octets: message('big', `${'x'.repeat(998)}\r\n`.repeat(25_000)) })
      expect((await bench.send(client, letter)).raw).toBe('554 5.7.1 khong\r\n')
      expect(bench.commands('DATA')).toEqual([])
    })
  })

  test('C42 the dots of the stuffing do not count (RFC 1870 5)', async () => {
    const octets = Buffer.from(message('dots', '.\r\n'.repeat(500)))
    expect(stuff(octets).length).toBeGreaterThan(octets.length)
    await scenario({ relay: { sizeLimit: octets.length } }, async (bench) => {
      const client = await bench.client()
      expect((await bench.send(client, bench.letter({ octets }))).code).toBe(250)
      const longer = bench.letter({ octets: Buffer.concat([octets, Buffer.from('x\r\n')]) })
      expect((await bench.send(client, longer)).code).toBe(552)
    })
  })
})

describe('C43 commands (RFC 5321 4.1.1.11, 4.2.4, 3.8)', () => {
  test('C43 too long, not UTF-8, control characters, unknown: 500, the session stays, nothing is passed on', async () => {
    await scenario({}, async (bench) => {
      const client = await bench.client()
      for (const bad of [
        `NOOP ${'x'.repeat(3000)}`,
        'MAIL FROM:<\xff@example.vn>',
        'FOO',
        'AUTH PLAIN AAAA',
        'STARTTLS',
      ]) {
        client.write(Buffer.from(`${bad}\r\n`, 'latin1'))
        expect((await client.reply()).raw).toMatch(/^50[02] 5\.5\.[12] /)
      }
      expect(bench.commands('MAIL')).toEqual([])
      expect((await bench.send(client, bench.letter())).code).toBe(250)
    })
  })

  test('C43 a command of 512 octets and its extensions is taken (RFC 5321 4.5.3.1.4; 3461 4; 6531 3.4)', async () => {
    await scenario({}, async (bench) => {
      const client = await bench.client()
      await client.say('MAIL FROM:<a@example.vn>', 250)
      const long = `RCPT TO:<b@example.vn> NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;${'x'.repeat(500)}@example.vn`
      expect((await client.say(long)).code).toBe(250)
      expect(bench.commands('RCPT')).toEqual([long])
    })
  })

  test('C43 unknown parameters: 555 5.5.4 before the next hop hears of it (smtp-server said 250)', async () => {
    await scenario({}, async (bench) => {
      const client = await bench.client()
      for (const bad of ['XYZ=1', 'NOTIFY=NEVER', 'BODY=BINARYMIME XYZ'])
        expect((await client.say(`MAIL FROM:<a@example.vn> ${bad}`)).raw).toMatch(/^(555|501) 5\.5\.4 /)
      await client.say('MAIL FROM:<a@example.vn>', 250)
      expect((await client.say('RCPT TO:<b@example.vn> XYZ')).raw).toMatch(/^555 5\.5\.4 /)
      expect(bench.commands('MAIL')).toEqual(['MAIL FROM:<a@example.vn>'])
      expect(bench.commands('RCPT')).toEqual([])
    })
  })

  test('C43 commands out of order: 503 5.5.1 (RFC 5321 4.1.4)', async () => {
    await scenario({}, async (bench) => {
      const client = await bench.connect()
      await client.expect(220)
      for (const early of ['MAIL FROM:<a@example.vn>', 'RCPT TO:<b@example.vn>', 'DATA'])
        expect((await client.say(early)).raw).toMatch(/^503 5\.5\.1 /)
      await client.say('EHLO c.example', 250)
      for (const early of ['RCPT TO:<b@example.vn>', 'DATA'])
        expect((await client.say(early)).raw).toMatch(/^503 5\.5\.1 /)
    })
  })
})

describe('C44 the null sender and postmaster (RFC 5321 4.5.5, 4.5.1)', () => {
  test('C44 MAIL FROM:<> and RCPT TO:<postmaster> pass the envelope', async () => {
    await scenario({}, async (bench) => {
      const letter = bench.letter({ sender: '', to: ['postmaster'] })
      expect((await bench.send(await bench.client(), letter)).code).toBe(250)
      expect(bench.hop.messages[0]).toMatchObject({ mail: 'MAIL FROM:<>', rcpts: ['RCPT TO:<postmaster>'] })
    })
  })
})

/** MAIL and RCPT with parameters, then the message; the next hop must see the commands as they were. */
async function verbatim(bench: FaultBench, mail: string, rcpts: string[], octets: Buffer): Promise<void> {
  const client = await bench.client()
  const address = (line: string) => /<([^>]*)>/.exec(line)![1]!
  const letter = bench.letter({ sender: address(mail), to: rcpts.map(address), octets })
  await client.say(mail, 250)
  for (const [index, rcpt] of rcpts.entries()) letter.recipients[index]!.rcpt = (await client.say(rcpt, 250)).code
  await client.say('DATA', 354)
  client.write(bench.wire(letter))
  expect((await bench.finish(client, letter)).code).toBe(250)
  expect(bench.hop.messages.at(-1)).toMatchObject({ mail, rcpts })
}

describe('C47 internationalized mail (RFC 6531 3.4, 3.5, 3.7.4.2)', () => {
  const utf8 = Buffer.from(message('x').replace('Subject: x', 'Subject: Ti\u1ebfng Vi\u1ec7t'))

  test('C47 addresses and header in UTF-8 with SMTPUTF8 arrive as they are', async () => {
    await scenario({}, async (bench) => {
      await verbatim(
        bench,
        'MAIL FROM:<g\u1eedi@v\u00ed-d\u1ee5.example> SMTPUTF8',
        ['RCPT TO:<nh\u1eadn@v\u00ed-d\u1ee5.example>'],
        utf8,
      )
      expect(bench.hop.messages[0]!.bytes.toString()).toContain('with UTF8SMTP id')
    })
  })

  test('C47 an address in UTF-8 without SMTPUTF8: 553 5.6.7, ASCII', async () => {
    await scenario({}, async (bench) => {
      const client = await bench.client()
      expect((await client.say('MAIL FROM:<g\u1eedi@example.vn>')).raw).toMatch(/^55[03] 5\.6\.7 [\x20-\x7e]*\r\n$/)
      await client.say('MAIL FROM:<a@example.vn>', 250)
      expect((await client.say('RCPT TO:<nh\u1eadn@example.vn>')).raw).toMatch(/^55[03] 5\.6\.7 [\x20-\x7e]*\r\n$/)
      expect(bench.commands('RCPT')).toEqual([])
    })
  })

  test('C47 every reply is ASCII, whatever we, the next hop or the client say', async () => {
    const lines = ['\u0110i\u1ec1u 7.3.a', 'Ti\u1ebfng Vi\u1ec7t\r\n250 injected', `dai ${'x'.repeat(600)}`]
    const act = (verb: string, line: string) =>
      verb === 'RCPT' && line.includes('<r2.') ? { reply: '550 5.1.1 kh\u00f4ng c\u00f3' } : undefined
    await scenario({ judge: refusing(lines), hops: [{ act }] }, async (bench) => {
      const client = await bench.client()
      await client.say('FOO \u1ec7', 500)
      await client.say('HELO \u1ec7')
      const answer = await bench.send(client, bench.letter({ to: 2 }))
      expect(answer.raw).toMatch(/^(?:554[ -]5\.7\.1 [\x20-\x7e]{0,500}\r\n){3}$/)
    })
  })
})

describe('C47a parameters arrive at the next hop as the client gave them (nodemailer sends none)', () => {
  test('C47a SIZE, BODY, RET, ENVID, SMTPUTF8, NOTIFY, ORCPT (RFC 1870, 6152, 3461, 6531)', async () => {
    await scenario({}, async (bench) => {
      const mail = 'MAIL FROM:<a@xn--bcher-kva.example> SIZE=1234 BODY=8BITMIME RET=HDRS ENVID=QQ+2B31+20x SMTPUTF8'
      const rcpts = [
        'RCPT TO:<b@example.vn> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;b+2Bc@example.vn',
        'RCPT TO:<B@Example.VN> NOTIFY=NEVER',
        'RCPT TO:<ng\u01b0\u1eddi@v\u00ed-d\u1ee5.example> ORCPT=utf-8;ng\u01b0\u1eddi@v\u00ed-d\u1ee5.example',
      ]
      await verbatim(bench, mail, rcpts, Buffer.from(message()))
    })
  })

  test.each(['BODY=7BIT', 'BODY=8BITMIME', 'RET=FULL', 'SIZE=100', ''])('C47a %j alone', async (parameter) => {
    await scenario({}, async (bench) => {
      const mail = `MAIL FROM:<a@example.vn>${parameter ? ` ${parameter}` : ''}`
      await verbatim(bench, mail, ['RCPT TO:<b@example.vn>'], Buffer.from(message()))
    })
  })
})

describe('C48 who the sender says to be (RFC 4954 5)', () => {
  test('C48 AUTH of the client becomes <> where the next hop knows it, and goes nowhere else', async () => {
    for (const [extensions, want] of [
      [['AUTH PLAIN'], 'MAIL FROM:<a@example.vn> AUTH=<>'],
      [[], 'MAIL FROM:<a@example.vn>'],
    ] as const) {
      await scenario({ hops: [{ extensions: [...extensions] }] }, async (bench) => {
        const client = await bench.client()
        await client.say('MAIL FROM:<a@example.vn> AUTH=boss@example.vn', 250)
        expect(bench.commands('MAIL')).toEqual([want])
      })
    }
  })
})

describe('C49 blind copies (RFC 5321 7.2)', () => {
  test('C49 with several recipients no added line names any of them', async () => {
    await scenario({}, async (bench) => {
      const letter = bench.letter({ to: 3 })
      expect((await bench.send(await bench.client(), letter)).code).toBe(250)
      const { bytes } = bench.hop.messages[0]!
      const added = bytes.subarray(0, bytes.length - letter.octets.length).toString()
      for (const { address } of letter.recipients) expect(added).not.toContain(address)
      expect(added).not.toContain(' for ')
    })
  })
})
