// Evasion by calendars, contacts and other texts that programs show in their own way.
import {
  B64,
  base64,
  DOCM,
  EIGHT,
  EXE,
  family,
  file,
  HEAD,
  latin1,
  macro,
  mixed,
  type Outcome,
  type Plan,
  parts,
  plan,
  program,
  type Severity,
  secret,
  single,
  TEXT_TYPE,
  text,
  told,
  words,
} from './build.ts'
import { data } from './pages.ts'

const event = (...lines: string[]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Mau Thu//VI',
    'BEGIN:VEVENT',
    'UID:mau@thu',
    'DTSTAMP:20260302T010000Z',
    'DTSTART:20260304T070000Z',
    'SUMMARY:Hop (MAU THU NGHIEM)',
    ...lines,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n')

const card = (...lines: string[]): string =>
  ['BEGIN:VCARD', 'VERSION:3.0', 'FN:Mau Thu', ...lines, 'END:VCARD', ''].join('\r\n')

const folded = (line: string): string => line.match(/.{1,74}/g)!.join('\r\n ')

const calendar = (id: string, technique: string, severity: Severity, content: string, expect: Outcome[]): Plan =>
  plan(
    id,
    technique,
    severity,
    mixed(['Content-Type: text/calendar; charset=utf-8; method=REQUEST', B64, '', base64(text(content))]),
    expect,
  )

const cards: Plan[] = [
  calendar(
    'w-ics-attach',
    'a program in ATTACH of a calendar',
    'high',
    event(
      folded(
        `ATTACH;FMTTYPE=application/octet-stream;ENCODING=BASE64;VALUE=BINARY;FILENAME=mau.exe:${EXE.toString('base64')}`,
      ),
    ),
    [...program, ...told('text-encoded')],
  ),
  calendar(
    'w-ics-attach-docm',
    'a docm in ATTACH',
    'high',
    event(folded(`ATTACH;ENCODING=BASE64;VALUE=BINARY;X-FILENAME=mau.docm:${DOCM.toString('base64')}`)),
    [...macro, ...told('text-encoded')],
  ),
  calendar(
    'w-ics-attach-data',
    'a data: address in ATTACH',
    'medium',
    event(folded(`ATTACH:${data(EXE, 'application/octet-stream')}`)),
    [...program, ...told('text-encoded')],
  ),
  calendar('w-ics-secret', 'a mark in SUMMARY', 'high', event('SUMMARY:[TUYỆT MẬT] Họp bàn'), secret),
  calendar(
    'w-ics-secret-folded',
    'a mark in DESCRIPTION, folded within a letter',
    'high',
    event('DESCRIPTION:TUYỆT M', ' ẬT\\nSố: 00/BC'),
    secret,
  ),
  calendar(
    'w-ics-secret-alt',
    'a mark in the HTML of X-ALT-DESC',
    'medium',
    event('X-ALT-DESC;FMTTYPE=text/html:<p>TUYỆT MẬT</p>'),
    secret,
  ),
  calendar('w-ics-secret-location', 'a mark in LOCATION', 'low', event('LOCATION:[TUYỆT MẬT] Phòng 2'), secret),
  calendar('w-ics-secret-comment', 'a mark in COMMENT', 'low', event('COMMENT:TUYỆT MẬT'), secret),
  plan(
    'w-ics-file',
    'an attached .ics as octet-stream with a program',
    'high',
    mixed(file('moi.ics', text(event(folded(`ATTACH;ENCODING=BASE64;VALUE=BINARY:${EXE.toString('base64')}`))))),
    [...program, ...told('text-encoded')],
  ),
  plan(
    'w-vcf-photo',
    'a program as the photo of a contact',
    'medium',
    mixed(file('a.vcf', text(card(folded(`PHOTO;ENCODING=b;TYPE=JPEG:${EXE.toString('base64')}`))), 'text/vcard')),
    [...program, ...told('text-encoded')],
  ),
  plan(
    'w-vcf-key',
    'a docm as the key of a contact',
    'low',
    mixed(file('a.vcf', text(card(folded(`KEY:${data(DOCM, 'application/octet-stream')}`))), 'text/vcard')),
    [...macro, ...told('text-encoded')],
  ),
  plan(
    'w-amp',
    'a mark in the AMP alternative',
    'medium',
    [
      ...HEAD,
      'Content-Type: multipart/alternative; boundary="a"',
      '',
      ...parts('a', words, [
        'Content-Type: text/x-amp-html; charset=utf-8',
        EIGHT,
        '',
        '<!doctype html><html amp4email><body><p>TUYỆT MẬT</p></body></html>',
      ]),
    ],
    secret,
  ),
  plan(
    'w-css',
    'a mark in text/css',
    'low',
    mixed(['Content-Type: text/css; charset=utf-8', EIGHT, '', 'p::before{content:"TUYỆT MẬT"}', 'TUYỆT MẬT']),
    secret,
  ),
  plan(
    'w-latin-nul',
    'a NUL in the midst of the text',
    'medium',
    single([TEXT_TYPE, EIGHT], latin1('MAU\0THU')),
    told('nul'),
  ),
]

export const calendarCases = family('calendar', cards)
