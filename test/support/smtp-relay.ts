// Starts a relay on the loopback with a judge that is told what to say, and a hop behind it; both closed afterwards.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRelay, type Judge, type Judgement, type Relay, type RelayOptions } from '../../src/smtp/relay.ts'
import { type HopScript, NextHopServer } from './next-hop.ts'

export const PASS: Judgement = { action: 'pass', reply: null, headers: ['X-Congthu-Verdict: pass'], code: 'AB12CD34' }

export interface LogLine {
  level: 'info' | 'warn' | 'error'
  text: string
  fields: Record<string, unknown>
}

export interface TestRelay {
  relay: Relay
  hop: NextHopServer
  port: number
  log: LogLine[]
  scratch: string
  [Symbol.asyncDispose](): Promise<void>
}

/** `hopPort` replaces the hop that is started otherwise. Use with `await using`. */
export async function startRelay(
  judge: Judge = async () => PASS,
  options: Partial<RelayOptions> & { hopPort?: number } = {},
  script: HopScript = {},
): Promise<TestRelay> {
  const hop = await NextHopServer.start(script)
  const scratch = mkdtempSync(join(tmpdir(), 'congthu-relay-'))
  const log: LogLine[] = []
  const take = (level: LogLine['level']) => (fields: object, text: string) => {
    log.push({ level, text, fields: { ...fields } })
  }
  const { hopPort, ...given } = options
  const relay = createRelay({
    hostname: 'gateway.example',
    listen: [{ host: '127.0.0.1', port: 0 }],
    nextHops: [{ host: '127.0.0.1', port: hopPort ?? hop.port, tls: 'none' }],
    clients: [],
    tls: null,
    sizeLimit: 10_000_000,
    memoryLimit: 65_536,
    scratch: join(scratch, 'messages'),
    maxConnections: 50,
    maxRecipients: 100,
    logger: { info: take('info'), warn: take('warn'), error: take('error') },
    judge,
    now: () => new Date('2026-11-23T08:00:00Z'),
    ...given,
  })
  const clean = async () => {
    await hop.close()
    rmSync(scratch, { recursive: true, force: true })
  }
  const [bound] = await relay.listen().catch(async (error) => {
    await clean()
    throw error
  })
  return {
    relay,
    hop,
    port: bound!.port,
    log,
    scratch: join(scratch, 'messages'),
    async [Symbol.asyncDispose]() {
      await relay.close(0)
      await clean()
    },
  }
}

/** A self-signed certificate for localhost and 127.0.0.1, made by openssl. */
export function selfSigned(name = 'localhost'): { key: string; cert: string } {
  const directory = mkdtempSync(join(tmpdir(), 'congthu-tls-'))
  try {
    const key = join(directory, 'key.pem')
    const cert = join(directory, 'cert.pem')
    const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name},IP:127.0.0.1`]
    const form = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30']
    execFileSync('openssl', ['req', ...form, ...subject, '-keyout', key, '-out', cert], { stdio: 'pipe' })
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** A small message. */
export function message(subject = 'Thu', body = 'Noi dung\r\n'): string {
  return `From: a@example.vn\r\nTo: b@example.vn\r\nSubject: ${subject}\r\n\r\n${body}`
}

/** What the hop got without the lines that we put in front: Received (three or four lines) and the judge's. */
export function withoutOurs(bytes: Buffer, ours = 1): Buffer {
  const text = bytes.toString('latin1')
  const received = /^Received: [^\r\n]*\r\n(?:[ \t][^\r\n]*\r\n)+/.exec(text)
  if (!received) throw new Error(`no Received in front: ${text.slice(0, 200)}`)
  let from = received[0].length
  for (let i = 0; i < ours; i++) from = text.indexOf('\r\n', from) + 2
  return bytes.subarray(from)
}
