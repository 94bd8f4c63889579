// Words of HTML mail set in fonts of old encodings are read by the font: tags, styles, rules, references; also as LibreOffice writes them.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { undoFontEncodings } from '../../src/document/text/html-legacy.ts'
import type { MessageFacts } from '../../src/facts.ts'
import { expectLinear } from '../support/linear.ts'
import { writeByOffice } from '../support/office-files.ts'
import { readLines } from '../support/reading.ts'
import { flatLetter } from '../support/text-places.ts'

const mail = (html: string | Buffer, charset = 'utf-8'): Promise<MessageFacts> =>
  readLines([
    'From: a.cangio@tphcm.gov.vn',
    'Subject: x',
    'MIME-Version: 1.0',
    `Content-Type: text/html; charset=${charset}`,
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(html).toString('base64'),
  ])
const LETTER = '<p>UBND HUYỆN MẪU THỬ NGHIỆM</p><p>Số: 12/UBND-VP</p>'
const page = (body: string, head = '') => `<html><head>${head}</head><body>${body}${LETTER}</body></html>`
const lines = ({ texts }: MessageFacts) => texts.at(-1)!.text.split('\n')

describe('a mark in', () => {
  test.each([
    ['a font element', page('<p><font face=".VnTimeH">tèi mËt</font></p>')],
    ['several families', page("<p><font face='.VnTimeH, serif' size=4>tèi <b>mËt</b></font></p>")],
    ['a style attribute', page('<p style="font-family: .VnTimeH, serif">tèi mËt</p>')],
    [
      'the style that Word writes',
      page(`<p><span style='font-size:14.0pt;font-family:".VnTimeH","serif"'>tèi mËt</span></p>`),
    ],
    ['a style with references', page('<p style="font-family:&quot;.VnTimeH&quot;">tèi mËt</p>')],
    ['an escaped name', page('<p style="font-family:\\.VnTimeH">tèi mËt</p>')],
    ['the rule of a class', page('<p class="dau x">tèi mËt</p>', '<style>.dau{font-family:".VnTimeH"}</style>')],
    [
      'the rules that Word writes',
      page(
        '<div class=WordSection1><p class=MsoNormal>tèi mËt</p></div>',
        '<style><!--\n/* Font Definitions */\n@font-face\n\t{font-family:".VnTimeH";}\n/* Style Definitions */\n p.MsoNormal, li.MsoNormal\n\t{margin:0in;\n\tfont-family:".VnTimeH";}\n--></style>',
      ),
    ],
    [
      'a rule under a condition',
      page(
        '<p class=a>tèi mËt</p>',
        '<style>@media screen { p {color:red} .a {font-family:.VnTimeH} } p.b{color:red}</style>',
      ),
    ],
    ['references', page('<p><font face=.VnTimeH>t&egrave;i m&#203;t</font></p>')],
    ['the other case of letters', page('<P><FONT FACE=".VNTIMEH">TèI MËT</FONT></P>').replace('VNTIMEH', 'VnTimeH')],
    ['VPS', page('<p><font face="VPS Times">T&#150;I M&#3;T</font></p>')],
    ['VPS, capitals as small letters', page('<p style="font-family: VPS Helv, sans-serif">T–I M&AElig;T</p>')],
    ['VPS in a font of capitals', page('<p><font face="VPS Times Hoa">t&Oacute;i mÆt</font></p>')],
    ['VNI', page('<p><font face="VNI-Times">TOÁI MAÄT</font></p>')],
  ])('%s', async (_name, html) => {
    const facts = await mail(html)
    expect(facts.texts).toHaveLength(2)
    expect(lines(facts)).toEqual(['TỐI MẬT', 'UBND HUYỆN MẪU THỬ NGHIỆM', 'Số: 12/UBND-VP'])
    expect(facts.secrecy.degree).toBe('tối mật')
    expect(facts.secrecy.places).toContainEqual(expect.objectContaining({ text: 'TỐI MẬT', strength: 'strong' }))
  })

  test.each(['windows-1252', 'iso-8859-1', 'us-ascii', 'utf-8'])(
    'bytes as the font has them under %s',
    async (charset) => {
      const html = Buffer.from('<p><font face=".VnTimeH">tèi mËt</font></p><p>So 12</p>', 'latin1')
      expect((await mail(html, charset)).secrecy.degree).toBe('tối mật')
    },
  )
})

describe('the font of text', () => {
  test.each([
    ['ends with its element', '<p><font face=.VnTime>mËt</font> đô</p>', 'mật đô'],
    ['ends with a paragraph without end tag', '<p style="font-family:.VnTimeH">tèi<p>ngày lễ', 'TỐI\nngày lễ'],
    [
      'ends with a cell without end tag',
      '<table><tr><td style="font-family:.VnTimeH">tèi<td>lễ<tr><td>ê</table>',
      'TỐI\nlễ\nê',
    ],
    [
      'ends where another begins',
      '<div style="font-family:.VnTimeH">tèi <i style="font-family:Arial">lễ ê</i></div>',
      'TỐI lễ ê',
    ],
    ['may show markup', '<p><font face=.VnTime>m&lt;b&gt;Ët &amp;amp; ®</font></p>', 'm<b>ật &amp; đ'],
    ['does not reach into a style element', '<font face=.VnTimeH>mËt<style>p{color:red}</style></font>', 'MẬT'],
    ['is not that of a comment', '<!-- <font face=.VnTimeH> --><p>tèi</p><font face=.VnTime>mËt</font>', 'tèi\nmật'],
  ])('%s', async (_name, html, text) => {
    expect((await mail(html)).texts.at(-1)!.text).toBe(text)
  })

  test('a page without such a font is read once, also with hosts that look like one', async () => {
    const html = page(
      '<p style="font-family:Arial"><a href="https://hanoi.vnpost.example">www.vnpost.example vni-x</a> tèi vps-x</p>',
    )
    expect(undoFontEncodings(html)).toBeNull()
    expect((await mail(html)).texts).toHaveLength(1)
  })

  test('Unicode in such a font is read as it stands, too', async () => {
    const facts = await mail('<p style="font-family:.VnTime">TỐI MÂ\u0323T</p><p>Số: 12/UBND-VP</p>')
    expect(facts.secrecy.degree).toBe('tối mật')
  })
})

describe('in proportion to its length', () => {
  const undo = (text: string) => undoFontEncodings(`<font face=.VnTimeH>${text}`)
  test.each([
    ['text', 'tèi mËt & <'],
    ['fonts', '<font face=.VnTime>a'],
    ['paragraphs', '<p style="font-family:.VnTime">a'],
    ['cells', '<tr><td>a<th>'],
    ['ends', '</p></td>'],
    ['comments', '<!--a'],
    ['declarations', '<!a'],
    ['quotes', '<p style="'],
    ['names', '<aaaaaaaaaaaa '],
    ['attributes', ' style=a'],
    ['sheets', '<style>p{color:red}</style>'],
    ['unclosed sheets', '<style>@media a{'],
    ['comments of rules', '<style>/* a '],
    ['conditions', '<style>@media{@supports {'],
  ])('%s', { timeout: 60_000 }, (_name, unit) => expectLinear(unit, 400_000, undo))
})

const made = writeByOffice((folder) => {
  const path = join(folder, 'thu.fodt')
  const body = ['<text:span text:style-name="V">c«ng v¨n mËt cña huyÖn</text:span> MẪU THỬ NGHIỆM', 'Số: 12/UBND-VP']
  writeFileSync(path, flatLetter(body.map((each) => `<text:p>${each}</text:p>`).join('')))
  const factory = pathToFileURL(path).href
  return [
    { factory, filter: 'HTML (StarWriter)', name: 'thu.html' },
    { factory, filter: 'XHTML Writer File', name: 'thu.xhtml' },
  ]
})

test.skipIf(made === null).each(['thu.html', 'thu.xhtml'])('LibreOffice writes %s', async (name) => {
  const { text } = (await mail(made!.get(name)!)).texts.at(-1)!
  expect(text.replace(/\s+/g, ' ')).toContain('công văn mật của huyện MẪU THỬ NGHIỆM')
})
