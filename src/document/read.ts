// Reads one document: its names, its kind by content, what that kind tells, and what it carries inside.
import { hash } from 'node:crypto'
import type { DocumentFacts, Reason, SecrecyWords } from '../facts.ts'
import { degreeOf, findSecrecyPlaces } from '../language/secrecy.ts'
import { readContainer } from './archive.ts'
import type { Container } from './container.ts'
import { readKind } from './kind.ts'
import { extensionOfType, fromFirstField } from './message-kind.ts'
import { nameFacts } from './names.ts'
import { isNamedArchive, judgeOdd } from './package-members.ts'
import type { DocumentInput, KindFacts, Reading } from './reading.ts'
import { addText } from './text/read-text.ts'

/** Reads the bytes and everything inside them. Never throws for what they hold; what cannot be told is null or a reason. */
export async function readDocument(input: DocumentInput, reading: Reading): Promise<DocumentFacts> {
  reading.onDocument?.(input)
  const facts = blankFacts(input, input.bytes.length, reading.context.secrecy)
  facts.sha256 = hash('sha256', input.bytes, 'hex')
  // The kind of what is nested too deep is still told; its inside is not looked into.
  const tooDeep = input.depth > reading.context.limits.depth
  const byType = extensionOfType(input.declaredType)
  const extensions = byType === null ? facts.extensions : [...facts.extensions, byType]
  const { facts: found, container, odd, text } = await readKind(input.bytes, extensions, reading)
  apply(facts, found)
  if (text) addText(facts, text, reading)
  if (container !== null) {
    if (tooDeep) closeWith(facts, ['depth-limit'], 'none')
    else await addMembers(facts, input, reading, container)
  } else if (odd) {
    if (tooDeep) addReasons(facts, ['depth-limit'])
    else await addOdd(facts, input, reading, odd)
  } else if (facts.kind === 'eml') {
    if (tooDeep) closeWith(facts, ['depth-limit'], 'none')
    else await addNested(facts, { ...input, bytes: fromFirstField(input.bytes) }, reading)
  }
  reading.onDocument?.(null)
  return facts
}

/** A nested message that is declared as one (RFC 2046 5.2.1), whatever its content looks like. */
export async function readNestedMessage(input: DocumentInput, reading: Reading): Promise<DocumentFacts> {
  reading.onDocument?.(input)
  const facts = blankFacts(input, input.bytes.length, reading.context.secrecy)
  facts.sha256 = hash('sha256', input.bytes, 'hex')
  apply(facts, { kind: 'eml', encrypted: false })
  if (input.depth > reading.context.limits.depth) closeWith(facts, ['depth-limit'], 'none')
  else await addNested(facts, input, reading)
  reading.onDocument?.(null)
  return facts
}

/** Facts of bytes that could not be had: a member with a password, a body kept elsewhere. */
export function unreadableDocument(
  input: DocumentInput,
  size: number,
  reason: Reason,
  words: SecrecyWords,
): DocumentFacts {
  const facts = blankFacts(input, size, words)
  facts.encrypted = reason === 'encrypted' ? true : null
  facts.damaged = reason === 'damaged' ? true : null
  facts.reasons = [reason]
  return facts
}

const READERS = { document: readDocument, message: readNestedMessage, unreadable: unreadableDocument }

async function addMembers(
  facts: DocumentFacts,
  input: DocumentInput,
  reading: Reading,
  container: Container,
): Promise<void> {
  const { children, reasons, damaged } = await readContainer(container, input, reading, READERS)
  facts.children.push(...children)
  if (damaged) facts.damaged = true
  const all = [...new Set([...facts.reasons, ...reasons])]
  closeWith(facts, all, all.length === 0 ? 'full' : 'partial')
}

/** Files beside the parts of an office package. What cannot be told of them cannot be told of the package. */
async function addOdd(facts: DocumentFacts, input: DocumentInput, reading: Reading, odd: Container): Promise<void> {
  const { children, reasons } = await readContainer(odd, input, reading, READERS)
  const { kept, macros } = judgeOdd(children, facts.editable === true && !isNamedArchive(facts.extensions))
  facts.children.push(...kept)
  if (macros && facts.macros !== true) {
    facts.macros = true
    facts.active = ['macro', ...(facts.active ?? [])]
  }
  addReasons(facts, reasons)
}

function addReasons(facts: DocumentFacts, reasons: Reason[]): void {
  facts.reasons = [...new Set([...facts.reasons, ...reasons])]
  if (facts.reasons.length > 0 && facts.inspected === 'full') facts.inspected = 'partial'
}

async function addNested(facts: DocumentFacts, input: DocumentInput, reading: Reading): Promise<void> {
  if (reading.nested === null) return closeWith(facts, ['unsupported'], 'none')
  const nested = await reading.nested(input.bytes, input.at, input.depth, reading)
  facts.children.push(...nested.children)
  closeWith(facts, nested.reasons, nested.inspected)
}

function closeWith(facts: DocumentFacts, reasons: Reason[], inspected: DocumentFacts['inspected']): void {
  facts.reasons = reasons
  facts.inspected = inspected
}

function blankFacts(input: DocumentInput, size: number, words: SecrecyWords): DocumentFacts {
  const names = nameFacts(input.names)
  const name = names.names[0] ?? null
  const places =
    name === null ? [] : names.names.flatMap((each) => findSecrecyPlaces(each, 'file-name', input.at, words))
  return {
    type: 'document',
    ...names,
    at: input.at,
    name,
    outer: [],
    declaredType: input.declaredType,
    disposition: input.disposition,
    related: false,
    size,
    sha256: '',
    kind: 'unknown',
    alsoKinds: [],
    editable: null,
    executable: false,
    macros: null,
    encrypted: null,
    damaged: null,
    inspected: 'none',
    reasons: [],
    text: null,
    texts: null,
    pages: null,
    fonts: null,
    colours: null,
    encoding: null,
    scan: null,
    seal: null,
    active: null,
    // Only the names were read for marks: that they carry none says nothing of the text.
    secrecy: places.length === 0 ? null : { degree: degreeOf(places), places },
    terms: [],
    integrity: null,
    signatures: [],
    children: [],
  }
}

function apply(facts: DocumentFacts, found: KindFacts): void {
  Object.assign(facts, found)
  facts.reasons = [...(found.reasons ?? [])]
  facts.editable = found.editable === undefined ? false : found.editable
  if (facts.inspected !== 'none' && facts.encrypted === null && found.encrypted === undefined) facts.encrypted = false
}
