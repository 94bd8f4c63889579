// The gateway's own configuration (congthu.yaml): every key with its default, so that no file is needed.
import { existsSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { type ConfigurationFile, configurationSchema } from './configuration-schema.ts'
import { fileMistake, type Mistake, SettingsError, type TwoLanguages } from './mistake.ts'
import { isHost, isLoopbackHost, LOOPBACK_NETWORKS } from './networks.ts'
import { type Path, readYamlFile } from './yaml-file.ts'

/** Where mail that passed goes. Timeouts are in seconds. */
export interface NextHop {
  host: string
  port: number
  /** `opportunistic` uses STARTTLS where offered, without checking the certificate (RFC 7435); `required` checks it. */
  tls: 'none' | 'opportunistic' | 'required'
  /** PEM file of the authorities that are trusted for the next hop; null for the system's own. */
  caFile: string | null
  /** Name that the next hop's certificate must carry; null for `host`. */
  serverName: string | null
  /** `end` is the wait for the answer to the end of data (RFC 5321 4.5.3.2.6). */
  timeouts: { connect: number; command: number; end: number }
}

/** The whole configuration; paths are absolute or relative to the working directory, sizes in bytes, times in seconds. */
export interface Configuration {
  /** Our name in the greeting, EHLO and Received. */
  hostname: string
  listen: { host: string; port: number }[]
  nextHop: NextHop
  /** Networks whose clients may hand mail over (CIDR). */
  clients: string[]
  /** Whether `clients` was written down by someone, or is the default. */
  clientsListed: boolean
  /** Key and certificate (PEM files) for STARTTLS towards clients; null offers none. */
  tls: { key: string; certificate: string } | null
  /** Largest message (SIZE, RFC 1870). */
  sizeLimit: number
  /** Bytes of one message kept in memory before it goes to a scratch file. */
  memoryLimit: number
  scratch: string
  /** SQLite file of the decisions. */
  audit: string
  policies: string
  /** The office's own data, laid over `<policies>/site`; null for none. */
  site: string | null
  /** After this long without an answer we say 451; below the client's own limit (Postfix: 100 s). */
  deadline: number
  reading: { processes: number; seconds: number; memoryMiB: number }
  maxConnections: number
  maxRecipients: number
}

/** What a command line or a test sets over the file. */
export type Overrides = Partial<Omit<Configuration, 'nextHop' | 'reading' | 'clientsListed'>> & {
  nextHop?: Partial<NextHop>
  reading?: Partial<Configuration['reading']>
}

/**
 * Reads the configuration file (null: defaults only) and lays the overrides over it. Paths in the file are relative
 * to the file's folder. Throws SettingsError with every mistake.
 */
export function loadConfiguration(file: string | null, overrides: Overrides = {}): Configuration {
  const settings = file === null ? fromFile(configurationSchema.parse({}), null) : readConfiguration(file)
  const present = Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined))
  const merged: Configuration = {
    ...settings,
    ...(present as Partial<Configuration>),
    nextHop: { ...settings.nextHop, ...overrides.nextHop },
    reading: { ...settings.reading, ...overrides.reading },
    clientsListed: settings.clientsListed || overrides.clients !== undefined,
  }
  checkTimes(merged, file)
  return merged
}

function readConfiguration(file: string): Configuration {
  const reading = readYamlFile(file, configurationSchema)
  const settings = fromFile(reading.value, dirname(file))
  const { tls, nextHop } = settings
  const named: [Path, string | null | undefined][] = [
    [['tls', 'key'], tls?.key],
    [['tls', 'certificate'], tls?.certificate],
    [['nextHop', 'caFile'], nextHop.caFile],
    [['policies'], reading.value.policies === undefined ? null : settings.policies],
    [['site'], settings.site],
  ]
  const absent = named.filter(([, path]) => path != null && !existsSync(path))
  if (absent.length > 0) throw new SettingsError(absent.map(([key, path]) => reading.mistake(key, noSuchPath(path!))))
  return settings
}

function noSuchPath(path: string): TwoLanguages {
  return { vi: `không có "${path}"`, en: `"${path}" does not exist` }
}

function fromFile(given: ConfigurationFile, folder: string | null): Configuration {
  const path = (name: string) => (folder === null ? name : resolve(folder, name))
  const optionalPath = (name: string | undefined) => (name === undefined ? null : path(name))
  const { nextHop, tls } = given
  return {
    ...given,
    hostname: given.hostname ?? ownName(),
    nextHop: { ...nextHop, caFile: optionalPath(nextHop.caFile), serverName: nextHop.serverName ?? null },
    clients: given.clients ?? LOOPBACK_NETWORKS,
    clientsListed: given.clients !== undefined,
    tls: tls === undefined ? null : { key: path(tls.key), certificate: path(tls.certificate) },
    scratch: optionalPath(given.scratch) ?? join(tmpdir(), 'congthu'),
    audit: path(given.audit),
    policies: optionalPath(given.policies) ?? join(import.meta.dirname, '..', '..', 'policies'),
    site: optionalPath(given.site),
  }
}

function ownName(): string {
  const name = hostname()
  return isHost(name) ? name : 'localhost'
}

/** Reading must end before the deadline, or the deadline would answer for every slow document. */
function checkTimes({ reading, deadline }: Configuration, file: string | null): void {
  if (reading.seconds < deadline) return
  throw new SettingsError([
    {
      ...fileMistake(file ?? 'congthu', {
        vi: `thời gian đọc (${reading.seconds} giây) phải ngắn hơn deadline (${deadline} giây)`,
        en: `reading time (${reading.seconds} s) must be shorter than deadline (${deadline} s)`,
      }),
      key: 'reading.seconds',
    },
  ])
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
