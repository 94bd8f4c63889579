// `congthu trust list|add`: what the site trusts, what is missing, and adding a certificate or revocation list.

import { crlBytes, MAX_CRL_BYTES } from '../policy/trust.ts'
import { readSmallFile } from '../settings/bounded-file.ts'
import type { Certificate } from '../signature/certificate.ts'
import type { PolicyOptions } from './engine.ts'
import { safe } from './safe.ts'
import { STATUS } from './status.ts'
import {
  certificatesIn,
  openTrust,
  pathOf,
  signerOfCrl,
  storeCertificate,
  storeCrl,
  type TrustFolder,
  tryCrl,
} from './trust-store.ts'

interface ListedCertificate {
  file: string | null
  name: string
  sha256: string
  /** `missing` when it is named in roots.yaml and no file has it. */
  state: string
  notBefore: string | null
  notAfter: string | null
}

interface ListedCrl {
  file: string
  issuer: string
  thisUpdate: string
  nextUpdate: string | null
  state: 'in-force' | 'out-of-date' | 'not-signed'
}

/** 0 when everything named in roots.yaml is there and in force, 1 when something is missing or has run out. */
export function trustListCommand(options: PolicyOptions & { json?: boolean }, now = new Date()): number {
  const trust = openTrust(options)
  const certificates = [...pins(trust, now), ...others(trust, now)]
  const crls = trust.crls.map((each) => listCrl(each, trust, now))
  if (options.json) for (const each of [...certificates, ...crls]) console.log(JSON.stringify(each))
  else print(certificates, crls, trust.folder)
  const well = certificates.every(
    ({ state }) => state === 'pinned' || state === 'trusted' || state === 'revocation-unknown',
  )
  return well && crls.every(({ state }) => state === 'in-force') ? STATUS.ok : STATUS.tagged
}

/** Roots and intermediates that roots.yaml names. */
function pins(trust: TrustFolder, now: Date): ListedCertificate[] {
  const named = trust.roots.flatMap((root) => [root, ...root.intermediates])
  return named.map(({ sha256, name }) => {
    const found = trust.certificates.find(({ certificate }) => certificate.sha256 === sha256)
    if (found) return listed(found, trust, now)
    return { file: null, name, sha256, state: 'missing', notBefore: null, notAfter: null }
  })
}

function others(trust: TrustFolder, now: Date): ListedCertificate[] {
  const named = new Set(
    trust.roots.flatMap(({ sha256, intermediates }) => [sha256, ...intermediates.map((each) => each.sha256)]),
  )
  return trust.certificates
    .filter(({ certificate }) => !named.has(certificate.sha256))
    .map((each) => listed(each, trust, now))
}

function listed(
  { file, certificate }: TrustFolder['certificates'][number],
  trust: TrustFolder,
  now: Date,
): ListedCertificate {
  const { sha256, subject, notBefore, notAfter } = certificate
  const pinned = trust.roots.some((root) => root.sha256 === sha256)
  const inForce = now < notBefore ? 'not-yet-valid' : now > notAfter ? 'expired' : 'pinned'
  return {
    ...{ file, name: subject.text, sha256 },
    state: pinned ? inForce : pathOf(certificate, trust, [], now).trust,
    ...{ notBefore: notBefore.toISOString(), notAfter: notAfter.toISOString() },
  }
}

function listCrl({ file, crl }: TrustFolder['crls'][number], trust: TrustFolder, now: Date): ListedCrl {
  const signed = signerOfCrl(crl, trust, now) !== null
  const current = crl.nextUpdate !== null && crl.nextUpdate >= now
  return {
    ...{ file, issuer: crl.issuer.text, thisUpdate: crl.thisUpdate.toISOString() },
    nextUpdate: crl.nextUpdate?.toISOString() ?? null,
    state: !signed ? 'not-signed' : current ? 'in-force' : 'out-of-date',
  }
}

const STATES: Record<string, string> = {
  pinned: '✓ gốc được tin / pinned root',
  trusted: '✓ dẫn tới gốc được tin / leads to a pinned root',
  'revocation-unknown': '✓ dẫn tới gốc được tin, chưa có CRL / leads to a pinned root, no CRL in force',
  missing: '✗ thiếu tệp chứng thư / certificate file is missing',
  untrusted: '✗ không dẫn tới gốc nào / leads to no pinned root',
  expired: '✗ hết hạn / expired',
  'not-yet-valid': '✗ chưa đến hạn / not yet valid',
  revoked: '✗ bị thu hồi / revoked',
  weak: '✗ thuật toán yếu / weak algorithm',
  'key-usage': '✗ không đúng mục đích / not for this use',
  'in-force': '✓ còn hiệu lực / in force',
  'out-of-date': '✗ quá hạn / out of date',
  'not-signed': '✗ không do CA được tin ký / not signed by a trusted authority at hand',
}

function print(certificates: ListedCertificate[], crls: ListedCrl[], folder: string): void {
  console.log(`${safe(folder)}: ${certificates.length} chứng thư/certificates, ${crls.length} CRL`)
  for (const { name, sha256, file, state, notBefore, notAfter } of certificates) {
    console.log(safe(`${STATES[state] ?? state}: ${name}`))
    console.log(`    SHA-256 ${sha256}`)
    if (file !== null) console.log(safe(`    ${file}, ${notBefore?.slice(0, 10)} … ${notAfter?.slice(0, 10)}`))
  }
  for (const { issuer, file, state, thisUpdate, nextUpdate } of crls) {
    console.log(safe(`${STATES[state]}: CRL ${issuer}`))
    console.log(safe(`    ${file}, ${thisUpdate} … ${nextUpdate ?? '?'}`))
  }
  const missing = certificates.some(({ state }) => state === 'missing')
  if (missing) console.log('Lấy về / to get what is missing: congthu trust fetch, hoặc/or congthu trust add FILE')
}

/** 0 when everything in the file was taken (or was there), 2 when something was refused, 75 when it cannot be read. */
export function trustAddCommand(files: string[], options: PolicyOptions, now = new Date()): number {
  let status: number = STATUS.ok
  for (const file of files) {
    const trust = openTrust(options)
    const bytes = readSmallFile(file, MAX_CRL_BYTES)
    if (!Buffer.isBuffer(bytes)) {
      console.error(`congthu: ${safe(file)}: ${bytes.vi} / ${bytes.en}`)
      status = STATUS.tempfail
    } else if (!addBytes(file, bytes, trust, now) && status === STATUS.ok) status = STATUS.rejected
  }
  return status
}

/** Takes certificates or one list in; says what came of each. False when something was refused. */
export function addBytes(from: string, bytes: Buffer, trust: TrustFolder, now: Date): boolean {
  const raw = crlBytes(bytes)
  const crl = raw && tryCrl(raw)
  if (raw && crl) return addCrl(from, raw, trust, now)
  const certificates = certificatesIn(bytes)
  if (!certificates) {
    console.error(safe(`✗ ${from}: không phải chứng thư hay CRL / neither a certificate nor a revocation list`))
    return false
  }
  // A file may hold a chain in any order: each may stand between the others and a pin.
  return certificates.map((each) => addCertificate(from, each, certificates, trust, now)).every((taken) => taken)
}

function addCertificate(from: string, one: Certificate, beside: Certificate[], trust: TrustFolder, now: Date): boolean {
  const { trust: worth, why } = pathOf(one, trust, beside, now)
  const name = `${one.subject.text}\n    SHA-256 ${one.sha256}`
  if (worth === 'untrusted' || worth === 'revoked') {
    console.error(safe(`✗ ${from}: bị từ chối / refused (${why}): `) + safe(name.split('\n')[0]!))
    console.error(`    SHA-256 ${one.sha256}`)
    console.error('    Dấu vân tay không có trong roots.yaml và chứng thư không dẫn tới gốc nào ở đó.')
    console.error('    The fingerprint is not in roots.yaml and the certificate leads to no root there.')
    return false
  }
  const there = trust.certificates.find(({ certificate }) => certificate.sha256 === one.sha256)
  const file = there?.file ?? storeCertificate(one, trust)
  if (!there) trust.certificates.push({ file, certificate: one })
  const said = there ? 'đã có / already there' : 'đã lưu / stored'
  console.log(`✓ ${safe(from)}: ${said}: ${safe(file)} (${STATES[worth]?.slice(2) ?? worth})`)
  return true
}

function addCrl(from: string, raw: Buffer, trust: TrustFolder, now: Date): boolean {
  const crl = tryCrl(raw)!
  const signer = signerOfCrl(crl, trust, now)
  if (!signer) {
    console.error(
      safe(
        `✗ ${from}: CRL không do CA được tin nào ở đây ký / signed by no trusted authority at hand: ${crl.issuer.text}`,
      ),
    )
    return false
  }
  // An older list would hide what was revoked since.
  const newer = trust.crls.find(
    (each) =>
      each.crl.issuer.raw.equals(crl.issuer.raw) && each.crl.thisUpdate > crl.thisUpdate && sameScope(each.crl, crl),
  )
  if (newer) {
    console.error(safe(`✗ ${from}: CRL cũ hơn bản đang có / older than the one that is there: ${newer.file}`))
    return false
  }
  const file = storeCrl(raw, crl, signer, trust)
  trust.crls.push({ file, raw, crl })
  console.log(
    safe(
      `✓ ${from}: đã lưu / stored: ${file}, ${crl.thisUpdate.toISOString()} … ${crl.nextUpdate?.toISOString() ?? '?'}`,
    ),
  )
  return true
}

function sameScope(a: NonNullable<ReturnType<typeof tryCrl>>, b: typeof a): boolean {
  return (a.scope.uris ?? []).join() === (b.scope.uris ?? []).join()
}
