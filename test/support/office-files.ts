// Documents in every format that LibreOffice writes, made once per run by one LibreOffice (MẪU THỬ NGHIỆM).
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { basicLibrary, type OfficeJob } from './office-basic.ts'

const TEXT: Record<string, string> = {
  'mau.doc': 'MS Word 97',
  'mau.dot': 'MS Word 97 Vorlage',
  'mau.docx': 'MS Word 2007 XML',
  'mau.dotx': 'MS Word 2007 XML Template',
  'mau.docm': 'MS Word 2007 XML VBA',
  'strict.docx': 'Office Open XML Text',
  'mau.odt': 'writer8',
  'mau.ott': 'writer8_template',
  'mau.fodt': 'OpenDocument Text Flat XML',
  'mau.rtf': 'Rich Text Format',
  'writer.html': 'HTML (StarWriter)',
  'mau.xhtml': 'XHTML Writer File',
  'mau.txt': 'Text',
  'word2003.xml': 'MS Word 2003 XML',
  'docbook.xml': 'DocBook File',
  'mau.uot': 'UOF text',
  'mau.epub': 'EPUB',
  'mau.pdf': 'writer_pdf_Export',
}
const SHEETS: Record<string, string> = {
  'mau.xls': 'MS Excel 97',
  'mau.xlt': 'MS Excel 97 Vorlage/Template',
  'mau.xlsx': 'Calc MS Excel 2007 XML',
  'mau.xltx': 'Calc MS Excel 2007 XML Template',
  'mau.xlsm': 'Calc MS Excel 2007 VBA XML',
  'strict.xlsx': 'Calc Office Open XML',
  'mau.ods': 'calc8',
  'mau.ots': 'calc8_template',
  'mau.fods': 'OpenDocument Spreadsheet Flat XML',
  'mau.dif': 'DIF',
  'mau.slk': 'SYLK',
  'calc.html': 'HTML (StarCalc)',
  'excel2003.xml': 'MS Excel 2003 XML',
  'mau.uos': 'UOF spreadsheet',
}
const SLIDES: Record<string, string> = {
  'mau.ppt': 'MS PowerPoint 97',
  'mau.pps': 'MS PowerPoint 97 AutoPlay',
  'mau.pot': 'MS PowerPoint 97 Vorlage',
  'mau.pptx': 'Impress MS PowerPoint 2007 XML',
  'mau.potx': 'Impress MS PowerPoint 2007 XML Template',
  'mau.pptm': 'Impress MS PowerPoint 2007 XML VBA',
  'mau.odp': 'impress8',
  'mau.otp': 'impress8_template',
  'mau.fodp': 'OpenDocument Presentation Flat XML',
}
const DRAWINGS: Record<string, string> = {
  'mau.odg': 'draw8',
  'mau.otg': 'draw8_template',
  'mau.fodg': 'OpenDocument Drawing Flat XML',
  ...Object.fromEntries(
    ['bmp', 'emf', 'eps', 'gif', 'jpg', 'png', 'svg', 'tif', 'webp', 'wmf'].map((each) => [
      `mau.${each}`,
      `draw_${each}_Export`,
    ]),
  ),
}

function jobsOf(factory: string, table: Record<string, string>): OfficeJob[] {
  return Object.entries(table).map(([name, filter]) => ({ factory, name, filter }))
}

const JOBS: OfficeJob[] = [
  ...jobsOf('swriter', TEXT),
  ...jobsOf('scalc', SHEETS),
  ...jobsOf('simpress', SLIDES),
  ...jobsOf('sdraw', DRAWINGS),
  { factory: 'scalc', name: 'mau.csv', filter: 'Text - txt - csv (StarCalc)', options: '44,34,76,1' },
  { factory: 'scalc', name: 'utf16.csv', filter: 'Text - txt - csv (StarCalc)', options: '9,34,65535,1' },
  { factory: 'swriter', name: 'khoa.doc', filter: 'MS Word 97', password: 'binary' },
  { factory: 'swriter', name: 'khoa.odt', filter: 'writer8', password: 'binary' },
  { factory: 'swriter', name: 'khoa.docx', filter: 'MS Word 2007 XML', password: 'ooxml' },
  { factory: 'scalc', name: 'khoa.xls', filter: 'MS Excel 97', password: 'binary' },
  { factory: 'scalc', name: 'khoa.ods', filter: 'calc8', password: 'binary' },
  { factory: 'scalc', name: 'khoa.xlsx', filter: 'Calc MS Excel 2007 XML', password: 'ooxml' },
  { factory: 'simpress', name: 'khoa.pptx', filter: 'Impress MS PowerPoint 2007 XML', password: 'ooxml' },
  { factory: 'simpress', name: 'khoa.odp', filter: 'impress8', password: 'binary' },
  { factory: 'swriter', name: 'macro.odt', filter: 'writer8', macros: 'basic' },
  { factory: 'swriter', name: 'macro.fodt', filter: 'OpenDocument Text Flat XML', macros: 'basic' },
  { factory: 'scalc', name: 'macro.ods', filter: 'calc8', macros: 'basic' },
  { factory: 'simpress', name: 'macro.odp', filter: 'impress8', macros: 'basic' },
  { factory: 'scalc', name: 'macro.xlsm', filter: 'Calc MS Excel 2007 VBA XML', macros: 'vba' },
  { factory: 'scalc', name: 'macro.xls', filter: 'MS Excel 97', macros: 'vba' },
  { factory: 'swriter', name: 'nhung.doc', filter: 'MS Word 97', object: true },
  { factory: 'swriter', name: 'nhung.docx', filter: 'MS Word 2007 XML', object: true },
  { factory: 'swriter', name: 'nhung.odt', filter: 'writer8', object: true },
  { factory: 'swriter', name: 'nhung.rtf', filter: 'Rich Text Format', object: true },
]

let made: Map<string, Buffer> | null | undefined

/** The files by name; null where there is no LibreOffice. Fails where one is required (CONGTHU_REQUIRE_SERVICES). */
export function officeFiles(): Map<string, Buffer> | null {
  made ??= make()
  return made
}

function make(): Map<string, Buffer> | null {
  return writeByOffice(() => JOBS)
}

/**
 * What one LibreOffice writes, by name: the jobs that `plan` gives for a folder of this run, in which it may leave documents
 * to open. null where there is no LibreOffice; fails where one is required (CONGTHU_REQUIRE_SERVICES).
 */
export function writeByOffice(plan: (folder: string) => OfficeJob[]): Map<string, Buffer> | null {
  try {
    execFileSync('soffice', ['--version'], { stdio: 'pipe', timeout: 60_000 })
  } catch {
    if (process.env.CONGTHU_REQUIRE_SERVICES) throw new Error('required, but not there: LibreOffice')
    console.warn('SKIPPED: documents made by LibreOffice: soffice is not there')
    return null
  }
  const work = mkdtempSync(join(tmpdir(), 'congthu-office-'))
  try {
    return convert(work, plan(work))
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function convert(work: string, jobs: OfficeJob[]): Map<string, Buffer> {
  const out = join(work, 'out')
  mkdirSync(out)
  const office = (argument: string) =>
    execFileSync(
      'soffice',
      [`-env:UserInstallation=${pathToFileURL(join(work, 'profile')).href}`, '--headless', argument],
      { stdio: 'pipe', timeout: 180_000 },
    )
  // A new profile gets an empty library of its own, over whatever stands there.
  office('--terminate_after_init')
  const library = join(work, 'profile', 'user', 'basic', 'Standard')
  mkdirSync(library, { recursive: true })
  const modules = basicLibrary(jobs, `${pathToFileURL(out).href}/`)
  for (const [name, text] of Object.entries(modules)) writeFileSync(join(library, name), text)
  office('macro:///Standard.Module1.All()')
  return new Map(readdirSync(out).map((name) => [name, readFileSync(join(out, name))]))
}
