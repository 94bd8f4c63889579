// `congthu trust fetch`: downloads what roots.yaml names from its official addresses. Run by hand or a timer, never for a mail.
import { get as getPlain, type IncomingMessage } from 'node:http'
import { get as getSecure } from 'node:https'
import { MAX_CRL_BYTES, type PinnedRoot } from '../policy/trust.ts'
import { readBundle } from '../signature/bundle.ts'
import type { Certificate } from '../signature/certificate.ts'
import { DerError } from '../signature/der.ts'
import type { PolicyOptions } from './engine.ts'
import { safe } from './safe.ts'
import { STATUS } from './status.ts'
import { addBytes } from './trust.ts'
import { certificatesIn, openTrust, type TrustFolder } from './trust-store.ts'

const MAX_CERTIFICATE_BYTES = 1_048_576
const MAX_REDIRECTS = 3
const IDLE_MS = 30_000
const WHOLE_MS = 180_000

/** 0 when all was fetched, 2 when something that came was refused, 75 when something could not be fetched. */
export async function trustFetchCommand(options: PolicyOptions, now = new Date()): Promise<number> {
  const trust = openTrust(options)
  const outcomes: Outcome[] = []
  for (const root of trust.roots) outcomes.push(...(await fetchRoot(root, trust, now)))
  // Lists last: they are checked with the certificates that came before.
  for (const root of trust.roots) for (const url of root.crls) outcomes.push(await fetchCrl(url, trust, now))
  if (outcomes.length === 0) {
    console.log('roots.yaml không ghi địa chỉ nào / roots.yaml names no address')
    return STATUS.ok
  }
  if (outcomes.includes('refused')) return STATUS.rejected
  return outcomes.includes('failed') ? STATUS.tempfail : STATUS.ok
}

type Outcome = 'taken' | 'refused' | 'failed'

async function fetchRoot(root: PinnedRoot, trust: TrustFolder, now: Date): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const { from, sha256 } of [root, ...root.intermediates])
    if (from !== undefined) outcomes.push(await fetchCertificate(from, sha256, trust, now))
  return outcomes
}

/** What comes must hold the certificate of that fingerprint; nothing else in it is kept. */
async function fetchCertificate(url: string, sha256: string, trust: TrustFolder, now: Date): Promise<Outcome> {
  const bytes = await tryDownload(url, MAX_CERTIFICATE_BYTES)
  if (!bytes) return 'failed'
  const found = certificatesOf(bytes)
  const wanted = found.find((each) => each.sha256 === sha256)
  if (wanted) return addBytes(url, wanted.raw, trust, now) ? 'taken' : 'refused'
  console.error(safe(`✗ ${url}: không có chứng thư có dấu vân tay đã ghim / the pinned certificate is not in it`))
  console.error(`    cần/wanted SHA-256 ${sha256}`)
  for (const each of found) console.error(safe(`    có/found  SHA-256 ${each.sha256} ${each.subject.text}`))
  return 'refused'
}

async function fetchCrl(url: string, trust: TrustFolder, now: Date): Promise<Outcome> {
  const bytes = await tryDownload(url, MAX_CRL_BYTES)
  if (!bytes) return 'failed'
  return addBytes(url, bytes, trust, now) ? 'taken' : 'refused'
}

/** Certificates of a PEM, DER or PKCS #7 file. */
function certificatesOf(bytes: Buffer): Certificate[] {
  const plain = certificatesIn(bytes)
  if (plain) return plain
  try {
    return readBundle(bytes)
  } catch (error) {
    if (error instanceof DerError) return []
    throw error
  }
}

async function tryDownload(url: string, limit: number): Promise<Buffer | null> {
  try {
    return await download(url, limit, MAX_REDIRECTS)
  } catch (error) {
    console.error(safe(`✗ ${url}: không tải được / could not be fetched: ${(error as Error).message}`))
    return null
  }
}

/** Follows a few redirects; throws past the limits of size and time, on errors and on any status but 200. */
async function download(address: string, limit: number, redirects: number): Promise<Buffer> {
  const url = new URL(address)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Error('not an http or https address')
  const response = await request(url)
  const { statusCode = 0, headers } = response
  if (statusCode >= 300 && statusCode < 400 && headers.location) {
    response.destroy()
    if (redirects === 0) throw new Error('too many redirects')
    return download(new URL(headers.location, url).href, limit, redirects - 1)
  }
  if (statusCode !== 200) {
    response.destroy()
    throw new Error(`HTTP ${statusCode}`)
  }
  return body(response, limit)
}

function request(url: URL): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const get = url.protocol === 'https:' ? getSecure : getPlain
    const call = get(url, { signal: AbortSignal.timeout(WHOLE_MS), headers: { 'user-agent': 'congthu' } }, resolve)
    call.setTimeout(IDLE_MS, () => call.destroy(new Error(`no data for ${IDLE_MS / 1000} seconds`)))
    call.on('error', reject)
  })
}

async function body(response: IncomingMessage, limit: number): Promise<Buffer> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of response) {
    size += part.length
    if (size > limit) {
      response.destroy()
      throw new Error(`over ${limit} bytes`)
    }
    parts.push(part)
  }
  return Buffer.concat(parts)
}
