// The site's trust folder as the `congthu trust` commands see it: pins, certificate files, revocation lists.
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { unaccent } from '../language/text.ts'
import { PolicyFiles } from '../policy/files.ts'
import {
  CERTIFICATE_EXTENSIONS,
  CRL_FOLDER,
  crlBytes,
  MAX_CRL_BYTES,
  type PinnedRoot,
  pemBlocks,
  readPins,
} from '../policy/trust.ts'
import { readSmallFile } from '../settings/bounded-file.ts'
import { SettingsError } from '../settings/yaml-file.ts'
import { type Certificate, tryCertificate } from '../signature/certificate.ts'
import { type Crl, readCrl } from '../signature/crl.ts'
import { verifySignature } from '../signature/crypto.ts'
import { DerError } from '../signature/der.ts'
import { sameName } from '../signature/names.ts'
import { judgePath, type PathVerdict } from '../signature/path.ts'
import { DEFAULT_POLICIES, type PolicyOptions } from './engine.ts'

export interface TrustFolder {
  folder: string
  roots: PinnedRoot[]
  certificates: { file: string; certificate: Certificate }[]
  crls: { file: string; raw: Buffer; crl: Crl }[]
}

/** Reads the trust folder that is in force; throws a SettingsError when roots.yaml has mistakes. */
export function openTrust(options: PolicyOptions): TrustFolder {
  const files = new PolicyFiles({ directory: options.policies ?? DEFAULT_POLICIES, site: options.site })
  const { folder, roots } = readPins(files)
  if (files.mistakes.length > 0) throw new SettingsError(files.mistakes)
  const trust: TrustFolder = { folder, roots, certificates: [], crls: [] }
  for (const file of names(folder)) {
    if (!CERTIFICATE_EXTENSIONS.has(extname(file).toLowerCase())) continue
    const bytes = readSmallFile(join(folder, file))
    const found = Buffer.isBuffer(bytes) ? certificatesIn(bytes) : null
    for (const certificate of found ?? []) trust.certificates.push({ file, certificate })
  }
  for (const file of names(join(folder, CRL_FOLDER))) {
    const bytes = readSmallFile(join(folder, CRL_FOLDER, file), MAX_CRL_BYTES)
    const raw = Buffer.isBuffer(bytes) ? crlBytes(bytes) : null
    const crl = raw && tryCrl(raw)
    if (raw && crl) trust.crls.push({ file: join(CRL_FOLDER, file), raw, crl })
  }
  return trust
}

function names(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : []
}

/** Certificates of a PEM or DER file; null when it is none. */
export function certificatesIn(bytes: Buffer): Certificate[] | null {
  try {
    const found = pemBlocks(bytes).map((block) => tryCertificate(Buffer.isBuffer(block) ? block : derOf(block)))
    return found.every((certificate) => certificate !== null) ? found : null
  } catch {
    return null
  }
}

function derOf(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----[^-]*-----/g, ''), 'base64')
}

/** null for what is no CRL. */
export function tryCrl(raw: Buffer): Crl | null {
  try {
    return readCrl(raw)
  } catch (error) {
    if (error instanceof DerError) return null
    throw error
  }
}

/** Path from a certificate to a pin, with the certificates at hand and `more`. A pinned root is its own path. */
export function pathOf(certificate: Certificate, trust: TrustFolder, more: Certificate[], now: Date): PathVerdict {
  const roots = trust.roots.map(({ sha256 }) => sha256)
  if (roots.includes(certificate.sha256)) return { trust: 'trusted', why: 'pinned root', path: [certificate] }
  const pool = [...trust.certificates.map((each) => each.certificate), ...more]
  const evidence = { crls: trust.crls.map(({ raw }) => raw), ocsps: [] }
  const { ca, extendedKeyUsage } = certificate.extensions
  const stamps = extendedKeyUsage?.includes('1.3.6.1.5.5.7.3.8') ?? false
  const purpose = ca ? 'authority' : stamps ? 'timestamp' : 'document'
  return judgePath(certificate, { pool, roots, evidence, at: now, now, purpose })
}

/** The authority that signed a list and leads to a pin; null when there is none at hand. */
export function signerOfCrl(crl: Crl, trust: TrustFolder, now: Date): Certificate | null {
  for (const { certificate } of trust.certificates) {
    if (!certificate.extensions.ca || !sameName(certificate.subject, crl.issuer)) continue
    if (verifySignature(crl.algorithm, certificate.key, [crl.signed], crl.signature).ok !== true) continue
    if (!['untrusted', 'revoked'].includes(pathOf(certificate, trust, [], now).trust)) return certificate
  }
  return null
}

/** Writes the certificate as PEM, whole or not at all; gives the file's name. */
export function storeCertificate(certificate: Certificate, { folder }: TrustFolder): string {
  const lines = certificate.raw.toString('base64').match(/.{1,64}/g) ?? []
  const pem = `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
  const { CN, O } = certificate.subject.attributes
  const name = `${slug([...CN, ...O][0] ?? '')}-${certificate.sha256.slice(0, 8)}.pem`
  write(folder, name, Buffer.from(pem))
  return name
}

/** Writes a list in the place of the one that its authority made before; gives the file's name under the trust folder. */
export function storeCrl(raw: Buffer, crl: Crl, signer: Certificate, { folder }: TrustFolder): string {
  const scope =
    crl.scope.uris === null ? '' : `-${createHash('sha256').update(crl.scope.uris.join()).digest('hex').slice(0, 4)}`
  const name = `${slug(signer.subject.attributes.CN[0] ?? '')}-${signer.sha256.slice(0, 8)}${scope}.crl`
  mkdirSync(join(folder, CRL_FOLDER), { recursive: true })
  write(join(folder, CRL_FOLDER), name, raw)
  return join(CRL_FOLDER, name)
}

/** The gateway reads the folder at any time: a file is there whole or not at all. A dot file is not the policy's. */
function write(folder: string, name: string, bytes: Buffer): void {
  const scratch = join(folder, `.${randomBytes(6).toString('hex')}`)
  try {
    writeFileSync(scratch, bytes, { flag: 'wx' })
    renameSync(scratch, join(folder, name))
  } finally {
    rmSync(scratch, { force: true })
  }
}

function slug(text: string): string {
  const letters = unaccent(text).toLowerCase()
  return (
    letters
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 60) || 'certificate'
  )
}
