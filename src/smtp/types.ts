// The relay's contract: what it is given (options, the judge) and what it hands over (the received message).
import type { Envelope } from '../facts.ts'
import type { Action } from '../verdict.ts'

/** Structured logging, as pino offers it: fields first, then the sentence. */
export interface Logger {
  info(fields: object, text: string): void
  warn(fields: object, text: string): void
  error(fields: object, text: string): void
}

/** One message as it came on the wire. Valid until the judge's promise has settled and the reply is sent. */
export interface ReceivedMessage {
  /** Octets of `bytes` or `file`, stuffed dots included. */
  size: number
  /** True when a line starts with a dot that is not the message's own: the stuffing must be taken off before reading. */
  stuffed: boolean
  /** Still dot-stuffed (RFC 5321 4.5.2), without the final dot line. null when the message is in `file`. */
  bytes: Buffer | null
  /** Path of the scratch file that holds the same octets; null when they are in `bytes`. */
  file: string | null
}

/** The engine's answer. `reply` is required for `reject` and ignored otherwise. */
export interface Judgement {
  action: Action
  reply: {
    code: 554 | 550
    /** Enhanced status (RFC 3463), '5.7.1'. */
    status: string
    /** Texts of the reply's lines, ASCII, without code and status. */
    lines: string[]
  } | null
  /** Complete field lines, ASCII, already folded with CRLF; a final CRLF may be there or not. */
  headers: string[]
  /** Look-up code; stands in Received and in the log. */
  code: string
  /** What the message's one log line says besides what the relay knows. */
  log?: object
}

/** What the judge may know of the session besides the envelope. */
export interface SessionInfo {
  id: string
  /** Ordinal number of the message in this session, from 1. */
  transaction: number
  tls: boolean
  helo: string
  /** Aborted when the answer is no longer wanted: deadline passed, client gone, shutdown. */
  signal: AbortSignal
}

/** Judges one message. Throwing, or never settling, is our own failure: 451, never a verdict. */
export type Judge = (message: ReceivedMessage, envelope: Envelope, session: SessionInfo) => Promise<Judgement>

/** Milliseconds that the next hop gets for each phase (RFC 5321 4.5.3.2 names them). */
export interface HopTimeouts {
  connect: number
  greeting: number
  /** EHLO, STARTTLS with its handshake, MAIL, RCPT, DATA, RSET: each. */
  command: number
  /** Each block of the body. */
  block: number
  /** The reply to the final dot; the deadline ends it too. */
  end: number
}

/** Name and password for AUTH (RFC 4954); said only where nobody can listen: TLS, or the loopback. */
export interface Credentials {
  user: string
  password: string
}

export interface NextHopOptions {
  host: string
  port: number
  /** `lmtp` (RFC 2033) answers the final dot once for each accepted recipient. Default `smtp`. */
  protocol?: 'smtp' | 'lmtp'
  /** `opportunistic` takes what it gets; `required` checks the certificate and never sends in plain text. */
  tls: 'none' | 'opportunistic' | 'required'
  /** PEM of the authorities to trust instead of the system's. */
  ca?: string | Buffer | undefined
  /** Name that the certificate must carry; `host` when absent. */
  serverName?: string | undefined
  auth?: Credentials | undefined
  timeouts?: Partial<HopTimeouts>
}

export interface ListenAddress {
  host: string
  port: number
}

export interface Listener extends ListenAddress {
  /** `lmtp` answers the final dot once for each accepted recipient (RFC 2033 4.2). Default `smtp`. */
  protocol?: 'smtp' | 'lmtp'
}

/** Networks (CIDR or single addresses) of peers that may speak for others. */
export interface TrustedPeers {
  /** They begin each connection with a PROXY line (version 1, HAProxy's proxy-protocol.txt 2.1). */
  proxy: string[]
  /** They may say XCLIENT: the session is then the named client's, also for the networks that may send. */
  xclient: string[]
  /** They may say XFORWARD: the named client stands in the log and the audit, and is told to a next hop that offers it. */
  xforward: string[]
}

/** What became of one message that had come in whole. */
export interface MessageOutcome {
  /** `accepted`: the next hop has it. `refused`: by our verdict or the next hop, for good. `deferred`: the client keeps it. */
  end: 'accepted' | 'refused' | 'deferred'
  /** The verdict; null when none was reached. */
  action: Action | null
  /** Code of the reply to the client. */
  reply: number
  /** Octets as received. */
  size: number
  /** Milliseconds from the final dot to the reply. */
  ms: number
}

/** What the relay tells whoever counts. The calls must not throw and must not wait. */
export interface RelayObserver {
  message(outcome: MessageOutcome): void
  connection(what: 'accepted' | 'not-permitted' | 'too-many'): void
  /** One try to connect to a next hop, named `host:port`. */
  nextHop(name: string, what: 'connected' | 'failed'): void
}

/** What is in work at this moment. */
export interface RelayState {
  connections: number
  /** Messages between their final dot and the reply. */
  messages: number
  /** Octets in scratch files. */
  scratchBytes: number
  closing: boolean
}

export interface RelayOptions {
  /** Our name in greeting, EHLO and Received. */
  hostname: string
  listen: Listener[]
  /** In order of preference: a later one is asked only when those before it cannot be reached. At least one. */
  nextHops: NextHopOptions[]
  /** Networks (CIDR or single addresses) that may send. Empty: loopback only, and only loopback listeners start. */
  clients: string[]
  /** PEM; null offers no STARTTLS. */
  tls: { key: string | Buffer; cert: string | Buffer } | null
  /** Octets of a message (RFC 1870). */
  sizeLimit: number
  /** Octets that one message may take in memory before it goes to a scratch file. */
  memoryLimit: number
  /** Directory of the scratch files, ours alone. */
  scratch: string
  /** Octets that all scratch files may take together; beyond it 452 4.3.1. Default 4 GiB. */
  scratchLimit?: number
  maxConnections: number
  /** Of one client address. Default: as many as in all. */
  maxConnectionsPerClient?: number
  /** Messages between their final dot and its reply; beyond it DATA is told 452 4.3.1. Default 500. */
  maxMessages?: number
  maxRecipients: number
  /** Peers that may speak for other clients. Default: none. */
  trusted?: TrustedPeers
  /**
   * Networks whose bare CR, bare LF and NUL are put right (line ends become CRLF, NUL is left out) before judging; of all
   * others they are refused, 550 5.6.0, because another server might see other lines, or another message, than we judged.
   */
  normalize?: string[]
  /** Milliseconds for the whole work after the client's final dot. Default 80,000: below Postfix's 100 s for proxy filters. */
  deadlineMs?: number
  /** Milliseconds without a complete command before 421. Default 600,000 (RFC 5321 4.5.3.2.7: at least 5 minutes). */
  idleMs?: number
  /** Milliseconds for the whole of DATA, from 354 to the final dot. Default 1,800,000. */
  receiveMs?: number
  logger: Logger
  observer?: RelayObserver
  judge: Judge
  /** The clock for Received. */
  now: () => Date
}

export interface Relay {
  /** Cleans the scratch directory, asks the next hop for its extensions (not fatal) and listens. Throws on bad options. */
  listen(): Promise<ListenAddress[]>
  /** Stops accepting, lets the work at hand finish for `graceMs`, answers 421 to the rest. */
  close(graceMs: number): Promise<void>
  state(): RelayState
}

export const DEFAULT_TIMEOUTS: HopTimeouts = {
  connect: 10_000,
  greeting: 30_000,
  command: 60_000,
  block: 60_000,
  end: 600_000,
}
