// The RC4 stream cipher, which OpenSSL 3 leaves out by default and old encrypted PDFs still need (ISO 32000-2 7.6.3.2).

/** Encrypts or decrypts; both are the same. */
export function rc4(key: Uint8Array, bytes: Uint8Array): Buffer<ArrayBuffer> {
  const state = new Uint8Array(256)
  for (let i = 0; i < 256; i++) state[i] = i
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + state[i]! + key[i % key.length]!) & 255
    const held = state[i]!
    state[i] = state[j]!
    state[j] = held
  }
  const out = Buffer.alloc(bytes.length)
  for (let at = 0, i = 0, j = 0; at < bytes.length; at++) {
    i = (i + 1) & 255
    const one = state[i]!
    j = (j + one) & 255
    const two = state[j]!
    state[i] = two
    state[j] = one
    out[at] = bytes[at]! ^ state[(one + two) & 255]!
  }
  return out
}
