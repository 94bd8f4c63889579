// Words that a browser or Word shows of a page, and that stand in none of its elements (MẪU THỬ NGHIỆM).
import { expect, test } from 'vitest'
import { TextCollector } from '../../../src/document/text/collect.ts'
import { readHtml } from '../../../src/document/text/html.ts'
import { expectLinear } from '../../support/linear.ts'
import { read } from '../../support/reading.ts'

const MARK = 'TỐI MẬT'
const page = (body: string, style = '') =>
  read(
    `<!doctype html><html><head><meta charset=utf-8><style>${style}</style></head><body><p>MẪU</p>${body}</body></html>`,
    'a.html',
  )

test.each([
  ['generated content', '', `.a::before{content:"${MARK}"}`],
  ['escapes', '', '.a:before{color:red;content:"T\\1ed0 I M\\1eac T"}'],
  ['strings one behind the other', '', `.a:after { content : 'TỐI ' "MẬT" }`],
  ['a variable', '', `:root{--m:"${MARK}"}.a:before{content:var(--m)}`],
  ['marks of a list', `<ul style="list-style-type:'${MARK}'"><li>x</ul>`, ''],
  ['a counter style', '', `@counter-style m{system:cyclic;symbols:"${MARK}"}`],
  ['a page in an attribute', `<iframe srcdoc="&lt;p&gt;${MARK}&lt;/p&gt;"></iframe>`, ''],
  ['a shadow tree', `<div><template shadowrootmode=open><p>${MARK}</p></template></div>`, ''],
  ['what Word shows, which runs no scripts', `<noscript><p>${MARK}</p></noscript>`, ''],
  ['a group of a list', `<select><optgroup label="${MARK}"><option>x</select>`, ''],
])('%s', async (_, body, style) => {
  const { text, secrecy } = await page(body, style)
  expect(text!.split('\n').map((line) => line.trim())).toContain(MARK)
  expect(secrecy!.degree).toBe('tối mật')
})
test('a template that waits for a script is not shown; nor are other strings of a style sheet', async () => {
  const { text } = await page(`<template>${MARK}</template>`, `.a{font-family:"${MARK}";background:url("${MARK}")}`)
  expect(text).not.toContain('MẬT')
})
test('style sheets and pages within pages take linear time', () => {
  const collect = (html: string) => readHtml(html, new TextCollector(1e7, Number.POSITIVE_INFINITY))
  for (const unit of ['content:', 'content:"\\', 'symbols:"a";'])
    expectLinear(unit, 400_000, (css) => collect(`<style>${css}</style>`))
  expectLinear('<iframe srcdoc="&lt;iframe srcdoc=&quot;', 400_000, collect)
  expectLinear('<iframe srcdoc="<p>a</p>">', 400_000, collect)
})
