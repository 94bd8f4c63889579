// Universal forgery and wrapping: the ByteRange, the gap and the dictionary are made to say something else.
import { HEX, handPdf, RANGE, SIGNATURE_DICTIONARY, signHand, stream } from '../../../signature/support/pdf.ts'
import {
  type AttackCase,
  attack,
  bytes,
  catalog,
  DOCUMENT,
  FORGED,
  patched,
  signed,
  startxref,
  text,
  update,
} from './document.ts'

const field = (value: string) =>
  `<</FT/Sig/T(ChuKy)/V ${value}/Type/Annot/Subtype/Widget/Rect[300 100 470 160]/P 3 0 R/F 132/AP<</N 40 0 R>>>>`

/** The signed bytes themselves changed, or the numbers that say which they are. */
export function forgeries(): AttackCase[] {
  const pdf = signed()
  const range = /\/ByteRange\[[^\]]*\]/.exec(text(pdf))![0]
  const contents = pdf.indexOf('/Contents<') + 9
  const rewritten = (numbers: string) => patched(pdf, range, `/ByteRange[${numbers}]`.slice(0, range.length))
  const [, first, second, rest] = /\[0 (\d+) +(\d+) +(\d+)/.exec(range)!.map(Number) as [number, number, number, number]
  const ranges: [string, string][] = [
    ['empty', ''],
    ['zero', '0 0 0 0'],
    ['of the head alone', `0 ${first} ${second} 0`],
    ['that begins later', `9 ${first - 9} ${second} ${rest}`],
    ['negative', `0 ${first} ${second} -1`],
    ['past the end', `0 ${first} ${second} ${rest + 100}`],
    ['of three numbers', `0 ${first} ${second}`],
    ['of two gaps', `0 9 20 ${first - 20} ${second} 9`],
    ['with a name', `0 /a ${second} ${rest}`],
    ['with reals', `0 ${first}. ${second} ${rest}`],
    ['with a null', `0 null ${second} ${rest}`],
    ['that overlaps itself', `0 ${first} ${first - 50} ${rest}`],
    ['wider than Contents by the byte before', `0 ${first - 1} ${second} ${rest}`],
    ['wider than Contents by the byte behind', `0 ${first} ${second + 1} ${rest - 1}`],
    ['huge', `0 ${first} 99999999999 99999`],
  ]
  const hex = (value: string) =>
    Buffer.concat([pdf.subarray(0, contents + 1), bytes(value), pdf.subarray(contents + 1 + value.length)])
  return [
    ...ranges.map(([name, numbers]) =>
      attack('broken', `ByteRange ${name}`, 'ByteRange must be [0 a b c] around exactly Contents', rewritten(numbers)),
    ),
    attack(
      'broken',
      'ByteRange misspelt',
      'without ByteRange nothing is signed',
      patched(pdf, '/ByteRange[', '/ByteRangX['),
    ),
    attack(
      'broken',
      'Contents misspelt',
      'without Contents there is no signature',
      patched(pdf, '/Contents<', '/Xontents<'),
    ),
    attack('broken', 'Contents all zeros', 'an empty signature proves nothing', hex('0'.repeat(11_000))),
    attack('uncheckable', 'Contents that is no CMS', 'bytes of no known form are not judged', hex('deadbeef')),
    attack(
      'uncheckable',
      'SubFilter unknown',
      'what is signed how is not known',
      patched(pdf, 'adbe.pkcs7.detached', 'adbe.pkcs7.attached'),
    ),
    attack(
      'broken',
      'page text changed in the signed bytes',
      'the digest is another one',
      patched(pdf, '1.000.000', '9.000.000'),
    ),
    attack(
      'broken',
      'page size changed in the signed bytes',
      'the digest is another one',
      patched(pdf, '/MediaBox[0 0 595 842]', '/MediaBox[0 0 595 84]'),
    ),
    attack(
      'broken',
      'one byte behind the gap changed',
      'the second range is signed too',
      patched(pdf, '%%EOF', '%%EOE'),
    ),
    attack('broken', 'CMS of another document', 'transplanted: its digest is of other bytes', transplanted()),
    attack(
      'broken',
      'signed with a foreign content in the CMS',
      'a detached signature carries none',
      signed({}, { wrong: { eContent: bytes('other') } }),
    ),
    attack(
      'broken',
      'signed with another content type',
      'the attribute must name data',
      signed({}, { wrong: { contentType: '1.2.840.113549.1.9.16.1.4' } }),
    ),
  ]
}

function transplanted(): Buffer {
  const from = signed({ 4: stream('BT /F1 12 Tf 72 700 Td (MAU THU NGHIEM: 2.000.000 dong) Tj ET /X Do') })
  const to = signed()
  const at = to.indexOf('/Contents<')
  const hex = from.subarray(from.indexOf('/Contents<'), from.indexOf('/Contents<') + 12_000)
  return Buffer.concat([to.subarray(0, at), hex, to.subarray(at + hex.length)])
}

/** Signature wrapping: something stands in the gap, or the field leads to another dictionary. */
export function wrappings(): AttackCase[] {
  const wide = `<${'0'.repeat(12_000)}>`
  const injected = (where: (first: number, second: number, rest: number) => number[], objects = {}) =>
    signed(objects, { range: where })
  const filler = '/X(                                                                )'
  const before = injected((first, second, rest) => [first - filler.length, second, rest], {
    9: SIGNATURE_DICTIONARY.replace('/Contents', `${filler}/Contents`).replace(`${filler}/Contents`, `/Contents`),
  })
  const literal = handPdf({ ...DOCUMENT, 9: SIGNATURE_DICTIONARY.replace(HEX, `(${'0'.repeat(12_000)})`) })
  const second = signed({ 9: SIGNATURE_DICTIONARY.replace(wide, ' 60 0 R'), 60: HEX })
  const real = signed()
  const [, first, after, rest] = /\[0 (\d+) +(\d+) +(\d+)/.exec(text(real))!.map(Number) as [
    number,
    number,
    number,
    number,
  ]
  const copied = (value: string) => update(real, { 70: value, 20: field('70 0 R') })
  const own = text(real).slice(real.indexOf('9 0 obj') + 8, real.indexOf('endobj', real.indexOf('9 0 obj')))
  return [
    attack('broken', 'gap begins before Contents', 'bytes before < are nobody’s', before),
    attack(
      'broken',
      'gap without the angle brackets',
      'the gap must be the whole token',
      injected((a, b, c) => [a + 1, b - 1, c + 1]),
    ),
    attack(
      'broken',
      'gap that ends behind the dictionary',
      'what stands there is nobody’s',
      injected((a, b, c) => [a, b + 8, c - 8]),
    ),
    attack('broken', 'Contents as a literal string', 'only a direct hex string is left out', literal),
    attack('broken', 'Contents by reference', 'only a direct hex string is left out', second),
    attack(
      'broken',
      'the field leads to a copy of the dictionary',
      'the gap is not where the copy’s Contents stands',
      copied(own),
    ),
    attack(
      'broken',
      'a copy whose ByteRange names the old gap',
      'Contents must be the token in the gap',
      copied(own.replace(/\/Contents<.*>/s, '/Contents<3000>>>')),
    ),
    attack(
      'uncheckable',
      'gap moved to a second copy of Contents',
      'the xref leads to other bytes',
      moved(real, first, after, rest),
    ),
    attack(
      'uncheckable',
      'two fields with one signature',
      'which field was signed is anybody’s guess',
      signed({ 10: '<</Fields[20 0 R 25 0 R]/SigFlags 3>>', 25: '<</FT/Sig/T(B)/V 9 0 R>>' }),
    ),
    attack(
      'uncheckable',
      'ByteRange named twice',
      'readers differ in which one counts',
      signed({ 9: SIGNATURE_DICTIONARY.replace(RANGE, `/ByteRange[0 1 2 3]${RANGE}`) }, {}),
    ),
    attack(
      'unsigned',
      'a signature dictionary that no field leads to',
      'nothing of the document is signed by it',
      signHand(
        handPdf({
          ...DOCUMENT,
          1: catalog().replace('/AcroForm 10 0 R', ''),
          3: '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/XObject<</X 8 0 R>>>>>>',
        }),
      ),
    ),
    attack(
      'unsigned',
      'text that looks like a signature',
      'words on a page sign nothing',
      handPdf({ 4: stream(`(${own.slice(0, 200).replace(/[()<>]/g, '')})`) }),
    ),
    attack(
      'unsigned',
      'a seal that is only drawn',
      'a picture signs nothing',
      handPdf({
        3: '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>',
        4: stream('1 0 0 RG 5 5 90 90 re S'),
      }),
    ),
  ]
}

/** SWA in its classic form: the signed tail is moved back, and the attacker's objects stand before it. */
function moved(pdf: Buffer, first: number, second: number, rest: number): Buffer {
  const page = bytes(`4 0 obj\n<</Length ${FORGED.length}>>\nstream\n${FORGED}\nendstream\nendobj\n`)
  const out = Buffer.concat([pdf.subarray(0, second), page, pdf.subarray(second)])
  const range = /\/ByteRange\[[^\]]*\]/.exec(text(pdf))![0]
  const numbers = `/ByteRange[0 ${first} ${second + page.length} ${rest}]`
  const shifted = patched(out, range, numbers)
  const tail = text(shifted).lastIndexOf('startxref')
  const moved = `startxref\n${startxref(pdf) + page.length}\n%%EOF\n`
  return Buffer.concat([shifted.subarray(0, tail), bytes(moved)])
}
