// Kinds of Office Open XML packages by the content type of their main part, and by their folders where types are lost.

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml'
const EXCEL = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const POWERPOINT = 'application/vnd.openxmlformats-officedocument.presentationml'
const VISIO = 'application/vnd.ms-visio'

/** Content type of the main part, in lower case, and the extension of such a file. */
export const KIND_OF_TYPE = new Map([
  [`${WORD}.document.main+xml`, 'docx'],
  [`${WORD}.template.main+xml`, 'dotx'],
  ['application/vnd.ms-word.document.macroenabled.main+xml', 'docm'],
  ['application/vnd.ms-word.template.macroenabledtemplate.main+xml', 'dotm'],
  [`${EXCEL}.sheet.main+xml`, 'xlsx'],
  [`${EXCEL}.template.main+xml`, 'xltx'],
  ['application/vnd.ms-excel.sheet.macroenabled.main+xml', 'xlsm'],
  ['application/vnd.ms-excel.template.macroenabled.main+xml', 'xltm'],
  ['application/vnd.ms-excel.addin.macroenabled.main+xml', 'xlam'],
  ['application/vnd.ms-excel.sheet.binary.macroenabled.main', 'xlsb'],
  [`${POWERPOINT}.presentation.main+xml`, 'pptx'],
  [`${POWERPOINT}.slideshow.main+xml`, 'ppsx'],
  [`${POWERPOINT}.template.main+xml`, 'potx'],
  ['application/vnd.ms-powerpoint.presentation.macroenabled.main+xml', 'pptm'],
  ['application/vnd.ms-powerpoint.slideshow.macroenabled.main+xml', 'ppsm'],
  ['application/vnd.ms-powerpoint.template.macroenabled.main+xml', 'potm'],
  ['application/vnd.ms-powerpoint.addin.macroenabled.main+xml', 'ppam'],
  [`${VISIO}.drawing.main+xml`, 'vsdx'],
  [`${VISIO}.drawing.macroenabled.main+xml`, 'vsdm'],
  [`${VISIO}.stencil.main+xml`, 'vssx'],
  [`${VISIO}.stencil.macroenabled.main+xml`, 'vssm'],
  [`${VISIO}.template.main+xml`, 'vstx'],
  [`${VISIO}.template.macroenabled.main+xml`, 'vstm'],
  ['application/vnd.ms-package.xps-fixeddocumentsequence+xml', 'xps'],
])
/** Parts of files that are no documents of those programs; they count only where no main part of those above is. */
export const MINOR_KINDS = new Map([
  ['application/vnd.openxmlformats-officedocument.thememanager+xml', 'thmx'],
  [`${POWERPOINT}.slide+xml`, 'sldx'],
  ['application/vnd.ms-package.3dmanufacturing-3dmodel+xml', '3mf'],
])
/** Kinds that are no documents to work on. */
export const NOT_EDITABLE = new Set([
  'xps',
  'thmx',
  'vsdx',
  'vsdm',
  'vssx',
  'vssm',
  'vstx',
  'vstm',
  'sldx',
  '3mf',
  'xlam',
  'ppam',
])

const FOLDERS: [RegExp, string][] = [
  [/^word\/[^/]{0,60}\.xml$/, 'docx'],
  [/^xl\/workbook\.bin$/, 'xlsb'],
  [/^xl\/[^/]{0,60}\.xml$/, 'xlsx'],
  [/^ppt\/[^/]{0,60}\.xml$/, 'pptx'],
  [/^visio\/[^/]{0,60}\.xml$/, 'vsdx'],
]

/** The kind by the names of the parts, as a program that repairs a file takes it; null when they tell nothing. */
export function kindByNames(names: readonly string[]): string | null {
  for (const name of names) {
    const plain = name.toLowerCase().replaceAll('\\', '/')
    const fits = FOLDERS.find(([pattern]) => pattern.test(plain))
    if (fits) return fits[1]
  }
  return null
}
