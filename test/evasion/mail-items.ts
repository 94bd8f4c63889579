import { messagePlan, outlookMessage, tnef } from '../support/evasion-mail-items.ts'
import { or } from './archives.ts'
import { DOCM, EXE, family, macro, type Plan, program, SECRET, secret, text } from './build.ts'
import { attached, odd, PLAIN, unread } from './zips.ts'

const tnefFile = { name: 'BAOCAO~1.DOC', longName: 'bao-cao.docm', bytes: DOCM }

const items: Plan[] = [
  attached(
    'i-tnef',
    'a docm in winmail.dat',
    'high',
    'winmail.dat',
    tnef([tnefFile]),
    or(macro),
    'application/ms-tnef',
  ),
  attached(
    'i-tnef-exe',
    'a program in winmail.dat',
    'high',
    'winmail.dat',
    tnef([{ name: 'mau.exe', bytes: EXE }]),
    or(program),
    'application/ms-tnef',
  ),
  attached('i-tnef-octets', 'TNEF as octet-stream with another name', 'medium', 'a.dat', tnef([tnefFile]), or(macro)),
  attached(
    'i-tnef-long-name',
    'TNEF whose long name is that of a program',
    'high',
    'winmail.dat',
    tnef([{ name: 'MAU.TXT', longName: 'mau.bat', bytes: text('MAU') }]),
    or([{ found: 'name' }]),
    'application/ms-tnef',
  ),
  attached(
    'i-tnef-second',
    'TNEF, the program second',
    'high',
    'winmail.dat',
    tnef([
      { name: 'a.txt', bytes: text('MAU') },
      { name: 'b.doc', bytes: EXE },
    ]),
    or(program),
    'application/ms-tnef',
  ),
  attached(
    'i-tnef-zip',
    'a zip with a program in TNEF',
    'high',
    'winmail.dat',
    tnef([{ name: 'a.zip', bytes: PLAIN }]),
    or(program),
    'application/ms-tnef',
  ),
  attached(
    'i-tnef-subject',
    'a mark in the subject of a TNEF',
    'low',
    'winmail.dat',
    tnef([], '[TUYET MAT] bao cao'),
    [...or(secret), { reason: 'damaged' }],
    'application/ms-tnef',
  ),
  attached(
    'i-tnef-cut',
    'a TNEF cut in the midst',
    'low',
    'winmail.dat',
    tnef([tnefFile]).subarray(0, 9000),
    [...unread, ...odd, ...macro],
    'application/ms-tnef',
  ),
  attached(
    'i-msg',
    'a docm in an Outlook message',
    'high',
    'thu.msg',
    outlookMessage('Mau thu', 'Mau thu', [tnefFile]),
    or(macro),
    'application/vnd.ms-outlook',
  ),
  attached(
    'i-msg-exe',
    'a program in an Outlook message',
    'high',
    'thu.msg',
    outlookMessage('Mau thu', 'Mau thu', [{ name: 'a.pdf', bytes: EXE }]),
    or(program),
  ),
  attached(
    'i-msg-name',
    'an Outlook message named .doc',
    'medium',
    'thu.doc',
    outlookMessage('Mau thu', 'Mau thu', [tnefFile]),
    or(macro),
  ),
  attached(
    'i-msg-nested',
    'an Outlook message in an Outlook message',
    'high',
    'thu.msg',
    outlookMessage('Mau', 'Mau', [], messagePlan('Mau', 'Mau', [tnefFile])),
    or(macro),
  ),
  attached(
    'i-msg-secret',
    'a mark in the body of an Outlook message',
    'high',
    'thu.msg',
    outlookMessage('Mau thu', SECRET.join('\r\n'), []),
    or(secret),
  ),
  attached(
    'i-msg-secret-subject',
    'a mark in the subject of an Outlook message',
    'high',
    'thu.msg',
    outlookMessage('[TUYỆT MẬT] Báo cáo', 'Mau', []),
    or(secret),
  ),
]

export const mailItemCases = family('mail item', items)
