// The fronts of deploy/postfix/README.md, run as they are written there: Postfix with the page's commands, and the real gateway.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { ROOT } from './cli.ts'
import { freePort, GatewayProcess } from './gateway-process.ts'
import { type Postfix, startPostfix } from './postfix.ts'

export type FrontKind = 'content_filter' | 'smtpd_proxy_filter' | 'lmtp'

const PAGE = readFileSync(join(ROOT, 'deploy', 'postfix', 'README.md'), 'utf8')

/** A fenced block of the page; throws when it is not there exactly once. */
export function block(info: string): string {
  const blocks = PAGE.split('\n```').filter((text) => text.startsWith(`${info}\n`))
  if (blocks.length !== 1) throw new Error(`README.md: ${blocks.length} blocks "${info}"`)
  return blocks[0]!.slice(info.length + 1)
}

/** The office's own submission service before any of our lines: the test cannot log in, so it goes by address. */
const SUBMISSION = ['-o syslog_name=postfix/submission', '-o smtpd_recipient_restrictions=permit_mynetworks,reject']

export interface Ports {
  submission: number
  /** The gateway's. */
  gate: number
  /** Where it hands back. */
  back: number
}

/** The page's ports become this run's. */
function withPorts(text: string, { submission, gate, back }: Ports): string {
  return text
    .replaceAll('127.0.0.1:10026', `127.0.0.1:${back}`)
    .replaceAll('127.0.0.1]:10025', `127.0.0.1]:${gate}`)
    .replaceAll('127.0.0.1:10025', `127.0.0.1:${gate}`)
    .replaceAll('port: 10025', `port: ${gate}`)
    .replaceAll('port: 10026', `port: ${back}`)
    .replaceAll('submission/inet', `127.0.0.1:${submission}/inet`)
    .replace(/^submission inet n - y/m, `127.0.0.1:${submission} inet n - n`) // the test's queue has no libraries to chroot to
}

export function submissionLines(ports: Ports): string[] {
  return [`127.0.0.1:${ports.submission} inet n - n - - smtpd`, ...SUBMISSION.map((option) => `  ${option}`)]
}

/** The commands of the page for this front. */
export function commandsOf(kind: FrontKind, ports: Ports): string {
  const lmtp = kind === 'lmtp' ? block('sh lmtp') : ''
  return withPorts(`${block(`sh ${kind === 'lmtp' ? 'content_filter' : kind}`)}\n${lmtp}`, ports)
}

/** The lines that the page shows for main.cf and master.cf, the office's own submission lines kept. */
export function linesOf(
  kind: 'content_filter' | 'smtpd_proxy_filter',
  ports: Ports,
): { main: string[]; master: string[] } {
  const master = withPorts(block(`master.cf ${kind}`), ports).split('\n')
  const at = master.findIndex((line) => line.startsWith(`127.0.0.1:${ports.submission} `))
  master.splice(at + 1, 0, ...SUBMISSION.map((option) => `  ${option}`))
  const main = kind === 'content_filter' ? block(`main.cf ${kind}`).split('\n') : []
  return { main, master: master.filter((line) => line.trim() !== '') }
}

export interface Front {
  postfix: Postfix
  gateway: GatewayProcess
  ports: Ports
  [Symbol.asyncDispose](): Promise<void>
}

export interface FrontOptions {
  mailboxes: string[]
  /** Further keys of congthu.yaml. */
  config?: Record<string, unknown>
  preload?: string[]
  /** Another next hop than Postfix's own service. */
  hopPort?: number
  /** Leave the gateway down. */
  gatewayDown?: boolean
  /** Further lines of main.cf. */
  main?: string[]
}

/** Starts Postfix by the page's commands and the gateway by the page's configuration. */
export async function startFront(kind: FrontKind, options: FrontOptions): Promise<Front> {
  const back = await freePort()
  const { preload = [], config = {} } = options
  const gateway = await GatewayProcess.prepare({ hopPort: back, preload })
  const ports = { submission: await freePort(), gate: gateway.port, back }
  const page = parse(withPorts(block('yaml'), ports)) as Record<string, unknown>
  const listen = kind === 'lmtp' ? { listen: [{ host: '127.0.0.1', port: gateway.port, protocol: 'lmtp' }] } : {}
  const nextHop = options.hopPort === undefined ? {} : { nextHop: { host: '127.0.0.1', port: options.hopPort } }
  gateway.configure({ ...page, site: join(ROOT, 'samples', 'site'), ...listen, ...nextHop, ...config })
  const { mailboxes, main = [] } = options
  const start = { mailboxes, main, master: submissionLines(ports), commands: commandsOf(kind, ports) }
  let postfix: Postfix | null = null
  try {
    postfix = await startPostfix(start)
    if (!options.gatewayDown) await gateway.start()
  } catch (error) {
    await postfix?.stop()
    await gateway.stop()
    throw error
  }
  const stop = async () => {
    await postfix.stop()
    await gateway.stop()
  }
  return { postfix, gateway, ports, [Symbol.asyncDispose]: stop }
}
