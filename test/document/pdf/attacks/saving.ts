// Incremental saving attacks: what is put behind the signed bytes, in order or out of order.
import { appendObjects, handPdf, type Objects, signHand, stream } from '../../../signature/support/pdf.ts'
import {
  type AttackCase,
  appearance,
  attack,
  behind,
  bytes,
  catalog,
  DOCUMENT,
  FONT,
  FORGED,
  form,
  page,
  signed,
  signNext,
  startxref,
  text,
  update,
} from './document.ts'

const js = '<</S/JavaScript/JS(app.alert\\(1\\))>>'

/** Well-formed updates that change what is shown or done. */
export function contentUpdates(): AttackCase[] {
  const pdf = signed()
  const of = (name: string, why: string, objects: Objects) => attack('modified', name, why, update(pdf, objects))
  return [
    of('page text', 'the content stream was replaced', { 4: stream(FORGED) }),
    of('page text in a new object', 'the page draws another stream', {
      3: page(undefined, '', '60 0 R'),
      60: stream(FORGED),
    }),
    of('page text added', 'the page draws a second stream', {
      3: page(undefined, '', '[4 0 R 60 0 R]'),
      60: stream(FORGED),
    }),
    of('text of page 2', 'every page counts', { 7: stream(FORGED) }),
    of('page removed', 'the page tree is another one', { 2: '<</Type/Pages/Kids[3 0 R]/Count 1>>' }),
    of('page added', 'the page tree is another one', {
      2: '<</Type/Pages/Kids[3 0 R 6 0 R 60 0 R]/Count 3>>',
      60: '<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>',
    }),
    of('pages swapped', 'the page tree is another one', { 2: '<</Type/Pages/Kids[6 0 R 3 0 R]/Count 2>>' }),
    of('page replaced by another object', 'the page tree is another one', {
      2: '<</Type/Pages/Kids[60 0 R 6 0 R]/Count 2>>',
      60: page(undefined, '', '61 0 R'),
      61: stream(FORGED),
    }),
    of('new page tree', 'the Catalog leads elsewhere', {
      1: catalog().replace('/Pages 2 0 R', '/Pages 60 0 R'),
      60: '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    }),
    of('font', 'glyphs can be swapped', { 5: '<</Type/Font/Subtype/Type1/BaseFont/Symbol>>' }),
    of('font by another reference', 'glyphs can be swapped', {
      3: page().replace('/F1 5 0 R', '/F1 60 0 R'),
      60: FONT,
    }),
    of('form XObject', 'it is drawn on the page', {
      8: stream('0 0 500 500 re f', '/Type/XObject/Subtype/Form/BBox[0 0 500 500]'),
    }),
    of('page size', 'what lies outside is cut off', { 3: page().replace('0 0 595 842', '0 0 595 400') }),
    of('crop box', 'what lies outside is cut off', { 3: page(undefined, '/CropBox[0 0 100 100]') }),
    of('rotation', 'the page is shown otherwise', { 3: page(undefined, '/Rotate 180') }),
    of('resources of the page', 'names lead elsewhere', { 3: page().replace('/X 8 0 R', '/X 60 0 R'), 60: stream('') }),
    of('inherited resources', 'the page tree’s nodes count', {
      2: '<</Type/Pages/Kids[3 0 R 6 0 R]/Count 2/Rotate 90>>',
    }),
    of('annotation', 'free text over the page', {
      3: page('20 0 R 21 0 R 23 0 R 25 0 R 60 0 R'),
      60: '<</Type/Annot/Subtype/FreeText/Rect[72 690 400 720]/Contents(MAU)/DA(/F1 12 Tf)>>',
    }),
    of('annotation, direct', 'free text over the page', {
      3: page('20 0 R 21 0 R 23 0 R 25 0 R<</Type/Annot/Subtype/Stamp/Rect[0 0 9 9]>>'),
    }),
    of('annotation first', 'order is what lies on top', {
      3: page('60 0 R 20 0 R 21 0 R 23 0 R 25 0 R'),
      60: '<</Type/Annot/Subtype/Square/Rect[0 0 99 99]>>',
    }),
    of('widgets in another order', 'order is what lies on top', { 3: page('21 0 R 20 0 R 23 0 R 25 0 R') }),
    of('widget of the signature taken off the page', 'the seal is gone', { 3: page('21 0 R 23 0 R 25 0 R') }),
    of('all annotations taken away', 'the seal is gone', { 3: page('') }),
    of('OpenAction', 'something happens on opening', { 1: catalog(`/OpenAction${js}`) }),
    of('document actions', 'something happens on closing', { 1: catalog(`/AA<</WC${js}>>`) }),
    of('page action', 'something happens on opening the page', { 3: page(undefined, `/AA<</O${js}>>`) }),
    of('JavaScript in the name tree', 'it runs on opening', {
      1: catalog().replace('/Names<<', `/Names<</JavaScript<</Names[(a)${js}]>>`),
    }),
    of('attachment', 'files were added', {
      1: catalog().replace('/Names<<', '/Names<</EmbeddedFiles<</Names[(a)60 0 R]>>'),
      60: '<</Type/Filespec/F(a)/EF<</F 61 0 R>>>>',
      61: stream('x', '/Type/EmbeddedFile'),
    }),
    of('destination of an outline', 'objects that are only led to count', {
      31: '<</Title(Trang 1)/Parent 30 0 R/Dest[6 0 R/Fit]>>',
    }),
    of('optional content', 'layers are switched', { 1: catalog('/OCProperties<</OCGs[]/D<</OFF[]>>>>') }),
    of('structure tree', 'what is read aloud is another text', {
      1: catalog('/StructTreeRoot 60 0 R'),
      60: '<</Type/StructTreeRoot>>',
    }),
    of('page labels', 'never allowed', { 1: catalog('/PageLabels<</Nums[0<</S/r>>]>>') }),
    attack(
      'modified',
      'Catalog by another object',
      'readers start there',
      update(pdf, { 60: catalog() }, '/Root 60 0 R'),
    ),
    of('AcroForm removed', 'the signature is hidden', { 1: catalog().replace('/AcroForm 10 0 R', '') }),
    of('fields removed', 'the signature is hidden', { 10: form('') }),
    of('signed field removed', 'the signature is hidden', { 10: form('21 0 R 22 0 R 25 0 R') }),
    of('value of the signed field removed', 'the signature is hidden', {
      20: '<</FT/Sig/T(ChuKy)/Type/Annot/Subtype/Widget/Rect[300 100 470 160]/P 3 0 R/F 132/AP<</N 40 0 R>>>>',
    }),
    of('type of the signed field changed', 'the signature is hidden', {
      20: '<</FT/Tx/T(ChuKy)/V 9 0 R/Type/Annot/Subtype/Widget/Rect[300 100 470 160]/P 3 0 R/F 132/AP<</N 40 0 R>>>>',
    }),
    of('SigFlags taken back', 'readers may save in full', { 10: form().replace('/SigFlags 3', '/SigFlags 0') }),
    of('NeedAppearances', 'readers draw the fields anew', { 10: form(undefined, '/NeedAppearances true') }),
    of('default appearance', 'readers draw the fields otherwise', {
      10: form().replace('/F1 0 Tf 0 g', '/F1 99 Tf 1 g'),
    }),
    of('font of the default resources', 'readers draw the fields otherwise', {
      10: form().replace('/F1 5 0 R', '/F1 60 0 R'),
      60: '<</Type/Font/Subtype/Type1/BaseFont/Symbol>>',
    }),
    of('XFA added', 'another form is shown', { 10: form(undefined, '/XFA 60 0 R'), 60: stream('<xdp/>') }),
    of('calculation order', 'scripts run', { 10: form(undefined, '/CO[21 0 R]') }),
    of('appearance of the signature', 'the seal is another picture', { 40: appearance('0 1 0 RG 1 1 168 58 re S') }),
    of('appearance of the signature by another reference', 'the seal is another picture', {
      20: String(DOCUMENT[20]).replace('40 0 R', '60 0 R'),
      60: appearance(''),
    }),
    of('place of the signature', 'the seal is elsewhere', {
      20: String(DOCUMENT[20]).replace('300 100 470 160', '72 690 400 720'),
    }),
    of('signature hidden by its flags', 'the seal is gone', { 20: String(DOCUMENT[20]).replace('/F 132', '/F 2') }),
    of('action on the signature', 'something happens on clicking', {
      20: String(DOCUMENT[20]).replace('/F 132', `/F 132/A${js}`),
    }),
    attack(
      'broken',
      'dictionary of the signature replaced',
      'the gap is not its Contents',
      update(pdf, {
        9: text(pdf)
          .slice(pdf.indexOf('9 0 obj') + 8, pdf.indexOf('endobj', pdf.indexOf('9 0 obj')))
          .replace('/Type/Sig', '/Type/Sig/Reason(khac)'),
      }),
    ),
    of('Catalog deleted entries', 'never allowed', { 1: catalog().replace('/Outlines 30 0 R', '') }),
  ]
}

/** Bytes that belong to no update, or updates out of order. */
export function brokenUpdates(): AttackCase[] {
  const pdf = signed()
  const end = `startxref\n${startxref(pdf)}\n%%EOF\n`
  const forged = `4 0 obj\n<</Length ${FORGED.length}>>\nstream\n${FORGED}\nendstream\nendobj\n`
  const clean = update(pdf, { 60: 'null' })
  const changed = update(pdf, { 4: stream(FORGED) })
  const at = pdf.length + forged.length
  const table = (prev: string) =>
    `xref\n4 1\n${String(pdf.length).padStart(10, '0')} 00000 n\r\ntrailer\n<</Size 100/Root 1 0 R${prev}>>\n`
  const modified = (name: string, why: string, file: Buffer) => attack('modified', name, why, file)
  return [
    modified('objects without a table', 'readers that rebuild show them (isa-3)', behind(pdf, forged)),
    modified(
      'objects and the old startxref',
      'pdf.js and poppler rebuild (isa-bad-startxref)',
      behind(pdf, forged + end),
    ),
    modified(
      'objects and a trailer',
      'readers that rebuild take the last trailer',
      behind(pdf, `${forged}trailer\n<</Size 99/Root 1 0 R>>\n${end}`),
    ),
    modified('objects and only %%EOF', 'qpdf rebuilds', behind(pdf, `${forged}%%EOF\n`)),
    modified(
      'objects far from the end',
      'readers look for startxref in the last 1024 bytes',
      behind(pdf, forged + ' '.repeat(2000)),
    ),
    modified('garbage', 'belongs to no update', behind(pdf, 'garbage')),
    modified('a second file behind it', 'readers take the last', Buffer.concat([pdf, handPdf({ 4: stream(FORGED) })])),
    attack(
      'uncheckable',
      'a table without /Prev',
      'the update cuts the chain',
      behind(pdf, `${forged}${table('')}startxref\n${at}\n%%EOF\n`),
    ),
    modified(
      'an empty table with left-over objects in front of it',
      'every object must be named',
      behind(
        pdf,
        `99 0 obj\nnull\nendobj\n${forged}${`xref\n0 0\ntrailer\n<</Size 100/Root 1 0 R/Prev ${startxref(pdf)}>>\n`}startxref\n${pdf.length + 21 + forged.length}\n%%EOF\n`,
      ),
    ),
    modified('startxref that leads back', 'the update is not the last', behind(changed, end)),
    modified('left-over object before a clean update', 'readers that rebuild show it', relocated(pdf, forged)),
    modified('left-over object behind a clean update', 'readers that rebuild show it', behind(clean, forged)),
    modified(
      'left-over object and a startxref of the clean update',
      'readers that rebuild show it',
      behind(clean, `${forged}startxref\n${startxref(clean)}\n%%EOF\n`),
    ),
    modified(
      'object in a comment',
      'readers that search for obj find it',
      behind(clean, `%\x0c4 0 obj <</Length 0>> endobj\n`),
    ),
    modified(
      'a second startxref',
      'readers take one or the other',
      behind(clean, `startxref\n${startxref(pdf)}\n%%EOF\nstartxref\n${startxref(clean)}\n%%EOF\n`),
    ),
    modified('a table that leaves the signed revision out', 'chain does not lead to the signed revision', skipped()),
    attack(
      'modified',
      'a /Prev in a circle',
      'the chain has no end',
      behind(pdf, `${table(`/Prev ${pdf.length}`)}startxref\n${pdf.length}\n%%EOF\n`),
    ),
    attack('modified', 'startxref to nowhere', 'no table stands there', behind(pdf, `${forged}startxref\n9\n%%EOF\n`)),
    modified(
      'signature of a stranger over changed text',
      'signing on top heals nothing',
      signNext(changed, { who: 'self-signed', objects: { 3: page('20 0 R 21 0 R 23 0 R 25 0 R 51 0 R') } }),
    ),
    modified(
      'signature of the unit over changed text',
      'the first signature is of another text',
      signNext(pdf, { objects: { 4: stream(FORGED) } }),
    ),
    modified(
      'stranger signs with the unit’s own name',
      'a look-alike heals nothing',
      signNext(changed, { who: 'look-alike', rect: '0 0 0 0' }),
    ),
    modified(
      'text changed back later',
      'the last revision counts',
      update(update(changed, { 8: stream('') }), { 4: DOCUMENT[4]! }),
    ),
  ]
}

/** A clean update with a left-over object in front of it. */
function relocated(pdf: Buffer, left: string): Buffer {
  return appendObjects(Buffer.concat([pdf, bytes(left)]), { 60: 'null' }, `/Root 1 0 R/Prev ${startxref(pdf)}`)
}

/** Signed over two revisions, and a table that leads to the signed objects and leaves the second revision out. */
function skipped(): Buffer {
  const first = handPdf({
    ...DOCUMENT,
    4: stream(FORGED),
    9: 'null',
    20: 'null',
    10: form('21 0 R 22 0 R 25 0 R'),
    3: page('21 0 R 23 0 R 25 0 R'),
  })
  const changed: Objects = { 4: DOCUMENT[4]!, 9: DOCUMENT[9]!, 20: DOCUMENT[20]!, 10: form(), 3: page() }
  const second = signHand(update(first, changed))
  const rows = [3, 9, 10, 20].map((number) => {
    const at = second.lastIndexOf(`\n${number} 0 obj\n`) + 1
    return `${number} 1\n${String(at).padStart(10, '0')} 00000 n\r\n`
  })
  const trailer = `trailer\n<</Size 100/Root 1 0 R/Prev ${startxref(first)}>>\nstartxref\n${second.length}\n%%EOF\n`
  return behind(second, `xref\n${rows.join('')}${trailer}`)
}
