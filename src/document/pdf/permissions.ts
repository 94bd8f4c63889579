// What a signature allows to be done after it: DocMDP and FieldMDP transforms, and the field's lock (ISO 32000-2 12.8.2).
import type { PdfFile } from './file.ts'
import type { FormField } from './form.ts'
import { as, nameOf, type PdfDict, type PdfValue, textOf } from './objects.ts'

export interface Permissions {
  /** DocMDP level: 1 nothing, 2 form fill and signing, 3 annotations too; null without a certification. */
  level: number | null
  /** Whether the value of a field of that fully qualified name is locked. */
  locked: (name: string) => boolean
}

/** References of one signature; more would be made to cost. */
const MAX_REFERENCES = 16
const MAX_LOCKED = 10_000

/** Read in the revision that was signed. The strictest level counts of all that are named. */
export function readPermissions(file: PdfFile, catalog: PdfDict, field: FormField): Permissions {
  const levels: number[] = []
  const locks: ((name: string) => boolean)[] = []
  const permissions = as('dict', file.get(catalog, 'Perms'))
  const certification = permissions && file.get(permissions, 'DocMDP')
  for (const { parameters } of transforms(file, certification).filter(isDocMdp)) levels.push(levelOf(file, parameters))
  for (const transform of transforms(file, field.value)) {
    if (isDocMdp(transform)) levels.push(levelOf(file, transform.parameters))
    if (transform.method === 'FieldMDP') locks.push(lock(file, transform.parameters))
  }
  const own = as('dict', file.get((field.owner ?? field).dict, 'Lock'))
  if (own) {
    locks.push(lock(file, own))
    if (own.entries.has('P')) levels.push(levelOf(file, own))
  }
  const level = levels.length > 0 ? Math.min(...levels) : null
  return { level, locked: (name) => locks.some((locks) => locks(name)) }
}

interface Transform {
  method: string | null
  parameters: PdfDict | null
}

const isDocMdp = ({ method }: Transform): boolean => method === 'DocMDP'

/** The signature references of a signature dictionary (table 256). */
function transforms(file: PdfFile, signature: PdfValue): Transform[] {
  const dict = as('dict', signature)
  const references = dict ? (as('array', file.get(dict, 'Reference'))?.items ?? []) : []
  return references.slice(0, MAX_REFERENCES).flatMap((value) => {
    const reference = as('dict', file.resolve(value))
    if (!reference) return []
    const parameters = as('dict', file.get(reference, 'TransformParams'))
    return [{ method: nameOf(file.get(reference, 'TransformMethod')), parameters }]
  })
}

/** /P of the parameters; 2 by default (table 257), and 1 for what is no level. */
function levelOf(file: PdfFile, parameters: PdfDict | null): number {
  const level = parameters ? (file.get(parameters, 'P') ?? 2) : 2
  return level === 2 || level === 3 ? level : 1
}

/** /Action and /Fields (tables 236, 259). A field is locked with those below it; a prefix of a name is another name. */
function lock(file: PdfFile, parameters: PdfDict | null): (name: string) => boolean {
  const action = parameters && nameOf(file.get(parameters, 'Action'))
  const items = parameters ? (as('array', file.get(parameters, 'Fields'))?.items ?? []) : []
  const names = items.slice(0, MAX_LOCKED).map((value) => textOf(file.resolve(value)) ?? '')
  const covers = (name: string): boolean => names.some((each) => name === each || name.startsWith(`${each}.`))
  if (action === 'Include') return covers
  if (action === 'Exclude') return (name) => !covers(name)
  return () => true
}
