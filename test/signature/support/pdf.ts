// PDFs for tests: from pdf-lib, written by hand object by object, and signed over whatever ranges a test wants.
import { PDFDocument } from 'pdf-lib'
import { buildCms, type CmsRequest } from '../../../samples/make/cms.ts'
import { type Identity, identity, testTrust, UNIT_NAMES } from '../../../samples/make/pki.ts'
import { type SignOptions, signPdf } from '../../../samples/make/sign-pdf.ts'
import { type PdfFacts, readPdf } from '../../../src/document/pdf.ts'
import { DEFAULT_LIMITS, type ReadingContext, type SignatureFacts } from '../../../src/facts.ts'

export const NOW = new Date('2026-03-02T01:00:00Z')
export const SIGNED_AT = new Date('2026-03-01T02:30:00Z')

/** The sample site: its fictional root, and its units. */
export const CONTEXT: ReadingContext = {
  limits: DEFAULT_LIMITS,
  trust: testTrust(),
  units: Object.entries(UNIT_NAMES).map(([id, name]) => ({ id, names: [name] })),
  words: [],
  secrecy: { degrees: [], marks: [] },
}

export const read = (pdf: Buffer, context: ReadingContext = CONTEXT, now: Date = NOW): PdfFacts =>
  readPdf(pdf, context, now)

/** Facts of the one signature. */
export function theSignature(facts: PdfFacts): SignatureFacts {
  if (facts.signatures.length !== 1) throw new Error(`${facts.signatures.length} signatures`)
  return facts.signatures[0]!
}

/** A PDF of one page by pdf-lib; with object streams it has an xref stream, without an xref table. */
export async function plainPdf({ objectStreams = false, text = 'MAU THU NGHIEM' } = {}): Promise<Buffer> {
  const document = await PDFDocument.create()
  document.addPage([595, 842]).drawText(text)
  return Buffer.from(await document.save({ useObjectStreams: objectStreams }))
}

/** A signed one; by `van-phong` unless told otherwise. */
export async function signedPdf(options: Partial<SignOptions> = {}, objectStreams = false): Promise<Buffer> {
  const who = identity('van-phong')
  return signPdf(await plainPdf({ objectStreams }), { ...who, signedAt: SIGNED_AT, ...options })
}

const PAGE_TREE = {
  1: '<</Type/Catalog/Pages 2 0 R>>',
  2: '<</Type/Pages/Kids[3 0 R]/Count 1>>',
  3: '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>',
}

/** Bodies of objects by number; those of a one-page document stand where none is given. */
export type Objects = Record<number, string | Buffer>

/** Writes a PDF with an xref table. `trailer` adds entries to the trailer. */
export function handPdf(objects: Objects, trailer = ''): Buffer {
  const all: Objects = { ...PAGE_TREE, ...objects }
  return appendObjects(Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1'), all, `/Root 1 0 R${trailer}`)
}

/** The bytes with objects, an xref table and a trailer behind them. */
export function appendObjects(pdf: Buffer, objects: Objects, trailer: string): Buffer {
  const parts = [pdf]
  let size = pdf.length
  let xref = ''
  for (const [number, body] of Object.entries(objects)) {
    const part = Buffer.concat([Buffer.from(`${number} 0 obj\n`), Buffer.from(body as string, 'latin1'), END_OBJECT])
    xref += `${number} 1\n${String(size).padStart(10, '0')} 00000 n\r\n`
    parts.push(part)
    size += part.length
  }
  const count = Math.max(...Object.keys(objects).map(Number)) + 1
  const end = `xref\n${xref}trailer\n<</Size ${count}${trailer}>>\nstartxref\n${size}\n%%EOF\n`
  return Buffer.concat([...parts, Buffer.from(end, 'latin1')])
}

const END_OBJECT = Buffer.from('\nendobj\n')

/** Body of a stream object. */
export function stream(data: Buffer | string, entries = ''): Buffer {
  const bytes = Buffer.from(data as string, 'latin1')
  return Buffer.concat([
    Buffer.from(`<<${entries}/Length ${bytes.length}>>\nstream\n`),
    bytes,
    Buffer.from('\nendstream'),
  ])
}

/** Room for a ByteRange and the Contents, as `signHand` looks for them. */
export const RANGE = '/ByteRange[0 0000000000 0000000000 0000000000]'
export const HEX = `<${'0'.repeat(12_000)}>`
export const SIGNATURE_DICTIONARY = `<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached${RANGE}/Contents${HEX}>>`

/** Catalog, field and signature of a handwritten signed PDF. */
export const SIGNED_OBJECTS: Objects = {
  1: '<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]/SigFlags 3>>>>',
  4: '<</FT/Sig/T(ChuKy)/V 5 0 R>>',
  5: SIGNATURE_DICTIONARY,
}

export interface HandOptions {
  who?: Identity
  /** Puts other ranges in, given the right ones: first, second and length of the second part. */
  range?: (first: number, second: number, rest: number) => number[]
  /** What stands in the file's ByteRange instead of the numbers that were really signed. */
  written?: string
  wrong?: NonNullable<CmsRequest['wrong']>
  /** Changes the CMS before it is written. */
  cms?: (cms: Buffer) => Buffer
}

/**
 * Signs a handwritten PDF for real over the ranges asked for, so that digest and signature are right and only the
 * ranges speak against it. What lies between the ranges is free to be anything.
 */
export function signHand(
  pdf: Buffer,
  { who = identity('van-phong'), range, written, wrong, cms }: HandOptions = {},
): Buffer {
  const out = Buffer.from(pdf)
  const start = out.indexOf(HEX)
  const end = start + HEX.length
  const numbers = range ? range(start, end, out.length - end) : [start, end, out.length - end]
  const [first, second, rest] = numbers as [number, number, number]
  const text = written ?? `0 ${numbers.map((number) => String(number).padEnd(10, ' ')).join(' ')}`
  out.write(`/ByteRange[${text.padEnd(RANGE.length - 12, ' ')}]`, out.indexOf(RANGE), 'latin1')
  const content = Buffer.concat([out.subarray(0, first), out.subarray(second, second + rest)])
  const request = { ...who, content, signedAt: SIGNED_AT, signingCertificate: false, ...(wrong ? { wrong } : {}) }
  const made = buildCms(request)
  out.write((cms ? cms(made) : made).toString('hex'), start + 1, 'latin1')
  return out
}
