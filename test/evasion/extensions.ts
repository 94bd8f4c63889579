// Evasion by extensions that few people know to be programs, and by dots that are none.
import {
  B64,
  base64,
  family,
  mixed,
  named,
  OCTETS,
  type Outcome,
  type Plan,
  plan,
  program,
  type Severity,
  text,
} from './build.ts'

/** Opening such a file starts a program, an installer, a shortcut or a setting of the system; Outlook or Gmail refuse to send most of them. */
const HIGH =
  'hta js jse vbs vbe wsf wsh ps1 psm1 bat cmd com exe pif scr cpl msi msp lnk url scf reg inf jar jnlp chm msc xll rdp iqy appinstaller msix appx application settingcontent-ms search-ms library-ms'
const MEDIUM =
  'ps1xml psc1 sct wsc hlp gadget website xbap appref-ms diagcab mst msu sys dll isp ins vxd vb ade adp mde py pyw pyz pl rb sh bash php csh command desktop apk app pkg dmg appxbundle msixbundle'

const QUIET = text('MAU THU NGHIEM\r\n')
const either: Outcome[] = [...named, ...program]

const byName = (id: string, technique: string, severity: Severity, name: string): Plan =>
  plan(
    id,
    technique,
    severity,
    mixed([OCTETS, B64, Buffer.from(`Content-Disposition: attachment; filename="${name}"`), '', base64(QUIET)]),
    either,
  )

const extensions = (list: string, severity: Severity): Plan[] =>
  list
    .split(' ')
    .map((extension) => byName(`x-ext-${extension}`, `a text named .${extension}`, severity, `mau-thu.${extension}`))

const dots: Plan[] = [
  byName('n-dot-leader', 'a one-dot leader for the dot', 'medium', 'mau\u2024bat'),
  byName('n-dot-small', 'a small full stop', 'medium', 'mau\ufe52bat'),
  byName('n-dot-full-width', 'a full-width full stop', 'medium', 'mau\uff0ebat'),
  byName('n-two-dots', 'two dots', 'high', 'mau..bat'),
  byName('n-dot-space', 'a blank behind the dot', 'medium', 'mau. bat'),
  byName('n-space-dot', 'a blank before the dot', 'high', 'mau .bat'),
  byName('n-pdf-dots', 'a harmless extension and dots before the true one', 'high', 'cong-van.pdf.....bat'),
  byName(
    'n-unicode-spaces',
    'em spaces push the extension out of sight',
    'high',
    `cong-van.pdf${'\u2003'.repeat(40)}.bat`,
  ),
  byName(
    'n-tabs',
    'braille blanks push the extension out of sight',
    'medium',
    `cong-van.pdf${'\u2800'.repeat(40)}.bat`,
  ),
  byName('n-upper-mixed', 'mixed case', 'high', 'MAU.BaT'),
  byName('n-long-s', 'a long s in .vbs', 'low', 'mau.vb\u017f'),
  byName('n-superscript', 'a superscript letter', 'low', 'mau.ba\u1d57'),
  byName('n-combining', 'a combining mark in the extension that is not seen', 'low', 'mau.b\u034fat'),
]

export const extensionCases = [
  ...family('extension', [...extensions(HIGH, 'high'), ...extensions(MEDIUM, 'medium')]),
  ...family('name', dots),
]
