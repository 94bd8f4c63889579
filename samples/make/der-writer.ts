// Writes DER (X.690) for the test certificates and signatures, so that samples come out the same byte for byte.

/** One tag, length, value; the content is the given parts in order. */
export function tlv(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const size = content.length
  if (size < 0x80) return Buffer.concat([Buffer.from([tag, size]), content])
  const bytes: number[] = []
  for (let rest = size; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256)
  return Buffer.concat([Buffer.from([tag, 0x80 | bytes.length, ...bytes]), content])
}

export const sequence = (...parts: Buffer[]): Buffer => tlv(0x30, ...parts)
/** SET OF: members in DER order (X.690 11.6). */
export const setOf = (...parts: Buffer[]): Buffer => tlv(0x31, ...parts.toSorted(Buffer.compare))
/** Explicit context tag [n]. */
export const explicit = (tag: number, ...parts: Buffer[]): Buffer => tlv(0xa0 | tag, ...parts)
export const octetString = (content: Buffer): Buffer => tlv(0x04, content)
export const bitString = (content: Buffer, unused = 0): Buffer => tlv(0x03, Buffer.from([unused]), content)
export const boolean = (value: boolean): Buffer => tlv(0x01, Buffer.from([value ? 0xff : 0]))
export const nil = (): Buffer => Buffer.from([0x05, 0])
export const utf8String = (text: string): Buffer => tlv(0x0c, Buffer.from(text, 'utf8'))
export const printableString = (text: string): Buffer => tlv(0x13, Buffer.from(text, 'latin1'))
export const ia5String = (text: string): Buffer => tlv(0x16, Buffer.from(text, 'latin1'))

/** INTEGER of a number that is not negative. */
export function integer(value: bigint | number): Buffer {
  let hex = BigInt(value).toString(16)
  if (hex.length % 2 === 1) hex = `0${hex}`
  const bytes = Buffer.from(hex, 'hex')
  return tlv(0x02, bytes[0]! & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes)
}

/** OBJECT IDENTIFIER from its dotted form. */
export function oid(dotted: string): Buffer {
  const [first, second, ...rest] = dotted.split('.').map(Number)
  const bytes: number[] = []
  for (const arc of [first! * 40 + second!, ...rest]) {
    const groups = [arc % 128]
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) groups.unshift(0x80 | (left % 128))
    bytes.push(...groups)
  }
  return tlv(0x06, Buffer.from(bytes))
}

/** Time in UTC: UTCTime to the year 2049 and GeneralizedTime after it (RFC 5280 4.1.2.5). */
export function time(at: Date): Buffer {
  const digits = `${at.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`
  return at.getUTCFullYear() < 2050 ? tlv(0x17, Buffer.from(digits.slice(2))) : tlv(0x18, Buffer.from(digits))
}
