// Words of calendars: titles, places and descriptions of every component, folded, escaped and as HTML.
import { expect, test } from 'vitest'
import { readCalendar } from '../../src/message/calendar.ts'

test('titles and descriptions, unfolded, unescaped, HTML as text', () => {
  const lines = [
    'BEGIN:VCALENDAR',
    'BEGIN:VEVENT',
    'SUMMARY;LANGUAGE="vi:x":Họp về\\, báo',
    '  cáo',
    'LOCATION:Phòng 2',
    'DESCRIPTION:dòng 1\\ndòng 2',
    'X-ALT-DESC;FMTTYPE=text/html:<p>Kính <b>gửi</b></p><p>&#7853;</p>',
    'COMMENT:1 < 2',
    'X-KHAC:không',
    'END:VEVENT',
  ]
  expect(readCalendar(lines.join('\r\n'))).toEqual({
    titles: ['Họp về, báo cáo', 'Phòng 2'],
    descriptions: ['dòng 1\ndòng 2', 'Kính gửi\nậ', '1 < 2'],
  })
})

test('nothing is left out behind some hundred comments', () => {
  const words = readCalendar(`${'COMMENT:a\r\n'.repeat(1000)}SUMMARY:cuối\r\n`)
  expect(words.titles).toEqual(['cuối'])
})
