// Certification and field attacks: what DocMDP, FieldMDP and locks forbid, sneaky signatures, fields made to say other things.
import { type Objects, stream } from '../../../signature/support/pdf.ts'
import {
  type AttackCase,
  appearance,
  attack,
  catalog,
  certified,
  DOCUMENT,
  dictionary,
  docMdp,
  EMPTY_FIELD,
  fieldMdp,
  form,
  GROUP,
  GROUP_KID,
  page,
  signed,
  signNext,
  TEXT_FIELD,
  update,
} from './document.ts'

const filled = (value: string, more = '') => TEXT_FIELD.replace('/T(', `/V(${value})/AP<</N 60 0 R>>${more}/T(`)
const FILL: Objects = { 21: filled('15/UBND'), 60: appearance('BT (15/UBND) Tj ET') }
const UNSIGNED = { who: 'noi-vu' as const, options: { written: '0 10 20 30' } }

/** After a certification. */
export function certifications(): AttackCase[] {
  const none = certified(1)
  const some = certified(2)
  const bad = (name: string, why: string, pdf: Buffer) => attack('modified', name, why, pdf)
  return [
    bad('P=1, then a form field filled', 'level 1 allows no change', update(none, FILL)),
    bad('P=1, then a signature', 'level 1 allows no change', signNext(none)),
    bad('P=1, then an invisible signature', 'level 1 allows no change', signNext(none, { rect: '0 0 0 0' })),
    bad(
      'P=1, then an empty signature field',
      'level 1 allows no change',
      update(none, { 10: form('20 0 R 21 0 R 22 0 R 25 0 R 60 0 R'), 60: '<</FT/Sig/T(x)>>' }),
    ),
    bad('P that is no level', 'taken for the strictest', update(certified(7), FILL)),
    bad(
      'P=1 in the signature alone, without /Perms',
      'its own reference counts too',
      update(signed({ 9: dictionary(docMdp(1)) }), FILL),
    ),
    bad(
      'P=2, then an annotation',
      'level 2 allows none',
      update(some, {
        3: page('20 0 R 21 0 R 23 0 R 25 0 R 60 0 R'),
        60: '<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(x)>>',
      }),
    ),
    bad(
      'P=3, then an annotation that hides text',
      'evil annotation attack: annotations count as changes here',
      update(certified(3), {
        3: page('20 0 R 21 0 R 23 0 R 25 0 R 60 0 R'),
        60: '<</Type/Annot/Subtype/FreeText/Rect[72 690 400 720]/Contents(9.000.000)>>',
      }),
    ),
    bad('P=2, then page text', 'never allowed', update(some, { 4: stream('') })),
    bad('/Perms removed', 'the certification is hidden', update(some, { 1: catalog() })),
    bad(
      '/Perms leads to another signature',
      'the certification is another one',
      update(some, { 1: catalog('/Perms<</DocMDP 60 0 R>>'), 60: '<</Type/Sig>>' }),
    ),
    bad(
      'certification after an approval',
      'a certification is the first signature',
      signNext(signed(), { entries: docMdp(2), objects: { 1: catalog('/Perms<</DocMDP 50 0 R>>') } }),
    ),
    attack(
      'broken',
      'P=2, then a visible field with a broken signature',
      'sneaky signature attack: it must verify',
      signNext(some, UNSIGNED),
    ),
    attack(
      'broken',
      'P=2, then a visible field whose value is no signature',
      'sneaky signature attack: it must verify',
      update(some, {
        3: page('20 0 R 21 0 R 23 0 R 25 0 R 61 0 R'),
        10: form('20 0 R 21 0 R 22 0 R 25 0 R 61 0 R'),
        60: '<</Type/Sig>>',
        61: sneaky('/V 60 0 R'),
        62: appearance(),
      }),
    ),
    bad(
      'P=2, then a visible field without value',
      'an appearance with nothing behind it',
      update(some, {
        3: page('20 0 R 21 0 R 23 0 R 25 0 R 61 0 R'),
        10: form('20 0 R 21 0 R 22 0 R 25 0 R 61 0 R'),
        61: sneaky(''),
        62: appearance(),
      }),
    ),
    bad(
      'P=2, then the visible signature of a stranger',
      'anybody can sign; his picture must not stand beside the unit’s',
      signNext(some, { who: 'self-signed' }),
    ),
    bad(
      'P=2, then the visible signature of a look-alike',
      'its root is not the pinned one',
      signNext(some, { who: 'look-alike' }),
    ),
    bad(
      'P=2, then a signature as large as the page',
      'it covers what was signed',
      signNext(some, { rect: '0 0 595 842' }),
    ),
    bad(
      'P=2, then a signature over half the page',
      'it covers what was signed',
      signNext(some, { rect: '0 400 595 842' }),
    ),
    bad(
      'P=2, then a signature without a proper rectangle',
      'where it is shown is not known',
      signNext(some, { rect: '0 400' }),
    ),
    bad(
      'P=2, then a signature with an action',
      'something happens on clicking',
      signNext(some, { more: '/A<</S/URI/URI(http://example.invalid)>>' }),
    ),
    bad(
      'P=2, then a signature with an additional action',
      'something happens on entering',
      signNext(some, { more: '/AA<</E<</S/Named/N/Print>>>>' }),
    ),
    bad(
      'P=2, then a signature that is shown on two pages',
      'a signature has one place',
      signNext(some, { objects: { 6: String(DOCUMENT[6]).replace('/Contents', '/Annots[51 0 R]/Contents') } }),
    ),
    bad('P=2, then a signature in the name of the first', 'two fields of one name', signNext(some, { field: 'ChuKy' })),
    bad(
      'P=2, then a signature and another annotation',
      'one permitted change does not permit others',
      signNext(some, {
        objects: {
          3: page('20 0 R 21 0 R 23 0 R 25 0 R 51 0 R 70 0 R'),
          70: '<</Type/Annot/Subtype/Stamp/Rect[72 690 400 720]>>',
        },
      }),
    ),
    bad(
      'P=2, then a signature that also overwrites the page’s font',
      'an object is explained by every path to it',
      signNext(some, { at: 50, objects: { 5: appearance() } }),
    ),
    bad(
      'P=2, then a text field',
      'level 2 allows filling in, not adding',
      update(some, {
        3: page('20 0 R 21 0 R 23 0 R 25 0 R 60 0 R'),
        10: form('20 0 R 21 0 R 22 0 R 25 0 R 60 0 R'),
        60: '<</FT/Tx/T(moi)/V(9.000.000)/Type/Annot/Subtype/Widget/Rect[72 690 400 720]/P 3 0 R/F 4>>',
      }),
    ),
  ]
}

const sneaky = (value: string) =>
  `<</FT/Sig/T(DonVi)${value}/Type/Annot/Subtype/Widget/Rect[200 90 370 150]/P 3 0 R/F 132/AP<</N 62 0 R>>>>`

/** Fields that were there when the document was signed. */
export function fields(): AttackCase[] {
  const pdf = signed()
  const before = signed({ 21: filled('15/UBND'), 60: appearance('BT (15/UBND) Tj ET') })
  const locked = (parameters: string) => signed({ 9: dictionary(fieldMdp(parameters)) })
  const bad = (name: string, why: string, file: Buffer) => attack('modified', name, why, file)
  const text = (from: string, to: string) => update(pdf, { 21: TEXT_FIELD.replace(from, to) })
  return [
    bad('a locked field filled: All', 'FieldMDP locks every field', update(locked('/Action/All'), FILL)),
    bad(
      'a locked field filled: Include',
      'FieldMDP names it',
      update(locked('/Action/Include/Fields[(SoVanBan)]'), FILL),
    ),
    bad(
      'a locked field filled: Exclude others',
      'FieldMDP leaves only another one free',
      update(locked('/Action/Exclude/Fields[(nhom)]'), FILL),
    ),
    bad(
      'a field below a locked one filled',
      'a name locks what is below it',
      update(locked('/Action/Include/Fields[(nhom)]'), { 23: GROUP_KID.replace('/T(', '/V(x)/T(') }),
    ),
    bad('FieldMDP without an action', 'taken for All', update(locked(''), FILL)),
    bad(
      'a field locked by the signature field',
      '/Lock counts like FieldMDP',
      update(
        signed({ 20: String(DOCUMENT[20]).replace('/FT/Sig', '/FT/Sig/Lock<</Type/SigFieldLock/Action/All>>') }),
        FILL,
      ),
    ),
    bad(
      '/Lock with level 1',
      'it forbids all changes',
      update(
        signed({ 20: String(DOCUMENT[20]).replace('/FT/Sig', '/FT/Sig/Lock<</Action/Include/Fields[]/P 1>>') }),
        FILL,
      ),
    ),
    bad(
      'the empty signature field signed though locked',
      'FieldMDP locks every field',
      signNext(locked('/Action/All'), {
        objects: { 3: page(), 10: form(), 25: EMPTY_FIELD.replace('/T(', '/V 50 0 R/T('), 51: 'null' },
      }),
    ),
    bad('field moved', 'it covers something else', text('72 760 200 780', '72 690 400 720')),
    bad('field made visible by its flags', 'hidden things are shown', text('/F 4', '/F 0')),
    bad('field renamed', 'it is another field', text('(SoVanBan)', '(Khac)')),
    bad('field of another type', 'it is another field', text('/FT/Tx', '/FT/Btn')),
    bad('field with other flags', 'it works otherwise', text('/FT/Tx', '/FT/Tx/Ff 4096')),
    bad('field with an action', 'scripts run on filling in', text('/FT/Tx', '/FT/Tx/AA<</K<</S/JavaScript/JS(x)>>>>')),
    bad('field with other colours', '/MK is not a value', text('/FT/Tx', '/FT/Tx/MK<</BG[1 1 1]>>')),
    bad('field with a default value', '/DV is not a value', text('/FT/Tx', '/FT/Tx/DV(x)')),
    bad(
      'a second widget for a field',
      'its value is shown elsewhere',
      update(pdf, {
        22: GROUP.replace('[23 0 R]', '[23 0 R 60 0 R]'),
        60: '<</Parent 22 0 R/Type/Annot/Subtype/Widget/Rect[72 690 400 720]>>',
      }),
    ),
    bad(
      'a second widget for the signed field',
      'the seal is shown elsewhere',
      update(pdf, {
        20: String(DOCUMENT[20]).replace('/FT/Sig', '/FT/Sig/Kids[60 0 R]'),
        60: '<</Parent 20 0 R/Type/Annot/Subtype/Widget/Rect[72 690 400 720]>>',
      }),
    ),
    bad('a kid of a field removed', 'fields stay', update(pdf, { 22: '<</FT/Tx/T(nhom)/Kids[]>>' })),
    bad(
      'appearance changed with the same value',
      'shadow replace: the picture says something else',
      update(before, { 60: appearance('BT (99/UBND) Tj ET') }),
    ),
    bad(
      'appearance replaced with the same value',
      'shadow replace: the picture says something else',
      update(before, { 21: filled('15/UBND').replace('60 0 R', '61 0 R'), 61: appearance('BT (99/UBND) Tj ET') }),
    ),
    bad(
      'the empty signature field gets a picture',
      'an appearance with nothing behind it',
      update(pdf, { 25: EMPTY_FIELD.replace('/T(', '/AP<</N 60 0 R>>/T('), 60: appearance() }),
    ),
    attack(
      'broken',
      'the empty signature field gets a value that does not verify',
      'sneaky signature attack',
      update(pdf, {
        25: EMPTY_FIELD.replace('/T(', '/V 61 0 R/AP<</N 60 0 R>>/T('),
        60: appearance(),
        61: '<</Type/Sig/Filter/Adobe.PPKLite>>',
      }),
    ),
    bad(
      'the empty signature field signed by a stranger',
      'his picture must not stand beside the unit’s',
      signNext(pdf, {
        who: 'self-signed',
        objects: { 3: page(), 10: form(), 25: EMPTY_FIELD.replace('/T(', '/V 50 0 R/AP<</N 52 0 R>>/T('), 51: 'null' },
      }),
    ),
    bad(
      'the empty signature field signed and moved',
      'its place was fixed',
      signNext(pdf, {
        objects: {
          3: page(),
          10: form(),
          25: EMPTY_FIELD.replace('/T(', '/V 50 0 R/T(').replace('100 100 270 160', '72 690 400 720'),
          51: 'null',
        },
      }),
    ),
    bad(
      'filled in by overwriting an object of the page',
      'an object is explained by every path to it',
      update(pdf, { 21: filled('x').replace('60 0 R', '8 0 R'), 8: appearance('BT (x) Tj ET') }),
    ),
  ]
}
