// The PROXY line, version 1, with which a trusted peer begins a connection (haproxy, doc/proxy-protocol.txt 2.1).
import { isIP, type Socket } from 'node:net'

/** The whole line with CRLF, by the protocol's own count. */
const MAX_LINE = 107
const LF = 0x0a

/** Whom the line names; null for UNKNOWN: the peer itself then. */
export interface ProxiedClient {
  address: string
  port: number
}

/**
 * Reads the line and leaves what follows it in the socket. Rejects for anything else, for one that does not come within
 * `waitMs`, and when the peer goes; the protocol says to drop the connection then, without a word.
 */
export function readProxyLine(socket: Socket, waitMs: number): Promise<ProxiedClient | null> {
  return new Promise((resolve, reject) => {
    let line = Buffer.alloc(0)
    const finish = (end: () => void) => {
      clearTimeout(timer)
      socket.off('readable', read)
      for (const event of ENDINGS) socket.off(event, gone)
      end()
    }
    const fail = (text: string) => finish(() => reject(new Error(text)))
    const gone = () => fail('the peer went away before its PROXY line')
    const read = () => {
      for (let chunk = socket.read(); chunk !== null; chunk = socket.read()) {
        const seen = line.length
        line = Buffer.concat([line, chunk.subarray(0, MAX_LINE + 1)])
        const end = line.indexOf(LF)
        if (end >= 0 && end < MAX_LINE) {
          const rest = chunk.subarray(end + 1 - seen)
          if (rest.length > 0) socket.unshift(rest)
          const client = parseProxyLine(line.toString('latin1', 0, end + 1))
          return client === undefined ? fail('not a PROXY line') : finish(() => resolve(client))
        }
        if (line.length > MAX_LINE) return fail('PROXY line too long')
      }
    }
    const timer = setTimeout(() => fail('no PROXY line in time'), waitMs)
    socket.on('readable', read)
    for (const event of ENDINGS) socket.on(event, gone)
  })
}

const ENDINGS = ['error', 'end', 'close'] as const

/** undefined for what is no PROXY line. */
export function parseProxyLine(line: string): ProxiedClient | null | undefined {
  if (!line.endsWith('\r\n')) return undefined
  const [proxy, family, source = '', target = '', port = '', targetPort = '', ...more] = line.slice(0, -2).split(' ')
  if (proxy !== 'PROXY') return undefined
  if (family === 'UNKNOWN') return null
  const version = family === 'TCP4' ? 4 : family === 'TCP6' ? 6 : 0
  if (version === 0 || more.length > 0 || isIP(source) !== version || isIP(target) !== version) return undefined
  const ports = [port, targetPort]
  const sound = ports.every((digits) => /^(0|[1-9][0-9]{0,4})$/.test(digits) && Number(digits) <= 65_535)
  return sound ? { address: source, port: Number(port) } : undefined
}
