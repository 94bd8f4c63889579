// The parts of an Office Open XML package that hold text: by role, in the order in which a main part lists them.
import { posix } from 'node:path'
import type { Reason } from '../../facts.ts'
import { partBytes } from '../package-part.ts'
import type { Reading } from '../reading.ts'
import { type Element, readElements } from '../xml.ts'
import { type Attributes, attribute } from '../xml-stream.ts'
import type { Zip, ZipMember } from '../zip.ts'
import { type Role, roleOf } from './package-roles.ts'
import type { TextSink } from './sink.ts'

/** Parts of one package that are read for their text. */
const PARTS_READ = 5000

/** Bytes of the relationships of a part that has some two of them; there may be thousands of such parts. */
const SMALL = 65_536

/** A part as its main part lists it; those that it does not list have no name. */
export interface ListedPart {
  member: ZipMember
  name: string | null
  hidden: boolean
}

/** What a main part says of a part: the id of its relationship, and more. */
export interface Listing {
  relation: string
  name: string | null
  hidden: boolean
}

/** Entries that are taken from one main part. */
export const LISTINGS_KEPT = PARTS_READ

export class PackageParts {
  readonly #zip: Zip
  readonly #reading: Reading
  readonly #sink: TextSink
  readonly #parts = new Map<Role, ZipMember[]>()
  #byName: Map<string, ZipMember> | null = null

  constructor(zip: Zip, typeOf: (member: ZipMember) => string, reading: Reading, sink: TextSink) {
    this.#zip = zip
    this.#reading = reading
    this.#sink = sink
    let count = 0
    for (const member of zip.members) {
      const role = member.directory || member.encrypted ? null : roleOf(member.name.toLowerCase(), typeOf(member))
      if (role === null) continue
      if (++count > PARTS_READ) {
        sink.fail('count-limit')
        break
      }
      const known = this.#parts.get(role)
      if (known === undefined) this.#parts.set(role, [member])
      else known.push(member)
    }
  }

  of(role: Role): readonly ZipMember[] {
    return this.#parts.get(role) ?? []
  }

  /** Reads a part and passes on why not all of it was read. */
  with(member: ZipMember, read: (bytes: Buffer) => Reason | null): void {
    if (this.#sink.full) return
    const bytes = partBytes(this.#zip, member, this.#reading)
    const failure = typeof bytes === 'string' ? bytes : read(bytes)
    if (failure) this.#sink.fail(failure)
  }

  bytes(member: ZipMember | undefined): Buffer | null {
    const bytes = member === undefined ? 'damaged' : partBytes(this.#zip, member, this.#reading)
    return typeof bytes === 'string' ? null : bytes
  }

  member(pattern: RegExp): ZipMember | undefined {
    return this.#zip.members.find(({ name }) => pattern.test(name))
  }

  /** Parts of a role in the order, with the name and the state, that the main part gives; those it does not list follow. */
  listed(role: Role, main: ZipMember | undefined, listings: readonly Listing[]): ListedPart[] {
    const others = this.of(role).map((member) => ({
      member,
      name: null,
      hidden: false,
      part: member.name.toLowerCase(),
    }))
    const targets = this.#relations(main)
    const listed: ListedPart[] = []
    for (const { relation, name, hidden } of listings) {
      const target = targets.get(relation)
      const at = target ? others.findIndex(({ part }) => part.endsWith(target)) : -1
      // However often it is listed, a part is read once.
      if (at >= 0) listed.push({ member: others.splice(at, 1)[0]!.member, name, hidden })
    }
    return [...listed, ...others]
  }

  /** Parts that a part has relationships to, in their order. */
  *related(part: ZipMember): Generator<ZipMember> {
    const folder = posix.dirname(`/${part.name}`)
    for (const { attributes } of this.#relationships(part, SMALL)) {
      const target = this.#named(posix.resolve(folder, attributes.Target ?? ''))
      if (target !== undefined) yield target
    }
  }

  /** By a name from the root on; upper and lower case are alike (Open Packaging, 6.2.2.3). */
  #named(path: string): ZipMember | undefined {
    if (this.#byName === null) {
      this.#byName = new Map()
      for (const member of this.#zip.members) {
        const key = `/${member.name.toLowerCase()}`
        if (!this.#byName.has(key)) this.#byName.set(key, member)
      }
    }
    return this.#byName.get(path.toLowerCase())
  }

  #relationships(part: ZipMember, limit = Number.POSITIVE_INFINITY): readonly Element[] {
    const { dir, base } = posix.parse(`/${part.name}`)
    const bytes = this.bytes(this.#named(posix.join(dir, '_rels', `${base}.rels`)))
    return bytes === null || bytes.length > limit ? [] : (readElements(bytes) ?? [])
  }

  /** Ends of the part names by relationship id (Open Packaging, 9.3). */
  #relations(main: ZipMember | undefined): Map<string, string> {
    const elements = main === undefined ? [] : this.#relationships(main)
    return new Map(
      elements.map(({ attributes }) => [
        attributes.Id ?? '',
        (attributes.Target ?? '').replace(/^(?:\.\.?\/|\/)+/, '').toLowerCase(),
      ]),
    )
  }
}

/** The id of a relationship has a prefix, beside which another id may stand (19.2.1.33). */
export function relationOf(attributes: Attributes): string {
  const key = Object.keys(attributes).find((each) => each.endsWith(':id'))
  return (key === undefined ? attribute(attributes, 'id') : attributes[key]) ?? ''
}
