// The file key of AES-256 encrypted PDFs for the empty user password (ISO 32000-2 7.6.4.3.3, algorithms 2.A and 2.B).
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'
import { as, type PdfDict } from './objects.ts'

/** Rounds of algorithm 2.B end by chance soon after 64; past this the file was made to cost. */
const MAX_ROUNDS = 1024

/** The key when the empty password is the right one, else null. /U is 32 bytes of hash and two salts of 8. */
export function aes256Key({ entries }: PdfDict, revision: number): Buffer | null {
  const user = as('string', entries.get('U'))?.bytes
  const wrapped = as('string', entries.get('UE'))?.bytes
  if (!user || user.length < 48 || wrapped?.length !== 32) return null
  const hash = revision === 5 ? sha256 : hardened
  if (!hash(user.subarray(32, 40))?.equals(user.subarray(0, 32))) return null
  const key = hash(user.subarray(40, 48))
  if (!key) return null
  const decipher = createDecipheriv('aes-256-cbc', key, Buffer.alloc(16)).setAutoPadding(false)
  return Buffer.concat([decipher.update(wrapped), decipher.final()])
}

const sha256 = (salt: Buffer): Buffer => createHash('sha256').update(salt).digest()

/** Algorithm 2.B with an empty password and no user key. */
function hardened(salt: Buffer): Buffer | null {
  let key = sha256(salt)
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const repeated = Buffer.concat(Array<Buffer>(64).fill(key))
    const cipher = createCipheriv('aes-128-cbc', key.subarray(0, 16), key.subarray(16, 32)).setAutoPadding(false)
    const mixed = cipher.update(repeated)
    const remainder = mixed.subarray(0, 16).reduce((sum, byte) => sum + byte, 0) % 3
    key = createHash(['sha256', 'sha384', 'sha512'][remainder]!).update(mixed).digest()
    if (round >= 63 && mixed.at(-1)! <= round - 31) return key.subarray(0, 32)
  }
  return null
}
