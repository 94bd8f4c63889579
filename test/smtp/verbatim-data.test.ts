// The replaced parts of smtp-server: what they replace is still what was read, and DATA is right for every chunking.
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { SMTPServer } from 'smtp-server'
import { SMTPConnection } from 'smtp-server/lib/smtp-connection.js'
import { SMTPStream } from 'smtp-server/lib/smtp-stream.js'
import { describe, expect, test } from 'vitest'
import { unstuff } from '../../src/message/dot-stuffing.ts'
import { type Ending, scanChunk } from '../../src/smtp/stuffing.ts'
import { VerbatimParser } from '../../src/smtp/verbatim-data.ts'

/** When one of these fails: read the package's new method, adapt src/smtp/{verbatim-data,front-connection,front-server}.ts, then write the new hash here. */
const READ: [object, string, string][] = [
  [SMTPStream, '_feedDataStream', '9d8b903f9a3a6354'],
  [SMTPStream, 'startDataMode', 'd007d5db8cb9dad7'],
  [SMTPStream, '_endDataMode', '7de0cf3d06716328'],
  [SMTPStream, '_countDataBytes', '4b938ebe6c9971eb'],
  [SMTPStream, '_write', 'a72635ce53e24b3a'],
  [SMTPStream, '_flushData', '84553453dd028d62'],
  [SMTPStream, 'continue', 'ce5856923c797749'],
  [SMTPConnection, 'init', '1265a7d7ca8f5510'],
  [SMTPConnection, '_createParser', '15ca8c360137e06a'],
  [SMTPConnection, '_resetSession', '2bf7682ca13869a0'],
  [SMTPConnection, '_onCommand', '41c8a1b7a32aa314'],
  [SMTPConnection, '_onClose', '097b8d221da5c5ad'],
  [SMTPConnection, 'send', 'c33568c0111a58b2'],
  [SMTPConnection, 'close', '4b80aaabd134a732'],
  [SMTPConnection, 'connectionReady', '361a2b1de88fbf67'],
  [SMTPConnection, '_sendGreeting', 'dc5cd4bb4b93013f'],
  [SMTPConnection, '_proxyCommandAllowed', '70f3170cf318a54b'],
  [SMTPConnection, 'handler_XCLIENT', 'e8fa4dc487132140'],
  [SMTPConnection, 'handler_XFORWARD', '678b4f260fd9ab8a'],
  [SMTPConnection, 'handler_MAIL', 'a40618dd2e16f0fa'],
  [SMTPConnection, 'handler_RCPT', 'ef2acd7214eaa466'],
  [SMTPConnection, 'handler_DATA', '9eceecf35f56cecd'],
  [SMTPConnection, 'upgrade', '6a3fa8a3ee413745'],
  [SMTPServer, '_acceptSocket', 'f4c69396f94c5c50'],
  [SMTPServer, '_expectsProxyHeader', 'b900129fbb5a986c'],
  [SMTPServer, '_handleProxy', 'b52456c48b0458fe'],
  [SMTPServer, 'connect', '9818ea13a1c36459'],
  [SMTPServer, 'close', '9084d18828ade08d'],
]

describe('smtp-server', () => {
  test.each(READ)('%o %s is the method that was read', (type, name, hash) => {
    const method = (type as { prototype: Record<string, () => void> }).prototype[name]!
    expect(createHash('sha256').update(Function.prototype.toString.call(method)).digest('hex').slice(0, 16)).toBe(hash)
  })
})

/** What the parser makes of octets that come in these chunks: the content, and what it took for commands afterwards. */
async function parse(
  chunks: Buffer[],
): Promise<{ content: string; commands: string[]; stuffed: number; ended: boolean }> {
  const parser = new VerbatimParser()
  const commands: string[] = []
  parser.oncommand = (command, callback) => {
    commands.push(command.toString('latin1'))
    callback?.()
  }
  const stream = parser.startDataMode()
  const content: Buffer[] = []
  let ended = false
  stream.on('data', (chunk: Buffer) => content.push(chunk))
  stream.on('end', () => {
    ended = true
    parser.continue()
  })
  for (const chunk of chunks) await new Promise<void>((resolve) => parser.write(chunk, () => resolve()))
  await new Promise((resolve) => setImmediate(resolve))
  return { content: Buffer.concat(content).toString('latin1'), commands, stuffed: stream.stuffedDots, ended }
}

/** The same by the definition in RFC 5321 4.1.1.4 and 4.5.2, over the whole text at once. */
function byDefinition(wire: string): { content: string; stuffed: number; ended: boolean; rest: string } {
  const end = `\r\n${wire}`.indexOf('\r\n.\r\n')
  const ended = end >= 0
  const content = ended ? wire.slice(0, end) : wire
  return { content, stuffed: [...`\r\n${content}`.matchAll(/\r\n\./g)].length, ended, rest: wire.slice(end + 3) }
}

function cut(octets: Buffer, sizes: number[]): Buffer[] {
  const chunks: Buffer[] = []
  let from = 0
  for (const size of sizes) {
    if (from >= octets.length) break
    chunks.push(octets.subarray(from, from + size))
    from += size
  }
  if (from < octets.length) chunks.push(octets.subarray(from))
  return chunks
}

const pieces = fc.constantFrom(
  '\r\n',
  '\r',
  '\n',
  '.',
  '..',
  'a',
  '\r\n.',
  '\n.\r\n',
  '\r\n.\r',
  '.\r\n.',
  '\0',
  '\xff',
)
const wireText = fc.array(pieces, { maxLength: 24 }).map((parts) => parts.join(''))
const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 60 })

describe('DATA', () => {
  test('ends and keeps its octets the same for every chunking', async () => {
    await fc.assert(
      fc.asyncProperty(wireText, sizes, async (text, lengths) => {
        const wire = `${text}\r\n.\r\nNOOP\r\n`
        const want = byDefinition(wire)
        const got = await parse(cut(Buffer.from(wire, 'latin1'), lengths))
        expect({ content: got.content, stuffed: got.stuffed, ended: got.ended }).toEqual({
          content: want.content,
          stuffed: want.stuffed,
          ended: true,
        })
        // A line that does not end with CRLF keeps its LF: it is refused for it.
        const lines = want.rest.match(/[^\n]*\n/g) ?? []
        expect(got.commands).toEqual(lines.map((line) => (line.endsWith('\r\n') ? line.slice(0, -2) : line)))
      }),
      { numRuns: 400 },
    )
  })

  test('ends at the terminator however that is cut', async () => {
    const wire = Buffer.from('x\r\n.\r\nNOOP\r\n')
    for (let a = 1; a < wire.length; a++) {
      for (let b = a; b < wire.length; b++) {
        const got = await parse([wire.subarray(0, a), wire.subarray(a, b), wire.subarray(b)])
        expect(got).toEqual({ content: 'x\r\n', commands: ['NOOP'], stuffed: 0, ended: true })
      }
    }
  })

  test.each(['\n.\n', '\n.\r\n', '\r\n.\n', '\r.\r', '\r.\r\n', '\r\n.\r', '\n\n.\r\n', '\r\n\0.\r\n', '\r\n.\0\r\n'])(
    'does not end at %j',
    async (ending) => {
      const got = await parse([Buffer.from(`a${ending}MAIL FROM:<x@y.example>\r\n.\r\n`, 'latin1')])
      expect(got.commands).toEqual([])
      expect(got.content).toBe(`a${ending}MAIL FROM:<x@y.example>\r\n`)
    },
  )

  test('may be empty', async () => {
    expect(await parse([Buffer.from('.\r\n')])).toEqual({ content: '', commands: [], stuffed: 0, ended: true })
  })

  test('holds back its writer when nobody reads', async () => {
    const parser = new VerbatimParser()
    const stream = parser.startDataMode()
    const block = Buffer.alloc(65_536, 'a')
    let taken = 0
    for (let i = 0; i < 20; i++) parser.write(block, () => taken++)
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(taken).toBeLessThan(5)
    stream.resume()
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(taken).toBe(20)
  })
})

describe('unstuff', () => {
  test('removes the first dot of every line and nothing else', () => {
    fc.assert(
      fc.property(wireText, (text) => {
        const got = unstuff(Buffer.from(text, 'latin1')).toString('latin1')
        expect(got).toBe(`\r\n${text}`.replace(/\r\n\./g, '\r\n').slice(2))
      }),
      { numRuns: 500 },
    )
  })

  test('gives the same buffer when there is nothing to remove', () => {
    const plain = Buffer.from('a. b\r\nc.\r\n\n.d\r\n')
    expect(unstuff(plain)).toBe(plain)
  })

  test('and the search stay linear on dots', () => {
    const hostile = [Buffer.alloc(4_000_000, '.'), Buffer.alloc(4_000_000, '\r\n.'), Buffer.alloc(4_000_000, '\n.')]
    const started = performance.now()
    for (const octets of hostile) {
      unstuff(octets)
      let ending: Ending = 2
      for (let from = 0; from < octets.length; from += 65_536) {
        ending = scanChunk(octets.subarray(from, from + 65_536), ending).ending
      }
    }
    expect(performance.now() - started).toBeLessThan(5000)
  })
})
