// The line machine of mailsplit, fed by offsets, sees what mailsplit sees as a stream, and stops at its bounds.
import { Readable } from 'node:stream'
import mailsplit from '@zone-eu/mailsplit'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { splitMessage } from '../../src/message/split.ts'

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

function split(text: string, everyLine = false): [string, string][] {
  const bytes = Buffer.from(text, 'latin1')
  return splitMessage(bytes, BOUNDS, everyLine)
    .parts.filter((part) => !part.multipart)
    .map((part) => [part.type, bytes.toString('latin1', part.body.start, part.body.end)])
}

/** mailsplit's stream drops a last line end that no delimiter follows. */
const trimmed = (leaves: [string, string][]) => leaves.map(([type, body]) => [type, body.replace(/\r?\n$/, '')])

describe('as mailsplit', () => {
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
    '',
    '',
    '-- ',
    'words',
    ' folded',
  )
  test.each([false, true])('random messages, every line fed: %s', async (everyLine) => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 40 }), fc.constantFrom('\r\n', '\n'), async (lines, end) => {
        const text = ['From: a@b', 'Content-Type: multipart/mixed; boundary=a', '', ...lines].join(end)
        // A part of nothing but header lines that another delimiter ends is lost in the stream; here it is kept.
        const ours = trimmed(split(text, everyLine)).filter(([, body]) => body !== '')
        expect(ours).toEqual(trimmed(await streamed(Buffer.from(text))).filter(([, body]) => body !== ''))
      }),
      { numRuns: 400 },
    )
  })

  test('a delimiter after a bare CR, when every line is fed', async () => {
    const text = 'Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n\r\none\r\n\r--a\r\n\r\ntwo\r\n--a--\r\n'
    expect(trimmed(split(text, true))).toEqual(trimmed(await streamed(Buffer.from(text))))
    expect(split(text, true)).toHaveLength(2)
  })
})

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
  const { parts } = splitMessage(Buffer.from(text), BOUNDS, false)
  expect(parts.map((part) => part.number)).toEqual(['', '1', '1.1', '1.2', '2'])
  expect(splitMessage(Buffer.from('a: b\r\n\r\nx'), BOUNDS, false).parts.map((part) => part.number)).toEqual(['1'])
})

describe('bounds', () => {
  const nested = (depth: number) =>
    Buffer.from(
      Array.from({ length: depth }, (_, i) => `Content-Type: multipart/mixed; boundary=n${i}\r\n\r\n--n${i}\r\n`).join(
        '',
      ),
    )

  test('nesting', () => {
    const { stopped, parts } = splitMessage(nested(1000), { ...BOUNDS, depth: 20 }, false)
    expect(stopped).toBe('depth-limit')
    expect(parts.length).toBeLessThan(25)
    expect(splitMessage(nested(15), { ...BOUNDS, depth: 20 }, false).stopped).toBe(null)
  })

  test('10,000 parts', () => {
    const bytes = Buffer.from(`Content-Type: multipart/mixed; boundary=a\r\n\r\n${'--a\r\n\r\nx\r\n'.repeat(10_000)}`)
    const { stopped, parts } = splitMessage(bytes, BOUNDS, false)
    expect(stopped).toBe('count-limit')
    expect(parts.length).toBe(1001)
  })

  test('a header block past its limit', () => {
    const bytes = Buffer.from(`a: ${'x'.repeat(300_000)}\r\n\r\nbody`)
    const { stopped, root } = splitMessage(bytes, BOUNDS, false)
    expect(stopped).toBe('size-limit')
    expect(root.header).toEqual({ start: 0, end: 0 })
  })

  test('lines that begin like delimiters, under the deepest nesting, cost linear time', () => {
    const bytes = Buffer.concat([nested(20), Buffer.from('\r\n'), Buffer.from('--n\n'.repeat(500_000))])
    const started = performance.now()
    splitMessage(bytes, BOUNDS, false)
    expect(performance.now() - started).toBeLessThan(5000)
  })
})
