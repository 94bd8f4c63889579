// Debian's real Postfix for tests: own configuration, queue and log under a temporary folder, loopback only, own pid.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, pause } from './gateway-process.ts'

const DAEMONS = '/usr/lib/postfix/sbin'

/** Why Postfix cannot be tested here; null when it can. */
export function postfixMissing(): string | null {
  if (!existsSync(join(DAEMONS, 'master'))) return 'Postfix is not installed (apt-get install postfix)'
  if (process.getuid?.() !== 0) return 'Postfix can only be started by root'
  return null
}

/**
 * The reason to skip the Postfix tests, said aloud; null when they run. Where services are required (CI, or
 * CONGTHU_REQUIRE_SERVICES) a missing Postfix is an error, never a skip.
 */
export function skipPostfix(): string | null {
  const reason = postfixMissing()
  if (reason === null) return null
  if (process.env.CI || process.env.CONGTHU_REQUIRE_SERVICES) throw new Error(`required, but: ${reason}`)
  console.warn(`SKIPPED: tests with the real Postfix: ${reason}`)
  return reason
}

export interface PostfixOptions {
  /** Hand every message to this content filter by SMTP (FILTER_README); its reply decides. */
  contentFilterPort?: number
  /** Addresses that it delivers itself, each into its maildir; others of their domains are refused at RCPT. */
  mailboxes: string[]
  /** Further lines of main.cf and of master.cf. */
  main?: string[]
  master?: string[]
  /** Shell commands that change the configuration before the start: `postconf -e`, `-M`, `-P`. */
  commands?: string
}

export interface Postfix {
  port: number
  /** Messages delivered to the address so far. */
  mail(address: string): Buffer[]
  /** Waits until there are `count`; throws with the log when they do not come. */
  waitForMail(address: string, count?: number): Promise<Buffer[]>
  log(): string
  stop(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

function account(): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postfix'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

/** A folder with the configuration: main.cf and master.cf, after the commands. */
async function configure(options: PostfixOptions): Promise<{ folder: string; port: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'congthu-postfix-'))
  chmodSync(folder, 0o755)
  const { uid, gid } = account()
  for (const name of ['etc', 'spool', 'data', 'mail']) mkdirSync(join(folder, name))
  for (const name of ['data', 'mail']) chownSync(join(folder, name), uid, gid)
  const port = await freePort()
  const etc = join(folder, 'etc')
  writeFileSync(join(etc, 'main.cf'), mainCf(folder, options, uid, gid))
  writeFileSync(join(etc, 'master.cf'), masterCf(port, options.master ?? []))
  const maildirs = options.mailboxes.map((address) => `${address} ${address}/\n`) // the final slash makes it a maildir
  writeFileSync(join(etc, 'mailboxes'), maildirs.join(''))
  try {
    const env = { ...process.env, MAIL_CONFIG: etc }
    if (options.commands) execFileSync('sh', ['-e', '-c', options.commands], { stdio: 'pipe', env })
    return { folder, port }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

/** What Postfix would be configured with: `postconf -n` and `postconf -M`, a line each, without this run's folder and port. */
export async function postfixConfiguration(options: PostfixOptions): Promise<{ main: string[]; master: string[] }> {
  const { folder, port } = await configure(options)
  const lines = (flag: string) =>
    execFileSync('postconf', ['-c', join(folder, 'etc'), flag], { encoding: 'utf8' })
      .replaceAll(folder, '')
      .replaceAll(`127.0.0.1:${port} `, 'PORT ')
      .split('\n')
      .map((line) => line.replace(/\s+/g, ' ').trim())
      .filter((line) => line !== '')
      .sort()
  try {
    return { main: lines('-n'), master: lines('-M') }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Starts one Postfix. Once more on another port when it does not come up: its port was free only a moment before. */
export async function startPostfix(options: PostfixOptions): Promise<Postfix> {
  return await startOne(options).catch(() => startOne(options))
}

/** Stops it again when it does not come up. */
async function startOne(options: PostfixOptions): Promise<Postfix> {
  const { folder, port } = await configure(options)
  const etc = join(folder, 'etc')
  try {
    execFileSync('postfix', ['-c', etc, 'check'], { stdio: 'pipe' }) // also makes the queue's folders
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
  const master = spawn(join(DAEMONS, 'master'), ['-c', etc, '-d'], { stdio: 'ignore' })
  const postfix = new RunningPostfix(folder, port, master)
  try {
    await postfix.ready()
    return postfix
  } catch (error) {
    await postfix.stop()
    throw error
  }
}

function mainCf(folder: string, options: PostfixOptions, uid: number, gid: number): string {
  const filter = options.contentFilterPort ? [`content_filter = smtp:[127.0.0.1]:${options.contentFilterPort}`] : []
  return [
    'compatibility_level = 3.6',
    `queue_directory = ${folder}/spool`,
    `data_directory = ${folder}/data`,
    `daemon_directory = ${DAEMONS}`,
    'command_directory = /usr/sbin',
    'inet_interfaces = 127.0.0.1',
    'inet_protocols = ipv4',
    'myhostname = postfix.example',
    'mydestination =',
    'mynetworks = 127.0.0.0/8',
    'alias_maps =',
    'local_recipient_maps =',
    'smtpd_recipient_restrictions = permit_mynetworks, reject',
    'smtpd_peername_lookup = no',
    'smtp_dns_support_level = disabled',
    'smtp_host_lookup = native',
    'smtp_tls_security_level = none',
    'smtpd_tls_security_level = none',
    'message_size_limit = 52428800',
    'virtual_mailbox_limit = 0',
    `virtual_mailbox_domains = ${options.mailboxes.map((address) => address.split('@')[1]).join(' ')}`,
    `virtual_mailbox_base = ${folder}/mail`,
    `virtual_mailbox_maps = texthash:${folder}/etc/mailboxes`,
    `virtual_minimum_uid = ${Math.min(uid, gid)}`,
    `virtual_uid_maps = static:${uid}`,
    `virtual_gid_maps = static:${gid}`,
    'default_transport = smtp:[127.0.0.1]:9', // nothing ever leaves the machine
    'minimal_backoff_time = 3s', // shorter, qmgr meets its own delivery agent at the file: "skipped, still being delivered"
    'queue_run_delay = 1s',
    `maillog_file = ${folder}/mail.log`,
    `maillog_file_prefixes = ${tmpdir()}`,
    ...filter,
    ...(options.main ?? []),
    '',
  ].join('\n')
}

/** Every service unchrooted: the queue directory has no libraries. */
function masterCf(port: number, more: string[]): string {
  const services = [
    `127.0.0.1:${port} inet n - n - - smtpd`,
    'cleanup unix n - n - 0 cleanup',
    'qmgr unix n - n 300 1 qmgr',
    'rewrite unix - - n - - trivial-rewrite',
    'bounce unix - - n - 0 bounce',
    'defer unix - - n - 0 bounce',
    'trace unix - - n - 0 bounce',
    'flush unix n - n 1000? 0 flush',
    'proxymap unix - - n - - proxymap',
    'smtp unix - - n - - smtp',
    'lmtp unix - - n - - lmtp',
    'error unix - - n - - error',
    'retry unix - - n - - error',
    'virtual unix - n n - - virtual',
    'anvil unix - - n - 1 anvil',
    'scache unix - - n - 1 scache',
    'postlog unix-dgram n - n - 1 postlogd',
    ...more,
  ]
  return `${services.join('\n')}\n`
}

class RunningPostfix implements Postfix {
  readonly port: number
  readonly #folder: string
  readonly #master: ChildProcess
  readonly #ended: Promise<void>

  constructor(folder: string, port: number, master: ChildProcess) {
    this.#folder = folder
    this.port = port
    this.#master = master
    this.#ended = new Promise((resolve) => master.once('exit', () => resolve()))
  }

  async ready(): Promise<void> {
    for (let i = 0; i < 200; i++) {
      if (this.#master.exitCode !== null) break
      if (await answers(this.port)) return
      await pause(50)
    }
    throw new Error(`Postfix did not start:\n${this.log()}`)
  }

  log(): string {
    const file = join(this.#folder, 'mail.log')
    return existsSync(file) ? readFileSync(file, 'utf8') : '(no log)'
  }

  mail(address: string): Buffer[] {
    const folder = join(this.#folder, 'mail', address, 'new')
    if (!existsSync(folder)) return []
    return readdirSync(folder)
      .sort()
      .map((name) => readFileSync(join(folder, name)))
  }

  async waitForMail(address: string, count = 1): Promise<Buffer[]> {
    for (let i = 0; i < 400; i++) {
      const mail = this.mail(address)
      if (mail.length >= count) return mail
      await pause(50)
    }
    throw new Error(`no mail for ${address}:\n${this.log()}`)
  }

  async stop(): Promise<void> {
    if (this.#master.exitCode === null && this.#master.signalCode === null) {
      this.#master.kill('SIGTERM') // master ends its own children
      const timer = setTimeout(() => this.#master.kill('SIGKILL'), 5000)
      await this.#ended
      clearTimeout(timer)
    }
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }
}

/** Whether something greets on the port. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    const done = (yes: boolean) => {
      socket.destroy()
      resolve(yes)
    }
    socket.setTimeout(1000, () => done(false))
    socket.once('data', () => done(true))
    socket.once('error', () => done(false))
  })
}
