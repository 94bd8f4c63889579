// Splitting: every byte has its place, unambiguous messages are split as mailsplit splits them, hostile ones in linear time.
import { Readable } from 'node:stream'
import mailsplit from '@zone-eu/mailsplit'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { GateProblemName } from '../../src/facts.ts'
import { type Part, splitMessage } from '../../src/message/split.ts'

const BOUNDS = { depth: 50, parts: 1000, headerBytes: 262_144 }

/** Types and bodies of the leaves as mailsplit's own stream gives them. */
async function streamed(bytes: Buffer): Promise<[string, string][]> {
  const leaves = new Map<object, [string, string]>()
  const splitter = new mailsplit.Splitter({ ignoreEmbedded: true })
  Readable.from([bytes]).pipe(splitter)
  for await (const chunk of splitter) {
    if (chunk.type === 'node' && !chunk.multipart) leaves.set(chunk, [chunk.contentType || 'text/plain', ''])
    if (chunk.type === 'body') leaves.get(chunk.node)![1] += chunk.value.toString('latin1')
  }
  return [...leaves.values()]
}

function split(bytes: Buffer) {
  const problems: GateProblemName[] = []
  const { parts, root, stopped } = splitMessage(bytes, BOUNDS, (problem) => problems.push(problem))
  const leaves = parts
    .filter((part) => !part.multipart)
    .map((part): [string, string] => [part.type, bytes.toString('latin1', part.body.start, part.body.end)])
  return { leaves, problems, parts, root, stopped }
}

/** mailsplit's stream drops a last line end that no delimiter follows, and parts that are nothing but a header. */
const trimmed = (leaves: [string, string][]) =>
  leaves.map(([type, body]) => [type, body.replace(/\r?\n$/, '')]).filter(([, body]) => body !== '')

const line = fc.constantFrom(
  'Content-Type: multipart/mixed; boundary=a',
  'Content-Type: multipart/alternative; boundary="b"',
  'Content-Type: application/pdf',
  'Content-Type: message/rfc822',
  '--a',
  '--a--',
  '--b',
  '--b  ',
  '--b--',
  '--c',
  '--abc',
  '',
  '',
  '-- ',
  'words',
  ' folded',
)

describe('random messages', () => {
  const end = fc.constantFrom('\r\n', '\n')
  const text = (lines: string[], between: string) =>
    Buffer.from(['From: a@b', 'Content-Type: multipart/mixed; boundary=a', '', ...lines, ''].join(between))

  test('what the gate lets pass is split as mailsplit splits it', async () => {
    let compared = 0
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 25 }), end, async (lines, between) => {
        const bytes = text(lines, between)
        const { leaves, problems } = split(bytes)
        if (problems.some((problem) => problem !== 'close-missing')) return
        compared++
        expect(trimmed(leaves)).toEqual(trimmed(await streamed(bytes)))
      }),
      { numRuns: 12_000 },
    )
    expect(compared).toBeGreaterThan(100)
  })

  test('every byte belongs to a header, a body, the words around parts, or a delimiter', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), end, (lines, between) => {
        const bytes = text(lines, between)
        const { parts } = split(bytes)
        const rest = unclaimed(bytes, parts)
        expect(rest.filter((each) => !/^--[abc]|^$/.test(each))).toEqual([])
      }),
      { numRuns: 2000 },
    )
  })
})

/** Lines of the bytes that no range of any part holds; ranges never overlap. */
function unclaimed(bytes: Buffer, parts: Part[]): string[] {
  const ranges = parts
    .flatMap((part) => [part.header, ...(part.multipart ? part.around : [part.body])])
    .sort((x, y) => x.start - y.start || x.end - y.end)
  const rest: string[] = []
  let at = 0
  for (const { start, end } of ranges) {
    expect(start).toBeGreaterThanOrEqual(at)
    rest.push(bytes.toString('latin1', at, start))
    at = end
  }
  return [...rest, bytes.toString('latin1', at)].flatMap((piece) => piece.split(/\r?\n/))
}

test('part numbers are those of IMAP', () => {
  const text = [
    'Content-Type: multipart/mixed; boundary=a',
    '',
    '--a',
    'Content-Type: multipart/alternative; boundary=b',
    '',
    '--b',
    '',
    'x',
    '--b',
    '',
    'y',
    '--b--',
    '--a',
    'Content-Type: application/pdf',
    '',
    'z',
    '--a--',
  ].join('\r\n')
  const { parts, problems } = split(Buffer.from(text))
  expect(parts.map((part) => part.number)).toEqual(['', '1', '1.1', '1.2', '2'])
  expect(problems).toEqual([])
  expect(split(Buffer.from('a: b\r\n\r\nx')).parts.map((part) => part.number)).toEqual(['1'])
})

describe('bounds', () => {
  const nested = (depth: number) =>
    Buffer.from(
      Array.from({ length: depth }, (_, i) => `Content-Type: multipart/mixed; boundary=n${i}\r\n\r\n--n${i}\r\n`).join(
        '',
      ),
    )
  const bounded = (bytes: Buffer, depth = 20) => splitMessage(bytes, { ...BOUNDS, depth }, () => {})

  test('nesting', () => {
    const { stopped, parts } = bounded(nested(1000))
    expect(stopped).toBe('depth-limit')
    expect(parts.length).toBeLessThan(25)
    expect(bounded(nested(15)).stopped).toBe(null)
  })

  test('10,000 parts', () => {
    const bytes = Buffer.from(`Content-Type: multipart/mixed; boundary=a\r\n\r\n${'--a\r\n\r\nx\r\n'.repeat(10_000)}`)
    const { stopped, parts } = bounded(bytes)
    expect(stopped).toBe('count-limit')
    expect(parts.length).toBe(1001)
  })

  test('a header block past its limit', () => {
    const bytes = Buffer.from(`a: ${'x'.repeat(300_000)}\r\n\r\nbody`)
    const { stopped, root } = bounded(bytes)
    expect(stopped).toBe('size-limit')
    expect(root.header).toEqual({ start: 0, end: 0 })
  })

  test.each(['--n\n', '--n0\n', '--n19x\n', '--n5\r\n'])(
    '%j a million times under the deepest nesting costs linear time',
    (unit) => {
      const cost = (count: number) => {
        const bytes = Buffer.concat([nested(19), Buffer.from('\r\n'), Buffer.from(unit.repeat(count))])
        const started = performance.now()
        bounded(bytes)
        return performance.now() - started
      }
      cost(100_000)
      expect(cost(1_000_000)).toBeLessThan(Math.max(5000, 30 * cost(100_000)))
    },
  )
})
