// SpreadsheetML 2003 as Excel writes it: names of sheets, fonts through styles, dates, headers, comments; cut and lying files.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { textualText } from '../../../src/document/text/plain.ts'
import type { TextSink } from '../../../src/document/text/sink.ts'
import type { DocumentFacts } from '../../../src/facts.ts'
import { expectLinear } from '../../support/linear.ts'
import { writeByOffice } from '../../support/office-files.ts'
import { read } from '../../support/reading.ts'

const START = `<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="http://www.w3.org/TR/REC-html40">`

/** MẪU THỬ NGHIỆM. */
const BOOK = `${START}
<DocumentProperties xmlns="urn:schemas-microsoft-com:office:office"><Title>Tiêu đề mẫu</Title><Author>Người Mẫu</Author><Created>2026-03-15T01:00:00Z</Created><Version>16.00</Version></DocumentProperties>
<CustomDocumentProperties xmlns="urn:schemas-microsoft-com:office:office"><DoMat dt:dt="string" xmlns:dt="uuid:C2F41010-65B3-11d1-A29F-00AA00C14882">thường</DoMat></CustomDocumentProperties>
<ExcelWorkbook xmlns="urn:schemas-microsoft-com:office:excel"><WindowHeight>9000</WindowHeight></ExcelWorkbook>
<Styles>
<Style ss:ID="Default" ss:Name="Normal"><Alignment ss:Vertical="Bottom"/><Font ss:FontName="Times New Roman" x:Family="Roman" ss:Size="13" ss:Color="#000000"/></Style>
<Style ss:ID="s20" ss:Name="Goc"><Font ss:FontName="Arial"/></Style>
<Style ss:ID="s21" ss:Parent="s20"><Font ss:Color="#FF0000"/></Style>
<Style ss:ID="s22"><Font ss:FontName=".VnTime"/></Style>
<Style ss:ID="s23"><NumberFormat ss:Format="Short Date"/></Style>
<Style ss:ID="s24"><NumberFormat ss:Format="&quot;ngày &quot;dd&quot; tháng &quot;mm"/></Style>
<Style ss:ID="s25"><NumberFormat ss:Format="Standard"/></Style>
<Style ss:ID="s26"><NumberFormat ss:Format="dd/mm/yyyy\\ hh:mm"/></Style>
</Styles>
<Worksheet ss:Name="Bảng kê"><Table ss:StyleID="Default"><Column ss:Index="2" ss:StyleID="s20"/>
<Row><Cell><Data ss:Type="String">chữ thường</Data></Cell><Cell><Data ss:Type="String">cột Arial</Data></Cell><Cell ss:StyleID="s21"><Data ss:Type="String">chữ đỏ</Data></Cell><Cell ss:StyleID="s22"><Data ss:Type="String">v¨n b¶n mËt</Data></Cell></Row>
<Row ss:StyleID="s21"><Cell><Data ss:Type="String">dòng đỏ</Data></Cell><Cell ss:StyleID="Default"><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>đậm</B> và <Font html:Face="Tahoma" html:Color="#0000FF">xanh</Font></ss:Data></Cell></Row>
<Row><Cell ss:StyleID="s23"><Data ss:Type="DateTime">2026-03-15T00:00:00.000</Data></Cell><Cell ss:StyleID="s24"><Data ss:Type="DateTime">2026-03-15T00:00:00.000</Data></Cell><Cell ss:StyleID="s26"><Data ss:Type="DateTime">2026-03-15T14:30:00.000</Data></Cell><Cell ss:StyleID="s25"><Data ss:Type="Number">1250000</Data></Cell></Row>
<Row ss:Hidden="1"><Cell><Data ss:Type="String">dòng ẩn</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">có ghi chú</Data><Comment ss:Author="Mẫu"><ss:Data xmlns="http://www.w3.org/TR/REC-html40"><B>Mẫu:</B> lời ghi</ss:Data></Comment></Cell></Row>
</Table><WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><PageSetup><Header x:Margin="0.3" x:Data="&amp;L&amp;&quot;Arial,Bold&quot;TỐI MẬT"/><Footer x:Margin="0.3" x:Data="&amp;CTrang &amp;P"/></PageSetup></WorksheetOptions></Worksheet>
<Worksheet ss:Name="Tờ ẩn"><Table><Row><Cell><Data ss:Type="String">chữ ở tờ ẩn</Data></Cell></Row></Table><WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>
</Workbook>`

const SHEET =
  'chữ thường\tcột Arial\tchữ đỏ\tvăn bản mật\ndòng đỏ\tđậm và xanh\n15/03/2026\tngày 15 tháng 03\t15/03/2026 14:30\t1,250,000.00\ndòng ẩn\ncó ghi chú\n'
const spots = ({ texts }: DocumentFacts) => texts!.map(({ where, page, name, text }) => [where, page, name, text])
const samples = (shares: { sample: string }[] | null, key: (share: never) => string | null) =>
  Object.fromEntries(shares!.map((share) => [key(share as never) ?? '', share.sample]))

describe('a workbook of Excel 2003', () => {
  test('every place', async () => {
    const document = await read(BOOK, 'bang.xml')
    expect([document.inspected, document.reasons]).toEqual(['full', []])
    expect(spots(document)).toEqual([
      ['property', null, 'Title', 'Tiêu đề mẫu\n'],
      ['property', null, 'Author', 'Người Mẫu\n'],
      ['property', null, 'DoMat', 'thường\n'],
      ['sheet', 1, 'Bảng kê', SHEET],
      ['header', null, null, '\nTỐI MẬT\n'],
      ['footer', null, null, '\nTrang \n'],
      ['comment', 1, null, 'Mẫu: lời ghi\n'],
      ['sheet', 2, 'Tờ ẩn', 'chữ ở tờ ẩn\n'],
      ['property', null, 'sheet', 'Bảng kê\n'],
      ['property', null, 'sheet', 'Tờ ẩn\n'],
    ])
    const strong = document.secrecy!.places.filter(({ strength }) => strength === 'strong')
    expect(strong.map(({ text, within }) => [text, within!.where])).toEqual([['TỐI MẬT', 'header']])
  })

  test('fonts and colours: of cell, row, column, parent and default style, of runs', async () => {
    const { fonts, colours, encoding } = await read(BOOK, 'bang.xml')
    const byName = samples(fonts, ({ name }: { name: string }) => name)
    expect(byName.Arial).toBe('cột Arial chữ đỏ dòng đỏ')
    expect(byName['.VnTime']).toBe('văn bản mật')
    expect(byName.Tahoma).toBe('xanh')
    expect(byName['Times New Roman']).toMatch(/^chữ thường đậm và 15\/03\/2026/)
    expect(Object.values(byName).join()).not.toContain('ẩn')
    const byColour = samples(colours, ({ rgb }: { rgb: string }) => rgb)
    expect([byColour.ff0000, byColour['0000ff']]).toEqual(['chữ đỏ dòng đỏ', 'xanh'])
    expect(encoding!.legacy).toMatchObject([{ form: 'tcvn3', sample: 'văn bản mật' }])
  })

  test('in UTF-16, and with its namespace spelt otherwise', async () => {
    const utf16 = Buffer.from(
      `\ufeff${BOOK.replace('<?xml version="1.0"?>', '<?xml version="1.0" encoding="UTF-16"?>')}`,
      'utf16le',
    )
    expect((await read(utf16, 'bang.xml')).text).toContain(SHEET)
    const odd = BOOK.replaceAll(
      'urn:schemas-microsoft-com:office:spreadsheet',
      'urn:schemas-microsoft&#45;com:office:spreadsheet',
    )
    expect((await read(odd, 'bang.xml')).text).toContain(SHEET)
  })

  test('numbers with formats of dates, since 1904 too', async () => {
    const book = (settings: string) =>
      `${START}${settings}<Styles><Style ss:ID="d"><NumberFormat ss:Format="Short Date"/></Style></Styles><Worksheet><Table><Row><Cell ss:StyleID="d"><Data ss:Type="Number">44634</Data></Cell></Row></Table></Worksheet></Workbook>`
    expect((await read(book(''), 'a.xml')).text).toBe('14/03/2022\n')
    const settings = '<ExcelWorkbook xmlns="urn:schemas-microsoft-com:office:excel"><Date1904/></ExcelWorkbook>'
    expect((await read(book(settings), 'a.xml')).text).toBe('15/03/2026\n')
  })
})

const imported = writeByOffice((folder) => {
  const path = join(folder, 'bang.xml')
  writeFileSync(path, BOOK)
  return [{ factory: pathToFileURL(path).href, name: 'bang.fods', filter: 'OpenDocument Spreadsheet Flat XML' }]
})

test.skipIf(imported === null)('LibreOffice reads the same cells, of which it takes in no fonts', async () => {
  const theirs = await read(imported!.get('bang.fods')!, 'bang.fods')
  const cells = (text: string) => text.split('\n').map((line) => line.split('\t').filter((each) => each !== ''))
  const sheet = theirs.texts!.find(({ where }) => where === 'sheet')!.text
  // Its short date is that of its country, its numbers are grouped.
  const alike = sheet.replace('3/15/2026', '15/03/2026')
  expect(cells(alike)).toEqual(cells(SHEET))
})

const sink = (): TextSink => ({ block: () => {}, run: () => {}, line: () => {}, fail: () => {}, full: false })

describe('hostile', () => {
  test('cut anywhere: what stands before is told, with a reason', { timeout: 60_000 }, async () => {
    for (let at = START.length; at < BOOK.length; at += 41) {
      const { texts, reasons } = await read(Buffer.from(BOOK).subarray(0, at), 'bang.xml')
      expect(reasons, String(at)).toEqual(['damaged'])
      expect(texts!.every(({ text }) => text !== '')).toBe(true)
    }
    const cut = BOOK.slice(0, BOOK.indexOf('đỏ</Data>'))
    expect((await read(cut, 'bang.xml')).text).toMatch(/chữ thường\tcột Arial/)
  })

  test('places, spans and parents that lie', async () => {
    const odd = `${START}<Styles><Style ss:ID="a" ss:Parent="b"><Font ss:FontName="Arial"/></Style><Style ss:ID="b" ss:Parent="a"/><Style ss:ID="__proto__"><Font ss:FontName="Tahoma"/></Style></Styles><Worksheet ss:Name="a"><Table><Column ss:Index="-3" ss:Span="99999999999" ss:StyleID="b"/><Row ss:Index="1e9"><Cell ss:Index="abc" ss:MergeAcross="1e308"><Data ss:Type="Number">một</Data></Cell><Cell ss:StyleID="__proto__"><Data>hai</Data></Cell><Cell ss:StyleID="constructor"><Data ss:Type="DateTime">ba</Data></Cell></Row></Table></Worksheet></Workbook>`
    const { texts, fonts } = await read(odd, 'a.xml')
    expect(texts![0]!.text).toBe('một\thai\tba\n')
    expect(fonts!.map(({ name, sample }) => [name, sample.trim()])).toEqual(
      expect.arrayContaining([
        ['Arial', 'một'],
        ['Tahoma', 'hai'],
      ]),
    )
  })

  test('another root keeps all of its words', async () => {
    const other = `<?xml version="1.0"?><Ghi xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><a>TỐI MẬT</a></Ghi>`
    expect((await read(other, 'a.xml')).text).toContain('TỐI MẬT')
  })

  test.each([
    ['columns', '<Column ss:StyleID="a" ss:Span="9"/>'],
    ['cells', '<Row><Cell ss:Index="7"><Data>a</Data></Cell></Row>'],
    ['styles', '<Style ss:ID="a" ss:Parent="a"><Font ss:FontName="b"/></Style>'],
    ['fonts', '<Data><Font html:Face="a">b'],
    ['comments', '<Comment><Data>a</Data></Comment>'],
  ])('%s cost in proportion to their number', { timeout: 60_000 }, (_name, unit) =>
    expectLinear(unit, 400_000, (text) => textualText(Buffer.from(`${START}${text}`), 'xml')?.(sink())),
  )
})
