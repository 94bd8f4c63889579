// Starts the real gateway as a process of its own, kills, stops and starts it again; always ended by pid, children too.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from './cli.ts'

/** Starting takes about a second; on a busy machine many. */
const START_WAIT = 60_000
const END_WAIT = 60_000

export interface GatewayProcessOptions {
  /** Port of the next hop on the loopback. */
  hopPort: number
  /** Further keys of congthu.yaml, over the tests' own. */
  config?: Record<string, unknown>
  /** Command and arguments to put in front, such as `['sh', '-c', 'ulimit -n 40; exec "$@"', 'sh']`. */
  wrap?: string[]
  /** Modules that Node loads first (`--import`): they replace a part of the system by a broken one. */
  preload?: string[]
  env?: Record<string, string>
  /** Run as this user and group (root only). */
  user?: number
}

export interface GatewayLine {
  level: number
  msg: string
  [field: string]: unknown
}

interface Child {
  pid: number
  /** Clock ticks after boot when it began: tells it from a later process of the same number (proc(5), field 22). */
  started: string
}

/** A port of the loopback that was free a moment ago: fixed, so that clients find the gateway again after a kill. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** Waits until it is true; throws with `what` when it does not become so. */
export async function until(what: string, holds: () => boolean, within = 30_000): Promise<void> {
  const end = performance.now() + within
  while (!holds()) {
    if (performance.now() > end) throw new Error(`not within ${within} ms: ${what}`)
    await pause(20)
  }
}

export class GatewayProcess {
  /** Holds congthu.yaml, scratch/ and audit.sqlite; removed at the end. */
  readonly folder: string
  readonly port: number
  /** Every line of all runs. */
  readonly log: string[] = []
  starts = 0
  readonly #options: GatewayProcessOptions
  #child: ChildProcess | null = null
  #closed: Promise<unknown> = Promise.resolve()
  #rest = ''
  #known = new Map<number, Child>()

  private constructor(folder: string, port: number, options: GatewayProcessOptions) {
    this.folder = folder
    this.port = port
    this.#options = options
  }

  /** Makes the folder and the configuration, starts the gateway and waits until it listens. */
  static async start(options: GatewayProcessOptions): Promise<GatewayProcess> {
    const gateway = await GatewayProcess.prepare(options)
    try {
      await gateway.start()
      return gateway
    } catch (error) {
      await gateway.stop()
      throw error
    }
  }

  /** All but starting it. */
  static async prepare(options: GatewayProcessOptions): Promise<GatewayProcess> {
    const folder = mkdtempSync(join(tmpdir(), 'congthu-process-'))
    if (options.user !== undefined) chownSync(folder, options.user, options.user)
    const gateway = new GatewayProcess(folder, await freePort(), options)
    gateway.configure(options.config ?? {})
    return gateway
  }

  get scratch(): string {
    return join(this.folder, 'scratch')
  }

  get audit(): string {
    return join(this.folder, 'audit.sqlite')
  }

  get pid(): number {
    const pid = this.#child?.pid
    if (pid === undefined || !this.running) throw new Error(`the gateway does not run:\n${this.tail()}`)
    return pid
  }

  get running(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Writes congthu.yaml (JSON is YAML). `listen` is the port's loopback address unless it says otherwise. */
  configure(config: Record<string, unknown>): void {
    const usual = {
      listen: [{ host: '127.0.0.1', port: this.port }],
      hostname: 'gateway.example',
      nextHop: { host: '127.0.0.1', port: this.#options.hopPort },
      scratch: 'scratch',
      audit: 'audit.sqlite',
      reading: { processes: 2 },
    }
    writeFileSync(join(this.folder, 'congthu.yaml'), JSON.stringify({ ...usual, ...config }))
  }

  /** Starts it (again, on the same port) and waits for its listening line; throws with the log when it ends instead. */
  async start(): Promise<void> {
    if (this.running) throw new Error('runs already')
    const { wrap = [], preload = [], env = {}, user } = this.#options
    const imports = preload.flatMap((file) => ['--import', pathToFileURL(file).href])
    const config = join(this.folder, 'congthu.yaml')
    const node = [process.execPath, ...imports, join(ROOT, 'src', 'main.ts'), 'serve', '--config', config]
    const [command, ...rest] = [...wrap, ...node] as [string, ...string[]]
    this.starts++
    const before = this.log.length
    const child = spawn(command, rest, {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'], // main.ts stops when the channel closes: not even a killed test leaves one
      env: { ...process.env, ...env },
      ...(user === undefined ? {} : { uid: user, gid: user }),
    })
    this.#child = child
    this.#closed = once(child, 'close').catch(() => undefined)
    child.stderr!.on('data', (chunk: Buffer) => this.#take(chunk))
    const listens = () => this.log.slice(before).some((line) => line.includes('"msg":"listening"'))
    await until(`listening line; so far:\n${this.tail()}`, () => listens() || !this.running, START_WAIT)
    if (!listens()) {
      await this.#closed
      throw new Error(`the gateway did not start:\n${this.tail()}`)
    }
  }

  #take(chunk: Buffer): void {
    const lines = `${this.#rest}${chunk.toString('utf8')}`.split('\n')
    this.#rest = lines.pop()!
    this.log.push(...lines)
  }

  /** The log's JSON lines with this sentence. */
  lines(msg: string): GatewayLine[] {
    return this.log
      .filter((line) => line.startsWith('{'))
      .flatMap((line) => parsed(line) ?? [])
      .filter((line) => line.msg === msg)
  }

  tail(): string {
    return this.log.slice(-20).join('\n')
  }

  /** Process numbers of its reading children now. */
  children(): number[] {
    const found = childrenOf(this.pid)
    for (const child of found) this.#known.set(child.pid, child)
    return found.map(({ pid }) => pid)
  }

  /** Waits until it has that many reading children, or more. */
  async waitForChildren(count: number): Promise<number[]> {
    await until(`${count} reading children`, () => this.children().length >= count)
    return this.children()
  }

  /** Reading children seen by `children` that live although their gateway has gone. */
  orphans(): number[] {
    return [...this.#known.values()].filter(({ pid, started }) => startOf(pid) === started).map(({ pid }) => pid)
  }

  signal(signal: NodeJS.Signals): void {
    process.kill(this.pid, signal)
  }

  /** From now on nobody reads its log: 'stalled' leaves the pipe open and full, 'gone' closes it. */
  abandonLog(how: 'stalled' | 'gone'): void {
    if (how === 'gone') this.#child!.stderr!.destroy()
    else this.#child!.stderr!.pause()
  }

  /** SIGKILL, at once; resolves when it is gone. Its children are remembered for `orphans`. */
  async kill9(): Promise<void> {
    this.children()
    this.signal('SIGKILL')
    await this.ended()
  }

  /** Resolves with the exit status (null when a signal ended it). */
  async ended(): Promise<number | null> {
    await until('the gateway ends', () => !this.running, END_WAIT)
    await Promise.race([this.#closed, pause(2000)]) // an orphan may hold nothing of ours, but never wait for it
    return this.#child?.exitCode ?? null
  }

  /** Ends everything that was started, by pid, and removes the folder. */
  async stop(): Promise<void> {
    if (this.running) await this.kill9()
    await until('the children end', () => this.orphans().length === 0, 5000).catch(() => {
      for (const pid of this.orphans()) process.kill(pid, 'SIGKILL')
    })
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }
}

function parsed(line: string): GatewayLine | null {
  try {
    return JSON.parse(line) as GatewayLine
  } catch {
    return null // cut off by a kill
  }
}

/** Fields of /proc/PID/stat from the third on (the second, the name, may hold blanks). */
function statOf(pid: number | string): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}

/** When a living process began; null when it is gone or only waits to be collected. */
function startOf(pid: number): string | null {
  const stat = statOf(pid)
  return stat === null || stat[0] === 'Z' ? null : stat[19]!
}

function childrenOf(parent: number): Child[] {
  if (!existsSync('/proc/self/stat')) throw new Error('needs /proc')
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = statOf(name)
      return stat !== null && stat[0] !== 'Z' && stat[1] === String(parent)
        ? [{ pid: Number(name), started: stat[19]! }]
        : []
    })
}

/** Peak resident memory of a process in bytes (VmHWM). */
export function peakMemory(pid: number): number {
  const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? []
  return Number(kib) * 1024
}
