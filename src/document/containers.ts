// Which reader opens which kind of container; zip archives and office packages are opened by kind.ts itself.
import type { Container } from './container.ts'
import type { KindFacts, Reading } from './reading.ts'

/** A container that is open, or facts that say why it is not. */
export interface Opened {
  facts: KindFacts
  container: Container | null
}

/** Opens bytes of its kind; `found` is what telling the kind showed already. */
export type Opener = (bytes: Buffer, found: KindFacts, reading: Reading) => Opened | Promise<Opened>

const OPENERS = new Map<string, Opener>()

/** Opens what has a reader; everything else stays as it was found. */
export async function openContainer(bytes: Buffer, found: KindFacts, reading: Reading): Promise<Opened> {
  const opener = OPENERS.get(found.kind ?? '')
  return opener === undefined ? { facts: found, container: null } : opener(bytes, found, reading)
}
