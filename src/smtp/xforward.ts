// XFORWARD (Postfix XFORWARD_README): tells a next hop that offers it whose mail this is, for its log.
import { isIPv6 } from 'node:net'

/** What may be told; absent or empty is said as not known. */
export interface Forwarded {
  NAME?: string
  ADDR?: string
  PORT?: string
  PROTO?: string
  HELO?: string
  IDENT?: string
  SOURCE?: string
}

const MAX_COMMAND = 510
const MAX_VALUE = 255

/**
 * The commands, each within the 510 octets of a line, for the attributes that are given and that the next hop lists
 * (`offered`: the words behind its EHLO keyword).
 */
export function xforwardCommands(attributes: Forwarded, offered: string): string[] {
  const listed = new Set(offered.toUpperCase().split(' '))
  const commands: string[] = []
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || !listed.has(name)) continue
    const word = ` ${name}=${coded(name, value)}`
    const last = commands.length - 1
    if (last >= 0 && commands[last]!.length + word.length <= MAX_COMMAND) commands[last] += word
    else commands.push(`XFORWARD${word}`)
  }
  return commands
}

function coded(name: string, value: string): string {
  if (value === '') return '[UNAVAILABLE]'
  const full = name === 'ADDR' && isIPv6(value) ? `IPV6:${value}` : value
  return xtext(full, MAX_VALUE)
}

/** xtext (RFC 3461 4): printable ASCII but `+` and `=`, the rest as `+XX`; cut at `limit` octets. */
export function xtext(text: string, limit: number): string {
  let done = ''
  for (const octet of Buffer.from(text, 'utf8')) {
    const plain = octet >= 0x21 && octet <= 0x7e && octet !== 0x2b && octet !== 0x3d
    const next = plain ? String.fromCharCode(octet) : `+${octet.toString(16).toUpperCase().padStart(2, '0')}`
    if (done.length + next.length > limit) break
    done += next
  }
  return done
}
