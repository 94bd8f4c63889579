// PDFs that LibreOffice and pdf-lib make: their words, fonts and colours, with pdftotext and pdffonts as second opinions.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { PDFDocument, StandardFonts } from 'pdf-lib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasTool } from '../../../support/tools.ts'
import { OFFICE_SOURCES } from './office-sources.ts'
import { linesOf, type ReadPdfText, textOf } from './support.ts'

const work = mkdtempSync(join(tmpdir(), 'congthu-pdf-text-'))
afterAll(() => rmSync(work, { recursive: true, force: true }))

const run = (program: string, ...parameters: string[]): string =>
  execFileSync(program, parameters, {
    cwd: work,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 180_000,
  })

/** How often each letter stands in a text; blanks, and marks that readers add or leave out, are not counted. */
function letters(text: string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const letter of text.normalize('NFKC').replace(/[\s\u00ad\ufffd\u200b]/g, ''))
    counts.set(letter, (counts.get(letter) ?? 0) + 1)
  return counts
}

/** Letters that only one of the two has, in parts of all. */
function difference(one: string, other: string): number {
  const [ours, theirs] = [letters(one), letters(other)]
  let [apart, all] = [0, 0]
  for (const letter of new Set([...ours.keys(), ...theirs.keys()])) {
    apart += Math.abs((ours.get(letter) ?? 0) - (theirs.get(letter) ?? 0))
    all += theirs.get(letter) ?? 0
  }
  return apart / Math.max(1, all)
}

const bodyOf = (read: ReadPdfText, page: number): string =>
  read.texts
    .filter((text) => text.where === 'body' && text.page === page)
    .map(({ text }) => text)
    .join('\n')

/** Every page has the letters that pdftotext finds on it, and the document has the fonts that pdffonts lists. */
function agrees(name: string, read: ReadPdfText): void {
  for (const [index] of read.pages.entries()) {
    const theirs = run('pdftotext', '-f', `${index + 1}`, '-l', `${index + 1}`, `${name}.pdf`, '-')
    expect(difference(bodyOf(read, index + 1), theirs), `page ${index + 1}`).toBeLessThan(0.01)
  }
  const listed = run('pdffonts', `${name}.pdf`)
    .split('\n')
    .slice(2)
    .map((line) => line.split(/\s/)[0]!.replace(/^[A-Z]{6}\+/, ''))
  const ours = read.fonts.map((font) => font.name)
  expect(ours.filter((font) => !listed.includes(font ?? ''))).toEqual([])
}

const tools = ['soffice', 'pdftotext', 'pdffonts'].every(hasTool)

describe.skipIf(!tools)('LibreOffice', () => {
  const read = new Map<string, ReadPdfText>()
  beforeAll(() => {
    for (const [name, text] of Object.entries(OFFICE_SOURCES)) writeFileSync(join(work, name), text)
    const profile = `-env:UserInstallation=${pathToFileURL(join(work, 'profile')).href}`
    run('soffice', profile, '--headless', '--convert-to', 'pdf', ...Object.keys(OFFICE_SOURCES))
    for (const name of Object.keys(OFFICE_SOURCES)) {
      const stem = name.split('.')[0]!
      read.set(stem, textOf(readFileSync(join(work, `${stem}.pdf`))))
    }
  }, 200_000)

  test.each(['writer', 'calc', 'impress'])('%s: letters by page, fonts, nothing unread', (name) => {
    const text = read.get(name)!
    agrees(name, text)
    expect(text.reasons).toEqual([])
    expect(text.pages.every(({ unknown, invisible }) => unknown === 0 && invisible === 0)).toBe(true)
  })
  test('writer: each place on its page, cells parted, paragraphs line by line', () => {
    const lines = linesOf(read.get('writer')!)
    for (const line of [
      'Đầu trang MẪU THỬ NGHIỆM',
      'MẬT\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Ủy ban nhân dân huyện đề nghị các cơ quan thực hiện Quy chế này.',
      'Độ mật:\tMật',
      'Đoạn chữ đỏ bằng DejaVu Sans.',
      'Câu này có chú thích 1 ở đây.',
      '1 Chú thích cuối trang số một.',
      'Trong khung chữ',
      'Chân trang 1',
    ])
      expect(lines).toContain(line)
    expect(bodyOf(read.get('writer')!, 2)).toContain('Trang hai.')
  })
  test('writer: how much is set in which font and colour', () => {
    const { fonts, colours } = read.get('writer')!
    const red = 'Đoạn chữ đỏ bằng DejaVu Sans.'.replace(/\s/g, '').length
    expect(colours.map(({ rgb, characters }) => [rgb, characters])).toContainEqual(['ff0000', red])
    expect(fonts.find(({ name }) => name?.startsWith('DejaVuSans'))).toMatchObject({
      characters: red,
      spot: { page: 1 },
    })
  })
  test('calc and impress: rows, cells and slides', () => {
    const rows = linesOf(read.get('calc')!)
    expect(rows).toContain('Đơn vị\tSố lượng\tGhi chú')
    expect(rows).toContain('Phòng Mẫu\t12\tĐã giao đủ')
    expect(linesOf(read.get('impress')!)).toEqual(
      expect.arrayContaining(['Tập huấn thư điện tử công vụ', 'Ý thứ nhất của trang chiếu', 'Trang chiếu thứ hai']),
    )
  })
})

test('pdf-lib: standard fonts, turned and coloured text, form fields', async () => {
  const document = await PDFDocument.create()
  document.setTitle('Tiêu đề của tệp')
  const page = document.addPage([595, 842])
  const times = await document.embedFont(StandardFonts.TimesRomanBold)
  page.drawText('BAO CAO THANG', { x: 200, y: 780, size: 14, font: times })
  page.drawText('dong mot\ndong hai', { x: 72, y: 700, size: 12, lineHeight: 16, font: times })
  const field = document.getForm().createTextField('hoten')
  field.setText('Nguyen Van Mau')
  field.addToPage(page, { x: 72, y: 400, width: 200, height: 20, font: times })
  for (const useObjectStreams of [false, true]) {
    const pdf = Buffer.from(await document.save({ useObjectStreams }))
    const read = textOf(pdf)
    expect(linesOf(read)).toEqual(['BAO CAO THANG', 'dong mot', 'dong hai'])
    expect(linesOf(read, 'form-field')).toEqual(['Nguyen Van Mau'])
    expect(linesOf(read, 'annotation')).toEqual(['Nguyen Van Mau'])
    expect(linesOf(read, 'property')).toEqual(['Tiêu đề của tệp'])
    expect(read.fonts.map(({ name }) => name)).toEqual(['Times-Bold'])
    if (!tools) continue
    writeFileSync(join(work, 'pdf-lib.pdf'), pdf)
    expect(difference(`${bodyOf(read, 1)}Nguyen Van Mau`, run('pdftotext', 'pdf-lib.pdf', '-'))).toBeLessThan(0.01)
  }
})
