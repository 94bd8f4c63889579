// Client networks in CIDR notation (RFC 4632, RFC 4291): which addresses may hand mail over, which are loopback.
import { BlockList, isIP } from 'node:net'

/** Default clients: this machine only. */
export const LOOPBACK_NETWORKS = ['127.0.0.0/8', '::1/128']

const loopback = networkList(LOOPBACK_NETWORKS)

/** One network, or null when the text is none. A bare address is a network of one. */
export function parseNetwork(text: string): { address: string; prefix: number; family: 'ipv4' | 'ipv6' } | null {
  const [address = '', length, ...rest] = text.split('/')
  const version = address.includes('%') ? 0 : isIP(address)
  if (version === 0 || rest.length > 0) return null
  const bits = version === 4 ? 32 : 128
  if (length !== undefined && !/^(0|[1-9][0-9]{0,2})$/.test(length)) return null
  const prefix = length === undefined ? bits : Number(length)
  return prefix > bits ? null : { address, prefix, family: version === 4 ? 'ipv4' : 'ipv6' }
}

/**
 * Whether a network is so wide that naming it permits about everyone: shorter than /8 of IPv4 or /16 of IPv6, or an IPv6 one
 * that holds the IPv4 addresses (::ffff:0:0/96 and what contains it: BlockList finds IPv4 clients there).
 */
export function isTooWide(text: string): boolean {
  const network = parseNetwork(text)
  if (network === null) return false
  const { address, prefix, family } = network
  if (family === 'ipv4') return prefix < 8
  const mapped = new URL(`http://[${address}]`).hostname.startsWith('[::ffff:')
  return prefix < 16 || (mapped ? prefix < 104 : prefix < 96 && networkList([text]).check('192.0.2.1', 'ipv4'))
}

/** The networks as one list to look addresses up in; throws RangeError for a text that is no network. */
export function networkList(networks: string[]): BlockList {
  const list = new BlockList()
  for (const text of networks) {
    const network = parseNetwork(text)
    if (network === null) throw new RangeError(`not a network: ${text}`)
    list.addSubnet(network.address, network.prefix, network.family)
  }
  return list
}

/** Whether an address (IPv4 also in its IPv6-mapped form) lies in the list; false for what is no address. */
export function inNetworks(list: BlockList, address: string): boolean {
  const version = isIP(address)
  return version !== 0 && list.check(address, version === 4 ? 'ipv4' : 'ipv6')
}

/** Whether a listener on this host is reachable from this machine only. A name other than localhost is not trusted to be. */
export function isLoopbackHost(host: string): boolean {
  return host.toLowerCase() === 'localhost' || inNetworks(loopback, host)
}

/** `host:port` or `[IPv6]:port` of a command line; null when it is neither. Port 0 asks the system for a free one. */
export function parseHostPort(text: string): { host: string; port: number } | null {
  const colon = text.lastIndexOf(':')
  const host = text.slice(0, Math.max(colon, 0))
  const bare = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host
  const digits = text.slice(colon + 1)
  const port = /^[0-9]{1,5}$/.test(digits) ? Number(digits) : -1
  if (port < 0 || port > 65_535 || !isHost(bare)) return null
  if (bare.includes(':') !== (bare !== host)) return null // an IPv6 address stands in brackets, nothing else does
  return { host: bare, port }
}

/** An address or a host name of letters, digits, dots and hyphens (RFC 1123 2.1). */
export function isHost(text: string): boolean {
  return isIP(text) !== 0 || (text.length <= 253 && /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(text))
}
