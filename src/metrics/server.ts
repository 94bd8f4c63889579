// A small HTTP server for the loopback: /metrics for Prometheus, /healthz and /readyz for whoever watches over us.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Figures } from './figures.ts'

export interface MetricsSources {
  figures: Pick<Figures, 'text' | 'contentType'>
  /** Reasons why mail would not go through now, a sentence each. */
  notReady(): Promise<string[]>
}

export interface MetricsServer {
  host: string
  port: number
  close(): Promise<void>
}

const PLAIN = 'text/plain; charset=utf-8'
/** Nobody who asks for figures needs more. */
const LIMITS = { maxHeaderSize: 8192, headersTimeout: 5000, requestTimeout: 10_000, connectionsCheckingInterval: 1000 }
const MAX_CONNECTIONS = 32
const SOCKET_TIMEOUT = 15_000

/** Listens; rejects when it cannot. The caller has made sure that `host` is on the loopback. */
export async function startMetrics(
  { host, port }: { host: string; port: number },
  sources: MetricsSources,
): Promise<MetricsServer> {
  const server = createServer(LIMITS, (request, response) => {
    void answer(request, sources).then(
      ({ status, type, body }) => send(request, response, status, type, body),
      (error) => send(request, response, 500, PLAIN, `${error}\n`),
    )
  })
  server.maxConnections = MAX_CONNECTIONS
  server.setTimeout(SOCKET_TIMEOUT, (socket) => socket.destroy())
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve())
  })
  server.removeAllListeners('error').on('error', () => {}) // too many open files: the next connection may do better
  const bound = server.address() as AddressInfo
  return { host: bound.address, port: bound.port, close: () => closed(server) }
}

interface Answer {
  status: number
  type: string
  body: string
}

async function answer({ method, url }: IncomingMessage, { figures, notReady }: MetricsSources): Promise<Answer> {
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, type: PLAIN, body: 'GET, HEAD\n' }
  switch (url?.split('?', 1)[0]) {
    case '/metrics':
      return { status: 200, type: figures.contentType, body: await figures.text() }
    case '/healthz': // that this runs says that the event loop does
      return { status: 200, type: PLAIN, body: 'ok\n' }
    case '/readyz': {
      const reasons = await notReady()
      if (reasons.length === 0) return { status: 200, type: PLAIN, body: 'ready\n' }
      return { status: 503, type: PLAIN, body: reasons.map((reason) => `${reason}\n`).join('') }
    }
    default:
      return { status: 404, type: PLAIN, body: '/metrics /healthz /readyz\n' }
  }
}

/** One answer a connection: what else a client may send is never read. */
function send(request: IncomingMessage, response: ServerResponse, status: number, type: string, body: string): void {
  const bytes = Buffer.from(body)
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': bytes.length,
    'Cache-Control': 'no-store',
    Connection: 'close',
    ...(status === 405 ? { Allow: 'GET, HEAD' } : {}),
  })
  response.end(request.method === 'HEAD' ? undefined : bytes)
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
