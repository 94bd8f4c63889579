// What congthu.yaml may say: keys, ranges and defaults.
import { availableParallelism } from 'node:os'
import { isHost, parseNetwork } from './networks.ts'
import { sentences, z } from './yaml-file.ts'

const KIB = 1024
const MIB = 1024 * KIB
const UNITS: Record<string, number> = { '': 1, KiB: KIB, MiB: MIB, GiB: 1024 * MIB }

const host = z.string().refine(isHost, sentences('không phải tên máy hay địa chỉ IP', 'not a host name or IP address'))
const path = z.string().min(1)
const listenPort = z.int().min(0).max(65_535)
const port = z.int().min(1).max(65_535)
const seconds = (low: number, high: number) => z.int().min(low).max(high)

/** Bytes as `36700160`, `35 MiB` or `256 KiB`. */
const bytes = (low: number, high: number) =>
  z
    .custom<string | number>(
      (value) => toBytes(value) !== null,
      sentences('cần số byte, hoặc "35 MiB", "256 KiB"', 'a number of bytes is wanted, or "35 MiB", "256 KiB"'),
    )
    .transform((value) => toBytes(value) ?? 0)
    .pipe(z.int().min(low).max(high))

function toBytes(value: unknown): number | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : null
  const match = typeof value === 'string' ? /^([0-9]{1,12}) ?(KiB|MiB|GiB|)$/.exec(value) : null
  return match === null ? null : Number(match[1]) * UNITS[match[2]!]!
}

const network = z
  .string()
  .refine(
    (text) => parseNetwork(text) !== null,
    sentences('không phải mạng dạng 10.0.0.0/8 hay 2001:db8::/32', 'not a network such as 10.0.0.0/8 or 2001:db8::/32'),
  )
  .refine(
    (text) => parseNetwork(text)?.prefix !== 0,
    sentences('mạng /0 là mọi máy: cổng sẽ thành trạm chuyển thư mở', 'a /0 network is everyone: an open relay'),
  )

const timeouts = z.strictObject({
  connect: seconds(1, 300).default(10),
  command: seconds(1, 600).default(20),
  end: seconds(1, 900).default(60),
})

const nextHop = z.strictObject({
  host: host.default('127.0.0.1'),
  port: port.default(10_026),
  tls: z.enum(['none', 'opportunistic', 'required']).default('none'),
  caFile: path.optional(),
  serverName: host.optional(),
  timeouts: timeouts.prefault({}),
})

const reading = z.strictObject({
  processes: z
    .int()
    .min(1)
    .max(64)
    .default(() => Math.min(8, availableParallelism())),
  seconds: seconds(1, 600).default(30),
  memoryMiB: z.int().min(128).max(16_384).default(700),
})

export const configurationSchema = z.strictObject({
  hostname: host.optional(),
  listen: z
    .array(z.strictObject({ host, port: listenPort }))
    .min(1)
    .max(16)
    .default([{ host: '127.0.0.1', port: 10_025 }]),
  nextHop: nextHop.prefault({}),
  clients: z.array(network).min(1).max(1000).optional(),
  tls: z.strictObject({ key: path, certificate: path }).optional(),
  sizeLimit: bytes(64 * KIB, 1024 * MIB).default(35 * MIB),
  memoryLimit: bytes(4 * KIB, 64 * MIB).default(256 * KIB),
  scratch: path.optional(),
  audit: path.default('congthu-audit.sqlite'),
  policies: path.optional(),
  site: path.optional(),
  deadline: seconds(5, 600).default(80),
  reading: reading.prefault({}),
  maxConnections: z.int().min(1).max(10_000).default(200),
  maxRecipients: z.int().min(1).max(10_000).default(1000), // RFC 5321 4.5.3.1.8 asks for at least 100
})

export type ConfigurationFile = z.output<typeof configurationSchema>
