// The gateway's own configuration (congthu.yaml): every key with its default, so that no file is needed.
import { existsSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { authMistake, type ConfigurationFile, configurationSchema } from './configuration-schema.ts'
import { fileMistake, type Mistake, SettingsError, type TwoLanguages } from './mistake.ts'
import { isHost, isLoopbackHost, LOOPBACK_NETWORKS } from './networks.ts'
import { secretFileMistake } from './secret-file.ts'
import { type Path, readYamlFile } from './yaml-file.ts'

/** Where mail that passed goes. Timeouts are in seconds. */
export interface NextHop {
  host: string
  port: number
  /** `lmtp` answers for each recipient (RFC 2033). */
  protocol: 'smtp' | 'lmtp'
  /** `opportunistic` uses STARTTLS where offered, without checking the certificate (RFC 7435); `required` checks it. */
  tls: 'none' | 'opportunistic' | 'required'
  /** PEM file of the authorities that are trusted for the next hop; null for the system's own. */
  caFile: string | null
  /** Name that the next hop's certificate must carry; null for `host`. */
  serverName: string | null
  /** Name for AUTH (RFC 4954) and the file that holds its password; null says none. */
  auth: { user: string; passwordFile: string } | null
  /** `end` is the wait for the answer to the end of data (RFC 5321 4.5.3.2.6). */
  timeouts: { connect: number; command: number; end: number }
}

/** The whole configuration; paths are absolute or relative to the working directory, sizes in bytes, times in seconds. */
export interface Configuration {
  /** Our name in the greeting, EHLO and Received. */
  hostname: string
  listen: { host: string; port: number; protocol?: 'smtp' | 'lmtp' }[]
  /** In order of preference; at least one. */
  nextHops: NextHop[]
  /** Networks whose clients may hand mail over (CIDR). */
  clients: string[]
  /** Whether `clients` was written down by someone, or is the default. */
  clientsListed: boolean
  /** Networks of peers that may speak for other clients: by a PROXY line, XCLIENT, XFORWARD. */
  trusted: { proxy: string[]; xclient: string[]; xforward: string[] }
  /** Networks whose bare CR, bare LF and NUL are put right instead of refused. */
  normalizeLineEnds: string[]
  /** Key and certificate (PEM files) for STARTTLS towards clients; null offers none. */
  tls: { key: string; certificate: string } | null
  /** Largest message (SIZE, RFC 1870). */
  sizeLimit: number
  /** Bytes of one message kept in memory before it goes to a scratch file. */
  memoryLimit: number
  scratch: string
  /** Bytes that all scratch files may take together. */
  scratchLimit: number
  /** SQLite file of the decisions. */
  audit: string
  policies: string
  /** The office's own data, laid over `<policies>/site`; null for none. */
  site: string | null
  /** After this long without an answer we say 451; below the client's own limit (Postfix: 100 s). */
  deadline: number
  /** A client that sends no complete command for this long is sent away. */
  idle: number
  /** For the whole of DATA. */
  receive: number
  /** At a stop, messages in work have this long to finish. */
  grace: number
  /** `seconds` of wall time and `cpuSeconds` of CPU time for one message; memory of one process. */
  reading: { processes: number; seconds: number; cpuSeconds: number; memoryMiB: number }
  maxConnections: number
  /** Of one client address; null for as many as in all, because the mail server in front is often the one client. */
  maxConnectionsPerClient: number | null
  /** Messages in work at the same time. */
  maxMessages: number
  maxRecipients: number
  /** Where figures and readiness are told, on the loopback; null for nowhere. */
  metrics: { host: string; port: number } | null
}

/** What a command line or a test sets over the file. `nextHop` is laid over the first one and leaves only that. */
export type Overrides = Partial<Omit<Configuration, 'nextHops' | 'reading' | 'clientsListed'>> & {
  nextHop?: Partial<NextHop>
  reading?: Partial<Configuration['reading']>
}

/**
 * Reads the configuration file (null: defaults only) and lays the overrides over it. Paths in the file are relative
 * to the file's folder. Throws SettingsError with every mistake.
 */
export function loadConfiguration(file: string | null, overrides: Overrides = {}): Configuration {
  const settings = file === null ? fromFile(configurationSchema.parse({}), null) : readConfiguration(file)
  const { nextHop, ...others } = overrides
  const present = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined))
  const merged: Configuration = {
    ...settings,
    ...(present as Partial<Configuration>),
    nextHops: nextHop === undefined ? settings.nextHops : [{ ...settings.nextHops[0]!, ...nextHop }],
    reading: { ...settings.reading, ...overrides.reading },
    clientsListed: settings.clientsListed || overrides.clients !== undefined,
  }
  checkTogether(merged, file)
  return merged
}

function readConfiguration(file: string): Configuration {
  const reading = readYamlFile(file, configurationSchema)
  const settings = fromFile(reading.value, dirname(file))
  const { tls, nextHops } = settings
  const named: [Path, string | null | undefined][] = [
    [['tls', 'key'], tls?.key],
    [['tls', 'certificate'], tls?.certificate],
    ...nextHops.flatMap(({ caFile, auth }, index): [Path, string | null | undefined][] => [
      [['nextHop', index, 'caFile'], caFile],
      [['nextHop', index, 'auth', 'passwordFile'], auth?.passwordFile],
    ]),
    [['policies'], reading.value.policies === undefined ? null : settings.policies],
    [['site'], settings.site],
  ]
  const mistakes = named.flatMap(([key, path]) => {
    if (path == null) return []
    const wrong = !existsSync(path) ? noSuchPath(path) : key.at(-1) === 'passwordFile' ? secretFileMistake(path) : null
    return wrong === null ? [] : [reading.mistake(key, wrong)]
  })
  if (mistakes.length > 0) throw new SettingsError(mistakes)
  return settings
}

function noSuchPath(path: string): TwoLanguages {
  return { vi: `không có "${path}"`, en: `"${path}" does not exist` }
}

function fromFile(given: ConfigurationFile, folder: string | null): Configuration {
  const path = (name: string) => (folder === null ? name : resolve(folder, name))
  const optionalPath = (name: string | undefined) => (name === undefined ? null : path(name))
  const { nextHop, tls, ...others } = given
  return {
    ...others,
    hostname: given.hostname ?? ownName(),
    nextHops: nextHop.map((hop) => ({
      ...hop,
      caFile: optionalPath(hop.caFile),
      serverName: hop.serverName ?? null,
      auth: hop.auth === undefined ? null : { ...hop.auth, passwordFile: path(hop.auth.passwordFile) },
    })),
    clients: given.clients ?? LOOPBACK_NETWORKS,
    clientsListed: given.clients !== undefined,
    tls: tls === undefined ? null : { key: path(tls.key), certificate: path(tls.certificate) },
    scratch: optionalPath(given.scratch) ?? join(tmpdir(), 'congthu'),
    audit: path(given.audit),
    policies: optionalPath(given.policies) ?? join(import.meta.dirname, '..', '..', 'policies'),
    site: optionalPath(given.site),
    maxConnectionsPerClient: given.maxConnectionsPerClient ?? null,
    metrics: given.metrics ?? null,
  }
}

function ownName(): string {
  const name = hostname()
  return isHost(name) ? name : 'localhost'
}

/** What no key shows alone, and what the command line may have made of the file. */
function checkTogether({ reading, deadline, sizeLimit, scratchLimit, nextHops }: Configuration, file: string | null) {
  const mistakes: [string, TwoLanguages][] = []
  if (reading.seconds >= deadline) mistakes.push(['reading.seconds', readingTooLong(reading.seconds, deadline)])
  if (sizeLimit > scratchLimit) mistakes.push(['scratchLimit', scratchTooSmall(scratchLimit, sizeLimit)])
  const exposed = nextHops.map(authMistake).find((mistake) => mistake !== null)
  if (exposed !== undefined) mistakes.push(['nextHop.auth', exposed])
  if (mistakes.length === 0) return
  throw new SettingsError(mistakes.map(([key, said]) => ({ ...fileMistake(file ?? 'congthu', said), key })))
}

/** Or the deadline would answer for every slow document. */
function readingTooLong(seconds: number, deadline: number): TwoLanguages {
  return {
    vi: `thời gian đọc (${seconds} giây) phải ngắn hơn deadline (${deadline} giây)`,
    en: `reading time (${seconds} s) must be shorter than deadline (${deadline} s)`,
  }
}

/** Or a message of a permitted size would be put off for ever. */
function scratchTooSmall(scratch: number, size: number): TwoLanguages {
  return {
    vi: `chỗ cho tệp tạm (${scratch} byte) phải chứa được một thư lớn nhất (sizeLimit, ${size} byte)`,
    en: `the scratch files (${scratch} bytes) must hold one message of the largest size (sizeLimit, ${size} bytes)`,
  }
}

/**
 * Promise 3, never an open relay: a listener that other machines can reach needs a client list that someone wrote.
 * Throws SettingsError, to be called before anything listens.
 */
export function requireClientList({ listen, clientsListed }: Configuration): void {
  if (clientsListed) return
  const reachable = listen.filter(({ host }) => !isLoopbackHost(host))
  if (reachable.length === 0) return
  throw new SettingsError(reachable.map(({ host, port }) => openRelay(host, port)))
}

function openRelay(host: string, port: number): Mistake {
  const address = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
  return {
    ...fileMistake('congthu', {
      vi: `${address} nhận được thư từ máy khác: phải ghi rõ "clients:" (các mạng được gửi qua cổng), nếu không cổng không chạy`,
      en: `${address} is reachable from other machines: list the networks that may send under "clients:", or the gateway does not start`,
    }),
    key: 'listen',
  }
}
