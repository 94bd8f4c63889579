// Evasion by HTML: a mark of secrecy cut by tags, in references, in places that few programs read.
import {
  B64,
  base64,
  family,
  NOTE,
  type Outcome,
  type Plan,
  plan,
  type Severity,
  secret,
  single,
  text,
  told,
} from './build.ts'
import { MARK } from './spelling.ts'

const html = (id: string, technique: string, severity: Severity, body: string, expect: Outcome[] = secret): Plan =>
  plan(
    id,
    technique,
    severity,
    single(
      ['Content-Type: text/html; charset=utf-8', B64],
      base64(text(`<html><body>${body}<p>${NOTE}</p></body></html>`)),
    ),
    expect,
  )

const tags: Plan[] = [
  html('x-plain', 'a paragraph', 'high', `<p>${MARK}</p>`),
  html('x-split', 'cut by tags', 'high', '<p>TUY<b>Ệ</b>T M<i>Ậ</i>T</p>'),
  html('x-split-empty', 'cut by empty elements', 'high', '<p>TUYỆ<span></span>T M<!-- x -->ẬT</p>'),
  html('x-split-comment', 'cut by a comment that holds a tag', 'high', '<p>TUYỆT<!-- > --> MẬT</p>'),
  html('x-entities', 'character references', 'high', '<p>TUY&#7878;T M&#x1EAC;T</p>'),
  html('x-entities-no-semicolon', 'references without semicolon', 'medium', '<p>TUY&#7878T M&#7852T</p>'),
  html('x-entities-zeros', 'references with many zeros', 'medium', '<p>TUY&#0000007878;T M&#x00001EAC;T</p>'),
  html('x-named', 'named references and combining marks', 'high', '<p>TUY&Ecirc;&#803;T M&Acirc;&#803;T</p>'),
  html('x-zwnj', '&zwnj; between the letters', 'high', '<p>TUY&zwnj;ỆT M&zwnj;ẬT</p>'),
  html('x-shy', '&shy; between the letters', 'high', '<p>TUY&shy;ỆT M&shy;ẬT</p>'),
  html('x-wbr', '<wbr> between the letters', 'high', '<p>TUY<wbr>ỆT M<wbr>ẬT</p>'),
  html('x-table', 'in table cells', 'medium', '<table><tr><td>TUYỆT MẬT</td><td>Số 00</td></tr></table>'),
  html(
    'x-cells',
    'one letter a cell',
    'low',
    '<table><tr><td>T</td><td>U</td><td>Y</td><td>Ệ</td><td>T</td><td> </td><td>M</td><td>Ậ</td><td>T</td></tr></table>',
  ),
  html('x-title', 'in the title', 'low', `<title>${MARK}</title><p>Kính gửi</p>`),
  html('x-alt', 'in the alternative text of a picture', 'medium', `<p><img src="cid:x" alt="${MARK}"></p>`),
  html('x-title-attribute', 'in a title attribute', 'low', `<p><span title="${MARK}">Kính gửi</span></p>`),
  html('x-hidden', 'in an element that is not shown', 'low', `<div style="display:none">${MARK}</div><p>Kính gửi</p>`),
  html('x-white', 'white on white', 'medium', `<p style="color:#fff">${MARK}</p>`),
  html('x-textarea', 'in a textarea', 'low', `<textarea>${MARK}</textarea>`),
  html('x-pre', 'in pre', 'high', `<pre>\n${MARK}\n</pre>`),
  html('x-noscript', 'in noscript', 'medium', `<noscript><p>${MARK}</p></noscript>`),
  html('x-xmp', 'in xmp', 'low', `<xmp>${MARK}</xmp>`),
  html('x-cdata', 'in CDATA', 'low', `<svg><text><![CDATA[${MARK}]]></text></svg>`),
  html('x-unclosed', 'in tags that are never closed', 'high', `<div><p><b>${MARK}`),
  html('x-unclosed-comment', 'behind a comment that is never closed', 'low', `<p>Kính gửi</p><!-- <p>${MARK}</p>`, [
    ...secret,
    ...told('type-contradiction'),
  ]),
  html('x-conditional', 'in a conditional comment of Outlook', 'medium', `<!--[if mso]><p>${MARK}</p><![endif]-->`),
  html('x-attribute-greater', 'behind an attribute with >', 'medium', `<p title="a>b">${MARK}</p>`),
  html('x-bdo', 'turned by <bdo>', 'low', `<p><bdo dir="rtl">${[...MARK].reverse().join('')}</bdo></p>`),
  html('x-deep', 'in 5,000 elements', 'medium', `${'<div>'.repeat(5000)}<p>${MARK}</p>`),
  html('x-upper-tags', 'in tags with odd blanks', 'medium', `<P\n\tALIGN = center >${MARK}</P >`),
  html('x-vn-font', 'TCVN3 in a .VnTime font', 'high', '<p><font face=".VnTimeH">TuyÖt mËt</font></p>'),
  html(
    'x-meta-charset',
    'a charset of its own in a meta element',
    'low',
    '<meta charset="utf-7"><p>TUY+HsY-T M+Hqw-T</p>',
    [...secret, ...told('charset-risky')],
  ),
]

export const tagCases = family('tags', tags)
