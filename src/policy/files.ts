// The files that a policy is read from: overlay of the office's own, bytes kept for the version, mistakes gathered.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readSmallFile } from '../settings/bounded-file.ts'
import { fileMistake, type Mistake, type TwoLanguages } from '../settings/mistake.ts'
import { nearest } from '../settings/near.ts'
import { readYaml, type YamlReading, type z } from '../settings/yaml-file.ts'

/** A folder with more entries than this is no policy folder. */
const MAX_ENTRIES = 5000

/** What an office's own folder may hold; each part replaces that part of `<directory>/site`. */
const SITE_PARTS = ['units.yaml', 'secrecy.yaml', 'not-enforced.yaml', 'words', 'trust']

function noSuchPart(name: string): TwoLanguages {
  const near = nearest(name, SITE_PARTS)
  const parts = SITE_PARTS.join(', ')
  return {
    vi: near === null ? `không có phần nào tên này; có: ${parts}` : `không có phần nào tên này; có phải "${near}"?`,
    en: near === null ? `no part of that name; there are ${parts}` : `no part of that name; did you mean "${near}"?`,
  }
}

/** Where a policy is: its folder, and the office's own data that is laid over `<directory>/site`. */
export interface PolicyPlace {
  directory: string
  site?: string | null | undefined
}

/** A file of the policy; `name` is its place in the policy whichever folder it comes from. */
export interface PolicyFile {
  name: string
  path: string
}

/** Reads the files of one policy. Nothing throws; `mistakes` holds what went wrong, `warnings` what is likely not meant. */
export class PolicyFiles {
  readonly place: PolicyPlace
  readonly mistakes: Mistake[] = []
  readonly warnings: Mistake[] = []
  private readonly read = new Map<string, Buffer>()

  constructor(place: PolicyPlace) {
    this.place = place
    if (place.site != null) this.checkOverlay(place.site)
  }

  /** A part with a misspelt name would silently leave another office's data in force. */
  private checkOverlay(site: string): void {
    if (!existsSync(site)) {
      this.mistakes.push(fileMistake(site, { vi: 'không có thư mục này', en: 'no such folder' }))
      return
    }
    const names = readdirSync(site).filter((name) => !name.startsWith('.') && !/^README\b/i.test(name))
    for (const name of names.filter((candidate) => !SITE_PARTS.includes(candidate)).slice(0, 20)) {
      this.mistakes.push(fileMistake(join(site, name), noSuchPart(name)))
    }
    if (names.length === 0) {
      const parts = SITE_PARTS.join(', ')
      this.mistakes.push(fileMistake(site, { vi: `thư mục trống; cần ${parts}`, en: `empty; it may hold ${parts}` }))
    }
  }

  file(name: string): PolicyFile {
    return { name, path: join(this.place.directory, name) }
  }

  /** A file or folder of `site/`: the overlay's where it has one of that name, else the policy's own. */
  siteFile(name: string): PolicyFile {
    const { directory, site } = this.place
    const own = site == null ? null : join(site, name)
    return { name: `site/${name}`, path: own !== null && existsSync(own) ? own : join(directory, 'site', name) }
  }

  /** Files of a folder in order of name; dot files and README are not the policy's. A missing folder is a mistake. */
  list(folder: PolicyFile): PolicyFile[] {
    try {
      const entries = readdirSync(folder.path, { withFileTypes: true })
      if (entries.length > MAX_ENTRIES) throw new Error(`over ${MAX_ENTRIES} entries`)
      return entries
        .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.') && !/^README\b/i.test(entry.name))
        .map(({ name }) => ({ name: join(folder.name, name), path: join(folder.path, name) }))
        .sort((a, b) => (a.name < b.name ? -1 : 1))
    } catch (error) {
      const why = (error as NodeJS.ErrnoException).code ?? (error as Error).message
      this.tell(folder, { vi: `không đọc được thư mục (${why})`, en: `cannot read the folder (${why})` })
      return []
    }
  }

  /** The file's bytes, or null with the mistake told; at most 1 MiB unless `limit` says more. */
  bytes(file: PolicyFile, limit?: number): Buffer | null {
    const bytes = readSmallFile(file.path, limit)
    if (!Buffer.isBuffer(bytes)) {
      this.mistakes.push(bytes)
      return null
    }
    this.read.set(file.name, bytes)
    return bytes
  }

  /** The validated file, or null with its mistakes added. */
  yaml<S extends z.ZodType>(file: PolicyFile, schema: S): (YamlReading<z.output<S>> & { value: z.output<S> }) | null {
    const bytes = this.bytes(file)
    if (bytes === null) return null
    const reading = readYaml(bytes, file.path, schema)
    this.mistakes.push(...reading.mistakes)
    const { value } = reading
    return value === null ? null : { ...reading, value }
  }

  tell(file: PolicyFile, sentence: TwoLanguages): void {
    this.mistakes.push(fileMistake(file.path, sentence))
  }

  /** First 12 hex digits of the SHA-256 over names and contents of all files read, in order of name. */
  version(): string {
    const hash = createHash('sha256')
    for (const [name, bytes] of [...this.read].sort(([a], [b]) => (a < b ? -1 : 1))) {
      hash.update(`${name}\0${bytes.length}\0`).update(bytes) // lengths, so that no two sets of files run together alike
    }
    return hash.digest('hex').slice(0, 12)
  }
}
