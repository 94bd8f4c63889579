// What is told of documents in every format that LibreOffice writes, under a name that says nothing (MẪU THỬ NGHIỆM).
import { describe, expect, test } from 'vitest'
import type { DocumentFacts } from '../../src/facts.ts'
import { officeFiles } from '../support/office-files.ts'
import { read } from '../support/reading.ts'

const files = officeFiles()

type Told = Pick<DocumentFacts, 'kind' | 'editable' | 'macros' | 'encrypted' | 'executable' | 'inspected'>
type Row = [name: string, kind: string, editable: boolean | null, more?: Partial<Told>]

const VBA = { macros: true }
const LOCKED = { encrypted: true, inspected: 'none' as const, macros: null }
/** The manifest of OpenDocument tells without the password that there are no modules. */
const LOCKED_ODF = { encrypted: true, inspected: 'none' as const }
/** Pictures: nothing that they hold could be a macro, and none is looked for. */
const PICTURE = { macros: null }

const ROWS: Row[] = [
  ['mau.doc', 'doc', true],
  ['mau.dot', 'doc', true],
  ['mau.docx', 'docx', true],
  ['strict.docx', 'docx', true],
  ['mau.dotx', 'dotx', true],
  ['mau.docm', 'docm', true],
  ['mau.odt', 'odt', true],
  ['mau.ott', 'ott', true],
  ['mau.fodt', 'fodt', true],
  ['mau.rtf', 'rtf', true],
  ['writer.html', 'html', false],
  ['mau.xhtml', 'html', false],
  ['mau.txt', 'txt', false],
  ['word2003.xml', 'xml', true],
  ['docbook.xml', 'xml', false],
  ['mau.uot', 'uot', true],
  ['mau.epub', 'epub', false, { macros: null }],
  ['mau.pdf', 'pdf', false],
  ['mau.xls', 'xls', true],
  ['mau.xlt', 'xls', true],
  ['mau.xlsx', 'xlsx', true],
  ['strict.xlsx', 'xlsx', true],
  ['mau.xltx', 'xltx', true],
  ['mau.xlsm', 'xlsm', true],
  ['mau.ods', 'ods', true],
  ['mau.ots', 'ots', true],
  ['mau.fods', 'fods', true],
  ['mau.csv', 'csv', true],
  ['utf16.csv', 'csv', true],
  ['mau.dif', 'dif', true],
  ['mau.slk', 'slk', true],
  ['calc.html', 'html', false],
  ['excel2003.xml', 'xml', true],
  ['mau.uos', 'uos', true],
  ['mau.ppt', 'ppt', true],
  ['mau.pps', 'ppt', true],
  ['mau.pot', 'ppt', true],
  ['mau.pptx', 'pptx', true],
  ['mau.potx', 'potx', true],
  ['mau.pptm', 'pptm', true],
  ['mau.odp', 'odp', true],
  ['mau.otp', 'otp', true],
  ['mau.fodp', 'fodp', true],
  ['mau.odg', 'odg', false],
  ['mau.otg', 'otg', false],
  ['mau.fodg', 'fodg', false],
  ['mau.eps', 'eps', false],
  ['mau.svg', 'svg', false],
  ['mau.bmp', 'bmp', false, PICTURE],
  ['mau.emf', 'emf', false, PICTURE],
  ['mau.gif', 'gif', false, PICTURE],
  ['mau.jpg', 'jpg', false, PICTURE],
  ['mau.png', 'png', false, PICTURE],
  ['mau.tif', 'tif', false, PICTURE],
  ['mau.webp', 'webp', false, PICTURE],
  ['mau.wmf', 'wmf', false, PICTURE],
  ['khoa.doc', 'doc', true, LOCKED],
  ['khoa.xls', 'xls', true, LOCKED],
  ['khoa.docx', 'ole', null, LOCKED],
  ['khoa.xlsx', 'ole', null, LOCKED],
  ['khoa.pptx', 'ole', null, LOCKED],
  ['khoa.odt', 'odt', true, LOCKED_ODF],
  ['khoa.ods', 'ods', true, LOCKED_ODF],
  ['khoa.odp', 'odp', true, LOCKED_ODF],
  ['macro.odt', 'odt', true, VBA],
  ['macro.fodt', 'fodt', true, VBA],
  ['macro.ods', 'ods', true, VBA],
  ['macro.odp', 'odp', true, VBA],
  ['macro.xls', 'xls', true, VBA],
  ['macro.xlsm', 'xlsm', true, VBA],
]

describe.skipIf(files === null)('as LibreOffice writes it', () => {
  test.each(ROWS)('%s: %s, editable %s', async (name, kind, editable, more = {}) => {
    const bytes = files!.get(name)
    if (bytes === undefined || bytes.length === 0) throw new Error(`LibreOffice wrote no ${name}`)
    const expected: Told = {
      ...{ kind, editable, macros: false, encrypted: false, executable: false, inspected: 'full' },
      ...more,
    }
    expect(await read(bytes)).toMatchObject(expected)
  })

  test('a sheet embedded in a letter is a document of its own, and not one to work on', async () => {
    const doc = await read(files!.get('nhung.doc')!)
    expect(doc).toMatchObject({ kind: 'doc', active: ['ole-object'], children: [{ kind: 'xls', editable: false }] })
    expect(await read(files!.get('nhung.docx')!)).toMatchObject({
      kind: 'docx',
      children: [{ kind: 'xlsx', editable: false }],
    })
  })

  test.each([
    ['mau.docx', 'docx'],
    ['mau.xlsx', 'xlsx'],
    ['mau.pptx', 'pptx'],
    ['mau.odt', 'odt'],
  ])('%s without its end, which its program repairs, is still %s', async (name, kind) => {
    const whole = files!.get(name)!
    const facts = await read(whole.subarray(0, Math.floor(whole.length * 0.85)))
    expect(facts).toMatchObject({ kind, editable: true, damaged: true })
    expect(facts.inspected).not.toBe('full')
  })
})
