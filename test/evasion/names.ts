// Evasion by file names (MIME.md 2b), and files that are something else than their name and type say.
import {
  B64,
  base64,
  DOCM,
  EXE,
  family,
  file,
  latin1,
  macro,
  mixed,
  named,
  OCTETS,
  type Outcome,
  type Plan,
  plan,
  program,
  type Severity,
  text,
  told,
} from './build.ts'
import { by, DISPOSITION } from './parameters.ts'

const called = (
  id: string,
  technique: string,
  severity: Severity,
  name: string | Buffer,
  expect: Outcome[] = named,
): Plan =>
  by(
    id,
    technique,
    severity,
    [OCTETS, Buffer.concat([text(`${DISPOSITION}; filename="`), Buffer.isBuffer(name) ? name : text(name), text('"')])],
    expect,
  )

const written: Plan[] = [
  called('n-double', 'mau.pdf.bat', 'high', 'mau.pdf.bat'),
  called('n-double-blanks', 'blanks push .bat out of sight', 'high', `mau.pdf${' '.repeat(60)}.bat`),
  called('n-trailing-dot', 'mau.bat.', 'high', 'mau.bat.'),
  called('n-trailing-dots', 'mau.bat. . .', 'high', 'mau.bat. . .'),
  called('n-trailing-space', 'a space behind the extension', 'high', 'mau.bat '),
  called('n-trailing-nbsp', 'a no-break space behind the extension', 'medium', 'mau.bat\u00a0'),
  called('n-zero-width', 'a zero width space in the extension', 'medium', 'mau.b\u200bat'),
  called('n-zero-width-joiner', 'a zero width joiner behind the dot', 'medium', 'mau.\u200dbat'),
  called('n-soft-hyphen', 'a soft hyphen in the extension', 'medium', 'mau.b\u00adat'),
  called('n-override', 'a right-to-left override', 'high', 'mau\u202efdp.bat'),
  called('n-isolate', 'a right-to-left isolate', 'high', 'mau\u2067fdp\u2069.bat'),
  called('n-stream', 'mau.bat::$DATA', 'medium', 'mau.bat::$DATA'),
  called('n-stream-name', 'mau.pdf:mau.bat', 'medium', 'mau.pdf:mau.bat'),
  called('n-percent', 'mau%2Ebat', 'medium', 'mau%2Ebat'),
  called('n-full-width', 'full-width signs', 'medium', 'mau．ｂａｔ'),
  called('n-cyrillic', 'a Cyrillic letter in the extension', 'low', 'mau.b\u0430t'),
  called('n-greek', 'a Greek letter in docm', 'low', 'mau.d\u03bfcm', [{ found: 'deceptive' }]),
  called('n-nul', 'a NUL and .pdf behind the extension', 'medium', latin1('mau.bat\0.pdf'), [...named, ...told('nul')]),
  called('n-nul-escaped', 'a NUL as %00', 'medium', 'mau.bat%00.pdf'),
  called('n-control', 'a control character behind the extension', 'medium', latin1('mau.bat\x1f'), [
    ...named,
    ...told('control-character'),
  ]),
  called('n-clsid', 'a class identifier as extension', 'high', 'mau.{00020906-0000-0000-C000-000000000046}', [
    { found: 'deceptive' },
  ]),
  called('n-slash', 'a slash behind the extension', 'medium', 'mau.bat/'),
  called('n-backslash', 'a path with backslashes', 'high', 'C:\\\\mau\\\\mau.bat'),
  called('n-path-up', '../../mau.bat', 'high', '../../mau.bat'),
  called('n-only-extension', '.bat', 'medium', '.bat'),
  called('n-quotes-inside', "mau.bat'", 'medium', "mau.bat'"),
  called('n-semicolon', 'mau.bat;.pdf', 'medium', 'mau.bat;.pdf', [...named, { found: 'deceptive' }]),
  called('n-scr', 'mau.scr', 'high', 'mau.scr'),
  called('n-lnk', 'mau.pdf.lnk', 'high', 'mau.pdf.lnk'),
  called('n-url', 'mau.url', 'high', 'mau.url'),
  called('n-library', 'mau.library-ms', 'medium', 'mau.library-ms', [...named, ...program]),
  called('n-chm', 'mau.chm', 'medium', 'mau.chm'),
  called('n-ps1', 'mau.ps1', 'high', 'mau.ps1'),
  called('n-xll', 'mau.xll', 'high', 'mau.xll'),
  called('n-long', 'a name of 5,000 characters', 'low', `${'m'.repeat(5000)}.bat`, [
    ...named,
    { reason: 'count-limit' },
  ]),
]

const lies = (
  id: string,
  technique: string,
  severity: Severity,
  name: string,
  type: string,
  content: Buffer,
  expect: Outcome[],
): Plan => plan(id, technique, severity, mixed(file(name, content, type)), expect)

const untrue: Plan[] = [
  plan('n-none', 'octet-stream without any name', 'high', mixed([OCTETS, B64, '', base64(DOCM)]), macro),
  plan('n-none-no-type', 'a part without type and name', 'medium', mixed([B64, '', base64(EXE)]), program),
  lies('n-jpg', 'a docm named anh.jpg', 'high', 'anh.jpg', 'image/jpeg', DOCM, macro),
  lies('n-no-extension', 'a docm without an extension', 'high', 'congvan', 'application/octet-stream', DOCM, macro),
  lies('n-exe-pdf', 'a program named cong-van.pdf', 'high', 'cong-van.pdf', 'application/pdf', EXE, program),
  lies('n-exe-txt', 'a program as text/plain', 'high', 'cong-van.txt', 'text/plain', EXE, program),
  lies('n-exe-html', 'a program as text/html', 'medium', 'cong-van.html', 'text/html', EXE, program),
  lies(
    'n-docm-docx',
    'a docm named docx',
    'high',
    'bao-cao.docx',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    DOCM,
    macro,
  ),
  lies('n-docm-doc', 'a docm named doc', 'high', 'bao-cao.doc', 'application/msword', DOCM, macro),
  lies('n-docm-rtf', 'a docm named rtf', 'high', 'bao-cao.rtf', 'application/rtf', DOCM, macro),
  lies('n-docm-text', 'a docm as text/plain', 'high', 'bao-cao.txt', 'text/plain', DOCM, macro),
  lies('n-docm-calendar', 'a docm as text/calendar', 'medium', 'lich.ics', 'text/calendar', DOCM, macro),
  lies('n-docm-vcard', 'a docm as text/vcard', 'medium', 'danh-ba.vcf', 'text/vcard', DOCM, macro),
  lies(
    'n-docm-signature',
    'a docm as application/pgp-signature',
    'medium',
    'chu-ky.asc',
    'application/pgp-signature',
    DOCM,
    macro,
  ),
  lies('n-docm-status', 'a docm as message/delivery-status', 'medium', 'a.txt', 'message/delivery-status', DOCM, macro),
]

export const nameCases = [...family('name', written), ...family('kind lie', untrue)]
