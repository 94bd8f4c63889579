// What a signature covers: attacks on ByteRange and Contents that are rightly signed, and what is put behind the file.
import { describe, expect, test } from 'vitest'
import { identity } from '../../samples/make/pki.ts'
import { signPdf } from '../../samples/make/sign-pdf.ts'
import {
  appendObjects,
  HEX,
  handPdf,
  plainPdf,
  RANGE,
  read,
  SIGNATURE_DICTIONARY,
  SIGNED_AT,
  SIGNED_OBJECTS,
  signedPdf,
  signHand,
  stream,
  theSignature,
} from './support/pdf.ts'

const GAP = 'the gap of ByteRange is not exactly Contents'
const hand = (options: Parameters<typeof signHand>[1] = {}, objects = SIGNED_OBJECTS) =>
  theSignature(read(signHand(handPdf(objects), options)))

describe('ByteRange, with digest and signature right over what it says', () => {
  test('right', () => {
    expect(hand()).toMatchObject({ integrity: 'intact', coverage: 'whole-file', field: 'ChuKy' })
  })
  test('a gap that is wider than Contents: what follows it there is nobody’s', () => {
    const wide = hand({ range: (first, second, rest) => [first, second + 1, rest - 1] })
    expect(wide).toMatchObject({ integrity: 'broken', why: GAP })
  })
  test('a gap that begins before Contents', () => {
    expect(hand({ range: (first, second, rest) => [first - 9, second, rest] })).toMatchObject({ why: GAP })
  })
  test('a gap without the angle brackets', () => {
    const inner = hand({ range: (first, second, rest) => [first + 1, second - 1, rest + 1] })
    expect(inner).toMatchObject({ integrity: 'broken', why: GAP })
  })
  test('a rest that reaches one byte past the end', () => {
    const past = hand({ range: (first, second, rest) => [first, second, rest + 1] })
    expect(past).toMatchObject({ integrity: 'broken', why: 'ByteRange reaches past the end of the file' })
  })
  test('no gap at all', () => {
    expect(hand({ range: (first, _, rest) => [first, first, rest] }).integrity).toBe('broken')
  })
  test('ranges that overlap', () => {
    expect(hand({ range: (first, second, rest) => [first, 100, rest + second - 100] }).integrity).toBe('broken')
  })
  test('an end inside the revision', () => {
    const part = hand({ range: (first, second, rest) => [first, second, rest - 40] })
    expect(part).toMatchObject({ integrity: 'uncheckable', coverage: 'part' })
  })
  test.each([
    ['a negative number', '0 100 -5 20'],
    ['numbers past the end', '0 100 200 99999999'],
    ['numbers past every end', '0 100 200 999999999999999'],
    ['a first number that is not 0', '5 100 200 20'],
    ['nothing signed before the gap', '0 0 200 20'],
    ['nothing signed behind the gap', '0 100 200 0'],
    ['three numbers', '0 100 200'],
    ['six numbers', '0 10 20 10 40 20'],
    ['a real number', '0 100.0 200 20'],
    ['a name among the numbers', '0 /a 200 20'],
    ['nothing', ''],
  ])('%s', (_, written) => {
    expect(hand({ written })).toMatchObject({ integrity: 'broken', coverage: null })
  })
})

describe('Contents', () => {
  const dictionary = (text: string) => ({ ...SIGNED_OBJECTS, 5: text })

  test('from another object', () => {
    const objects = { ...dictionary(SIGNATURE_DICTIONARY.replace(HEX, ' 6 0 R')), 6: HEX }
    expect(hand({}, objects)).toMatchObject({ integrity: 'broken' })
  })
  test('of another signature dictionary than the field’s', () => {
    const other = SIGNATURE_DICTIONARY.replace(HEX, `<${'30'.repeat(100)}>`)
    const pdf = signHand(handPdf({ ...SIGNED_OBJECTS, 6: `<<${HEX}>>`.replace('<<', '<</Contents') }))
    const siwa = Buffer.from(pdf.toString('latin1').replace('/V 5 0 R', '/V 6 0 R'), 'latin1')
    expect(read(siwa).integrity).toBe('broken')
    expect(hand({}, { ...dictionary(other), 6: `<</Contents${HEX}>>` })).toMatchObject({
      integrity: 'broken',
      why: GAP,
    })
  })
  test('absent, empty, literal, or without ByteRange', () => {
    for (const text of [
      SIGNATURE_DICTIONARY.replace(`/Contents${HEX}`, ''),
      SIGNATURE_DICTIONARY.replace(HEX, '<>'),
      SIGNATURE_DICTIONARY.replace(HEX, '(text)'),
      SIGNATURE_DICTIONARY.replace(RANGE, ''),
    ])
      expect(theSignature(read(handPdf(dictionary(text))))).toMatchObject({ integrity: 'broken' })
  })
  test('as a literal string that the gap fits', () => {
    const pdf = handPdf(dictionary(SIGNATURE_DICTIONARY.replace(HEX, '(text)')))
    const first = pdf.indexOf('(text)')
    const numbers = `0 ${first} ${first + 6} ${pdf.length - first - 6}`
    const range = `/ByteRange[${numbers.padEnd(RANGE.length - 12, ' ')}]`
    const facts = read(Buffer.from(pdf.toString('latin1').replace(RANGE, range), 'latin1'))
    expect(theSignature(facts)).toMatchObject({
      integrity: 'broken',
      why: 'Contents is no hex string in the dictionary itself',
    })
  })
  test('named twice', () => {
    const twice = SIGNATURE_DICTIONARY.replace('/Contents<', '/Contents<3000>/Contents<')
    expect(hand({}, dictionary(twice))).toMatchObject({
      integrity: 'uncheckable',
      why: 'malformed signature dictionary',
    })
  })
  test('upper-case digits are the same signature', async () => {
    const pdf = await signedPdf()
    const start = pdf.indexOf('/Contents<') + 10
    const upper = Buffer.from(pdf)
    upper.write(pdf.toString('latin1', start, start + 200).toUpperCase(), start, 'latin1')
    expect(read(upper).integrity).toBe('intact')
  })
})

describe('bytes behind the signed ones', () => {
  test.each(['\n', '\r', '\r\n'])('one line end is harmless: %j', async (end) => {
    const facts = read(Buffer.concat([await signedPdf(), Buffer.from(end)]))
    expect(theSignature(facts)).toMatchObject({ integrity: 'intact', coverage: 'whole-file' })
  })
  test('more white space is harmless, and said', async () => {
    const facts = read(Buffer.concat([await signedPdf(), Buffer.from('\n\n')]))
    expect(theSignature(facts)).toMatchObject({ integrity: 'intact', coverage: 'part' })
  })
  test('garbage', async () => {
    const facts = read(Buffer.concat([await signedPdf(), Buffer.from('garbage')]))
    expect(theSignature(facts)).toMatchObject({ integrity: 'modified', coverage: 'part' })
    expect(facts.integrity).toBe('modified')
  })
  test('left-over objects that readers find when they rebuild the xref', async () => {
    const pdf = await signedPdf()
    const left = Buffer.from('3 0 obj\n<</Type/Page/Contents 99 0 R>>\nendobj\n')
    expect(read(Buffer.concat([pdf, left])).integrity).toBe('modified')
    // isa-bad-startxref: an update whose startxref leads back to the signed revision
    const end = pdf.toString('latin1', pdf.lastIndexOf('startxref'))
    expect(read(Buffer.concat([pdf, left, Buffer.from(end)])).integrity).toBe('modified')
  })
  test('a broken update', async () => {
    const pdf = await signedPdf()
    const nowhere = Buffer.from('startxref\n7\n%%EOF\n')
    expect(read(Buffer.concat([pdf, nowhere]))).toMatchObject({ integrity: 'modified', damaged: true })
  })
  test('a well-formed update that changes the page', () => {
    const pdf = signHand(handPdf(SIGNED_OBJECTS))
    const previous = pdf.toString('latin1').match(/startxref\n(\d+)/)![1]
    const page = { 3: '<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>' }
    const facts = read(appendObjects(pdf, page, `/Root 1 0 R/Prev ${previous}`))
    expect(theSignature(facts)).toMatchObject({ integrity: 'modified', coverage: 'part', trust: 'trusted' })
  })
  test('a second signature', async () => {
    const two = await signPdf(await signedPdf(), { ...identity('noi-vu'), signedAt: SIGNED_AT, field: 'S2' })
    const facts = read(two)
    expect(facts.signatures.map(({ field, integrity }) => [field, integrity])).toEqual([
      ['Signature1', 'intact'],
      ['S2', 'intact'],
    ])
  })
  test('a second signature over a first one that is broken', async () => {
    const first = await signedPdf()
    first[first.indexOf('/MediaBox') + 12]! ^= 1
    const two = await signPdf(first, { ...identity('noi-vu'), signedAt: SIGNED_AT, field: 'S2' })
    expect(read(two).integrity).toBe('broken')
  })
})

describe('what is no signature of the document', () => {
  const catalog = (rest: string) => `<</Type/Catalog/Pages 2 0 R${rest}>>`
  const unsigned = (objects: Parameters<typeof handPdf>[0]) => {
    const facts = read(handPdf(objects))
    expect(facts).toMatchObject({ integrity: 'unsigned', signatures: [], reasons: [] })
    return facts
  }

  test('a ByteRange in the page’s text', async () => {
    const text = '/Type /Sig /ByteRange [0 100 200 300] /Contents <3082>'
    expect(read(await plainPdf({ text })).integrity).toBe('unsigned')
    unsigned({ 7: stream(text) })
  })
  test('a signed PDF inside an unsigned one', async () => {
    const inside = {
      4: stream(await signedPdf(), '/Type/EmbeddedFile'),
      5: '<</Type/Filespec/F(a.pdf)/EF<</F 4 0 R>>>>',
    }
    const facts = unsigned({ ...inside, 1: catalog('/Names<</EmbeddedFiles<</Names[(a.pdf)5 0 R]>>>>') })
    expect(facts.active).toEqual(['embedded-file'])
  })
  test('a signature dictionary that no field leads to', () => {
    unsigned({ ...SIGNED_OBJECTS, 4: '<</FT/Sig/T(A)>>' })
    unsigned({ ...SIGNED_OBJECTS, 1: catalog('') })
  })
  test('an empty signature field', () => {
    unsigned({ ...SIGNED_OBJECTS, 4: '<</FT/Sig/T(A)/V null>>' })
    unsigned({ ...SIGNED_OBJECTS, 4: '<</FT/Sig/T(A)/V 99 0 R>>' })
  })
  test('usage rights (UR3)', () => {
    unsigned({ ...SIGNED_OBJECTS, 1: catalog('/Perms<</UR3 5 0 R>>') })
  })
  test('the value of a text field', () => {
    unsigned({ ...SIGNED_OBJECTS, 4: '<</FT/Tx/T(A)/V 5 0 R>>' })
  })
  test('AcroForm null or without fields', () => {
    unsigned({ 1: catalog('/AcroForm null') })
    unsigned({ 1: catalog('/AcroForm<</Fields[]>>') })
  })
})

describe('where the field tree hides a signature', () => {
  const fields = (objects: Parameters<typeof handPdf>[0]) =>
    read(signHand(handPdf({ ...SIGNED_OBJECTS, ...objects }))).signatures.map(({ field, integrity }) => [
      field,
      integrity,
    ])

  test('deep in the tree, type inherited', () => {
    const tree = { 4: '<</FT/Sig/T(A)/Kids[6 0 R]>>', 6: '<</T(B)/Kids[7 0 R]>>', 7: '<</T(C)/V 5 0 R>>' }
    expect(fields(tree)).toEqual([['A.B.C', 'intact']])
  })
  test('value at the parent, type at the kid', () => {
    expect(fields({ 4: '<</T(A)/V 5 0 R/Kids[6 0 R]>>', 6: '<</FT/Sig>>' })).toEqual([['A', 'intact']])
  })
  test('a widget among the kids does not count twice', () => {
    expect(fields({ 4: '<</FT/Sig/T(A)/V 5 0 R/Kids[6 0 R]>>', 6: '<</Subtype/Widget>>' })).toEqual([['A', 'intact']])
  })
  test('two fields with the same value', () => {
    const form = { 1: '<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R 6 0 R]>>>>', 6: '<</FT/Sig/T(B)/V 5 0 R>>' }
    expect(fields(form)).toEqual([
      ['ChuKy', 'uncheckable'],
      ['B', 'uncheckable'],
    ])
  })
  test('names in #xx', () => {
    const hidden = {
      1: '<</Type/Catalog/Pages 2 0 R/Acro#46orm<</Fiel#64s[4 0 R]>>>>',
      4: '<</F#54/Si#67/T(A)/V 5 0 R>>',
    }
    expect(fields(hidden)).toEqual([['A', 'intact']])
  })
  test('a value that is no dictionary', () => {
    const facts = read(handPdf({ ...SIGNED_OBJECTS, 5: '(text)' }))
    expect(facts).toMatchObject({ integrity: 'uncheckable', signatures: [{ integrity: 'uncheckable' }] })
  })
  test('a tree that runs in a circle, and fields that are none', () => {
    for (const field of ['<</T(A)/Kids[4 0 R]>>', '[4 0 R]', '<</FT/Sig/FT/Tx/V 5 0 R>>', '<</Kids 7>>']) {
      const facts = read(handPdf({ ...SIGNED_OBJECTS, 4: field }))
      expect(facts, field).toMatchObject({ integrity: 'uncheckable', damaged: true })
    }
  })
})
