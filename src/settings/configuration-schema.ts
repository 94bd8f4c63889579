// What congthu.yaml may say: keys, ranges and defaults.
import { availableParallelism } from 'node:os'
import { isHost, isLoopbackHost, isTooWide, parseHostPort, parseNetwork } from './networks.ts'
import type { TwoLanguages } from './yaml-file.ts'
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
    (text) => !isTooWide(text),
    sentences(
      'mạng rộng gần như mọi máy: cổng sẽ thành trạm chuyển thư mở (IPv4 ít nhất /8, IPv6 ít nhất /16)',
      'this network is about everyone: an open relay (IPv4 /8 or longer, IPv6 /16 or longer)',
    ),
  )

const networks = z.array(network).max(1000).default([])

const protocol = z.enum(['smtp', 'lmtp']).default('smtp')

const timeouts = z.strictObject({
  connect: seconds(1, 300).default(10),
  command: seconds(1, 600).default(20),
  end: seconds(1, 900).default(60),
})

/** RFC 4616: neither name nor password may hold NUL; control characters are in no real one. */
const user = z
  .string()
  .min(1)
  .max(255)
  .refine((text) => !/\p{Cc}/u.test(text), sentences('không được có ký tự điều khiển', 'no control characters'))

/** Why a next hop may not be told a password; null when it may. */
export function authMistake(hop: { host: string; tls: string; auth?: unknown }): TwoLanguages | null {
  if (hop.auth == null || hop.tls === 'required' || isLoopbackHost(hop.host)) return null
  return AUTH_IN_THE_OPEN
}

/** `opportunistic` is no protection of a password: whoever is in between takes STARTTLS away, or shows any certificate. */
const AUTH_IN_THE_OPEN = {
  vi: 'mật khẩu chỉ được gửi qua "tls: required" (hoặc tới chính máy này): ai ở giữa đường cũng đọc được nó',
  en: 'a password is only sent with "tls: required" (or to this machine itself): anyone on the way could read it',
}

const nextHop = z
  .strictObject({
    host: host.default('127.0.0.1'),
    port: port.default(10_026),
    protocol,
    tls: z.enum(['none', 'opportunistic', 'required']).default('none'),
    caFile: path.optional(),
    serverName: host.optional(),
    auth: z.strictObject({ user, passwordFile: path }).optional(),
    timeouts: timeouts.prefault({}),
  })
  .refine((hop) => authMistake(hop) === null, { params: AUTH_IN_THE_OPEN, path: ['auth'] })

/** One next hop, or several in order of preference; one may stand without the dash of a list. */
const nextHops = z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(nextHop).min(1).max(16))

const trusted = z.strictObject({ proxy: networks, xclient: networks, xforward: networks })

/** `127.0.0.1:9713` or `{ host, port }`. What it tells is for this machine only, so there is no password to it. */
const metrics = z
  .custom<unknown>(
    (value) => typeof value === 'object' || (typeof value === 'string' && parseHostPort(value) !== null),
    sentences('cần MÁY:CỔNG, như 127.0.0.1:9713', 'HOST:PORT is wanted, such as 127.0.0.1:9713'),
  )
  .transform((value) => (typeof value === 'string' ? parseHostPort(value) : value))
  .pipe(
    z
      .strictObject({ host, port: listenPort })
      .refine(
        (address) => isLoopbackHost(address.host),
        sentences('chỉ nghe trên chính máy này: 127.0.0.1 hoặc ::1', 'this machine only: 127.0.0.1 or ::1'),
      ),
  )

const reading = z.strictObject({
  processes: z
    .int()
    .min(1)
    .max(64)
    .default(() => Math.min(8, availableParallelism())),
  seconds: seconds(1, 600).default(30),
  cpuSeconds: seconds(1, 600).default(20),
  memoryMiB: z.int().min(128).max(16_384).default(700),
})

const connections = z.int().min(1).max(10_000)

/** Every key of congthu.yaml; deploy/congthu.yaml explains each. */
export const configurationSchema = z.strictObject({
  hostname: host.optional(),
  listen: z
    .array(z.strictObject({ host, port: listenPort, protocol }))
    .min(1)
    .max(16)
    .prefault([{ host: '127.0.0.1', port: 10_025 }]),
  nextHop: nextHops.prefault({}),
  clients: z.array(network).min(1).max(1000).optional(),
  trusted: trusted.prefault({}),
  normalizeLineEnds: networks,
  tls: z.strictObject({ key: path, certificate: path }).optional(),
  sizeLimit: bytes(64 * KIB, 1024 * MIB).default(35 * MIB),
  memoryLimit: bytes(4 * KIB, 64 * MIB).default(256 * KIB),
  scratch: path.optional(),
  scratchLimit: bytes(MIB, 1024 * 1024 * MIB).default(4096 * MIB),
  audit: path.default('congthu-audit.sqlite'),
  policies: path.optional(),
  site: path.optional(),
  deadline: seconds(5, 600).default(80),
  idle: seconds(1, 86_400).default(600), // RFC 5321 4.5.3.2.7 asks for at least 300
  receive: seconds(1, 86_400).default(1800),
  grace: seconds(1, 600).default(8), // below the 10 s that Docker waits before it kills
  reading: reading.prefault({}),
  maxConnections: connections.default(1200), // 1,000 idle ones must leave room for mail
  maxConnectionsPerClient: connections.optional(),
  maxMessages: z.int().min(1).max(10_000).default(500),
  maxRecipients: z.int().min(1).max(10_000).default(1000), // RFC 5321 4.5.3.1.8 asks for at least 100
  metrics: metrics.optional(),
})

export type ConfigurationFile = z.output<typeof configurationSchema>
