// The trust store: pinned root fingerprints, and certificates to build paths from (site/trust/).
import { X509Certificate } from 'node:crypto'
import { basename, extname } from 'node:path'
import type { TrustStore } from '../facts.ts'
import type { TwoLanguages } from '../settings/yaml-file.ts'
import type { PolicyFile, PolicyFiles } from './files.ts'
import { rootsSchema } from './schema.ts'

const CERTIFICATE_EXTENSIONS = new Set(['.pem', '.crt', '.cer'])
const MAX_CERTIFICATES = 500
const ROOTS_FILE = 'roots.yaml'
const BEGIN = '-----BEGIN '
const CERTIFICATE = 'CERTIFICATE-----'

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
  return { roots: store.roots, certificates: [...new Set(store.certificates)] }
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

function pemBlocks(bytes: Buffer): (Buffer | string)[] {
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
const OTHER_FILE: TwoLanguages = {
  vi: 'không đọc loại tệp này; chứng thư phải là .pem, .crt hoặc .cer (đổi .p7b bằng openssl pkcs7 -print_certs)',
  en: 'this kind of file is not read; certificates are .pem, .crt or .cer (turn .p7b with openssl pkcs7 -print_certs)',
}
const NO_ROOTS: TwoLanguages = { vi: `thiếu tệp ${ROOTS_FILE}`, en: `${ROOTS_FILE} is missing` }
const TOO_MANY: TwoLanguages = { vi: 'quá 500 chứng thư', en: 'over 500 certificates' }
const TWICE: TwoLanguages = { vi: 'dấu vân tay này có hai lần', en: 'this fingerprint stands twice' }
