// The files that samples carry: committed documents, PDFs signed from them, and harmless stand-ins for bad content.
import { readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { Attachment } from './letter.ts'
import { writePdf } from './pdf-writer.ts'
import { type IdentityName, identity } from './pki.ts'
import { type SignOptions, signPdf } from './sign-pdf.ts'
import { unzip, zip } from './zip.ts'

const DOCUMENTS = join(import.meta.dirname, '..', 'documents')
const SIGNED_AT = new Date('2026-02-27T09:30:00+07:00')

const OOXML = 'application/vnd.openxmlformats-officedocument'
const TYPES: Record<string, string> = {
  '.docx': `${OOXML}.wordprocessingml.document`,
  '.xlsx': `${OOXML}.spreadsheetml.sheet`,
  '.pptx': `${OOXML}.presentationml.presentation`,
  '.docm': 'application/vnd.ms-word.document.macroEnabled.12',
  '.xlsm': 'application/vnd.ms-excel.sheet.macroEnabled.12',
  '.doc': 'application/msword',
  '.xls': 'application/vnd.ms-excel',
  '.odt': 'application/vnd.oasis.opendocument.text',
  '.ods': 'application/vnd.oasis.opendocument.spreadsheet',
  '.rtf': 'application/rtf',
  '.pdf': 'application/pdf',
  '.zip': 'application/zip',
  '.7z': 'application/x-7z-compressed',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
}

/** Bytes of a committed document. */
export const bytesOf = (name: string): Buffer => readFileSync(join(DOCUMENTS, name))

/** An attachment with the type that mail programs give to its extension. */
export function attachment(name: string, bytes: Buffer, type?: string): Attachment {
  return { name, bytes, type: type ?? TYPES[extname(name).toLowerCase()] ?? 'application/octet-stream' }
}

/** A committed document, under its own name or another one. */
export const document = (file: string, name = file): Attachment => attachment(name, bytesOf(file))

/** A committed PDF with one signature. */
export function signedBytes(file: string, who: IdentityName, options: Partial<SignOptions> = {}): Promise<Buffer> {
  return signPdf(bytesOf(file), { ...identity(who), signedAt: SIGNED_AT, name: who, ...options })
}

/** The same as an attachment; the name is the file's own unless given. */
export async function signed(
  file: string,
  who: IdentityName,
  name = file,
  options: Partial<SignOptions> = {},
): Promise<Attachment> {
  return attachment(name, await signedBytes(file, who, options))
}

/** One digit of the text of the PDF's Info dictionary changed: a byte that the signature covers, and still a PDF. */
export function flipByte(pdf: Buffer): Buffer {
  const changed = Buffer.from(pdf)
  const digit = changed.indexOf('/CreationDate(D:2') + '/CreationDate(D:2'.length
  changed[digit] = changed[digit]! ^ 1
  return changed
}

const NOTE = 'MAU THU NGHIEM - TEST SAMPLE: this file does nothing and runs nowhere.'

/** The first bytes of a program (MZ and PE signatures) and a note in place of code: nothing that can run. */
export function programStub(): Buffer {
  const stub = Buffer.alloc(512)
  stub.write('MZ', 0, 'latin1')
  stub.writeUInt32LE(0x80, 0x3c)
  stub.write('PE\0\0', 0x80, 'latin1')
  stub.writeUInt16LE(0x014c, 0x84)
  stub.write(NOTE, 0x100, 'latin1')
  return stub
}

/** Signature of a RAR 5 archive and a note; no member. */
export const rarStub = (): Buffer => Buffer.concat([Buffer.from('Rar!\x1a\x07\x01\x00', 'latin1'), Buffer.from(NOTE)])

/** Signature of a Windows image (wim) and a note: nothing here reads what is inside. */
export const wimStub = (): Buffer => Buffer.concat([Buffer.from('4d5357494d000000', 'hex'), Buffer.from(NOTE)])

/** A TNEF container (winmail.dat) that is cut off in the midst of an attachment: signature, key and the begin of one attribute ([MS-OXTNEF] 2.1.3). */
export const tnefStub = (): Buffer =>
  Buffer.from('789f3e220100' + '02' + '0f800600' + '00100000' + '4d41552054485520', 'hex')

/** An OLE compound file whose directory holds the root entry only ([MS-CFB] 2.2, 2.6): no kind can be told. */
export function oleStub(): Buffer {
  const header = Buffer.alloc(512)
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header)
  header.writeUInt16LE(0x3e, 24)
  header.writeUInt16LE(3, 26)
  header.writeUInt16LE(0xfffe, 28)
  header.writeUInt16LE(9, 30)
  header.writeUInt16LE(6, 32)
  header.writeUInt32LE(1, 44)
  header.writeUInt32LE(1, 48)
  header.writeUInt32LE(4096, 56)
  header.writeUInt32LE(0xfffffffe, 60)
  header.writeUInt32LE(0xfffffffe, 68)
  header.fill(0xff, 76)
  header.writeUInt32LE(0, 76)
  const table = Buffer.alloc(512, 0xff)
  table.writeUInt32LE(0xfffffffd, 0)
  table.writeUInt32LE(0xfffffffe, 4)
  const directory = Buffer.alloc(512)
  directory.write('Root Entry', 0, 'utf16le')
  directory.writeUInt16LE(22, 64)
  directory[66] = 5
  directory[67] = 1
  for (const offset of [68, 72, 76]) directory.writeUInt32LE(0xffffffff, offset)
  directory.writeUInt32LE(0xfffffffe, 116)
  return Buffer.concat([header, table, directory])
}

/** Bytes of no kind that anything knows: a counter run through a fixed permutation. */
export function unknownBytes(): Buffer {
  const bytes = Buffer.alloc(2048)
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = (index * 167 + (index >> 8) * 29 + 0x93) & 0xff
  bytes.write('MAUTHU-BANVE', 64, 'latin1')
  return bytes
}

/** A PDF that runs JavaScript when it is opened (ISO 32000-1, 12.6.4.16): one message box. */
export function scriptPdf(): Buffer {
  const content = 'BT /F1 14 Tf 72 760 Td (MAU THU NGHIEM - KHONG CO GIA TRI) Tj ET'
  return writePdf([
    ["<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert('MAU THU NGHIEM')) >> >>"],
    ['<< /Type /Pages /Kids [3 0 R] /Count 1 >>'],
    ['<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>'],
    [`<< /Length ${content.length} >>\nstream\n${content}\nendstream`],
    ['<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>'],
    ['<< /Title (MAU THU NGHIEM) >>'],
  ])
}

const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A committed docx with one relationship more, to a target outside the package (ECMA-376-2, 8.3). */
export function withExternal(file: string, type: 'attachedTemplate' | 'hyperlink', target: string): Buffer {
  const members = unzip(bytesOf(file))
  const relations = members.find((member) => member.name === 'word/_rels/document.xml.rels')!
  const more = `<Relationship Id="rIdMauThu" Type="${RELATIONSHIPS}/${type}" Target="${target}" TargetMode="External"/>`
  relations.bytes = Buffer.from(relations.bytes.toString().replace('</Relationships>', `${more}</Relationships>`))
  return zip(members)
}
