// RSASSA-PSS with a mask of another digest than the message's (RFC 8017 9.1.2), which node:crypto cannot verify.
import { constants, createHash, type KeyObject, publicDecrypt } from 'node:crypto'

/**
 * Verifies a PSS signature over a message whose digest is `hash`. null when node:crypto does not give the bare RSA
 * result for this key (rsa-pss keys).
 */
export function verifyPss(
  key: KeyObject,
  hash: Buffer,
  digest: string,
  { mask, saltLength }: { mask: string; saltLength: number },
  signature: Buffer,
): boolean | null {
  const bits = (key.asymmetricKeyDetails?.modulusLength ?? 0) - 1
  let encoded: Buffer
  try {
    encoded = publicDecrypt({ key, padding: constants.RSA_NO_PADDING }, signature)
  } catch {
    return key.asymmetricKeyType === 'rsa' ? false : null
  }
  const length = Math.ceil(bits / 8)
  // One octet more than needed when the modulus has 8n+1 bits: it must be zero (8.1.2).
  if (encoded.length > length && encoded[0] !== 0) return false
  const em = encoded.subarray(encoded.length - length)
  const dbLength = length - hash.length - 1
  if (dbLength < saltLength + 1 || em.at(-1) !== 0xbc) return false
  const h = em.subarray(dbLength, dbLength + hash.length)
  const unused = 8 * length - bits
  if (em[0]! >> (8 - unused)) return false
  const db = mgf1(h, dbLength, mask)
  for (const [at, byte] of db.entries()) db[at] = byte ^ em[at]!
  db[0]! &= 0xff >> unused
  const padding = dbLength - saltLength - 1
  if (db.subarray(0, padding).some((byte) => byte !== 0) || db[padding] !== 1) return false
  const expected = createHash(digest)
    .update(Buffer.alloc(8))
    .update(hash)
    .update(db.subarray(padding + 1))
    .digest()
  return expected.equals(h)
}

/** Mask generation function 1 (RFC 8017 B.2.1). */
function mgf1(seed: Buffer, length: number, digest: string): Buffer {
  const blocks: Buffer[] = []
  for (let made = 0, counter = 0; made < length; counter++) {
    const count = Buffer.alloc(4)
    count.writeUInt32BE(counter)
    const block = createHash(digest).update(seed).update(count).digest()
    blocks.push(block)
    made += block.length
  }
  return Buffer.concat(blocks).subarray(0, length)
}
