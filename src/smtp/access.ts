// Who may send through the gateway, which peers may speak for others, and the refusal to be an open relay.
import { inNetworks, isLoopbackHost, LOOPBACK_NETWORKS, networkList } from '../settings/networks.ts'
import type { ListenAddress, RelayOptions } from './types.ts'

/** Whether an address lies in the networks of one right. IPv4 addresses match in their IPv6-mapped form too. */
type Right = (address: string) => boolean

/** What addresses are allowed to do. */
export interface Access {
  maySend: Right
  /** Begin their connections with a PROXY line. */
  proxy: Right
  xclient: Right
  xforward: Right
  /** Their bare line ends and NUL are put right instead of refused. */
  repaired: Right
}

/** The rights that the options give; no client network means loopback only. Throws RangeError for what is no network. */
export function accessOf({ clients, trusted, normalize = [] }: RelayOptions): Access {
  return {
    maySend: right(clients.length > 0 ? clients : LOOPBACK_NETWORKS),
    proxy: right(trusted?.proxy ?? []),
    xclient: right(trusted?.xclient ?? []),
    xforward: right(trusted?.xforward ?? []),
    repaired: right(normalize),
  }
}

function right(networks: string[]): Right {
  const list = networkList(networks)
  return (address) => inNetworks(list, address)
}

/** Throws when a listener can be reached from other machines while nobody has said which may send. */
export function refuseOpenRelay(listen: ListenAddress[], clients: string[]): void {
  const open = listen.find(({ host }) => clients.length === 0 && !isLoopbackHost(host))
  if (open) throw new Error(`listener ${open.host} is reachable from other machines, but no client networks are given`)
}
