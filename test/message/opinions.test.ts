// A second opinion on spoiled messages: what the gate lets pass, Python's email package splits into the same leaves.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { GateProblemName } from '../../src/facts.ts'
import { noteNestedLineEnds } from '../../src/message/gate.ts'
import type { Note } from '../../src/message/problems.ts'
import { splitMessage } from '../../src/message/split.ts'
import { decodeBody } from '../../src/message/transfer-encoding.ts'
import { DOUBTED, REFUSED } from '../../src/rules/gate-words.ts'
import { numbers, type Random, spoil } from '../support/spoiled.ts'

const COUNT = process.env.CONGTHU_TEST_SIZE === 'full' ? 200_000 : 10_000
const REQUIRED = process.env.CONGTHU_REQUIRE_SERVICES !== undefined

/** Programs that give an opinion, and what shows that they are there. */
const OPINIONS = [
  { name: 'Python’s email (python3)', command: ['python3', 'leaves.py'], probe: ['python3', '--version'] },
  {
    name: 'MIME::Parser (libmime-tools-perl)',
    command: ['perl', 'leaves.pl'],
    probe: ['perl', '-MMIME::Parser', '-e1'],
  },
].map((each) => ({ ...each, missing: spawnSync(each.probe[0]!, each.probe.slice(1)).status !== 0 }))

/** What a program sees in each message, in one process. */
function opinionsOf([program, script]: string[], messages: Buffer[]): Leaf[][] {
  const input = messages.map((bytes) => JSON.stringify(bytes.toString('base64'))).join('\n')
  const path = join(import.meta.dirname, '../support', script!)
  const { stdout, stderr } = spawnSync(program!, [path], { input, maxBuffer: 1 << 30, encoding: 'utf8' })
  const lines = stdout.trimEnd().split('\n')
  if (lines.length !== messages.length) throw new Error(`${lines.length} of ${messages.length} opinions: ${stderr}`)
  return lines.map((line) => JSON.parse(line) as Leaf[])
}

/** Messages with everything that the structure of mail has. */
const SEEDS = [
  [
    'From: a@b',
    'Subject: x',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="b"',
    '',
    'words',
    '--b',
    'Content-Type: multipart/alternative; boundary=c',
    '',
    '--c',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    'a=3Db',
    '--c',
    'Content-Type: text/html',
    '',
    '<p>x</p>',
    '--c--',
    '--b',
    'Content-Type: application/octet-stream; name="a.bin"',
    'Content-Disposition: attachment; filename="a.bin"',
    'Content-Transfer-Encoding: base64',
    '',
    'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNk',
    'ZWZnaGlq',
    '--b--',
    '',
  ],
  [
    'From: a@b',
    'Content-Type: multipart/mixed;',
    '\tboundary=b',
    '',
    '--b',
    'Content-Type: message/rfc822',
    '',
    'Subject: inner',
    'Content-Type: multipart/digest; boundary=d',
    '',
    '--d',
    '',
    'Subject: one',
    '',
    'text',
    '--d--',
    '--b',
    '',
    'plain',
    '--b--',
    'bye',
  ],
  ['From: a@b', 'Content-Transfer-Encoding: base64', 'Content-Type: application/pdf', '', 'JVBERi0xLjQK', ''],
].map((lines) => lines.join('\r\n'))

const LINES = [
  ...[
    '',
    '',
    '',
    '--b',
    '--b',
    '--b',
    '--b--',
    '--c',
    '--c',
    '--c--',
    '--d',
    '--d--',
    '-- ',
    'words',
    ' folded',
    '\tfolded',
  ],
  ...[
    'Content-Type: multipart/mixed; boundary=c',
    'Content-Type: multipart/digest; boundary="d"',
    'Content-Type: text/html',
  ],
  ...[
    'Content-Type: message/rfc822',
    'content-type: multipart/alternative;',
    ' boundary=c',
    '\tboundary="d"',
    'X-Field: y',
  ],
  ...[
    'Content-Type: multipart/mixed; boundary=b-c',
    '--b-c',
    '--b-c--',
    '--b ',
    '--b-- ',
    '--b x',
    'Content-Type: text/plain (x)',
  ],
  ...[
    'Content-Transfer-Encoding: base64',
    'QUJD',
    'QUI=',
    'Content-Transfer-Encoding: quoted-printable',
    'a=3Db=',
    'a = b',
  ],
  ...[
    'Content-Disposition: attachment; filename=a',
    'Content-Type:',
    'Content-Type: multipart/mixed',
    'Subject: x',
    '> quoted',
  ],
]

/** A message of random lines of structure. */
function composed(next: Random): Buffer {
  const lines = Array.from({ length: 2 + next(22) }, () => LINES[next(LINES.length)]!)
  return Buffer.from(['From: a@b', 'Content-Type: multipart/mixed; boundary=b', '', ...lines, '--b--', ''].join('\r\n'))
}

interface Leaf {
  type: string
  size: number
  sha256: string
  encoding: string
  start: string
  error?: string
}

const UNSURE = new Set<GateProblemName>([...REFUSED, ...DOUBTED, 'quoted-printable-syntax', 'bare-lf'])

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** MIME::Parser gives bodies with the line ends of its own system. */
function toLf(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1')
}

/** Our leaves, those of nested messages too; null when the gate has something against it. */
function ours(bytes: Buffer): string[] | null {
  let sure = true
  const note: Note = (problem) => {
    if (UNSURE.has(problem)) sure = false
  }
  noteNestedLineEnds(bytes, note)
  const { parts, stopped } = splitMessage(bytes, { depth: 20, parts: 1000, headerBytes: 262_144 }, note)
  const hashes: string[] = []
  for (const part of parts) {
    if (part.multipart) continue
    const { bytes: body, problems } = decodeBody(bytes.subarray(part.body.start, part.body.end), part.encoding)
    for (const { problem } of problems) note(problem, 0, '')
    const digest = part.parent?.type === 'multipart/digest' && !part.fields.some(({ name }) => name === 'content-type')
    const nested = digest || part.type.startsWith('message/')
    const inner = nested ? ours(body) : null
    if (nested && (inner === null || !/^\r\n|\n\r\n/.test(body.toString('latin1')))) sure = false
    hashes.push(sha256(body), sha256(toLf(body)), ...(inner ?? []))
  }
  return sure && stopped === null ? hashes : null
}

/** Line ends alone are nothing to see. */
function isBlank({ size, start }: Leaf): boolean {
  return size < 60 && start.trim() === ''
}

/** A blank behind the name of an encoding, which mail programs take off and Python's old interface does not. */
function isTrimmed({ encoding }: Leaf): boolean {
  return encoding !== encoding.trim()
}

const MAKERS: [string, (next: Random) => Buffer][] = [
  ['spoiled', (next) => spoil(SEEDS, next)],
  ['composed at random', composed],
]

describe.each(MAKERS)(`${COUNT} messages %s`, (_, make) => {
  const compared: { bytes: Buffer; hashes: string[] }[] = []
  beforeAll(() => {
    const next = numbers(64_2822)
    for (let i = 0; i < COUNT; i++) {
      const bytes = make(next)
      const hashes = ours(bytes)
      if (hashes !== null) compared.push({ bytes, hashes })
    }
  }, 600_000)

  test('most are refused, and enough are left to say something', () => {
    console.log(`${compared.length} of ${COUNT} pass the gate`)
    expect(compared.length).toBeGreaterThan(COUNT / 200)
    expect(compared.length).toBeLessThan(COUNT / 2)
  })

  for (const { name, command, missing } of OPINIONS) {
    test.skipIf(missing && !REQUIRED)(
      `of those that pass, ${name} sees no leaf that we do not`,
      { timeout: 3_600_000 },
      () => {
        const leaves = opinionsOf(
          command,
          compared.map(({ bytes }) => bytes),
        )
        const differences = compared.flatMap(({ bytes, hashes }, i) => {
          const unseen = leaves[i]!.filter(
            (leaf) => !isBlank(leaf) && !isTrimmed(leaf) && !hashes.includes(leaf.sha256),
          )
          return unseen.length === 0 ? [] : [{ message: bytes.toString('latin1'), unseen }]
        })
        expect(differences.slice(0, 3)).toEqual([])
      },
    )
  }
})
