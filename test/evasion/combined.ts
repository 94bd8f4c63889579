// Evasion by one kind of container in another: mail items in archives and in one another.
import { sevenZip } from '../support/evasion-archives.ts'
import { messagePlan, outlookMessage, tnef } from '../support/evasion-mail-items.ts'
import { buildZip } from '../support/zip-builder.ts'
import {
  bytes,
  DOCM,
  EXE,
  family,
  file,
  HEAD,
  JS,
  macro,
  mixed,
  type Outcome,
  PAGE,
  type Plan,
  plan,
  program,
  SECRET,
  type Severity,
  script,
  secret,
  text,
} from './build.ts'

export const docm = { name: 'bao-cao.docm', bytes: DOCM }

export const exe = { name: 'mau.exe', bytes: EXE }

export const attached = (
  id: string,
  technique: string,
  severity: Severity,
  name: string,
  content: Buffer,
  expect: Outcome[],
  type?: string,
): Plan => plan(id, technique, severity, mixed(file(name, content, type)), expect)

export const letter = bytes(mixed(file('bao-cao.docm', DOCM)))

export const entity = bytes(mixed(file('bao-cao.docm', DOCM)).slice(HEAD.length))

const winmail = bytes(mixed(file('winmail.dat', tnef([docm]), 'application/ms-tnef')))

export const item = outlookMessage('Mau thu', 'Mau thu', [docm])

const mail: Plan[] = [
  attached(
    'q-eml-in-msg',
    'an .eml in an Outlook message',
    'high',
    'a.msg',
    outlookMessage('Mau', 'Mau', [{ name: 'thu.eml', bytes: letter }]),
    macro,
  ),
  attached(
    'q-msg-in-zip',
    'an Outlook message in a zip',
    'high',
    'a.zip',
    buildZip([{ name: 'thu.msg', bytes: item }]),
    macro,
  ),
  attached(
    'q-msg-in-7z',
    'an Outlook message in a 7z',
    'high',
    'a.7z',
    sevenZip([{ name: 'thu.msg', bytes: item }]),
    macro,
  ),
  attached(
    'q-msg-in-eml',
    'an Outlook message in an .eml',
    'high',
    'a.eml',
    bytes(mixed(file('thu.msg', item))),
    macro,
  ),
  attached(
    'q-msg-in-msg-in-msg',
    'three Outlook messages in one another',
    'medium',
    'a.msg',
    outlookMessage('Mau', 'Mau', [], messagePlan('Mau', 'Mau', [], messagePlan('Mau', 'Mau', [docm]))),
    macro,
  ),
  attached(
    'q-msg-file-in-msg',
    'a .msg as a file in a .msg',
    'high',
    'a.msg',
    outlookMessage('Mau', 'Mau', [{ name: 'b.msg', bytes: item }]),
    macro,
  ),
  attached(
    'q-msg-zip',
    'a zip with a program in an Outlook message',
    'high',
    'a.msg',
    outlookMessage('Mau', 'Mau', [{ name: 'a.zip', bytes: buildZip([exe]) }]),
    program,
  ),
  attached(
    'q-msg-js',
    'a script in an Outlook message',
    'high',
    'a.msg',
    outlookMessage('Mau', 'Mau', [{ name: 'hoa-don.js', bytes: JS }]),
    script,
  ),
  attached(
    'q-msg-long-name',
    'the long name in an Outlook message is that of a program',
    'high',
    'a.msg',
    outlookMessage('Mau', 'Mau', [{ name: 'MAU.TXT', longName: 'mau.bat', bytes: text('MAU') }]),
    [{ found: 'name' }],
  ),
  attached(
    'q-msg-no-name',
    'a program without a name in an Outlook message',
    'medium',
    'a.msg',
    outlookMessage('Mau', 'Mau', [{ name: '', bytes: EXE }]),
    program,
  ),
  attached(
    'q-msg-page',
    'a page with a script in an Outlook message',
    'high',
    'a.msg',
    outlookMessage('Mau', 'Mau', [{ name: 'a.html', bytes: PAGE }]),
    script,
  ),
  attached('q-msg-as-dat', 'an Outlook message as .dat', 'low', 'a.dat', item, macro),
  attached(
    'q-msg-secret-nested',
    'a mark in an Outlook message in an Outlook message',
    'high',
    'a.msg',
    outlookMessage('Mau', 'Mau', [], messagePlan('Mau', SECRET.join('\r\n'), [])),
    secret,
  ),
  attached(
    'q-tnef-eml',
    'an .eml in winmail.dat',
    'high',
    'winmail.dat',
    tnef([{ name: 'thu.eml', bytes: letter }]),
    macro,
    'application/ms-tnef',
  ),
  attached(
    'q-tnef-msg',
    'an Outlook message in winmail.dat',
    'medium',
    'winmail.dat',
    tnef([{ name: 'thu.msg', bytes: item }]),
    macro,
    'application/ms-tnef',
  ),
  attached(
    'q-tnef-tnef',
    'winmail.dat in winmail.dat',
    'medium',
    'winmail.dat',
    tnef([{ name: 'winmail.dat', bytes: tnef([docm]) }]),
    macro,
    'application/ms-tnef',
  ),
  attached(
    'q-tnef-zip-zip',
    'a zip in a zip in winmail.dat',
    'high',
    'winmail.dat',
    tnef([{ name: 'a.zip', bytes: buildZip([{ name: 'b.zip', bytes: buildZip([exe]) }]) }]),
    program,
    'application/ms-tnef',
  ),
  attached('q-tnef-in-eml', 'winmail.dat in an .eml', 'high', 'a.eml', winmail, macro),
  attached(
    'q-tnef-in-zip',
    'winmail.dat in a zip',
    'medium',
    'a.zip',
    buildZip([{ name: 'winmail.dat', bytes: tnef([docm]) }]),
    macro,
  ),
  attached(
    'q-tnef-js',
    'a script in winmail.dat',
    'high',
    'winmail.dat',
    tnef([{ name: 'hoa-don.js', bytes: JS }]),
    script,
    'application/ms-tnef',
  ),
]

export const combinedCases = family('combined', mail)
