// The trust store: pinned root fingerprints, certificates to build paths from, and revocation lists (site/trust/).
import { X509Certificate } from 'node:crypto'
import { existsSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import type { TrustStore } from '../facts.ts'
import type { TwoLanguages } from '../settings/yaml-file.ts'
import type { PolicyFile, PolicyFiles } from './files.ts'
import { rootsSchema } from './schema.ts'

/** One pinned root of roots.yaml, with where it and what belongs to it is published. */
export type PinnedRoot = ReturnType<typeof rootsSchema.parse>[number]

export const CERTIFICATE_EXTENSIONS = new Set(['.pem', '.crt', '.cer'])
const MAX_CERTIFICATES = 500
export const ROOTS_FILE = 'roots.yaml'
const BEGIN = '-----BEGIN '
const CERTIFICATE = 'CERTIFICATE-----'
const CRL = 'X509 CRL-----'
/** Folder of the revocation lists, beside the certificates. */
export const CRL_FOLDER = 'crl'
/** Octets of one list and of all together: every reading process holds them. */
export const MAX_CRL_BYTES = 16 * 1_048_576
const MAX_ALL_CRL_BYTES = 32 * 1_048_576

/** Reads site/trust/; mistakes go to `files`. A root counts only by its fingerprint, never because its file is there. */
export function loadTrust(files: PolicyFiles): TrustStore {
  const store: TrustStore = { roots: [], certificates: [] }
  const folder = files.list(files.siteFile('trust'))
  if (!folder.some(({ name }) => basename(name) === ROOTS_FILE)) files.tell(files.siteFile('trust'), NO_ROOTS)
  for (const file of folder) {
    if (basename(file.name) === ROOTS_FILE) store.roots = loadRoots(file, files)
    else if (CERTIFICATE_EXTENSIONS.has(extname(file.name).toLowerCase())) store.certificates.push(...load(file, files))
    else files.tell(file, OTHER_FILE)
  }
  if (store.certificates.length > MAX_CERTIFICATES) files.tell(files.siteFile('trust'), TOO_MANY)
  const crls = loadCrls(files)
  return { roots: store.roots, certificates: [...new Set(store.certificates)], ...(crls.length > 0 ? { crls } : {}) }
}

/** site/trust/crl/*.crl; who signed them and whether they are in force is judged with each signature. */
function loadCrls(files: PolicyFiles): Buffer[] {
  // The lists belong to the certificates beside them: an office's own trust/ replaces both.
  const { name, path } = files.siteFile('trust')
  const folder = { name: join(name, CRL_FOLDER), path: join(path, CRL_FOLDER) }
  if (!existsSync(folder.path)) return []
  let left = MAX_ALL_CRL_BYTES
  return files.list(folder).flatMap((file) => {
    const bytes = extname(file.name).toLowerCase() === '.crl' ? files.bytes(file, MAX_CRL_BYTES) : null
    const der = bytes && crlBytes(bytes)
    if (!der) files.tell(file, NOT_A_CRL)
    left -= der?.length ?? 0
    if (left < 0) files.tell(file, CRLS_TOO_LARGE)
    return der && left >= 0 ? [der] : []
  })
}

/** DER of the list in a PEM or DER file; null when it begins as neither. */
export function crlBytes(bytes: Buffer): Buffer | null {
  const from = bytes.indexOf(BEGIN + CRL)
  const end = bytes.indexOf(`-----END ${CRL}`)
  if (from < 0 || end < from) return bytes[0] === 0x30 ? bytes : null
  return Buffer.from(bytes.toString('latin1', from + BEGIN.length + CRL.length, end), 'base64')
}

/** The folder of the trust store in force, and its pins. Throws nothing; mistakes go to `files`. */
export function readPins(files: PolicyFiles): { folder: string; roots: PinnedRoot[] } {
  const { name, path } = files.siteFile('trust')
  const reading = files.yaml({ name: join(name, ROOTS_FILE), path: join(path, ROOTS_FILE) }, rootsSchema)
  return { folder: path, roots: reading?.value ?? [] }
}

function loadRoots(file: PolicyFile, files: PolicyFiles): string[] {
  const reading = files.yaml(file, rootsSchema)
  const seen = new Set<string>()
  for (const [index, { sha256 }] of reading?.value.entries() ?? []) {
    if (seen.has(sha256)) files.mistakes.push(reading!.mistake([index, 'sha256'], TWICE))
    seen.add(sha256)
  }
  return [...seen]
}

/** Every certificate of a PEM file, or the one of a DER file, as PEM. */
function load(file: PolicyFile, files: PolicyFiles): string[] {
  const bytes = files.bytes(file)
  if (bytes === null) return []
  try {
    return pemBlocks(bytes).map((block) => new X509Certificate(block).toString())
  } catch {
    files.tell(file, NOT_A_CERTIFICATE)
    return []
  }
}

/** The PEM blocks of a file, or its bytes as one DER certificate. Throws when it holds anything but certificates. */
export function pemBlocks(bytes: Buffer): (Buffer | string)[] {
  if (!bytes.includes(BEGIN)) return [bytes]
  const blocks = bytes.toString('latin1').split(BEGIN).slice(1)
  // A private key has no place beside certificates; nothing but certificates is read.
  if (blocks.some((block) => !block.startsWith(CERTIFICATE))) throw new Error('not a certificate')
  return blocks.map((block) => BEGIN + block)
}

const NOT_A_CERTIFICATE: TwoLanguages = {
  vi: 'không phải chứng thư X.509 (PEM hoặc DER), hoặc có thứ khác chứng thư trong tệp',
  en: 'not an X.509 certificate (PEM or DER), or the file holds something else too',
}
const NOT_A_CRL: TwoLanguages = {
  vi: 'không phải danh sách thu hồi (.crl, PEM hoặc DER)',
  en: 'not a revocation list (.crl, PEM or DER)',
}
const CRLS_TOO_LARGE: TwoLanguages = {
  vi: 'các danh sách thu hồi cộng lại quá 32 MiB',
  en: 'the revocation lists together are over 32 MiB',
}
const OTHER_FILE: TwoLanguages = {
  vi: 'không đọc loại tệp này; chứng thư phải là .pem, .crt hoặc .cer (đổi .p7b bằng openssl pkcs7 -print_certs)',
  en: 'this kind of file is not read; certificates are .pem, .crt or .cer (turn .p7b with openssl pkcs7 -print_certs)',
}
const NO_ROOTS: TwoLanguages = { vi: `thiếu tệp ${ROOTS_FILE}`, en: `${ROOTS_FILE} is missing` }
const TOO_MANY: TwoLanguages = { vi: 'quá 500 chứng thư', en: 'over 500 certificates' }
const TWICE: TwoLanguages = { vi: 'dấu vân tay này có hai lần', en: 'this fingerprint stands twice' }
