// Signs a PDF for samples and tests by an incremental update (ISO 32000-2 7.5.6, 12.8), the same bytes every time.
import type { KeyObject } from 'node:crypto'
import { PDFArray, PDFDict, PDFDocument, PDFName, type PDFObject, PDFRef } from 'pdf-lib'
import { buildCms, type CmsRequest } from './cms.ts'
import { appendUpdate, nextNumber } from './pdf-update.ts'

export interface SignOptions {
  key: KeyObject
  /** DER of the signer's certificate, and of others that the CMS is to carry (none: leaf only). */
  certificate: Buffer
  chain?: Buffer[]
  subFilter?: 'adbe.pkcs7.detached' | 'ETSI.CAdES.detached'
  /** /Name of the signature dictionary. */
  name?: string
  signedAt: Date
  /** Name of the signature field; `Signature1` when not given. */
  field?: string
  /** Draws a red seal on page 1; in that rectangle where one is given. */
  visible?: boolean | string
  /** DocMDP level of a certification signature. */
  certify?: 1 | 2 | 3
  mode?: 'incremental'
  /** Departures in the CMS, for tests. */
  wrong?: CmsRequest['wrong']
  /** Bytes set aside for the CMS. */
  reserve?: number
}

const GAP = '/ByteRange[0 0000000000 0000000000 0000000000]'

/**
 * Signs by appending one update with the signature field; the original bytes stay as they are. The update ends in an
 * xref table or an xref stream, whichever the original has. Throws when the file is not a PDF that pdf-lib reads.
 */
export async function signPdf(pdf: Buffer, options: SignOptions): Promise<Buffer> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false })
  const objects = signatureObjects(document, nextNumber(pdf), options)
  return fillSignature(appendUpdate(pdf, document, objects), pdf.length, options)
}

/** Sets the ByteRange and fills the gap with the CMS. */
export function fillSignature(unsigned: Buffer, from: number, options: SignOptions): Buffer {
  const rangeAt = unsigned.indexOf(GAP, from)
  const start = unsigned.indexOf('/Contents<', rangeAt) + '/Contents'.length
  const end = unsigned.indexOf('>', start) + 1
  const numbers = [start, end, unsigned.length - end].map((number) => String(number).padEnd(10, ' '))
  const signed = Buffer.from(unsigned)
  signed.write(`/ByteRange[0 ${numbers.join(' ')}]`, rangeAt, 'latin1')
  const cms = buildCms({
    key: options.key,
    certificate: options.certificate,
    chain: options.chain ?? [],
    content: Buffer.concat([signed.subarray(0, start), signed.subarray(end)]),
    signedAt: options.subFilter === 'ETSI.CAdES.detached' ? null : options.signedAt,
    signingCertificate: options.subFilter === 'ETSI.CAdES.detached',
    ...(options.wrong ? { wrong: options.wrong } : {}),
  })
  const hex = cms.toString('hex')
  if (hex.length > end - start - 2) throw new Error('the CMS is larger than the bytes set aside for it')
  signed.write(hex, start + 1, 'latin1')
  return signed
}

/** The new and changed objects: signature, field with its widget, appearance, first page, Catalog. */
function signatureObjects(document: PDFDocument, next: number, options: SignOptions): Map<PDFRef, string> {
  const { context, catalog } = document
  const [signature, field, appearance] = [0, 1, 2].map((offset) => PDFRef.of(next + offset)) as [PDFRef, PDFRef, PDFRef]
  const page = document.getPages()[0]!
  const objects = new Map<PDFRef, string>()
  objects.set(signature, signatureDictionary(options))
  const place = options.visible
    ? `/Rect[${options.visible === true ? '380 90 480 190' : options.visible}]/AP<</N ${appearance}>>`
    : '/Rect[0 0 0 0]'
  const name = text(options.field ?? 'Signature1')
  objects.set(field, `<</Type/Annot/Subtype/Widget/FT/Sig/F 132/T${name}/V ${signature}/P ${page.ref}${place}>>`)
  if (options.visible) objects.set(appearance, SEAL)
  const fields = array(document, catalog.lookup(PDFName.of('AcroForm')), 'Fields')
  objects.set(
    page.ref,
    changed(page.node, { Annots: `[${[...array(document, page.node, 'Annots'), field].join(' ')}]` }),
  )
  const form = { AcroForm: `<</Fields[${[...fields, field].join(' ')}]/SigFlags 3>>` }
  const permissions: Record<string, string> = options.certify ? { Perms: `<</DocMDP ${signature}>>` } : {}
  objects.set(context.trailerInfo.Root as PDFRef, changed(catalog, { ...form, ...permissions }))
  return objects
}

function signatureDictionary(options: SignOptions): string {
  const at = options.signedAt.toISOString().slice(0, 19).replace(/[-:T]/g, '')
  const certify = options.certify
    ? `/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P ${options.certify}/V/1.2>>>>]`
    : ''
  const name = options.name ? `/Name${text(options.name)}` : ''
  const hex = '0'.repeat(2 * (options.reserve ?? 8192))
  const subFilter = options.subFilter ?? 'adbe.pkcs7.detached'
  return `<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/${subFilter}/M(D:${at}Z)${name}${certify}${GAP}/Contents<${hex}>>>`
}

/** Copy of a dictionary as PDF text with some entries set. */
function changed(dictionary: PDFDict, entries: Record<string, string>): string {
  const kept = dictionary.entries().filter(([key]) => !(key.decodeText() in entries))
  const parts = kept.map(([key, value]) => `${key} ${value}`)
  for (const [key, value] of Object.entries(entries)) parts.push(`/${key} ${value}`)
  return `<<\n${parts.join('\n')}\n>>`
}

/** Members of an array that a dictionary holds, direct or by reference; empty when there is none. */
function array(document: PDFDocument, owner: PDFObject | undefined, key: string): PDFObject[] {
  const value = owner instanceof PDFDict ? document.context.lookup(owner.get(PDFName.of(key))) : undefined
  return value instanceof PDFArray ? value.asArray() : []
}

/** Text string as UTF-16BE with its mark, in hex (ISO 32000-2 7.9.2.2). */
function text(value: string): string {
  return `<${Buffer.from(`\ufeff${value}`, 'utf16le').swap16().toString('hex').toUpperCase()}>`
}

const SEAL_DRAWING = '1 0 0 RG 3 w 5 5 90 90 re S 15 15 70 70 re S 50 20 m 50 80 l S 20 50 m 80 50 l S'
const SEAL = `<</Type/XObject/Subtype/Form/BBox[0 0 100 100]/Length ${SEAL_DRAWING.length}>>\nstream\n${SEAL_DRAWING}\nendstream`
