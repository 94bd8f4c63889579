// Writes Outlook's containers for tests: TNEF streams with attributes and MAPI properties, .msg plans, compressed RTF.
import { crc32 } from 'node:zlib'
import type { OlePlan } from './ole-builder.ts'

export function le16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}

export function le32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value >>> 0)
  return bytes
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
}

/** A MAPI property: its id, its type and its bytes. */
export type Mapi = [id: number, type: number, value: Buffer | string | number]

/** A list of properties ([MS-OXTNEF] 2.1.3.4). */
export function mapiList(properties: Mapi[]): Buffer {
  const parts = properties.map(([id, type, value]) => {
    const head = Buffer.concat([le16(type), le16(id)])
    if (typeof value === 'number') return Buffer.concat([head, le32(value)])
    const bytes = typeof value === 'string' ? Buffer.from(`${value}\0`, type === 0x1f ? 'utf16le' : 'latin1') : value
    return Buffer.concat([head, le32(1), le32(bytes.length), padded(bytes)])
  })
  return Buffer.concat([le32(properties.length), ...parts])
}

/** An attribute of TNEF with its checksum. */
export function attribute(level: number, id: number, data: Buffer): Buffer {
  let sum = 0
  for (const byte of data) sum = (sum + byte) & 0xffff
  return Buffer.concat([Buffer.from([level]), le32(id), le32(data.length), data, le16(sum)])
}

export interface TnefAttachment {
  title?: string
  data?: Buffer
  properties?: Mapi[]
}

export interface TnefPlan {
  subject?: string
  body?: string
  properties?: Mapi[]
  attachments?: TnefAttachment[]
}

/** A whole TNEF stream. */
export function buildTnef({ subject, body, properties, attachments = [] }: TnefPlan): Buffer {
  const text = (value: string) => Buffer.from(`${value}\0`, 'latin1')
  const parts = [Buffer.from('789f3e220100', 'hex'), attribute(1, 0x00089006, le32(0x00010000))]
  parts.push(attribute(1, 0x00069007, Buffer.concat([le32(1252), le32(0)])))
  if (subject !== undefined) parts.push(attribute(1, 0x00018004, text(subject)))
  if (body !== undefined) parts.push(attribute(1, 0x0002800c, text(body)))
  if (properties) parts.push(attribute(1, 0x00069003, mapiList(properties)))
  for (const { title, data, properties: own } of attachments) {
    parts.push(attribute(2, 0x00069002, Buffer.from('0100ffffffff2000200000000000', 'hex')))
    if (data) parts.push(attribute(2, 0x0006800f, data))
    if (title !== undefined) parts.push(attribute(2, 0x00018010, text(title)))
    if (own) parts.push(attribute(2, 0x00069005, mapiList(own)))
  }
  return Buffer.concat(parts)
}

/** Compressed RTF ([MS-OXRTFCP]) of literals only, but for one reference that repeats the last `repeat` bytes. */
export function compressRtf(rtf: string, repeat = 0): Buffer {
  const plain = Buffer.from(rtf, 'latin1')
  const tokens: Buffer[] = [...plain].map((byte) => Buffer.from([byte]))
  const references = new Set<number>()
  let write = 207 + plain.length
  if (repeat >= 2 && repeat <= 17) {
    references.add(tokens.length)
    const place = ((write - repeat) << 4) | (repeat - 2)
    tokens.push(Buffer.from([place >> 8, place & 255]))
    write += repeat
  }
  references.add(tokens.length)
  tokens.push(Buffer.from([(write << 4) >> 8, (write << 4) & 255]))
  const runs: Buffer[] = []
  for (let at = 0; at < tokens.length; at += 8) {
    let flags = 0
    for (let bit = 0; bit < 8; bit++) if (references.has(at + bit)) flags |= 1 << bit
    runs.push(Buffer.from([flags]), ...tokens.slice(at, at + 8))
  }
  const packed = Buffer.concat(runs)
  // The CRC of [MS-OXRTFCP] starts at zero and is not turned; zlib's does both.
  const crc = ~crc32(packed, 0xffffffff)
  return Buffer.concat([le32(packed.length + 12), le32(plain.length + repeat), le32(0x75465a4c), le32(crc), packed])
}

export interface MsgAttachment {
  long?: string
  short?: string
  data?: Buffer
  /** A message or an object in a storage of its own. */
  object?: OlePlan[]
  method?: number
}

export interface MsgPlan {
  subject?: string
  body?: string
  html?: string
  rtf?: Buffer
  attachments?: MsgAttachment[]
}

function properties(header: number, entries: [number, number][]): OlePlan {
  const parts = entries.map(([tag, value]) => Buffer.concat([le32(tag), le32(6), le32(value), le32(0)]))
  return { name: '__properties_version1.0', bytes: Buffer.concat([Buffer.alloc(header), ...parts]) }
}

function stream(tag: string, bytes: Buffer | string | undefined): OlePlan[] {
  if (bytes === undefined) return []
  return [{ name: `__substg1.0_${tag}`, bytes: typeof bytes === 'string' ? Buffer.from(bytes, 'utf16le') : bytes }]
}

/** Streams and storages of an item; `top` is false for one that is embedded. */
export function msgPlan({ subject, body, html, rtf, attachments = [] }: MsgPlan, top = true): OlePlan[] {
  return [
    properties(top ? 32 : 24, [[0x3fde0003, 65001]]),
    ...stream('001A001F', 'IPM.Note'),
    ...stream('0037001F', subject),
    ...stream('1000001F', body),
    ...stream('10130102', html === undefined ? undefined : Buffer.from(html)),
    ...stream('10090102', rtf),
    ...attachments.map(({ long, short, data, object, method = 1 }, i) => ({
      name: `__attach_version1.0_#${i.toString(16).toUpperCase().padStart(8, '0')}`,
      inside: [
        properties(8, [[0x37050003, method]]),
        ...stream('3707001F', long),
        ...stream('3704001F', short),
        ...stream('37010102', data),
        ...(object === undefined ? [] : [{ name: '__substg1.0_3701000D', inside: object }]),
      ],
    })),
  ]
}
