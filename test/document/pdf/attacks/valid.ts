// What may come after a signature, as Vietnamese agencies and long-term archives do it: every one must stay intact.
import { identity } from '../../../../samples/make/pki.ts'
import { objectStream } from '../../../signature/support/object-stream.ts'
import { appendObjects, handPdf, stream } from '../../../signature/support/pdf.ts'
import {
  type AttackCase,
  appearance,
  attack,
  behind,
  catalog,
  certified,
  DOCUMENT,
  dictionary,
  EMPTY_FIELD,
  fieldMdp,
  form,
  GROUP_KID,
  page,
  signed,
  signNext,
  startxref,
  TEXT_FIELD,
  update,
} from './document.ts'

const filled = (value: string) => TEXT_FIELD.replace('/T(', `/V(${value})/AP<</N 60 0 R>>/T(`)
const FILL = { 21: filled('15/UBND'), 60: appearance('BT (15/UBND) Tj ET') }
const ok = (name: string, why: string, pdf: Buffer): AttackCase => attack('intact', name, why, pdf)

export function valid(): AttackCase[] {
  const pdf = signed()
  const some = certified(2)
  const leader = signed({ 9: DOCUMENT[9]! }, { who: identity('person') })
  const dss = {
    1: catalog('/DSS 70 0 R'),
    70: '<</Type/DSS/Certs[71 0 R]/CRLs[]/VRI<</ABC<</Cert[71 0 R]/TU(D:2026)>>>>>>',
    71: stream('x'),
  }
  const vietnamese = signNext(certified(2), { rect: '250 90 370 210' })
  return [
    ok('signed alone', 'covers the whole file', pdf),
    ok('a line end behind it', 'some writers add it', behind(pdf, '\r\n')),
    ok('white space behind it', 'shows nothing', behind(pdf, '\n\n \n')),
    ok('a comment behind it', 'shows nothing', behind(pdf, '%MAU THU NGHIEM\n')),
    ok('an update without objects', 'changes nothing', update(pdf, { 90: 'null' })),
    ok(
      'the same objects written again',
      'changes nothing',
      update(pdf, { 4: DOCUMENT[4]!, 5: DOCUMENT[5]!, 3: DOCUMENT[3]! }),
    ),
    ok('leader signs, the unit’s clerk seals', 'a second signature is a permitted change', signNext(leader)),
    ok(
      'leader certifies with P=2, the unit’s seal covers a third of it',
      'as the tools of agencies make it, step 20',
      vietnamese,
    ),
    ok(
      'leader certifies, clerk numbers the field, unit seals',
      'form fill and signing at level 2',
      signNext(update(some, FILL), { objects: { 21: filled('15/UBND') } }),
    ),
    ok(
      'three signatures',
      'each is judged against the last',
      signNext(signNext(leader), {
        at: 55,
        field: 'Copy',
        who: 'tai-chinh',
        annotations: '20 0 R 21 0 R 23 0 R 25 0 R 51 0 R',
        fields: '20 0 R 21 0 R 22 0 R 25 0 R 51 0 R',
      }),
    ),
    ok(
      'invisible signature of a stranger',
      'it shows nothing; its own trust is judged apart',
      signNext(pdf, { who: 'self-signed', rect: '0 0 0 0' }),
    ),
    ok(
      'no picture: an annex signed invisibly by the unit',
      'Decree 30 wants no image there',
      signed({ 20: '<</FT/Sig/T(ChuKy)/V 9 0 R/Type/Annot/Subtype/Widget/Rect[0 0 0 0]/P 3 0 R/F 132>>' }),
    ),
    ok(
      'the empty signature field signed',
      'it was there to be signed',
      signNext(pdf, {
        objects: { 3: page(), 10: form(), 25: EMPTY_FIELD.replace('/T(', '/V 50 0 R/AP<</N 52 0 R>>/T('), 51: 'null' },
      }),
    ),
    ok(
      'the empty field signed after P=2',
      'it was there to be signed',
      signNext(some, {
        objects: { 3: page(), 10: form(), 25: EMPTY_FIELD.replace('/T(', '/V 50 0 R/AP<</N 52 0 R>>/T('), 51: 'null' },
      }),
    ),
    ok('a form field filled', 'an approval allows it', update(pdf, FILL)),
    ok('a form field filled after P=2', 'level 2 allows it', update(some, FILL)),
    ok('a form field filled after P=3', 'level 3 allows it', update(certified(3), FILL)),
    ok(
      'a field that FieldMDP does not name',
      'only others are locked',
      update(signed({ 9: dictionary(fieldMdp('/Action/Include/Fields[(nhom)]')) }), FILL),
    ),
    ok(
      'a field that only shares the beginning of a locked name',
      'a prefix is another name',
      update(signed({ 9: dictionary(fieldMdp('/Action/Include/Fields[(So)]')) }), FILL),
    ),
    ok(
      'a field that FieldMDP leaves out',
      'Exclude names it',
      update(signed({ 9: dictionary(fieldMdp('/Action/Exclude/Fields[(SoVanBan)]')) }), FILL),
    ),
    ok(
      'a field below a group filled',
      'its own value',
      update(pdf, { 23: GROUP_KID.replace('/T(', '/V(x)/AP<</N 60 0 R>>/T('), 60: appearance('') }),
    ),
    ok('fields set read-only', 'a lock does that', update(pdf, { 21: TEXT_FIELD.replace('/FT/Tx', '/FT/Tx/Ff 1') })),
    ok(
      'an empty signature field added',
      'it shows nothing',
      update(pdf, { 10: form('20 0 R 21 0 R 22 0 R 25 0 R 60 0 R'), 60: '<</FT/Sig/T(Them)>>' }),
    ),
    ok('validation data (DSS)', 'long-term validation', update(pdf, dss)),
    ok(
      'validation data after P=1',
      'always allowed',
      update(certified(1), { ...dss, 1: catalog('/Perms<</DocMDP 9 0 R>>/DSS 70 0 R') }),
    ),
    ok(
      'validation data twice',
      'it grows',
      update(update(pdf, dss), { 70: '<</Type/DSS/Certs[71 0 R 72 0 R]>>', 72: stream('y') }),
    ),
    ok(
      'document information',
      'shows nothing on the page',
      update(pdf, { 60: '<</Title(MAU)>>' }, '/Root 1 0 R/Info 60 0 R'),
    ),
    ok(
      'metadata',
      'shows nothing on the page',
      update(pdf, { 1: catalog('/Metadata 60 0 R'), 60: stream('<x/>', '/Type/Metadata/Subtype/XML') }),
    ),
    ok(
      'extensions and a later version',
      'PAdES writes them',
      update(pdf, { 1: catalog('/Version/2.0/Extensions<</ESIC<</BaseVersion/1.7/ExtensionLevel 2>>>>') }),
    ),
    ok(
      'default resources added',
      'fonts for fields',
      update(pdf, {
        10: form().replace('/F1 5 0 R', '/F1 5 0 R/Helv 60 0 R'),
        60: '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
      }),
    ),
    ok('tab order set', 'Acrobat does that with fields', update(pdf, { 3: page(undefined, '/Tabs/S') })),
    ok(
      'AcroForm made a direct object',
      'the same form',
      update(pdf, { 1: catalog().replace('/AcroForm 10 0 R', `/AcroForm${form()}`) }),
    ),
    ok(
      'annotations made an object of their own',
      'the same annotations',
      update(pdf, { 3: page().replace(/\/Annots\[[^\]]*\]/, '/Annots 60 0 R'), 60: '[20 0 R 21 0 R 23 0 R 25 0 R]' }),
    ),
    ok(
      'an object that nothing leads to',
      'readers of the table never meet it',
      update(pdf, { 95: '(MAU THU NGHIEM)' }),
    ),
    ok('an update by an xref stream with an object stream', 'well-formed too', byStream(pdf)),
    ok('signed in a second revision', 'the first is signed with it', inSecondRevision()),
  ]
}

function byStream(pdf: Buffer): Buffer {
  const container = Buffer.concat([
    Buffer.from('60 0 obj\n'),
    objectStream({ 21: filled('7').replace('60 0 R', '62 0 R') }),
    Buffer.from('\nendobj\n'),
  ])
  const drawn = Buffer.concat([Buffer.from('62 0 obj\n'), appearance('BT (7) Tj ET'), Buffer.from('\nendobj\n')])
  const at = pdf.length + container.length + drawn.length
  const hex = (value: number) => value.toString(16).padStart(8, '0')
  const data =
    `02${hex(60)}00` + `01${hex(pdf.length)}00` + `01${hex(at)}00` + `01${hex(pdf.length + container.length)}00`
  const xref = stream(
    Buffer.from(data, 'hex'),
    `/Type/XRef/Size 100/W[1 4 1]/Index[21 1 60 3]/Root 1 0 R/Prev ${startxref(pdf)}`,
  )
  return Buffer.concat([
    pdf,
    container,
    drawn,
    Buffer.from('61 0 obj\n'),
    xref,
    Buffer.from(`\nendobj\nstartxref\n${at}\n%%EOF\n`),
  ])
}

function inSecondRevision(): Buffer {
  const plain = handPdf({
    ...DOCUMENT,
    3: page('21 0 R 23 0 R 25 0 R'),
    10: form('21 0 R 22 0 R 25 0 R'),
    9: 'null',
    20: 'null',
    4: stream(''),
  })
  return signNext(plain, {
    who: 'van-phong',
    annotations: '21 0 R 23 0 R 25 0 R',
    fields: '21 0 R 22 0 R 25 0 R',
    objects: { 4: DOCUMENT[4]! },
  })
}

/** `count` signatures and as many further revisions between them, as long-term archives and big offices make them. */
export function manySignatures(count: number): Buffer {
  let pdf = signed()
  let [annotations, fields] = ['20 0 R 21 0 R 23 0 R 25 0 R', '20 0 R 21 0 R 22 0 R 25 0 R']
  for (let index = 1; index < count; index++) {
    pdf = update(pdf, { 90: `(${index})` })
    const at = 100 + index * 3
    pdf = signNext(pdf, { at, field: `Ky${index}`, annotations, fields, rect: '10 10 60 40' })
    annotations += ` ${at + 1} 0 R`
    fields += ` ${at + 1} 0 R`
  }
  return appendObjects(pdf, { 90: '(cuoi)' }, `/Root 1 0 R/Prev ${startxref(pdf)}`)
}
