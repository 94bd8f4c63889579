// The signed document that the attacks start from, its later signatures, and updates of every kind behind it.
import { type IdentityName, identity } from '../../../../samples/make/pki.ts'
import type { Integrity } from '../../../../src/facts.ts'
import {
  appendObjects,
  type HandOptions,
  handPdf,
  type Objects,
  SIGNATURE_DICTIONARY,
  signHand,
  stream,
} from '../../../signature/support/pdf.ts'

/** One generated file: what the gateway must say of it, and why. */
export interface AttackCase {
  name: string
  why: string
  expect: Integrity
  pdf: Buffer
}

/** A case whose file is made at once; `why` says what stands behind the expected answer. */
export function attack(expect: Integrity, name: string, why: string, pdf: Buffer): AttackCase {
  return { expect, name, why, pdf }
}

export const TEXT = 'BT /F1 12 Tf 72 700 Td (MAU THU NGHIEM: 1.000.000 dong) Tj ET /X Do'
export const FORGED = 'BT /F1 12 Tf 72 700 Td (MAU THU NGHIEM: 9.000.000 dong) Tj ET /X Do'
const SEAL = '1 0 0 RG 2 w 1 1 168 58 re S'

export const catalog = (more = ''): string =>
  `<</Type/Catalog/Pages 2 0 R/AcroForm 10 0 R/Outlines 30 0 R/Names<</Dests<</Names[(a)[3 0 R/Fit]]>>>>${more}>>`
export const page = (annotations = '20 0 R 21 0 R 23 0 R 25 0 R', more = '', contents = '4 0 R'): string =>
  `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents ${contents}/Resources<</Font<</F1 5 0 R>>/XObject<</X 8 0 R>>>>/Annots[${annotations}]${more}>>`
export const form = (fields = '20 0 R 21 0 R 22 0 R 25 0 R', more = ''): string =>
  `<</Fields[${fields}]/SigFlags 3/DA(/F1 0 Tf 0 g)/DR<</Font<</F1 5 0 R>>>>${more}>>`
export const appearance = (drawing = SEAL): Buffer =>
  stream(drawing, '/Type/XObject/Subtype/Form/BBox[0 0 170 60]/Resources<</Font<</F1 5 0 R>>>>')
export const FONT = '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>'
export const SIGNED_FIELD =
  '<</FT/Sig/T(ChuKy)/V 9 0 R/Type/Annot/Subtype/Widget/Rect[300 100 470 160]/P 3 0 R/F 132/AP<</N 40 0 R>>>>'
export const TEXT_FIELD =
  '<</FT/Tx/T(SoVanBan)/Type/Annot/Subtype/Widget/Rect[72 760 200 780]/P 3 0 R/F 4/DA(/F1 10 Tf 0 g)>>'
export const EMPTY_FIELD = '<</FT/Sig/T(ChuKy2)/Type/Annot/Subtype/Widget/Rect[100 100 270 160]/P 3 0 R/F 4>>'
export const GROUP = '<</FT/Tx/T(nhom)/Kids[23 0 R]>>'
export const GROUP_KID = '<</Parent 22 0 R/T(con)/Type/Annot/Subtype/Widget/Rect[220 760 300 780]/P 3 0 R/F 4>>'

/** Two pages, a form with a signed, an empty and two text fields, a font, a form XObject, an outline. */
export const DOCUMENT: Objects = {
  1: catalog(),
  2: '<</Type/Pages/Kids[3 0 R 6 0 R]/Count 2>>',
  3: page(),
  4: stream(TEXT),
  5: FONT,
  6: '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 7 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
  7: stream('BT /F1 12 Tf 72 700 Td (Trang 2) Tj ET'),
  8: stream('0 0 10 10 re f', '/Type/XObject/Subtype/Form/BBox[0 0 10 10]'),
  9: SIGNATURE_DICTIONARY,
  10: form(),
  20: SIGNED_FIELD,
  21: TEXT_FIELD,
  22: GROUP,
  23: GROUP_KID,
  25: EMPTY_FIELD,
  30: '<</Type/Outlines/First 31 0 R/Last 31 0 R/Count 1>>',
  31: '<</Title(Trang 1)/Parent 30 0 R/Dest[3 0 R/Fit]>>',
  40: appearance(),
}

/** The document with some objects set, signed. */
export function signed(objects: Objects = {}, options: HandOptions = {}, trailer = ''): Buffer {
  return signHand(handPdf({ ...DOCUMENT, ...objects }, trailer), options)
}

/** A signature dictionary with signature references or other entries. */
export const dictionary = (entries: string): string => SIGNATURE_DICTIONARY.replace('/Type/Sig', `/Type/Sig${entries}`)
export const docMdp = (level: number | string): string =>
  `/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P ${level}/V/1.2>>>>]`
export const fieldMdp = (parameters: string): string =>
  `/Reference[<</Type/SigRef/TransformMethod/FieldMDP/TransformParams<</Type/TransformParams${parameters}/V/1.2>>>>]`

/** Certified at that level, as the tools of Vietnamese agencies do with the first signature. */
export function certified(level: number | string, objects: Objects = {}): Buffer {
  return signed({ 1: catalog('/Perms<</DocMDP 9 0 R>>'), 9: dictionary(docMdp(level)), ...objects })
}

/** Offset that the last startxref names. */
export function startxref(pdf: Buffer): number {
  return Number(/startxref\s+(\d+)/.exec(pdf.toString('latin1', pdf.lastIndexOf('startxref')))![1])
}

/** A well-formed incremental update with these objects. */
export function update(pdf: Buffer, objects: Objects, trailer = '/Root 1 0 R'): Buffer {
  return appendObjects(pdf, objects, `${trailer}/Prev ${startxref(pdf)}`)
}

export interface NextSignature {
  who?: IdentityName
  field?: string
  /** First of three object numbers: signature, field, appearance. */
  at?: number
  rect?: string
  /** Entries of the signature dictionary and of the field. */
  entries?: string
  more?: string
  /** Objects that the same update also sets. */
  objects?: Objects
  /** What page 1 and the form had before. */
  annotations?: string
  fields?: string
  drawing?: string
  options?: HandOptions
}

const ANNOTATIONS = '20 0 R 21 0 R 23 0 R 25 0 R'
const FIELDS = '20 0 R 21 0 R 22 0 R 25 0 R'

/** Another signature by an update: a new field with its widget on page 1. */
export function signNext(pdf: Buffer, next: NextSignature = {}): Buffer {
  const { who = 'noi-vu', field = 'DonVi', at = 50, rect = '200 90 370 150', entries = '', more = '' } = next
  const { annotations = ANNOTATIONS, fields = FIELDS, objects = {}, drawing, options = {} } = next
  const visible = rect === '0 0 0 0' ? '' : `/AP<</N ${at + 2} 0 R>>`
  const widget = `<</FT/Sig/T(${field})/V ${at} 0 R/Type/Annot/Subtype/Widget/Rect[${rect}]/P 3 0 R/F 132${visible}${more}>>`
  const added: Objects = {
    3: page(`${annotations} ${at + 1} 0 R`),
    10: form(`${fields} ${at + 1} 0 R`),
    [at]: dictionary(entries),
    [at + 1]: widget,
    [at + 2]: appearance(drawing),
    ...objects,
  }
  return signHand(update(pdf, added), { who: identity(who), ...options })
}

/** Replaces text of a file by text as long; throws when it is not there. */
export function patched(pdf: Buffer, from: string, to: string): Buffer {
  const at = pdf.indexOf(from, 0, 'latin1')
  if (at < 0 || to.length > from.length) throw new Error(`no place for ${to}`)
  const out = Buffer.from(pdf)
  out.write(to.padEnd(from.length, ' '), at, 'latin1')
  return out
}

export const text = (pdf: Buffer): string => pdf.toString('latin1')
export const bytes = (value: string): Buffer => Buffer.from(value, 'latin1')
export const behind = (pdf: Buffer, value: string): Buffer => Buffer.concat([pdf, bytes(value)])
