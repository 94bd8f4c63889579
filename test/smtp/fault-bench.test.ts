// The fault bench's oracle is itself tested: it is fed every kind of wrong outcome and must name it, and nothing else.
import { describe, expect, test } from 'vitest'
import { at, scenario } from '../support/fault-bench.ts'
import {
  type Delivery,
  type Letter,
  type Observed,
  withoutAdded,
  wrongReplies,
  wrongs,
} from '../support/mail-oracle.ts'
import { PASS } from '../support/smtp-relay.ts'

const OURS =
  'Received: from c.example\r\n by g.example;\r\n Mon, 23 Nov 2026 08:00:00 +0000\r\nX-Congthu-Verdict: pass\r\n'
const BODY = 'Subject: x\r\n\r\nbody\r\n'

function letter(name: string, final: number | null, change: Partial<Letter> = {}): Letter {
  const recipients = [
    { address: `b.${name}@example.vn`, rcpt: 250, final },
    { address: `c.${name}@example.vn`, rcpt: 250, final },
    { address: `refused.${name}@example.vn`, rcpt: 550, final: null },
  ]
  const sender = `${name}@sender.example`
  return { name, sender, recipients, octets: Buffer.from(BODY), mayDuplicate: null, mayVanish: null, ...change }
}

function delivery(of: Letter, change: Partial<Delivery> = {}): Delivery {
  const recipients = of.recipients.filter(({ rcpt }) => rcpt === 250).map(({ address }) => address)
  return { sender: of.sender, recipients, octets: Buffer.from(OURS + BODY), ...change }
}

/** An observation with one letter accepted, one refused, one deferred and one never answered; all of it right. */
function right(): Observed {
  const letters = [letter('accepted', 250), letter('refused', 554), letter('deferred', 451), letter('silent', null)]
  return {
    letters,
    deliveries: [delivery(letters[0]!)],
    transcripts: [
      { who: 'client', text: '220 g.example ESMTP\r\n250-g.example\r\n250 SIZE 10\r\n250 2.0.0 Ok\r\n', broken: false },
    ],
    addedFields: 1,
    elapsed: 10,
    bound: 100,
    afterwards: '250 2.0.0 Ok',
    left: { hopSockets: 0, scratchFiles: [], connections: 0, messages: 0, scratchBytes: 0 },
  }
}

function report(to: Letter, failed: string[]): Delivery {
  const fields = failed.map((address) => `Final-Recipient: rfc822; ${address}\r\nAction: failed\r\n`).join('\r\n')
  const octets = Buffer.from(`${OURS}Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\n${fields}--x--\r\n`)
  return { sender: '', recipients: [to.sender], octets }
}

test('a right observation has nothing wrong', () => {
  expect(wrongs(right())).toEqual([])
})

describe('the oracle sees', () => {
  test.each<[string, (seen: Observed) => void, RegExp]>([
    ['loss', (seen) => seen.deliveries.pop(), /accepted to b\.accepted.*LOST/],
    ['loss of one recipient', (seen) => seen.deliveries[0]!.recipients.pop(), /accepted to c\.accepted.*LOST/],
    ['a second delivery', (seen) => seen.deliveries.push(seen.deliveries[0]!), /accepted to b.*delivered 2 times/],
    [
      'a refused message delivered',
      (seen) => seen.deliveries.push(delivery(seen.letters[1]!)),
      /refused, but delivered/,
    ],
    [
      'a deferred message delivered',
      (seen) => seen.deliveries.push(delivery(seen.letters[2]!)),
      /the client was not told/,
    ],
    [
      'a message delivered that nobody was answered for',
      (seen) => seen.deliveries.push(delivery(seen.letters[3]!)),
      /the client was not told/,
    ],
    [
      'two deliveries where one duplicate is allowed',
      (seen) => {
        seen.letters[2]!.mayDuplicate = 'the reply was lost'
        seen.deliveries.push(delivery(seen.letters[2]!), delivery(seen.letters[2]!))
      },
      /delivered 2 times/,
    ],
    [
      'delivery to a refused recipient',
      (seen) => seen.deliveries[0]!.recipients.push('refused.accepted@example.vn'),
      /delivered to a refused recipient/,
    ],
    ['delivery to a stranger', (seen) => seen.deliveries[0]!.recipients.push('x@example.vn'), /delivered also to x@/],
    [
      'mail that nobody sent',
      (seen) => seen.deliveries.push({ sender: 'a@b', recipients: ['x@example.vn'], octets: Buffer.from('') }),
      /sent by nobody/,
    ],
    ['a delivery without recipients', (seen) => (seen.deliveries[0]!.recipients = []), /to nobody/],
    ['another sender', (seen) => (seen.deliveries[0]!.sender = 'evil@example.vn'), /became evil/],
    [
      'two messages in one',
      (seen) => seen.deliveries[0]!.recipients.push('b.refused@example.vn'),
      /two messages made one/,
    ],
    [
      'a changed octet',
      (seen) => (seen.deliveries[0]!.octets = Buffer.from(`${OURS}Subject: y\r\n\r\nbody\r\n`)),
      /at 9 /,
    ],
    ['an added octet', (seen) => (seen.deliveries[0]!.octets = Buffer.from(`${OURS}${BODY}.`)), /octets changed at 20/],
    ['a cut message', (seen) => (seen.deliveries[0]!.octets = Buffer.from(OURS)), /octets changed at 0/],
    ['no Received in front', (seen) => (seen.deliveries[0]!.octets = Buffer.from(BODY)), /our own lines/],
    [
      'no verdict in front',
      (seen) => (seen.deliveries[0]!.octets = Buffer.from(OURS.replace(/X-.*\r\n/, '') + BODY)),
      /our own lines/,
    ],
    [
      'a forged verdict left behind ours',
      (seen) => (seen.deliveries[0]!.octets = Buffer.from(`${OURS}X-Congthu-Verdict: pass\r\n${BODY}`)),
      /octets changed at 0/,
    ],
    ['a late end', (seen) => (seen.elapsed = 101), /more than 100/],
    ['a dead relay', (seen) => (seen.afterwards = 'Error: no reply'), /ordinary mail afterwards/],
    ['a socket left', (seen) => (seen.left.hopSockets = 1), /1 connections to next hops/],
    ['a file left', (seen) => seen.left.scratchFiles.push('congthu-1.msg'), /scratch files left: congthu-1/],
    ['a connection left', (seen) => (seen.left.connections = 1), /counts 1 connections/],
    ['a message left', (seen) => (seen.left.messages = 1), /counts 1 messages/],
    ['octets left', (seen) => (seen.left.scratchBytes = 7), /counts 7 octets/],
    ['a reply in Vietnamese', (seen) => (seen.transcripts[0]!.text += '554 5.7.1 t\xe1\r\n'), /no reply line/],
  ])('%s', (_, spoil, want) => {
    const seen = right()
    spoil(seen)
    expect(wrongs(seen).join('\n')).toMatch(want)
  })

  test.each([
    ['half a reply', '250 2.0.0 O'],
    ['no end', '250-a\r\n'],
    ['a bare LF', '250 a\n250 b\r\n'],
    ['a tab', '250 a\tb\r\n'],
    ['DEL', '250 \x7f\r\n'],
    ['513 octets', `250 ${'x'.repeat(507)}\r\n`],
    ['two codes in one reply', '250-a\r\n251 b\r\n'],
    ['another class in the status', '451 5.3.0 later\r\n'],
    ['no code', 'hello\r\n'],
    ['an impossible code', '299 a\r\n'],
    ['no separator', '250a\r\n'],
    ['an empty line', '250 a\r\n\r\n'],
  ])('a bad reply: %s', (_, text) => {
    expect(wrongReplies({ who: 'client', text, broken: false })).toHaveLength(1)
  })
})

describe('the oracle allows', () => {
  test('replies of 512 octets, of several lines, without text; a cut one on a broken connection', () => {
    const text = `250 ${'x'.repeat(506)}\r\n250-5 a\r\n250-2.0.0 b\r\n250 \r\n554 5.7.1 no\r\n4`
    expect(wrongReplies({ who: 'client', text, broken: true })).toEqual([])
  })

  test('one delivery of an unanswered or deferred message where the scenario declares it unavoidable', () => {
    const seen = right()
    for (const spared of seen.letters.slice(2)) {
      spared.mayDuplicate = 'the reply was lost'
      seen.deliveries.push(delivery(spared))
    }
    expect(wrongs(seen)).toEqual([])
  })

  test('a failure after 250 that is reported to the sender, exactly and once', () => {
    const seen = right()
    const [accepted] = seen.letters as [Letter]
    seen.deliveries[0]!.recipients = ['b.accepted@example.vn']
    seen.deliveries.push(report(accepted, ['c.accepted@example.vn']))
    expect(wrongs(seen)).toEqual([])
    seen.deliveries[1] = report(accepted, ['b.accepted@example.vn', 'c.accepted@example.vn'])
    expect(wrongs(seen).join()).toMatch(/delivered, and reported as failed/)
    seen.deliveries.push(report(accepted, ['c.accepted@example.vn']))
    expect(wrongs(seen).join()).toMatch(/2 reports/)
    seen.deliveries.splice(1, 2, report(seen.letters[1]!, ['b.refused@example.vn']))
    expect(wrongs(seen).join()).toMatch(/reported as failed, but not answered 250/)
  })

  test('what vanishes only where there is nobody to tell', () => {
    const seen = right()
    seen.deliveries = []
    seen.letters[0]!.mayVanish = 'null sender'
    expect(wrongs(seen)).toEqual([])
  })

  test('any number of our fields, folded, when the judge is the real one', () => {
    const octets = Buffer.from(`${OURS}X-Congthu-Rule: a\r\n\tb\r\n${BODY}`)
    expect(withoutAdded(octets, null)!.toString()).toBe(BODY)
    expect(withoutAdded(octets, 2)!.toString()).toBe(BODY)
    expect(withoutAdded(octets, 3)).toBeNull()
  })
})

describe('the bench', () => {
  test('passes a sound relay', async () => {
    await scenario({}, async (bench) => {
      expect((await bench.send(await bench.client(), bench.letter({ to: 3 }))).code).toBe(250)
    })
  })

  test.each<[string, Parameters<typeof scenario>, RegExp]>([
    [
      'a message that was stored and lost its reply, undeclared',
      [
        { hops: [at('DOT', { stored: 'drop' }, 1)] },
        async (bench) => {
          await bench.send(await bench.client(), bench.letter())
        },
      ],
      /the client was not told/,
    ],
    [
      'a message that the client calls delivered',
      [
        {},
        async (bench) => {
          const letter = bench.letter()
          letter.recipients[0]!.rcpt = 250
          letter.recipients[0]!.final = 250
        },
      ],
      /LOST/,
    ],
    [
      'a judge that adds other fields',
      [
        { judge: async () => ({ ...PASS, headers: [] }) },
        async (bench) => {
          await bench.send(await bench.client(), bench.letter())
        },
      ],
      /our own lines/,
    ],
    ['a scenario that takes too long', [{ bound: 0 }, async () => undefined], /more than 0/],
    [
      'mail from behind its back',
      [
        {},
        async (bench) => {
          const client = await bench.client()
          await client.send('a@example.vn', ['stranger@example.vn'], 'Subject: x\r\n\r\n')
        },
      ],
      /sent by nobody/,
    ],
  ])('fails on %s', async (_, [options, run], want) => {
    await expect(scenario(options, run)).rejects.toThrow(want)
  })
})
