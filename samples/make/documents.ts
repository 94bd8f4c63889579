// Makes samples/documents/ again with LibreOffice 7.4 headless (docx, doc, odt, rtf, xlsx, xls, ods, xlsm, pptx, PDF,
// with and without password), poppler (pictures) and zip/7z. Run only to change the documents: LibreOffice stamps the
// clock into its files, so they are committed and `npm run samples` starts from them.
// Needs: apt-get install libreoffice-writer libreoffice-calc libreoffice-impress fonts-croscore poppler-utils zip p7zip-full
// fonts-croscore (Tinos) is what draws "Times New Roman": Debian's Liberation Serif lacks Vietnamese letters.
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { MACROS } from './office-basic.ts'
import { SLIDES, SPREADSHEETS, TEXT_DOCUMENTS } from './office-data.ts'
import { withMacros } from './office-macro.ts'
import { sheetDocument, slideDocument } from './office-sheet.ts'
import { textDocument } from './office-text.ts'
import { imagePdf } from './scan-pdf.ts'

const OUT = join(import.meta.dirname, '..', 'documents')
const LIMIT = 150 * 1024

const WRITER = { docx: 'docx:MS Word 2007 XML', doc: 'doc:MS Word 97', odt: 'odt:writer8', rtf: 'rtf:Rich Text Format' }
const CALC = { xlsx: 'xlsx:Calc MS Excel 2007 XML', xls: 'xls:MS Excel 97', ods: 'ods:calc8' }

function run(command: string, args: string[], cwd?: string): void {
  execFileSync(command, args, { cwd, stdio: 'pipe', timeout: 180_000 })
}

/** A LibreOffice with a profile of its own in the scratch folder. */
function office(work: string, args: string[]): void {
  run('soffice', [`-env:UserInstallation=${pathToFileURL(join(work, 'profile')).href}`, '--headless', ...args])
}

function convert(work: string, filter: string, sources: string[]): void {
  office(work, ['--convert-to', filter, '--outdir', OUT, ...sources])
}

function writeSources(work: string): { text: string[]; sheets: string[]; slides: string } {
  const write = (name: string, content: string): string => {
    writeFileSync(join(work, name), content)
    return join(work, name)
  }
  return {
    text: TEXT_DOCUMENTS.map((document) => write(`${document.stem}.fodt`, textDocument(document))),
    sheets: SPREADSHEETS.map((sheet) => write(`${sheet.stem}.fods`, sheetDocument(sheet))),
    slides: write(`${SLIDES.stem}.fodp`, slideDocument(SLIDES)),
  }
}

function convertAll(work: string): void {
  const { text, sheets, slides } = writeSources(work)
  convert(work, 'pdf:writer_pdf_Export', text)
  convert(work, WRITER.docx, text)
  for (const filter of [WRITER.doc, WRITER.odt, WRITER.rtf]) convert(work, filter, text.slice(0, 1))
  convert(work, 'pdf:calc_pdf_Export', sheets)
  convert(work, CALC.xlsx, sheets)
  for (const filter of [CALC.xls, CALC.ods]) convert(work, filter, sheets.slice(1))
  convert(work, 'pdf:impress_pdf_Export', [slides])
  convert(work, 'pptx:Impress MS PowerPoint 2007 XML', [slides])
}

/** What --convert-to cannot say is done by a Basic macro inside LibreOffice: passwords and a VBA project. */
function runMacros(work: string): void {
  const library = join(work, 'profile', 'user', 'basic', 'Standard')
  mkdirSync(library, { recursive: true })
  writeFileSync(join(library, 'Module1.xba'), MACROS.module)
  writeFileSync(join(library, 'script.xlb'), MACROS.library)
  writeFileSync(join(library, 'dialog.xlb'), MACROS.dialogs)
  const call = `macro:///Standard.Module1.Make("${pathToFileURL(OUT).href}/")`
  office(work, [call])
  const workbook = readFileSync(join(OUT, 'bang-tong-hop-thiet-bi.xlsm'))
  writeFileSync(join(OUT, 'bao-cao-58.docm'), withMacros(readFileSync(join(OUT, 'bao-cao-58.docx')), workbook))
}

/** A scan: pages as grey pictures and nothing else; a logo and a photograph for inline pictures. */
function pictures(work: string): void {
  run('pdftoppm', [
    '-r',
    '100',
    '-gray',
    '-jpeg',
    '-jpegopt',
    'quality=45',
    '-singlefile',
    join(OUT, 'giay-moi-12.pdf'),
    join(work, 'page'),
  ])
  writeFileSync(join(OUT, 'giay-moi-12-scan.pdf'), imagePdf(readFileSync(join(work, 'page.jpg'))))
  const slides = join(OUT, `${SLIDES.stem}.pdf`)
  run('pdftoppm', ['-r', '24', '-png', '-singlefile', slides, join(work, 'logo')])
  run('pdftoppm', ['-r', '72', '-jpeg', '-singlefile', '-f', '2', slides, join(work, 'photo')])
  copyFileSync(join(work, 'logo.png'), join(OUT, 'logo.png'))
  copyFileSync(join(work, 'photo.jpg'), join(OUT, 'anh-hoi-nghi.jpg'))
}

function archives(): void {
  const files = ['ke-hoach-31.docx', 'bang-tong-hop-thiet-bi.xlsx']
  for (const name of ['ho-so.zip', 'ho-so-mat-khau.zip', 'ho-so.7z']) rmSync(join(OUT, name), { force: true })
  run('zip', ['-X', '-9', 'ho-so.zip', ...files], OUT)
  run('zip', ['-X', '-9', '-P', 'mau-thu', 'ho-so-mat-khau.zip', ...files], OUT)
  run('7z', ['a', '-bd', 'ho-so.7z', ...files], OUT)
}

function checkSizes(): void {
  const names = execFileSync('ls', [OUT], { encoding: 'utf8' }).trim().split('\n')
  let total = 0
  for (const name of names) {
    const { size } = statSync(join(OUT, name))
    total += size
    if (size > LIMIT) throw new Error(`${name} is ${size} bytes, more than ${LIMIT}`)
  }
  console.log(`${names.length} documents, ${total} bytes`)
}

const work = mkdtempSync(join(tmpdir(), 'congthu-documents-'))
try {
  mkdirSync(OUT, { recursive: true })
  convertAll(work)
  runMacros(work)
  pictures(work)
  archives()
  checkSizes()
} finally {
  rmSync(work, { recursive: true, force: true })
}
