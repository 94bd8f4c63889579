// Shadow attacks and files that readers read in different ways: hybrids, hidden objects, double keys, junk.
import { deflateSync } from 'node:zlib'
import { objectStream } from '../../../signature/support/object-stream.ts'
import { appendObjects, handPdf, type Objects, signHand, stream } from '../../../signature/support/pdf.ts'
import {
  type AttackCase,
  attack,
  behind,
  bytes,
  catalog,
  DOCUMENT,
  FORGED,
  form,
  page,
  signed,
  startxref,
  text,
  update,
} from './document.ts'

const ENTRY = (offset: number) => `${String(offset).padStart(10, '0')} 00000 n\r\n`

/** An update that consists of a table alone: it sends numbers to other places of the file. */
function redirected(pdf: Buffer, rows: [number: number, offset: number | null][], trailer = ''): Buffer {
  const table = rows
    .map(([number, at]) => `${number} 1\n${at === null ? '0000000000 00001 f\r\n' : ENTRY(at)}`)
    .join('')
  const end = `xref\n${table}trailer\n<</Size 100/Root 1 0 R/Prev ${startxref(pdf)}${trailer}>>\nstartxref\n${pdf.length}\n%%EOF\n`
  return behind(pdf, end)
}

/** Objects that were hidden in the signed file and are brought out by an update. */
export function shadows(): AttackCase[] {
  const hidden = hiddenObject()
  const at = hidden.indexOf(`4 0 obj\n<</Length ${FORGED.length}`)
  const pdf = signed()
  const bad = (name: string, why: string, file: Buffer) => attack('modified', name, why, file)
  const covered = signed({
    3: page('20 0 R 21 0 R 23 0 R 25 0 R 60 0 R'),
    60: '<</Type/Annot/Subtype/Square/Rect[72 690 400 720]/IC[1 1 1]>>',
  })
  const image = signed({
    4: stream(`${FORGED} /X Do`),
    8: stream('1 g 0 0 595 842 re f', '/Type/XObject/Subtype/Form/BBox[0 0 595 842]'),
  })
  return [
    attack(
      'intact',
      'a hidden object that nothing brings out',
      'all bytes are signed and the table leads past it',
      hidden,
    ),
    bad(
      'hide and replace: the table leads to the hidden object',
      'the same number is another object',
      redirected(hidden, [[4, at]]),
    ),
    bad(
      'hide: the covering form is emptied',
      'what lies below appears',
      update(image, { 8: stream('', '/Type/XObject/Subtype/Form/BBox[0 0 0 0]') }),
    ),
    bad('hide: the covering form is set free', 'what lies below appears', redirected(image, [[8, null]])),
    bad('hide: the covering annotation is set free', 'what lies below appears', redirected(covered, [[60, null]])),
    bad(
      'hide: the covering annotation is taken off the page',
      'what lies below appears',
      update(covered, { 3: page() }),
    ),
    bad('replace: the font is set free', 'readers take another one', redirected(pdf, [[5, null]])),
    bad('replace: a page is set free', 'the page is gone', redirected(pdf, [[6, null]])),
    bad('replace: the content is another object’s', 'the table leads to page 2’s', swapped(pdf)),
    bad('an object with another generation', 'references to generation 0 lead to nothing', update(pdf, { 4: 'null' })),
    bad('content by an object stream', 'the same number, packed', packed(pdf)),
    bad(
      'a direct object put into one of its own, changed',
      'only the same may be moved',
      update(pdf, { 3: page().replace('[0 0 595 842]', ' 60 0 R'), 60: '[0 0 595 84]' }),
    ),
    bad(
      'an array that grew',
      'MediaBox with five numbers',
      update(pdf, { 3: page().replace('[0 0 595 842]', '[0 0 595 842 9]') }),
    ),
    bad('a number for a name', 'types count', update(pdf, { 3: page().replace('/Type/Page', '/Type/Page/Rotate 0') })),
    ...doubles(),
    bad('length of a stream changed through its own object', 'the stream ends elsewhere', lengthened()),
  ]
}

/** Prepared before signing: an object with a role of its own is drawn on the page too, by a name that may change later. */
function doubles(): AttackCase[] {
  const drawing = { 8: stream('0 0 10 10 re f', '/Type/XObject/Subtype/Form/BBox[0 0 10 10]') }
  const forged = stream(FORGED, '/Type/XObject/Subtype/Form/BBox[0 0 595 842]')
  const drawn = (name: string, list: string): Objects => ({
    ...drawing,
    3: page().replace('<</X 8 0 R>>', ` ${list} 0 R`),
    4: stream(`/${name} Do`),
  })
  const field = (more: string) => String(DOCUMENT[21]).replace('/FT', `${more}/FT`)
  const bad = (name: string, file: Buffer) => attack('modified', name, 'led to otherwise, it must stay the same', file)
  const text = signed({ ...drawn('V', '21'), 21: field('/V 8 0 R') })
  return [
    bad('a text field that is also the page’s XObjects', update(text, { 21: field('/V 60 0 R'), 60: forged })),
    bad(
      'an empty signature field that is also the page’s XObjects',
      update(signed({ ...drawn('Lock', '25') }), {
        25: String(DOCUMENT[25]).replace('/FT', '/AP 60 0 R/FT'),
        60: forged,
      }),
    ),
    bad(
      'a Catalog that is also the page’s XObjects',
      update(signed(drawn('Metadata', '1')), { 1: catalog('/Metadata 60 0 R'), 60: forged }),
    ),
    bad(
      'an AcroForm that is also the page’s XObjects',
      update(signed({ ...drawn('DA', '10'), 10: form().replace('/DA(/F1 0 Tf 0 g)', '') }), {
        10: form().replace('/DA(/F1 0 Tf 0 g)', '/DA 60 0 R'),
        60: forged,
      }),
    ),
    ...['LastModified', 'Annots', 'Tabs'].map((name) =>
      bad(
        `a page that is also the other’s XObjects, drawn by /${name}`,
        update(signed(drawn(name, '6')), {
          6: String(DOCUMENT[6]).replace('/Contents', `/${name} 60 0 R/Contents`),
          60: forged,
        }),
      ),
    ),
  ]
}

/** A file whose signed part has a second object 4 that no table names. */
function hiddenObject(): Buffer {
  const forged = Buffer.concat([
    bytes('%PDF-1.7\n'),
    bytes(`4 0 obj\n<</Length ${FORGED.length}>>\nstream\n${FORGED}\nendstream\nendobj\n`),
  ])
  return signHand(appendObjects(forged, DOCUMENT, '/Root 1 0 R'))
}

function swapped(pdf: Buffer): Buffer {
  const other = pdf.indexOf('\n7 0 obj') + 1
  return redirected(pdf, [[4, other]])
}

/** The page's content redefined in an object stream: a stream cannot stand there, so a dictionary does. */
function packed(pdf: Buffer): Buffer {
  const container = `60 0 obj\n${text(objectStream({ 8: '<</Type/XObject>>' }))}\nendobj\n`
  const at = pdf.length + container.length
  const rows = `0200000000${''}`
  const data = Buffer.from(`02${hex(60)}00` + `01${hex(pdf.length)}00` + `01${hex(at)}00`, 'hex')
  if (rows.length === 0) throw new Error('no rows')
  const xref = stream(
    deflateSync(data),
    `/Type/XRef/Size 100/W[1 4 1]/Index[8 1 60 2]/Root 1 0 R/Prev ${startxref(pdf)}/Filter/FlateDecode`,
  )
  return Buffer.concat([pdf, bytes(container), bytes('61 0 obj\n'), xref, bytes(`\nendobj\nstartxref\n${at}\n%%EOF\n`)])
}

const hex = (value: number) => value.toString(16).padStart(8, '0')

function lengthened(): Buffer {
  const both = `${FORGED}\nendstream endobj %`
  const body = bytes(
    `<</Length 60 0 R>>\nstream\n${String(DOCUMENT[4]).length ? 'BT ET' : ''}\nendstream\n${both}\nendstream`,
  )
  const pdf = signHand(
    handPdf({ ...DOCUMENT, 4: body.toString('latin1').replace('\nendstream\n', '\nendstream\nendobj\n'), 60: '5' }),
  )
  return update(pdf, { 60: '6' })
}

/** Where readers do not agree: the answer is never `intact`. */
export function ambiguities(): AttackCase[] {
  const pdf = signed()
  const doubt = (name: string, why: string, file: Buffer) => attack('uncheckable', name, why, file)
  return [
    attack(
      'modified',
      'hybrid update: the stream names page content',
      'g-hybrid-xrefstm-isa: the table is empty',
      hybrid(pdf, 4, true),
    ),
    attack('modified', 'hybrid update: the stream names the Catalog', 'the table is empty', hybrid(pdf, 1, true)),
    doubt(
      'hybrid update: an unused object',
      'readers of tables alone see none; an older table names it',
      hybrid(signed({ 70: '(cu)' }), 70, true),
    ),
    doubt(
      'a page that names its content twice',
      'readers differ in which one counts',
      signed({ 3: page(undefined, '/Contents 7 0 R') }),
    ),
    doubt(
      'a font that names its name twice',
      'readers differ in which one counts',
      signed({ 5: '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/BaseFont/Symbol>>' }),
    ),
    attack(
      'intact',
      'a key named twice with the same value',
      'readers agree',
      signed({ 5: '<</Type/Font/Type/Font/Subtype/Type1/BaseFont/Helvetica>>' }),
    ),
    doubt(
      'a Catalog that names AcroForm twice',
      'readers differ in which form counts',
      signed({ 1: catalog('/AcroForm<</Fields[]>>') }),
    ),
    doubt('bytes before the header', 'readers count offsets from either', shifted()),
    doubt('an object that is not where the table says', 'readers rebuild', misplaced()),
    doubt(
      'a circle in the page tree',
      'readers end somewhere',
      signed({ 2: '<</Type/Pages/Kids[3 0 R 2 0 R]/Count 2>>' }),
    ),
    doubt('a circle in the field tree', 'readers end somewhere', signed({ 22: '<</FT/Tx/T(nhom)/Kids[22 0 R]>>' })),
    doubt('a field that is no dictionary', 'readers skip it or not', signed({ 22: '[1]' })),
    doubt(
      'signed to the middle of the revision',
      'the table is not signed',
      signed({}, { range: (first, second, rest) => [first, second, rest - 30] }),
    ),
    doubt('encryption that is said only by an update', 'readers decrypt or not', behindEncrypted(pdf)),
  ]
}

function hybrid(pdf: Buffer, number: number, empty: boolean): Buffer {
  const bodies: Objects = {
    4: `<</Length ${FORGED.length}>>\nstream\n${FORGED}\nendstream`,
    1: catalog('/OpenAction[6 0 R/Fit]'),
    70: '(moi)',
  }
  const object = `${number} 0 obj\n${bodies[number]}\nendobj\n`
  const data = Buffer.from(`01${hex(pdf.length)}00`, 'hex')
  const at = pdf.length + object.length
  const xref = Buffer.concat([
    bytes('90 0 obj\n'),
    stream(data, `/Type/XRef/Size 100/W[1 4 1]/Index[${number} 1]/Root 1 0 R`),
    bytes('\nendobj\n'),
  ])
  const table = `xref\n${empty ? '0 0\n' : ''}trailer\n<</Size 100/Root 1 0 R/Prev ${startxref(pdf)}/XRefStm ${at}>>\nstartxref\n${at + xref.length}\n%%EOF\n`
  return Buffer.concat([pdf, bytes(object), xref, bytes(table)])
}

/** A file signed whole with blanks in front, its table right for that. */
function shifted(): Buffer {
  return signHand(appendObjects(bytes(' \n%PDF-1.7\n'), DOCUMENT, '/Root 1 0 R'))
}

function misplaced(): Buffer {
  const plain = text(handPdf(DOCUMENT))
  const [row] = /\n8 1\n\d{10}/.exec(plain)!
  return signHand(bytes(plain.replace(row, `\n8 1\n${String(Number(row.slice(-10)) + 2).padStart(10, '0')}`)))
}

function behindEncrypted(pdf: Buffer): Buffer {
  return update(pdf, { 60: '<</Filter/Standard/V 1/R 2>>' }, '/Root 1 0 R/Encrypt 60 0 R')
}
