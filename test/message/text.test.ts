// Charsets, encoded-words and HTML as text, with the input that breaks such readers.
import { describe, expect, test } from 'vitest'
import { htmlToText } from '../../src/document/html/html-text.ts'
import { readBodyText } from '../../src/message/body-text.ts'
import { decodeCharset } from '../../src/message/charset.ts'
import { decodeWords } from '../../src/message/decode-words.ts'
import { expectLinear } from '../support/linear.ts'

describe('charsets', () => {
  test.each([
    ['utf-8', Buffer.from('Cần Giờ'), 'Cần Giờ'],
    ['UTF8', Buffer.from('Cần Giờ'), 'Cần Giờ'],
    ['"utf-8"', Buffer.from('Cần Giờ'), 'Cần Giờ'],
    ['us-ascii', Buffer.from('Cần Giờ'), 'Cần Giờ'],
    ['', Buffer.from('Cần Giờ'), 'Cần Giờ'],
    ['iso-8859-1', Buffer.from('c\xf4ng', 'latin1'), 'công'],
    ['windows-1258', Buffer.from('M\xca\xd2T', 'latin1').subarray(0, 2), 'MÊ'],
    ['iso-8859-1', Buffer.from('\ufeffMật'), 'Mật'],
    ['utf-8', Buffer.from('\ufeffMật', 'utf16le'), 'Mật'],
    ['utf-7', Buffer.from('M+Hq0-t +- +AC4-'), 'Mật + .'],
  ])('%s', (label, bytes, text) => {
    expect(decodeCharset(bytes, label)).toEqual({ text, known: true })
  })

  test('windows-1258 composes with its tone marks (NFC)', () => {
    const read = readBodyText(Buffer.from('T\xd4\xccI', 'latin1'), 'text/plain', 'windows-1258', 100)
    expect(read.text).toBe('TỒI')
  })

  test('an unknown label is told', () => {
    expect(decodeCharset(Buffer.from('\xe9', 'latin1'), 'x-viet-vni')).toEqual({ text: 'é', known: false })
  })

  test('a text is cut at the limit, and says so', () => {
    const read = readBodyText(Buffer.from('ộ'.repeat(500)), 'text/plain', 'utf-8', 100)
    expect(read).toMatchObject({ text: 'ộ'.repeat(100), truncated: true })
  })
})

describe('encoded-words', () => {
  test.each([
    ['=?UTF-8?B?QsOhbyBjw6Fv?=', 'Báo cáo'],
    ['=?utf-8?q?B=C3=A1o_c=C3=A1o?= thường', 'Báo cáo thường'],
    ['=?UTF-8?B?QsOhbyBjww==?= =?UTF-8?B?oW8=?=', 'Báo cáo'],
    ['a =?x?= b', 'a =?x?= b'],
    ['=?utf-8?B?', '=?utf-8?B?'],
    ['Tờ =?UTF-8?Q?tr=C3=ACnh?=', 'Tờ trình'],
    ['=?a?b?', '=?a?b?'],
  ])('%s', (encoded, text) => {
    expect(decodeWords(encoded)).toBe(text)
  })

  test('openings without end cost no more than their length', () => {
    const started = performance.now()
    decodeWords('=?a?q?x'.repeat(40_000))
    decodeWords('=?'.repeat(150_000))
    expect(performance.now() - started).toBeLessThan(3000)
  })
})

describe('HTML', () => {
  test.each([
    ['<p>Kính gửi</p><p>Ông A</p>', 'Kính gửi\nÔng A'],
    ['a<b>b</b>c<br>d', 'abc\nd'],
    ['M&#7853;t &amp; &lt;x&gt; &nbsp; &eacute;&Ocirc;', 'Mật & <x> éÔ'],
    ['<style>p{}</style><script>if (a<b) {}</script>x', 'x'],
    ['<!-- a > b -->x<!--> y -->', 'x y -->'],
    ['<a title="a>b" href=\'c>d\'>e</a>', 'e\na>b'],
    ['<a title="" href=\'c>d\'>e</a>', 'e'],
    ['<p>a</p><img alt="con dấu &quot;ĐẾN&quot;" src=x><p>b', 'a\nb\ncon dấu "ĐẾN"'],
    ['M<img src=x alt="&#7853;">t', 'Mt\nMật\nậ'],
    ['M<img alt=x>ật', 'Mật\nMxật\nx'],
    ['<input placeholder=gõ value="tên ">', 'gõ\ntên'],
    ['<li value=3>a<option label=b>c', 'a\nc\nb'],
    ["<div aria-label = 'a\nb' TITLE=c>d", 'd\na b\nc'],
    ['<p data-title="a" titlex=b xtitle=c>d', 'd'],
    ['<p title="a" title=b>c<p title=a>', 'c\na\nb'],
    ['<iframe srcdoc="&lt;p&gt;a&lt;/p&gt;b"></iframe>c', 'a\nb\nc'],
    ['<td>T</td><td>U</td><td>Y</td><td>&#7878;</td><td>T</td>', 'T\nU\nY\nỆ\nT\nTUYỆT'],
    ['<svg><text><![CDATA[a]]></text></svg>b', 'ab'],
    ['<![CDATA[a<b>c]]>d', 'a<bc]]>d'],
    ['a<!-- b <p>c</p>', 'a\nb\nc'],
    ['<bdo dir="rtl">cba</bdo>d', 'cbad\nabc'],
    ['&#000000000000000000055;&#x0000000000037;', '77'],
    ['<svg><title>a</title><text x="1">b</text></svg>', 'a\nb'],
    ['<select><option>a<option>b</select>', 'a\nb'],
    ['<div style="display:none;font-size:0">a</div><span style="color:#fff">b</span>', 'a\nb'],
    ['1 < 2 và 3 > 2', '1 < 2 và 3 > 2'],
    ['<TD>a</TD><TD>b</TD>', 'a\nb'],
    ['x<script>never closed', 'x'],
    ['<o:p>&#160;</o:p>a<?xml x?>b', 'ab'],
    ['<title><!--</title><p>a</p>', '<!--\na'],
    ['<title><style></title><p>a</p>', '<style>\na'],
    ['<textarea><style></textarea><p>a</p>', '<style>\na'],
    ['<iframe><style></iframe>a', '<style>\na'],
    ['<title></titlex><style></title>a', '</titlex><style>\na'],
    ['<title>never closed<p>a', 'never closed\na'],
    ['<title>B&#225;o c&#225;o</title>a', 'Báo cáo\na'],
    ['x<plaintext><style>a', 'x\n<style>a'],
    ['<!-- --!><p>a</p>', 'a'],
    ['<!-- --- -->a', 'a'],
    ['<p ="x>a</p><p title="">b', 'a\nb'],
    ['<p a==">b</p><p title="">c', 'b\nc'],
    ['<p a=b"c>d', 'd'],
    ['<p a = "b>c"d="e>f">g', 'g'],
    ['<p a/b">c', 'c'],
    ['<style.x><p>a</p></style.x>', 'a'],
    ['<svg><style><p>a</p></style></svg>b', 'a\nb'],
    ['<svg><script><p>a', 'a'],
    ['<svg><desc><style><!--</style>a', 'a'],
    ['<!--[if mso]><p>a</p><![endif]--><p>b</p>', 'a\nb'],
    ['<!--[if mso]><style>--><p>b</p>', 'b'],
    ['<!--[if mso]><style><xml></style><p>a</p></xml><![endif]-->', 'a'],
    ['<!--[if gte mso 9]><xml><w:Zoom>0</w:Zoom></xml><![endif]-->a', 'a'],
    ['<!--[if !mso]><!--><p>a</p><!--<![endif]-->b', 'a\nb'],
    ['&#0;&#xD800;&#x110000;&unknown; &', '���&unknown; &'],
  ])('%s', (html, text) => {
    expect(htmlToText(html)).toBe(text)
  })

  test.each([
    '<li>a',
    '<tr><td>a',
    '<p>',
    '<',
    '&',
    '<!--',
    '<a b="',
    '</',
    '<script></',
    '&#x',
    '<b>',
    '<title>',
    '<title></',
    '<svg><style>',
    '<plaintext>',
    '<!--[if',
    '<!--[if x]><xml>',
    '<!--[if x]>-->',
    '<!--[if x-->',
    '<!----',
    '<iframe><noembed>',
    '<p a="',
  ])('a megabyte of %j is read in linear time', (unit) => {
    const html = unit.repeat(1_000_000 / unit.length)
    const started = performance.now()
    htmlToText(html)
    expect(performance.now() - started).toBeLessThan(2000)
  })

  test.each([
    '<li>',
    '<tr><td>a',
    '<',
    '&',
    '&#x',
    '<!--',
    '<a title="',
    '<img alt=a>',
    '<b title=b>',
    '<title><',
    '<!--[if x]><',
    '<iframe srcdoc="&lt;',
    'a <div><div> b',
    '<p a=',
  ])('%s: the cost grows as the text does', (unit) => {
    expectLinear(unit, 1_600_000, htmlToText)
  })

  test.each(['<', '&', '<li>', '<!--[if x]><'])('5 MB of %s', (unit) => {
    const started = performance.now()
    htmlToText(unit.repeat(5_000_000 / unit.length))
    expect(performance.now() - started).toBeLessThan(8000)
  })

  test('references to Content-IDs', () => {
    const html = '<img src="cid:logo@x"><img src=CID:a%40b> cid:'
    expect(readBodyText(Buffer.from(html), 'text/html', 'utf-8', 1000).contentIds).toEqual(['logo@x', 'a@b'])
  })
})
