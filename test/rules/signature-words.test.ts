// Whatever a reader says of a signature, the one who signed hears it in Vietnamese: asked over every generated attack.
import { describe, expect, test } from 'vitest'
import { signatureWords } from '../../src/rules/signature-words.ts'
import { certifications, fields } from '../document/pdf/attacks/certified.ts'
import { forgeries, wrappings } from '../document/pdf/attacks/forgery.ts'
import { brokenUpdates, contentUpdates } from '../document/pdf/attacks/saving.ts'
import { ambiguities, shadows } from '../document/pdf/attacks/shadow.ts'
import { read } from '../signature/support/pdf.ts'

const ATTACKS = [
  ...[...forgeries(), ...wrappings(), ...contentUpdates(), ...brokenUpdates()],
  ...[...shadows(), ...certifications(), ...fields(), ...ambiguities()],
]

describe('words', () => {
  test('for every attack', () => {
    const whys = ATTACKS.flatMap(({ pdf }) => read(pdf).signatures)
      .filter(({ integrity }) => integrity !== 'intact')
      .map(({ why }) => why)
    expect(whys.length).toBeGreaterThan(150)
    expect([...new Set(whys.filter((why) => signatureWords(why) === why))]).toEqual([])
  })
  test('by what was done', () => {
    const words = (why: string) => signatureWords(why)
    expect(words('digest of the signed bytes is another one')).toBe('nội dung tệp không còn như lúc ký')
    expect(words('changed after signing: page /Contents is another one')).toMatch(/trang văn bản bị sửa/)
    expect(words('changed after signing: an annotation was added or moved')).toMatch(/chú thích, hình hoặc chữ/)
    expect(words('changed after signing: the visible signature field "A" is a stranger\'s')).toMatch(/khung chữ ký lạ/)
    expect(words('the signature was taken out of the document')).toMatch(/bị gỡ/)
    expect(words('expired; revoked')).toMatch(/hết hạn.*; chứng thư đã bị thu hồi/)
    expect(words('a phrase of tomorrow')).toBe('a phrase of tomorrow')
  })
})
