// Old Vietnamese encodings are told and undone; Unicode and other languages are left alone; the tables are those of iconv.
import { describe, expect, test } from 'vitest'
import { isSyllable } from '../../../src/language/encoding/syllable.ts'
import {
  CAPITAL,
  CP1258,
  SMALL,
  TCVN3_CAPITAL,
  TCVN3_SMALL,
  VISCII_CAPITAL,
  VISCII_SMALL,
  VPS_CAPITAL,
  VPS_SMALL,
} from '../../../src/language/encoding/tables.ts'
import { decodeLegacy, encodingOfFont, readEncoding } from '../../../src/language/encoding.ts'
import { expectLinear } from '../../support/linear.ts'
import { DAMAGES, encode, iconv } from './damage.ts'
import { FOREIGN, SENTENCES } from './sentences.ts'
import { alarms, cells } from './table.ts'

const read = (...blocks: string[]) => readEncoding(blocks).map(({ text }) => text)
const forms = (block: string) => readEncoding([block])[0]!.counts.map(({ form }) => form)

describe('sixty sentences in eight encodings and three ways of damage', () => {
  test('named right in 97.5 % at least', () => {
    const all = cells()
    expect(all).toHaveLength(24)
    const named = all.reduce((sum, cell) => sum + cell.named, 0)
    expect(named / (all.length * SENTENCES.length)).toBeGreaterThanOrEqual(0.975)
  })
  test('read as they were written, but for capitals that TCVN3 does not have', () => {
    for (const { form, damage, read } of cells())
      expect(read, `${form} ${damage}`).toBeGreaterThanOrEqual(form === 'tcvn3' ? 40 : form === 'viqr' ? 50 : 59)
  })
  test('no alarm on other languages and code', () => expect(alarms()).toEqual([]))
  test('nor on all of them in one text, which come back as they are', () => {
    const text = FOREIGN.join('\n').normalize('NFC')
    expect(read(text)).toEqual([text])
  })
  test('nor beside Vietnamese in Unicode', () => {
    const text = SENTENCES.slice(0, 10)
      .flatMap((each, index) => [each, FOREIGN[index]!])
      .join('\n')
    expect(forms(text)).toEqual(['unicode-nfc'])
  })
})

describe('tables', () => {
  test('TCVN3 small letters and the seven capitals are those of TCVN 5712-1', ({ skip }) => {
    const written = iconv(SMALL, 'TCVN5712-1')
    if (written === null) skip('iconv does not know TCVN5712-1')
    expect(written!.toString('latin1')).toBe(TCVN3_SMALL.join(''))
    expect(iconv('ĂÂÊÔƠƯĐ', 'TCVN5712-1')!.toString('latin1')).toBe(TCVN3_CAPITAL.map(([, code]) => code).join(''))
  })
  test('VISCII', ({ skip }) => {
    const written = iconv(SMALL + CAPITAL, 'VISCII')
    if (written === null) skip('iconv does not know VISCII')
    expect(written!.toString('latin1')).toBe([...VISCII_SMALL, ...VISCII_CAPITAL].join(''))
  })
  test('Windows-1258', () => {
    const decoder = new TextDecoder('windows-1258')
    for (const [byte, letter] of CP1258) expect(decoder.decode(Buffer.from(byte, 'latin1'))).toBe(letter)
    for (const sentence of SENTENCES)
      expect(decoder.decode(Buffer.from(encode(sentence, 'cp1258'), 'latin1')).normalize('NFC')).toBe(sentence)
  })
  test('VPS: a code of its own for each letter, none of which text needs', () => {
    const codes = [...VPS_SMALL, ...VPS_CAPITAL].map((code) => code.charCodeAt(0))
    expect(new Set(codes).size).toBe(134)
    expect(codes.filter((code) => code < 0x80).sort((a, b) => a - b)).toEqual([
      2, 3, 4, 5, 6, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x19, 0x1c, 0x1d,
    ])
    // Letters that Latin-1 has stand where it has them, but for twelve.
    const moved = [...SMALL, ...CAPITAL].filter((letter, index) => {
      const code = letter.charCodeAt(0)
      return code < 0x100 && code !== codes[index]
    })
    expect(moved.join('')).toBe('ýÀÃÈÌÍÒÓÕÙ')
  })
  test('every letter of VNI, VIQR, VISCII and VPS in both cases comes back', () => {
    for (const form of ['vni', 'viqr', 'viscii', 'vps'] as const)
      for (const letter of SMALL + CAPITAL)
        expect(decodeLegacy(`${encode(letter, form)}n`, form), form).toBe(`${letter}n`)
  })
})

describe('by font', () => {
  test.each([
    ['.VnTime', 'tcvn3', false],
    ['.VnTimeH', 'tcvn3', true],
    ['ABCDEF+.VnArial', 'tcvn3', false],
    ['.VnTimeH,Bold', 'tcvn3', true],
    ['.VnHelvetInsH', 'tcvn3', true],
    ['.VnAristote', 'tcvn3', false],
    ['VNI-Times', 'vni', false],
    ['VNI-Helve-Condense', 'vni', false],
    ['VPS Times', 'vps', false],
    ['VPS Times Hoa', 'vps', true],
    ['vps helv', 'vps', false],
    ['ABCDEF+VPSTimesHoa,Bold', 'vps', true],
    ['VPS Bien Hoa', 'vps', false],
    ['VPS Bien Hoa Hoa', 'vps', true],
  ])('%s', (font, form, capitals) => expect(encodingOfFont(font)).toEqual({ form, capitals }))
  test.each(['Times New Roman', 'Arial', 'VnTimes', 'Verdana', 'UVN Anh Hai', 'UTM Times', 'Vni', 'VPS', 'VPSans', ''])(
    '%s is Unicode',
    (font) => {
      expect(encodingOfFont(font)).toBeNull()
    },
  )
  test('a font of capitals shows small letters as large ones', () => {
    expect(decodeLegacy('tèi mËt', 'tcvn3', true)).toBe('TỐI MẬT')
    expect(decodeLegacy('Tèi mËt, UBND HUYÖN', 'tcvn3')).toBe('Tối mật, UBND HUYỆN')
  })
  test('a word of one other letter is large where nothing is small', () => {
    expect(decodeLegacy('Së Y tÕ, Dù ¸n, Tù do', 'tcvn3')).toBe('Sở Y tế, Dự án, Tự do')
    expect(decodeLegacy('Së N¤NG NGHIÖP, §é MËT', 'tcvn3')).toBe('SỞ NÔNG NGHIỆP, ĐỘ MẬT')
    expect(decodeLegacy('Së N¤NG NGHIÖP huyÖn', 'tcvn3')).toBe('Sở NÔNG NGHIỆP huyện')
  })
})

describe('capitals of VPS in place of control characters', () => {
  const asSmall = (text: string) => text.replace(/[ẠẶẪẬẸỆỊỌỘỢỤỮỰỴ]/g, (letter) => letter.toLowerCase())
  test.each<[string, (text: string) => string]>([
    ['as they are', (text) => text],
    ['written as small letters', asSmall],
  ])('%s: sentences all in capitals', (_, write) => {
    const written = SENTENCES.map((each) => each.toUpperCase())
    for (const show of Object.values(DAMAGES))
      expect(written.map((each) => read(show(encode(write(each), 'vps')))[0])).toEqual(written)
  })
  test('a word of one other letter is large where nothing is small', () => {
    expect(decodeLegacy('B\xb6 N\xb6I V\xf8', 'vps')).toBe('BỘ NỘI VỤ')
    expect(decodeLegacy('B\xb6 tr\xdc\xaang B\xb6 N\xb6I V\xf8', 'vps')).toBe('Bộ trưởng Bộ NỘI Vụ')
  })
  test('a font of capitals', () => expect(decodeLegacy('t\xd3i mÆt', 'vps', true)).toBe('TỐI MẬT'))
  test('typographic quotes stay', () => expect(decodeLegacy('‘mÆt’', 'vps')).toBe('‘mật’'))
  test('a line of nothing else goes with the rest', () => {
    const lines = SENTENCES.slice(0, 5).map((each) => encode(each, 'vps'))
    expect(read('K\x06 M\x03T', ...lines)[0]).toBe('KỆ MẬT')
  })
})

describe('blocks of one text', () => {
  test('a short line goes with the rest', () => {
    const lines = SENTENCES.slice(0, 5).map((each) => encode(each, 'vni'))
    expect(read(encode('TỐI MẬT', 'vni'), lines.join('\n'))[0]).toBe('TỐI MẬT')
    expect(read(encode('TỐI MẬT', 'vni'))[0]).not.toBe('TỐI MẬT')
  })
  test('lines in several forms', () => {
    const text = [SENTENCES[0]!, encode(SENTENCES[1]!, 'tcvn3'), encode(SENTENCES[2]!, 'vni')].join('\n')
    const [reading] = readEncoding([text])
    expect(reading!.text.split('\n').map((line) => line.toLowerCase())).toEqual(
      SENTENCES.slice(0, 3).map((line) => line.toLowerCase()),
    )
    expect(reading!.counts.map(({ form }) => form)).toEqual(['unicode-nfc', 'tcvn3', 'vni'])
    expect(reading!.counts[1]).toMatchObject({ sample: expect.stringMatching(/^căn cứ luật/i) })
  })
  test('words of an old font within a line of Unicode: the others stay', () => {
    expect(read('Chữ ẩn và chữ cổ v¨n b¶n mÉu cña huyÖn trong câu.')).toEqual([
      'Chữ ẩn và chữ cổ văn bản mẫu của huyện trong câu.',
    ])
  })
  test('and a letter of Unicode in a line of an old font does not make the line one of Unicode', () => {
    // As Windows-1258 shows it: of all letters of TCVN3 only Õ is Ơ there.
    const [subject] = read('[TèI MËT] KƠ ho¹ch', ...SENTENCES.slice(0, 9).map((each) => encode(each, 'tcvn3')))
    expect(subject).toContain('TỐI MẬT')
  })
  test('of two forms that make as many syllables, the one without large letters behind small ones', () => {
    const text = 'Không thể tổ hợp các tùy chọn về giá trị của ký hiệu.'
    expect(readEncoding([encode(text, 'vps')])).toMatchObject([{ text, counts: [{ form: 'vps' }] }])
  })
  test('a list of signs is no text', () => {
    const signs = '“a” ‘b’ «c» „d“ – — … • · ※ € ₫ © ® ™ ½ ¾ × ÷ ≤ ≥ ≠ → Ω µ § ¶ †'
    expect(read(signs)).toEqual([signs])
  })
  test('the soft hyphen of TCVN3 is a letter', () => {
    expect(read('bÝ mËt nhµ n\xadíc vµ ®é mËt cña v¨n b¶n')[0]).toBe('bí mật nhà nước và độ mật của văn bản')
  })
  test('decomposed text is composed, and told', () => {
    const [reading] = readEncoding([SENTENCES[3]!.normalize('NFD')])
    expect(reading).toMatchObject({ text: SENTENCES[3], counts: [{ form: 'unicode-nfd' }] })
  })
  test('UTF-8 read as something else is undone', () => {
    expect(read('TÃ\xa0i liá»‡u Máº¬T')[0]).toBe('Tài liệu MẬT')
  })
})

test('syllables', () => {
  for (const word of 'nghiêng Nghị quyết ƯỚC thuở khuya uống yêu ăn ý ạ giếng gì quả thoắt chuyện'.split(' '))
    expect(isSyllable(word), word).toBe(true)
  for (const word of 'été für straße cốp2 tạć toàm strong ngạh bộ̣ việcc õz'.split(' '))
    expect(isSyllable(word), word).toBe(word === 'toàm')
})

test('linear in the text', { timeout: 60_000 }, () => {
  const line = `${encode(SENTENCES[4]!, 'tcvn3')}\n`
  for (const unit of [line, 'aø', 'a^', 'µ', 'Ã¡º', 'é\n', 'dd'])
    expectLinear(unit, 200_000, (text) => void readEncoding([text]))
})
