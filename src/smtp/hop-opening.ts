// Opens a connection to the next hop: greeting, EHLO or LHLO, STARTTLS and AUTH. Whatever goes wrong is HopLost.
import { authenticate } from './hop-auth.ts'
import { HopLost, HopSocket } from './hop-socket.ts'
import type { Offer } from './parameters.ts'
import type { Reply } from './reply.ts'
import type { HopTimeouts, NextHopOptions } from './types.ts'

const MAX_OFFERS = 100

/** TLS did not come about. */
export class TlsFailed extends HopLost {}

/** A connection that is ready for MAIL. */
export interface Opened {
  wire: HopSocket
  offer: Offer
}

/**
 * Connects and goes as far as MAIL. Rejects with HopLost, TlsFailed or AuthFailed; then, and when `signal` is aborted before
 * it is done, the socket is closed at once.
 */
export async function openHop(
  options: NextHopOptions,
  hostname: string,
  timeouts: HopTimeouts,
  signal?: AbortSignal,
): Promise<Opened> {
  const wire = await HopSocket.connect(options, timeouts.connect, signal)
  const stop = () => wire.destroy('connecting was ended')
  if (signal?.aborted) stop()
  signal?.addEventListener('abort', stop, { once: true })
  try {
    return { wire, offer: await introduce(wire, options, hostname, timeouts) }
  } catch (error) {
    wire.destroy('not usable')
    throw error
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}

async function introduce(
  wire: HopSocket,
  options: NextHopOptions,
  hostname: string,
  timeouts: HopTimeouts,
): Promise<Offer> {
  const greeting = await wire.reply(timeouts.greeting)
  if (greeting.code !== 220) throw new HopLost(`greeting ${greeting.code} ${greeting.lines[0] ?? ''}`)
  const hello = () => sayHello(wire, options, hostname, timeouts)
  let offer = await hello()
  if (options.tls !== 'none' && (offer.has('STARTTLS') || options.tls === 'required')) {
    offer = await startTls(wire, options, offer, timeouts, hello)
  }
  if (options.auth) await authenticate(wire, options.auth, offer, timeouts.command)
  return offer
}

/** EHLO, or HELO where that is not known (RFC 5321 3.2); LHLO, which has no other, with LMTP (RFC 2033 4.1). */
async function sayHello(
  wire: HopSocket,
  { protocol }: NextHopOptions,
  hostname: string,
  { command }: HopTimeouts,
): Promise<Offer> {
  const verb = protocol === 'lmtp' ? 'LHLO' : 'EHLO'
  const reply = await wire.command(`${verb} ${hostname}`, command)
  if (reply.code === 250) return offerOf(reply)
  if (reply.code < 500 || verb === 'LHLO') throw new HopLost(`${verb} ${reply.code}`)
  const helo = await wire.command(`HELO ${hostname}`, command)
  if (helo.code !== 250) throw new HopLost(`HELO ${helo.code}`)
  return new Map()
}

function offerOf(reply: Reply): Offer {
  const lines = reply.lines.slice(1, MAX_OFFERS)
  return new Map(
    lines.map((line) => {
      const [keyword = '', ...values] = line.trim().split(' ')
      return [keyword.toUpperCase(), values.join(' ')]
    }),
  )
}

/** STARTTLS, the handshake, and EHLO once more: what was said before is forgotten (RFC 3207 4.2). */
async function startTls(
  wire: HopSocket,
  options: NextHopOptions,
  offer: Offer,
  timeouts: HopTimeouts,
  hello: () => Promise<Offer>,
): Promise<Offer> {
  if (!offer.has('STARTTLS')) throw new TlsFailed('STARTTLS not offered')
  try {
    const reply = await wire.command('STARTTLS', timeouts.command)
    if (reply.code !== 220) throw new HopLost(`STARTTLS ${reply.code}`)
    await wire.startTls(options, timeouts.command)
    return await hello() // a handshake that the other end did not like shows only here (RFC 8446: TLS 1.3 sends no Finished back)
  } catch (error) {
    throw new TlsFailed(error instanceof Error ? error.message : String(error))
  }
}
