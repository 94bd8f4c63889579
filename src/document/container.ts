// What holds files: archives, mail items, signed envelopes. Each kind has a reader that gives its members one after another.
import type { Reason } from '../facts.ts'

/** One thing inside of a container. */
export interface Member {
  /** Candidate names, the one that most programs show first; empty where it has none. */
  names: string[]
  /** Bytes that it takes unpacked, as the container says. */
  size: number
  /** Content-Type where the container declares one. */
  declaredType?: string
  /** A MIME entity (RFC 2045), as S/MIME carries it, whatever it looks like. */
  message?: boolean
  /** The container is nothing but this file, packed: it is also called as the container is, without the packer's extension. */
  packed?: boolean
  /** Its bytes, unpacked within the budget of the reading, or why there are none. Asked once, before the next member is. */
  bytes(): Buffer | Reason | Promise<Buffer | Reason>
}

/** A container opened: its members in their order, folders left out, and what holds for the whole of it. */
export interface Container {
  members: Iterable<Member> | AsyncIterable<Member>
  /** Why not all of it was seen; asked after the last member. */
  reasons(): Reason[]
}

/** The members of one container and then those of another. */
export function bothContainers(first: Container | null, second: Container | null): Container | null {
  if (first === null || second === null) return first ?? second
  async function* members(...containers: Container[]): AsyncIterable<Member> {
    for (const container of containers) yield* container.members
  }
  return { members: members(first, second), reasons: () => [...first.reasons(), ...second.reasons()] }
}
