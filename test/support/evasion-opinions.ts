// Second opinions on many messages at once: the leaves that other parsers see, beside ours.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import type { MessageFacts } from '../../src/facts.ts'
import { decodeWords } from '../../src/message/decode-words.ts'
import { splitMessage } from '../../src/message/split.ts'
import { decodeBody } from '../../src/message/transfer-encoding.ts'
import { everyDocument } from '../../src/rules/documents.ts'

export interface Leaf {
  type: string
  size: number
  /** Of the decoded body; MIME::Parser gives it with LF line ends. */
  sha256: string
  encoding: string
  name: string
  error?: string
}

export interface Opinion {
  name: string
  missing: boolean
  /** What the program sees in each message. Throws when it breaks down. */
  leaves(messages: Buffer[]): Leaf[][] | Promise<Leaf[][]>
}

const available = (probe: string[]): boolean => spawnSync(probe[0]!, probe.slice(1)).status === 0

/** The programs that give one, and whether they are on this machine. */
export const OPINIONS: Opinion[] = [
  {
    name: 'Python’s email, compat32 and default (python3)',
    leaves: (messages) => byProgram(['python3', 'evasion-leaves.py'], messages),
    missing: !available(['python3', '--version']),
  },
  {
    name: 'MIME::Parser (libmime-tools-perl)',
    leaves: (messages) => byProgram(['perl', 'leaves.pl'], messages),
    missing: !available(['perl', '-MMIME::Parser', '-MJSON::PP', '-e1']),
  },
  { name: 'mailparser’s attachments', leaves: byMailparser, missing: false },
]

/** All in one process: a line for each message, and a line for each answer. */
function byProgram([program, script]: string[], messages: Buffer[]): Leaf[][] {
  const input = messages.map((bytes) => `${JSON.stringify(bytes.toString('base64'))}\n`).join('')
  const path = join(import.meta.dirname, script!)
  const { stdout, stderr } = spawnSync(program!, [path], { input, maxBuffer: 1 << 30, encoding: 'utf8' })
  const lines = stdout.trimEnd().split('\n')
  if (lines.length !== messages.length) throw new Error(`${lines.length} of ${messages.length} opinions: ${stderr}`)
  return lines.map((line) => JSON.parse(line) as Leaf[])
}

/** Its attachments only: what it takes for the message's words it gives decoded. */
async function byMailparser(messages: Buffer[]): Promise<Leaf[][]> {
  const all: Leaf[][] = []
  for (const message of messages) {
    const { attachments } = await simpleParser(message, {
      skipHtmlToText: true,
      skipTextToHtml: true,
      skipImageLinks: true,
    })
    all.push(
      attachments.map(({ content, contentType, filename }) => ({
        ...{ type: String(contentType), size: content.length, sha256: sha256(content), encoding: '' },
        name: filename ?? '',
      })),
    )
  }
  return all
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
const toLf = (bytes: Buffer): Buffer => Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1')

/** Hashes of everything that we read: the leaves of the message and of the messages nested in it, and every document. */
function ourHashes(message: Buffer, facts: MessageFacts): Set<string> {
  const hashes = new Set(everyDocument(facts.attachments).map((document) => document.sha256))
  const walk = (bytes: Buffer): void => {
    const { parts } = splitMessage(bytes, { depth: 100, parts: 5000, headerBytes: 1 << 20 }, () => {})
    for (const part of parts.filter(({ multipart }) => !multipart)) {
      const body = decodeBody(bytes.subarray(part.body.start, part.body.end), part.encoding).bytes
      hashes.add(sha256(body)).add(sha256(toLf(body)))
      if (part.type.startsWith('message/') || part.parent?.type === 'multipart/digest') walk(body)
    }
  }
  walk(message)
  return hashes
}

/**
 * Names are compared by their ASCII signs, composed and decomposed: each program shows the others in its own way, and
 * some give RFC 2047 as it stands.
 */
function skeletons(name: string): string[] {
  const readings = [name, decodeWords(name.replace(/\r?\n/g, ''))].map((each) => each.replace(/\\x[0-9A-F]{2}/g, ''))
  const forms = readings.flatMap((each) => [each.normalize('NFC'), each.normalize('NFD')])
  return forms.map((each) => each.replace(/[^\x21-\x7e]/g, ''))
}

/** Names that we take the files of the message to have. */
function ourNames(facts: MessageFacts): Set<string> {
  return new Set(everyDocument(facts.attachments).flatMap(({ names }) => names.flatMap(skeletons)))
}

/**
 * Leaves that the other sees and we do not, by content and by name; none when we see at least as much. A multipart that
 * the other could not split is no leaf.
 */
export function unseen(message: Buffer, facts: MessageFacts, leaves: Leaf[]): string[] {
  const hashes = ourHashes(message, facts)
  const names = ourNames(facts)
  return leaves.flatMap((leaf) => {
    const content = leaf.size > 0 && !leaf.type.startsWith('multipart/') && !hashes.has(leaf.sha256)
    const name = leaf.name !== '' && !skeletons(leaf.name).some((each) => names.has(each))
    return [
      ...(content ? [`content of ${leaf.type}, ${leaf.size} bytes, ${JSON.stringify(leaf.encoding)}`] : []),
      ...(name ? [`name ${JSON.stringify(leaf.name)}`] : []),
    ]
  })
}
