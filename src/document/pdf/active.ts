// Finds what a PDF can do beyond being read, by walking every object that the trailer leads to (ISO 32000-2 12.6, 7.11).
import type { ActiveContent } from '../../facts.ts'
import type { PdfFile } from './file.ts'
import { as, nameOf, type PdfDict, type PdfValue } from './objects.ts'

/** Action types (table 201) that concern the gateway. */
const ACTIONS: ReadonlyMap<string | null, ActiveContent> = new Map([
  ['JavaScript', 'javascript'],
  ['Launch', 'launch'],
])

/** Pieces of a form that are looked at; a form has a dozen. */
const XFA_PIECES = 100
const FORM_SCRIPT = /<(?:[\w.-]{1,40}:)?script[\s>]/i

/** What a walk over the whole file found. */
export interface PdfActive {
  active: ActiveContent[]
  /** File specifications that carry their file (7.11.3). */
  attachments: PdfDict[]
}

/**
 * Active content that can be reached, and the files in it. Names are compared after #xx is decoded, and objects in object streams count;
 * text that only mentions /JavaScript does not. Notes keys that come twice. Throws a PdfError when not every object could be read.
 */
export function findActive(file: PdfFile): PdfActive {
  const found: Found = { active: new Set(), attachments: [] }
  const seen = new Set<number>()
  const stack: PdfValue[] = [file.trailer]
  while (stack.length > 0) {
    const value = stack.pop()!
    if (typeof value !== 'object' || value === null) continue
    if (value.type === 'ref') {
      if (seen.has(value.number)) continue
      const object = file.object(value.number, value.generation)
      // Seen only when it is there: the same number with a wrong generation must not hide it.
      if (object !== null) seen.add(value.number)
      stack.push(object)
    } else if (value.type === 'array') pushAll(stack, value.items)
    else if (value.type === 'dict') visit(file, value, found, stack)
    else if (value.type === 'stream') visit(file, value.dict, found, stack)
  }
  return { active: [...found.active].sort(), attachments: found.attachments }
}

interface Found {
  active: Set<ActiveContent>
  attachments: PdfDict[]
}

function visit(file: PdfFile, dict: PdfDict, { active: found, attachments }: Found, stack: PdfValue[]): void {
  const { entries } = dict
  if (dict.shadowed.length > 0) file.duplicateKeys = true
  for (const type of [entries.get('S'), ...dict.shadowed]) {
    const active = ACTIONS.get(nameOf(file.resolve(type)))
    if (active) found.add(active)
  }
  // Rendition and rich-media actions carry a script beside their own type (table 214).
  if (entries.has('JS')) found.add('javascript')
  if (entries.has('XFA') && hasFormScript(file, entries.get('XFA'))) found.add('javascript')
  if (as('dict', file.resolve(entries.get('EF')))) {
    found.add('embedded-file')
    attachments.push(dict)
  }
  pushAll(stack, entries.values())
  pushAll(stack, dict.shadowed)
}

/** XFA 3.3: the form as one stream of XML or as its pieces, each behind its name; scripts in it run as the form's. */
function hasFormScript(file: PdfFile, xfa: PdfValue | undefined): boolean {
  const whole = file.resolve(xfa)
  const pieces = as('array', whole)?.items ?? [whole]
  return pieces.slice(0, XFA_PIECES).some((piece) => {
    const stream = as('stream', file.resolve(piece))
    return stream !== null && file.streamData(stream).toString('latin1').search(FORM_SCRIPT) >= 0
  })
}

function pushAll(stack: PdfValue[], values: Iterable<PdfValue>): void {
  for (const value of values) if (typeof value === 'object' && value !== null) stack.push(value)
}
