// Who may send through the gateway: the client networks, and the refusal to be an open relay.
import { inNetworks, isLoopbackHost, LOOPBACK_NETWORKS, networkList } from '../settings/networks.ts'
import type { ListenAddress } from './types.ts'

/**
 * The question whether a client address may send. `clients` are networks (CIDR) or addresses; empty means loopback only.
 * IPv4 addresses match in their IPv6-mapped form too. Throws RangeError for what is no network.
 */
export function clientCheck(clients: string[]): (address: string) => boolean {
  const list = networkList(clients.length > 0 ? clients : LOOPBACK_NETWORKS)
  return (address) => inNetworks(list, address)
}

/** Throws when a listener can be reached from other machines while nobody has said which may send. */
export function refuseOpenRelay(listen: ListenAddress[], clients: string[]): void {
  const open = listen.find(({ host }) => clients.length === 0 && !isLoopbackHost(host))
  if (open) throw new Error(`listener ${open.host} is reachable from other machines, but no client networks are given`)
}
