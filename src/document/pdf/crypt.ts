// The standard security handler with the empty user password (ISO 32000-2 7.6): RC4, AES-128, AES-256; revisions 2 to 6.
import { createDecipheriv, createHash } from 'node:crypto'
import { aes256Key } from './crypt-aes256.ts'
import { as, countOf, nameOf, type PdfDict, PdfError, type PdfStream, type PdfValue } from './objects.ts'
import { rc4 } from './rc4.ts'

type Method = 'none' | 'rc4' | 'aes128' | 'aes256'

/** Padding of passwords (7.6.4.3.2, algorithm 2 step a). */
const PAD = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex')
const BLOCK = 16

/** Decrypts what one file holds. Made by `unlock` only when the empty user password is the right one. */
export class Decryptor {
  readonly #key: Buffer
  readonly #streams: Method
  readonly #strings: Method
  readonly #metadata: boolean

  constructor(key: Buffer, streams: Method, strings: Method, metadata: boolean) {
    this.#key = key
    this.#streams = streams
    this.#strings = strings
    this.#metadata = metadata
  }

  /** Decrypts every string of a freshly read object in place, but for /Contents of a signature (7.6.2). */
  decryptStrings(value: PdfValue, number: number, generation: number): void {
    if (this.#strings === 'none') return
    const stack = [value]
    while (stack.length > 0) {
      const each = stack.pop()!
      if (typeof each !== 'object' || each === null) continue
      if (each.type === 'string') {
        // A string is read-only for all but the reader that has just made it.
        const string = each as { bytes: Buffer }
        string.bytes = this.#decrypt(this.#strings, each.bytes, number, generation)
      } else if (each.type === 'array') pushAll(stack, each.items)
      else if (each.type === 'dict') pushDict(stack, each)
      else if (each.type === 'stream') pushDict(stack, each.dict)
    }
  }

  /** A stream's bytes before its filters are undone. */
  decryptStream(stream: PdfStream, raw: Buffer, number: number, generation: number): Buffer {
    const { entries } = stream.dict
    const type = nameOf(entries.get('Type'))
    if (type === 'XRef' || (type === 'Metadata' && !this.#metadata) || namesCrypt(entries.get('Filter'))) return raw
    return this.#decrypt(this.#streams, raw, number, generation)
  }

  /** Algorithm 1 (7.6.3.2) and 1.A (7.6.3.3). */
  #decrypt(method: Method, bytes: Buffer, number: number, generation: number): Buffer {
    if (method === 'none' || bytes.length === 0) return bytes
    if (method === 'aes256') return aesDecrypt('aes-256-cbc', this.#key, bytes)
    const salt = Buffer.alloc(5)
    salt.writeUIntLE(number & 0xffffff, 0, 3)
    salt.writeUIntLE(generation & 0xffff, 3, 2)
    const hash = createHash('md5').update(this.#key).update(salt)
    if (method === 'aes128') hash.update('sAlT', 'latin1')
    const key = hash.digest().subarray(0, Math.min(this.#key.length + 5, BLOCK))
    return method === 'rc4' ? rc4(key, bytes) : aesDecrypt('aes-128-cbc', key, bytes)
  }
}

/** CBC with the initialisation vector in front and PKCS #5 padding. */
function aesDecrypt(cipher: string, key: Buffer, bytes: Buffer): Buffer {
  if (bytes.length < BLOCK * 2 || bytes.length % BLOCK !== 0) throw new PdfError('damaged', 'wrong length for AES')
  try {
    const decipher = createDecipheriv(cipher, key, bytes.subarray(0, BLOCK))
    return Buffer.concat([decipher.update(bytes.subarray(BLOCK)), decipher.final()])
  } catch {
    throw new PdfError('damaged', 'AES padding is wrong')
  }
}

/** An explicit /Crypt filter: only /Identity, the default, is in use (7.4.10). */
function namesCrypt(filter: PdfValue | undefined): boolean {
  return [filter, ...(as('array', filter)?.items ?? [])].some((name) => nameOf(name) === 'Crypt')
}

function pushDict(stack: PdfValue[], dict: PdfDict): void {
  const signature = dict.entries.has('ByteRange')
  for (const [key, value] of dict.entries) if (!signature || key !== 'Contents') stack.push(value)
  pushAll(stack, dict.shadowed)
}

function pushAll(stack: PdfValue[], values: Iterable<PdfValue>): void {
  for (const value of values) if (typeof value === 'object' && value !== null) stack.push(value)
}

/**
 * The decryptor for an /Encrypt dictionary whose values are direct, or null when the empty user password does not open
 * the file, or the handler is none of the standard ones. `id` is the first string of the trailer's /ID.
 */
export function unlock(encrypt: PdfDict, id: Buffer): Decryptor | null {
  const { entries } = encrypt
  const [version, revision] = [countOf(entries.get('V')) ?? 0, countOf(entries.get('R')) ?? 0]
  if (nameOf(entries.get('Filter')) !== 'Standard' || revision < 2 || revision > 6) return null
  const streams = methodOf(encrypt, version, 'StmF')
  const strings = methodOf(encrypt, version, 'StrF')
  if (streams === null || strings === null) return null
  const metadata = entries.get('EncryptMetadata') !== false
  const key = revision >= 5 ? aes256Key(encrypt, revision) : rc4Key(encrypt, version, revision, id, metadata)
  return key && new Decryptor(key, streams, strings, metadata)
}

/** Which cipher /StmF or /StrF names (table 25); versions 1 and 2 have RC4 for everything. */
function methodOf(encrypt: PdfDict, version: number, key: string): Method | null {
  if (version === 1 || version === 2) return 'rc4'
  if (version !== 4 && version !== 5) return null
  const name = nameOf(encrypt.entries.get(key)) ?? 'Identity'
  if (name === 'Identity') return 'none'
  const filter = as('dict', as('dict', encrypt.entries.get('CF'))?.entries.get(name))
  const method = nameOf(filter?.entries.get('CFM'))
  if (method === null || method === 'None') return 'none'
  if (version === 5) return method === 'AESV3' ? 'aes256' : null
  return method === 'V2' ? 'rc4' : method === 'AESV2' ? 'aes128' : null
}

/** Algorithm 2: the key of the empty password, when algorithm 6 finds that it is the right one. */
function rc4Key(encrypt: PdfDict, version: number, revision: number, id: Buffer, metadata: boolean): Buffer | null {
  const { entries } = encrypt
  const [owner, user] = [as('string', entries.get('O'))?.bytes, as('string', entries.get('U'))?.bytes]
  const permissions = entries.get('P')
  if (!owner || !user || typeof permissions !== 'number' || owner.length < 32 || user.length < 16) return null
  const bits = version === 4 ? 128 : (countOf(entries.get('Length')) ?? 40)
  const size = revision === 2 ? 5 : bits / 8
  if (!Number.isInteger(size) || size < 5 || size > BLOCK) return null
  const flags = Buffer.alloc(4)
  flags.writeInt32LE(permissions | 0)
  const hash = createHash('md5').update(PAD).update(owner.subarray(0, 32)).update(flags).update(id)
  if (revision >= 4 && !metadata) hash.update(Buffer.alloc(4, 0xff))
  let key: Buffer = hash.digest().subarray(0, size)
  if (revision >= 3) for (let round = 0; round < 50; round++) key = md5(key).subarray(0, size)
  return userValue(key, revision, id).equals(user.subarray(0, revision === 2 ? 32 : 16)) ? key : null
}

/** Algorithms 4 and 5: what /U begins with when the key is right. */
function userValue(key: Buffer, revision: number, id: Buffer): Buffer {
  if (revision === 2) return rc4(key, PAD)
  let value: Buffer = createHash('md5').update(PAD).update(id).digest()
  for (let round = 0; round < 20; round++)
    value = rc4(
      key.map((byte) => byte ^ round),
      value,
    )
  return value
}

const md5 = (bytes: Buffer): Buffer => createHash('md5').update(bytes).digest()
