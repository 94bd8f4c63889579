// AUTH to the next hop (RFC 4954): PLAIN (RFC 4616), else LOGIN, and only where nobody can listen.
import { HopLost, type HopSocket } from './hop-socket.ts'
import type { Offer } from './parameters.ts'
import type { Reply } from './reply.ts'
import type { Credentials } from './types.ts'

/** Not let in. The message is for the log; it holds neither password nor the server's text, which might repeat it. */
export class AuthFailed extends HopLost {}

/** Command lines are at most 512 octets with CRLF (RFC 5321 4.5.3.1.4); a longer initial response has to wait (RFC 4954 4). */
const MAX_COMMAND = 510

/** Says name and password; rejects with AuthFailed unless the next hop answers 235. */
export async function authenticate(
  wire: HopSocket,
  credentials: Credentials,
  offer: Offer,
  timeout: number,
): Promise<void> {
  if (!wire.secure && !wire.loopback)
    throw new AuthFailed('no TLS to the next hop: the password is not said in plain text')
  const mechanisms = mechanismsOf(offer)
  if (mechanisms.has('PLAIN')) await plain(wire, credentials, timeout)
  else if (mechanisms.has('LOGIN')) await login(wire, credentials, timeout)
  else throw new AuthFailed('the next hop offers neither AUTH PLAIN nor AUTH LOGIN')
}

/** Also as `AUTH=PLAIN LOGIN`, which servers from before RFC 2554 still say. */
function mechanismsOf(offer: Offer): Set<string> {
  const found = new Set<string>()
  for (const [keyword, values] of offer) {
    if (keyword !== 'AUTH' && !keyword.startsWith('AUTH=')) continue
    for (const word of `${keyword.slice('AUTH='.length)} ${values.toUpperCase()}`.split(' ')) found.add(word)
  }
  return found
}

async function plain(wire: HopSocket, { user, password }: Credentials, timeout: number): Promise<void> {
  if (user.includes('\0') || password.includes('\0')) throw new AuthFailed('NUL in name or password') // RFC 4616 2
  const response = base64(`\0${user}\0${password}`)
  const command = `AUTH PLAIN ${response}`
  if (command.length <= MAX_COMMAND) {
    admitted('PLAIN', await wire.command(command, timeout))
    return
  }
  asked('PLAIN', await wire.command('AUTH PLAIN', timeout))
  admitted('PLAIN', await wire.command(response, timeout))
}

/** The old way of draft-murchison-sasl-login: both in answer to a 334, whose text is not looked at. */
async function login(wire: HopSocket, { user, password }: Credentials, timeout: number): Promise<void> {
  asked('LOGIN', await wire.command('AUTH LOGIN', timeout))
  asked('LOGIN', await wire.command(base64(user), timeout))
  admitted('LOGIN', await wire.command(base64(password), timeout))
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64')
}

function asked(mechanism: string, reply: Reply): void {
  if (reply.code !== 334) throw refused(mechanism, reply)
}

function admitted(mechanism: string, reply: Reply): void {
  if (reply.code !== 235) throw refused(mechanism, reply)
}

function refused(mechanism: string, { code, lines }: Reply): AuthFailed {
  const status = /^[245]\.\d{1,3}\.\d{1,3}(?= |$)/.exec(lines[0] ?? '')?.[0] ?? ''
  return new AuthFailed(`AUTH ${mechanism} refused: ${code} ${status}`.trimEnd())
}
