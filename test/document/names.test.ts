// Tricks that names play, and ordinary names that only look like tricks.
import { expect, test } from 'vitest'
import { nameFacts } from '../../src/document/names.ts'

test.each([
  ['bao-cao.pdf.exe', ['exe'], ['double-extension']],
  ['bao-cao.pdf            .exe', ['exe'], ['double-extension']],
  ['bao-cao                                .scr', ['scr'], ['double-extension']],
  ['hop-dong.docx.js', ['js'], ['double-extension']],
  ['cong-van\u202efdp.exe', ['exe'], ['direction-override']],
  ['bao-cao.dосx', ['dосx', 'docx'], ['look-alike']],
  ['bao-cao.ехе', ['ехе', 'exe'], ['look-alike']],
  ['bao-cao.docm::$DATA', ['docm'], ['stream-suffix']],
  ['bao-cao.{00020906-0000-0000-C000-000000000046}', [], ['clsid']],
  ['bao\u0007-cao.docx', ['docx'], ['control-character']],
  ['bao-cao.do\u200bcx', ['docx'], ['control-character']],
])('%j', (name, extensions, problems) => {
  expect(nameFacts([name])).toEqual({ names: [name], extensions, problems })
})

test.each([
  ['Tờ trình số 77.signed.pdf', ['pdf']],
  ['QĐ 1713.QĐ-UBND.docx', ['docx']],
  ['Cv 12. Kế hoạch (bản 2).docx', ['docx']],
  ['bao-cao (1).docx', ['docx']],
  ['Họp ngày 2.3.2026', ['2026']],
  ['image001.png', ['png']],
  ['du-lieu.tar.gz', ['gz']],
  ['отчет.док', ['док']],
  ['không có đuôi', []],
  ['V/v: mời họp.docx', ['docx']],
  ['www.tphcm.gov.vn.url', ['url']],
])('%j is ordinary', (name, extensions) => {
  expect(nameFacts([name])).toMatchObject({ extensions, problems: [] })
})

test('a name in NFD (macOS) is ordinary and shown in NFC', () => {
  const name = 'Tờ trình.docx'
  expect(nameFacts([name.normalize('NFD')])).toEqual({ names: [name], extensions: ['docx'], problems: [] })
})

test('of several candidates all extensions count', () => {
  expect(nameFacts(['a.pdf', 'a.exe', 'a.pdf'])).toEqual({
    names: ['a.pdf', 'a.exe'],
    extensions: ['pdf', 'exe'],
    problems: [],
  })
  expect(nameFacts([])).toEqual({ names: [], extensions: [], problems: [] })
})
