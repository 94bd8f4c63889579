// Which reader opens which kind of container; zip archives and office packages are opened by kind.ts itself.
import { openApple, openMacBinary } from './apple.ts'
import { ARCHIVES } from './archive/openers.ts'
import { openCms } from './cms.ts'
import type { Container } from './container.ts'
import { openEmbedded } from './embedded.ts'
import { openMsg } from './msg.ts'
import { openOpenPgp } from './openpgp.ts'
import type { KindFacts, Reading } from './reading.ts'
import { openTextEnvelope } from './text-envelope.ts'
import { openTnef } from './tnef.ts'

/** A container that is open, or facts that say why it is not. */
export interface Opened {
  facts: KindFacts
  container: Container | null
}

/** Opens bytes of its kind; `found` is what telling the kind showed already. */
export type Opener = (bytes: Buffer, found: KindFacts, reading: Reading) => Opened | Promise<Opened>

const OPENERS = new Map<string, Opener>([
  ...ARCHIVES,
  ['tnef', openTnef],
  ['msg', openMsg],
  ['p7m', openCms],
  ['pgp', openOpenPgp],
  ['asc', openTextEnvelope],
  ['txt', openTextEnvelope],
  ['appledouble', openApple],
  ['applesingle', openApple],
  ['macbin', openMacBinary],
  ['html', openEmbedded],
  ['svg', openEmbedded],
  ['xml', openEmbedded],
  ['ics', openEmbedded],
  ['vcf', openEmbedded],
])

/** Opens what has a reader; everything else stays as it was found. */
export async function openContainer(bytes: Buffer, found: KindFacts, reading: Reading): Promise<Opened> {
  const opener = OPENERS.get(found.kind ?? '')
  return opener === undefined ? { facts: found, container: null } : opener(bytes, found, reading)
}
