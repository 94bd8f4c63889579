// The CRC of Apple's file envelopes: polynomial 0x1021 of CCITT, initial value 0 (RFC 1741 4, MacBinary II).

const TABLE = new Uint16Array(256)
for (let i = 0; i < 256; i++) {
  let value = i << 8
  for (let bit = 0; bit < 8; bit++) value = value & 0x8000 ? ((value << 1) ^ 0x1021) & 0xffff : (value << 1) & 0xffff
  TABLE[i] = value
}

/** The CRC of the bytes. */
export function crc16(bytes: Buffer): number {
  let crc = 0
  for (let i = 0; i < bytes.length; i++) crc = ((crc << 8) & 0xffff) ^ TABLE[(crc >> 8) ^ bytes[i]!]!
  return crc
}
