// The kind of a document by its content, never by its name, and everything that the reader of that kind can tell.
import { openActiveMime } from './active-mime.ts'
import { readMacBinary } from './apple.ts'
import { findArchiveBehind } from './archive/behind.ts'
import { readCms } from './cms.ts'
import { bothContainers, type Container } from './container.ts'
import { openContainer } from './containers.ts'
import { readLegacyOffice } from './legacy-office.ts'
import { readFileType, readSignature } from './magic.ts'
import { isNamedMessage } from './message-kind.ts'
import { readOdf } from './odf.ts'
import { readOle } from './ole-kind.ts'
import { readOoxml } from './ooxml.ts'
import { readOpenPgp } from './openpgp.ts'
import { oddMembers } from './package-members.ts'
import { hasScript, PAGE_EXTENSIONS } from './page-script.ts'
import { pdfAttachments } from './pdf/attachments.ts'
import { PdfText } from './pdf/text/read.ts'
import { openPdf } from './pdf.ts'
import type { KindFacts, Reading } from './reading.ts'
import { readRtf } from './rtf.ts'
import { rtfObjects } from './rtf-objects.ts'
import { textualText } from './text/plain.ts'
import { rtfText } from './text/rtf.ts'
import type { ReadText } from './text/sink.ts'
import { looksTextual, readText, startsAsPage } from './text-kind.ts'
import { findZip, openZip, type Zip, zipContainer } from './zip.ts'
import { packageKind } from './zip-kind.ts'

/** What was found, and the container whose members are still to be read as documents of their own. */
export interface KindReading {
  facts: KindFacts
  container: Container | null
  /** Members of an office package that are no parts of it, and objects embedded in a document; null or absent when there are none. */
  odd?: Container | null
  /** Reads its words; absent for kinds that have none, and where there is no reader. */
  text?: ReadText
}

const PDF_HEADER = Buffer.from('%PDF-')
/** Acrobat and others take a header anywhere in the first 1024 bytes (ISO 32000-1, implementation note 13). */
const PDF_HEADER_WITHIN = 1024
const ZIP_LOCAL = Buffer.from('PK\x03\x04', 'latin1')
const ZIP_EMPTY = Buffer.from('PK\x05\x06', 'latin1')

/** Reads the bytes by what they are. Extensions only help where content cannot decide (text-kind.ts). */
export async function readKind(bytes: Buffer, extensions: string[], reading: Reading): Promise<KindReading> {
  if (bytes.length === 0) return { facts: { kind: 'empty', editable: false, inspected: 'full' }, container: null }
  const pdf = pdfOffset(bytes)
  const first = await readByStart(bytes, extensions, reading, pdf)
  const kind = first.facts.kind ?? 'unknown'
  if ((first.container !== null && kind !== 'pdf') || !POLYGLOT_HOSTS.has(kind)) return first
  const second = await withSecondKind(first, bytes, extensions, reading, kind === 'pdf' ? -1 : pdf)
  // A browser opens by name what mail programs hand to it, be it a picture in front of a page.
  if (second.facts.executable !== true && extensions.some((each) => PAGE_EXTENSIONS.has(each)))
    if (hasScript(bytes.toString('latin1'))) {
      second.facts.alsoKinds = [...(second.facts.alsoKinds ?? []), 'html']
      second.facts.executable = true
    }
  return second
}

/** Kinds that run from the first byte and do not mind what follows. In packages, compound files and text the marks of others are ordinary. */
const POLYGLOT_HOSTS = new Set(
  'pdf exe elf macho class jpg png gif bmp tif webp mp3 mp4 wav rtf appledouble applesingle ds_store unknown'.split(
    ' ',
  ),
)

async function readByStart(bytes: Buffer, extensions: string[], reading: Reading, pdf: number): Promise<KindReading> {
  const signed = readSignature(bytes)
  if (signed?.kind === 'mso') return openActiveMime(bytes, reading)
  if (signed !== null) return openContainer(bytes, signed, reading)
  const ole = readOle(bytes, reading)
  if (ole !== null) {
    const opened = await openContainer(bytes, ole.facts, reading)
    return { ...opened, odd: ole.objects, ...(ole.text === null ? {} : { text: ole.text }) }
  }
  const rtf = readRtf(bytes)
  if (rtf !== null) return { facts: rtf, container: null, odd: rtfObjects(bytes, reading), text: rtfText(bytes) }
  const cms = readCms(bytes)
  if (cms !== null) return openContainer(bytes, cms, reading)
  if (pdf === 0) return readPdfKind(bytes, reading)
  if (startsWith(bytes, ZIP_LOCAL) || startsWith(bytes, ZIP_EMPTY)) return readZip(bytes, extensions, reading)
  if (pdf > 0) return readPdfKind(bytes, reading)
  if (isHeadless(bytes)) return { ...HEADLESS, facts: { ...HEADLESS.facts } }
  if (looksTextual(bytes)) {
    const opened = await openContainer(bytes, readText(bytes, extensions), reading)
    const text = opened.container === null ? textualText(bytes, opened.facts.kind ?? 'txt') : null
    return { ...opened, ...(text === null ? {} : { text }) }
  }
  const known = readLegacyOffice(bytes) ?? readMacBinary(bytes) ?? (await readFileType(bytes)) ?? readOpenPgp(bytes)
  if (known !== null) return openContainer(bytes, known, reading)
  if (findZip(bytes) !== null) return withPageInFront(await readZip(bytes, extensions, reading), bytes)
  if (isNamedMessage(extensions)) return { facts: { kind: 'eml', encrypted: false }, container: null }
  return { facts: { kind: 'unknown', editable: null, inspected: 'none', reasons: ['unknown-kind'] }, container: null }
}

function startsWith(bytes: Buffer, mark: Buffer): boolean {
  return bytes.length >= mark.length && bytes.compare(mark, 0, mark.length, 0, mark.length) === 0
}

/** Offset of a PDF header that viewers accept; -1 when there is none. Off the first byte it wants a PDF's end as well. */
function pdfOffset(bytes: Buffer): number {
  const at = bytes.subarray(0, PDF_HEADER_WITHIN + PDF_HEADER.length).indexOf(PDF_HEADER)
  if (at <= 0) return at
  return bytes.subarray(-2048).includes('startxref') || bytes.includes('%%EOF') ? at : -1
}

/** A PDF without its header, which lenient viewers rebuild all the same. */
const HEADLESS: KindReading = {
  facts: { kind: 'pdf', editable: false, damaged: true, inspected: 'none', reasons: ['damaged'] },
  container: null,
}

function isHeadless(bytes: Buffer): boolean {
  const tail = bytes.subarray(-1024)
  return tail.includes('startxref') && tail.includes('%%EOF') && bytes.subarray(0, 4096).includes(' obj')
}

/** The facts of a PDF come from document/pdf.ts. */
function readPdfKind(bytes: Buffer, reading: Reading): KindReading {
  const { facts: found, file, attachments } = openPdf(bytes, reading.context, reading.now)
  const { reasons, damaged, encrypted, ...pdf } = found
  const facts: KindFacts = { ...pdf, damaged, encrypted, reasons, kind: 'pdf', editable: false, macros: false }
  facts.inspected = reasons.length === 0 ? 'full' : encrypted === true || damaged === true ? 'none' : 'partial'
  if (file === null) return { facts, container: null }
  const { read: text } = new PdfText(file, reading.context.limits.inflatedBytes, reading.deadline)
  return { facts, container: pdfAttachments(file, attachments, reading), text }
}

/** The same bytes as another kind: a PDF header in a program, an archive behind a picture. */
async function withSecondKind(
  first: KindReading,
  bytes: Buffer,
  extensions: string[],
  reading: Reading,
  pdf: number,
): Promise<KindReading> {
  const alsoKinds: string[] = pdf >= 0 ? ['pdf'] : []
  if (findZip(bytes) === null)
    return withArchiveBehind({ ...first, facts: { ...first.facts, alsoKinds } }, bytes, reading)
  const second = await readZip(bytes, extensions, reading)
  if (second.facts.kind !== undefined) alsoKinds.push(second.facts.kind)
  const facts = second.container === null ? worse(first.facts, second.facts) : first.facts
  const container = bothContainers(first.container, second.container)
  return { ...first, facts: { ...facts, alsoKinds }, container, odd: second.odd ?? null }
}

/** A RAR or 7z archive behind the first kind: archivers find it there, as in programs that unpack themselves. */
async function withArchiveBehind(first: KindReading, bytes: Buffer, reading: Reading): Promise<KindReading> {
  const behind = findArchiveBehind(bytes)
  if (behind === null) return first
  const { facts, container } = await openContainer(bytes.subarray(behind.at), { kind: behind.kind }, reading)
  const alsoKinds = [...(first.facts.alsoKinds ?? []), behind.kind]
  return {
    ...first,
    facts: { ...worse(first.facts, facts), alsoKinds },
    container: bothContainers(first.container, container),
  }
}

/** Bytes of a page in front of an archive that are looked through; the page itself may be short and the archive long. */
const PAGE_IN_FRONT = 4_194_304

/** An archive behind a page: browsers open the one, archivers the other. */
function withPageInFront(archive: KindReading, bytes: Buffer): KindReading {
  const text = bytes.toString('latin1', 0, PAGE_IN_FRONT)
  if (!startsAsPage(bytes)) return archive
  const alsoKinds = [...(archive.facts.alsoKinds ?? []), 'html']
  return {
    ...archive,
    facts: { ...archive.facts, alsoKinds, executable: archive.facts.executable === true || hasScript(text) },
  }
}

/** What holds for one of the two kinds holds for the bytes: which program opens them is not known. */
function worse(first: KindFacts, second: KindFacts): KindFacts {
  const reasons = [...new Set([...(first.reasons ?? []), ...(second.reasons ?? [])])]
  const inspected = reasons.length > 0 && first.inspected === 'full' ? 'partial' : first.inspected
  return {
    ...first,
    ...(inspected === undefined ? {} : { inspected }),
    editable: first.editable || second.editable || (first.editable ?? false),
    executable: first.executable === true || second.executable === true,
    macros: first.macros === true || second.macros === true || (first.macros ?? second.macros ?? null),
    encrypted: first.encrypted === true || second.encrypted === true || (first.encrypted ?? false),
    active: [...new Set([...(first.active ?? []), ...(second.active ?? [])])],
    reasons,
  }
}

async function readZip(bytes: Buffer, extensions: string[], reading: Reading): Promise<KindReading> {
  const zip = await openZip(bytes)
  if (zip === null)
    return {
      facts: { kind: 'zip', editable: null, damaged: true, inspected: 'none', reasons: ['damaged'] },
      container: null,
    }
  const ooxml = readOoxml(zip, reading)
  const office = ooxml ?? readOdf(zip, reading)
  if (office !== null) {
    const { facts, text } = office
    const odd = facts.encrypted === true ? null : oddContainer(zip, extensions, ooxml?.chunks ?? new Set(), reading)
    return { facts, container: null, odd, ...(text === null ? {} : { text }) }
  }
  const known = packageKind(zip, reading)
  if (known !== null) {
    return { facts: known.facts, container: known.open ? zipContainer(zip, zip.members, reading) : null }
  }
  return {
    facts: {
      kind: 'zip',
      editable: false,
      encrypted: zip.members.some((member) => member.encrypted),
      damaged: zip.damaged,
    },
    container: zipContainer(zip, zip.members, reading),
  }
}

function oddContainer(zip: Zip, extensions: string[], chunks: ReadonlySet<string>, reading: Reading): Container | null {
  const members = oddMembers(zip, extensions, chunks)
  return members.length === 0 ? null : zipContainer({ ...zip, damaged: false }, members, reading)
}
