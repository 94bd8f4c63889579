// The documents of second opinions in every format, and what LibreOffice itself reads from those that no other tool knows.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { OfficeJob } from './office-basic.ts'
import { writeByOffice } from './office-files.ts'
import { OPINION_BOOK, OPINION_SHOW } from './opinion-books.ts'
import { OPINION_LETTERS } from './opinion-letters.ts'

const LETTER_FORMATS = {
  ...{ docx: 'MS Word 2007 XML', odt: 'writer8', rtf: 'Rich Text Format', doc: 'MS Word 97' },
}
const BOOK_FORMATS = { xlsx: 'Calc MS Excel 2007 XML', ods: 'calc8', xls: 'MS Excel 97' }
const SHOW_FORMATS = { pptx: 'Impress MS PowerPoint 2007 XML', odp: 'impress8', ppt: 'MS PowerPoint 97' }
const CSV_OF_ALL_SHEETS = '44,34,76,1,,0,false,true,false,false,false,-1'

/** Written by LibreOffice into `NAME.FORMAT`; the documents that it alone can read come back as `NAME.FORMAT.txt` or the like. */
function plan(folder: string): OfficeJob[] {
  const write = (name: string, source: string, formats: Record<string, string>): OfficeJob[] => {
    const path = join(folder, name)
    writeFileSync(path, source)
    const factory = pathToFileURL(path).href
    return Object.entries(formats).map(([format, filter]) => ({ factory, filter, name: name.replace(/\w+$/, format) }))
  }
  const reread = (name: string, filter: string, format: string, options = ''): OfficeJob => ({
    factory: pathToFileURL(join(folder, 'out', name)).href,
    filter,
    name: `${name}.${format}`,
    options,
  })
  const letters = Object.entries(OPINION_LETTERS)
  return [
    ...letters.flatMap(([name, source]) => [
      ...write(`${name}.fodt`, source, LETTER_FORMATS),
      ...write(`${name}.trang.fodt`, printed(source), { pdf: 'writer_pdf_Export' }),
    ]),
    ...write('bang.fods', OPINION_BOOK, BOOK_FORMATS),
    ...write('bang.trang.fods', printed(OPINION_BOOK), { pdf: 'calc_pdf_Export' }),
    ...write('chieu.fodp', OPINION_SHOW, SHOW_FORMATS),
    ...write('chieu.trang.fodp', printed(OPINION_SHOW), { pdf: 'impress_pdf_Export' }),
    ...letters.map(([name]) => reread(`${name}.docx`, 'Text (encoded)', 'txt', 'UTF8,LF')),
    reread('bang.xlsx', 'Text - txt - csv (StarCalc)', 'csv', CSV_OF_ALL_SHEETS),
    reread('chieu.pptx', 'impress8', 'odp'),
    reread('chieu.ppt', 'impress8', 'odp'),
  ]
}

/** In a font that has all letters: where the printed font changes within a word, pdftotext parts it. It has no Chinese ones. */
function printed(source: string): string {
  return source.replace(/svg:font-family="[^"]*"/g, `svg:font-family="'DejaVu Serif'"`).replaceAll('漢字', 'chữ Hán')
}

let made: Map<string, Buffer> | null | undefined

/** By name; null where there is no LibreOffice. */
export function opinionDocuments(): Map<string, Buffer> | null {
  made ??= writeByOffice(plan)
  return made
}
