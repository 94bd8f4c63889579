// The control words of RTF (RTF 1.9.1) that decide where text stands and how its bytes are read.
import type { TextWhere } from '../../facts.ts'

/** Destinations whose content no reader sees. HTML markup in RTF ([MS-OXRTFEX]) is in ignorable ones, its text outside of them. */
export const HIDDEN = new Set(
  (
    'stylesheet pict objdata objclass objname themedata colorschememapping latentstyles datastore rsidtbl generator xmlnstbl filetbl ' +
    'revtbl info atnid atnauthor atndate atnref atrfstart atrfend bkmkstart bkmkend falt panose fname levelnumbers listname liststylename ' +
    // Properties of formulas (RTF 1.9.1, Math).
    'mmathPr moMathParaPr mctrlPr maccPr mbarPr mborderBoxPr mboxPr mdPr meqArrPr mfPr mfuncPr mgroupChrPr mlimLowPr mlimUppPr mmPr mnaryPr ' +
    'mphantPr mradPr msPrePr msSubPr msSubSupPr msSupPr margPr'
  ).split(' '),
)
export const APART: Record<string, TextWhere> = {
  ...{ header: 'header', headerl: 'header', headerr: 'header', headerf: 'header' },
  ...{ footer: 'footer', footerl: 'footer', footerr: 'footer', footerf: 'footer' },
  ...{ footnote: 'footnote', annotation: 'comment', shptxt: 'text-box', dptxbxtext: 'text-box' },
  ...{
    title: 'property',
    subject: 'property',
    author: 'property',
    keywords: 'property',
    doccomm: 'property',
    company: 'property',
  },
  ...{ category: 'property', manager: 'property', operator: 'property', staticval: 'property' },
}
/** Ignorable destinations that are looked into all the same. */
export const STARRED = new Set([
  'annotation',
  'fldinst',
  'shpinst',
  'shptxt',
  'footnote',
  'userprops',
  'company',
  'category',
  'manager',
  ...['ud', 'formfield', 'ffl', 'pn', 'listtable', 'listoverridetable', 'mmath', 'moMath', 'moMathPara'],
])
export const SIGNS: Record<string, string> = {
  ...{ emdash: '—', endash: '–', bullet: '•', lquote: '‘', rquote: '’', ldblquote: '“', rdblquote: '”' },
  ...{ tab: '\t', emspace: ' ', enspace: ' ', qmspace: ' ' },
}
export const PAGES: Record<number, string> = {
  ...{
    128: 'shift_jis',
    129: 'euc-kr',
    134: 'gbk',
    136: 'big5',
    161: 'windows-1253',
    162: 'windows-1254',
    163: 'windows-1258',
  },
  ...{
    177: 'windows-1255',
    178: 'windows-1256',
    186: 'windows-1257',
    204: 'windows-1251',
    222: 'windows-874',
    238: 'windows-1250',
  },
}
/** Properties of a shape that hold words ([MS-ODRAW] 2.3.22.2, 2.3.2.2). */
export const SHAPE_WORDS: Record<string, TextWhere> = { gtextUNICODE: 'watermark', wzDescription: 'alternative-text' }
