// What a broken next hop says and does, by chance: wrong codes, garbage, odd octets, splits, drops, silence.
import type { LaxAct, LaxOptions, LaxStep } from './lax-hop.ts'
import type { Random } from './session-fuzzer.ts'

const CODES = [
  421, 450, 451, 452, 455, 500, 501, 502, 503, 504, 530, 535, 550, 552, 553, 554, 555, 571, 599, 200, 220, 221, 251,
  252, 299, 300, 334, 354, 100, 199, 600, 999,
]
const TEXTS = [
  '2.0.0 Ok',
  '5.7.1 no',
  '4.3.0 later',
  '',
  'ti\xe1\xba\xbfng Vi\xe1\xbb\x87t',
  '\xff\xfe\x80',
  'a\tb\x07\x1b[31m',
  '\0',
  'x'.repeat(600),
  'y'.repeat(5000),
  'z'.repeat(40_000),
  '5.1.1 a\rb',
  '2.0.0 Ok: queued as H1',
  '%s %d %n',
]
const GARBAGE = [
  '\r\n',
  '\n',
  'hello\r\n',
  '25\r\n',
  '250\n',
  '250 ok\n',
  '2500 ok\r\n',
  ' 250 ok\r\n',
  '250\tok\r\n',
  '-250 ok\r\n',
  '250+ok\r\n',
  'HTTP/1.1 200 OK\r\n\r\n',
  '\xff\xf4\xff\xfd\x06',
  '\x15\x03\x01\x00\x02\x02\x28',
  '\0\0\0\0\r\n',
]

function octets(text: string): Buffer {
  return Buffer.from(text, 'latin1')
}

function lines(random: Random): string {
  const code = random.pick(CODES)
  const count = random.pick([1, 1, 1, 2, 5, 150])
  let text = ''
  for (let i = 0; i < count; i++) {
    const shown = random.chance(0.03) ? random.pick(CODES) : code
    text += `${shown}${i < count - 1 || random.chance(0.03) ? '-' : ' '}${random.pick(TEXTS)}\r\n`
  }
  return text
}

/** One fault. A hop never says of a message that it has it (250) and loses it: that no relay could know. */
function fault(random: Random, step: LaxStep): LaxAct {
  const away = random.pick(['drop', 'reset', 'half-close', 'hang'] as const)
  // Between 354 and the body only what arrives with the 354 is surely early; a refusal may come at any time.
  if (step === 'BODY')
    return random.chance(0.5)
      ? { octets: octets(`${random.pick([421, 451, 452, 552, 554])} early\r\n`), leave: away }
      : { leave: away }
  switch (random.below(8)) {
    case 0:
    case 1:
    case 2:
      return { octets: octets(lines(random)) }
    case 3:
      return { octets: octets(random.pick(GARBAGE)), stored: false }
    case 4:
      return { octets: octets(lines(random)), leave: away }
    case 5:
      return { leave: away, stored: step === 'DOT' && random.chance(0.5) }
    case 6:
      return { drip: true }
    default:
      return doubled(random, step)
  }
}

/** More replies than were asked for, where that cannot pass for the reply to a dot. */
function doubled(random: Random, step: LaxStep): LaxAct {
  // Answered before it was sent, and never read: nobody may take that for an answer to the message.
  if (step === 'DATA') {
    const early = random.pick(['250 2.0.0 early', '554 5.7.1 early', '421 4.3.2 early'])
    return { octets: octets(`354 go\r\n${early}\r\n`), leave: random.pick(['hang', 'drop']) }
  }
  if (step === 'DOT') return { octets: octets('250 2.0.0 Ok\r\n250 2.0.0 Ok\r\n') }
  const first = step === 'CONNECT' ? '220 hop.example' : '250 2.0.0 Ok'
  return { octets: octets(`${first}\r\n${random.pick(['250 2.0.0 Ok', '421 4.3.2 bye', '550 5.1.1 no'])}\r\n`) }
}

/** A hop's script that goes wrong at each step with this probability. */
export function faulty(random: Random, probability: number, protocol: 'smtp' | 'lmtp' = 'smtp'): LaxOptions {
  const rare: LaxStep[] = ['CONNECT', 'HELLO', 'RSET', 'QUIT']
  return {
    protocol,
    act: (step) =>
      random.chance(rare.includes(step) ? probability / 4 : probability) ? fault(random, step) : undefined,
  }
}
