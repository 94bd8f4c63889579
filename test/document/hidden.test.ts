// What hides a program from a reader: office packages, pages, messages, names, second kinds, templates (MẪU THỬ NGHIỆM).
import { describe, expect, test } from 'vitest'
import { nameFacts } from '../../src/document/names.ts'
import { hasScript } from '../../src/document/page-script.ts'
import { readDocument } from '../../src/document/read.ts'
import { newReading } from '../../src/document/reading.ts'
import { context, NOW, read } from '../support/reading.ts'
import { buildOoxml, buildZip, DOCX_TYPE, relationships } from '../support/zip-builder.ts'

const PROGRAM = `MZ${'\0'.repeat(60)}`
const DOCM_TYPE = 'application/vnd.ms-word.document.macroEnabled.main+xml'
const RELS = 'word/_rels/document.xml.rels'
const PNG = Buffer.concat([
  Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex'),
  Buffer.alloc(100),
])

describe('files beside the parts of an office package', () => {
  const odg = { name: 'mimetype', bytes: 'application/vnd.oasis.opendocument.graphics' }

  test.each([
    ['docx', buildOoxml(DOCX_TYPE, [{ name: 'evil.exe', bytes: PROGRAM }])],
    ['docx', buildOoxml(DOCX_TYPE, [{ name: 'word/embeddings/evil.dat', bytes: PROGRAM }])],
    ['odg', buildZip([odg, { name: 'META-INF/manifest.xml', bytes: '<x/>' }, { name: 'evil.exe', bytes: PROGRAM }])],
  ])('a program in a %s is a document of its own', async (kind, bytes) => {
    for (const name of ['ho-so.zip', 'ho-so.docx']) {
      const facts = await read(bytes, name)
      expect(facts.kind).toBe(kind)
      expect(facts.children.filter(({ executable }) => executable).map((child) => child.kind)).toEqual(['exe'])
    }
  })

  test('an archive by name is walked whole, a document by name only where it is odd', async () => {
    const parts = [
      { name: 'word/media/a.png', bytes: PROGRAM },
      { name: 'a.bat', bytes: '@echo off' },
    ]
    const bytes = buildOoxml(DOCX_TYPE, parts)
    expect((await read(bytes, 'a.docx')).children.map(({ name }) => name)).toEqual(['a.bat'])
    expect((await read(bytes, 'a.zip')).children.map(({ name }) => name)).toContain('word/media/a.png')
  })

  test('ordinary parts are not read again, left-overs of no kind are not told', async () => {
    const parts = ['word/media/image1.emf', 'word/fonts/font1.odttf', 'word/media/image2.svg', '[trash]/0000.dat']
    const bytes = buildOoxml(
      DOCX_TYPE,
      parts.map((name) => ({ name, bytes: '\u0001\u0002\u0003\0' })),
    )
    expect(await read(bytes, 'a.docx')).toMatchObject({ children: [], inspected: 'full', reasons: [] })
  })

  test('what is embedded in an editable document is not worked on by itself', async () => {
    const sheet = buildOoxml('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml')
    const facts = await read(buildOoxml(DOCX_TYPE, [{ name: 'word/embeddings/a.xlsx', bytes: sheet }]))
    expect(facts).toMatchObject({ editable: true, macros: false, children: [{ kind: 'xlsx', editable: false }] })
  })

  test('nesting ends at the limit and is told', async () => {
    const bytes = buildOoxml(DOCX_TYPE, [{ name: 'evil.exe', bytes: PROGRAM }])
    expect(await read(bytes, 'a.docx', { depth: -1 })).toMatchObject({
      children: [],
      inspected: 'partial',
      reasons: ['depth-limit'],
    })
  })
})

describe('office packages, by relationship', () => {
  test('a VBA project of any name and type', async () => {
    const rels = { name: RELS, bytes: relationships({ type: 'vbaProject', target: 'data.bin' }) }
    expect(await read(buildOoxml(DOCX_TYPE, [rels, { name: 'word/data.bin', bytes: 'x' }]))).toMatchObject({
      macros: true,
      active: ['macro'],
    })
  })

  test('text taken in from elsewhere, or from a part of another kind', async () => {
    const outside = {
      name: RELS,
      bytes: relationships({ type: 'aFChunk', target: 'http://example.com/a.rtf', external: true }),
    }
    expect((await read(buildOoxml(DOCX_TYPE, [outside]))).active).toEqual(['external-link'])
    const inside = { name: RELS, bytes: relationships({ type: 'aFChunk', target: 'a.xml' }) }
    const rtf = await read(buildOoxml(DOCX_TYPE, [inside, { name: 'word/a.xml', bytes: '{\\rtf1{\\*\\objdata 00}}' }]))
    expect(rtf.children).toMatchObject([{ kind: 'rtf', active: ['ole-object'] }])
    const docm = buildOoxml(DOCM_TYPE, [{ name: 'word/vbaProject.bin', bytes: 'x' }])
    expect((await read(buildOoxml(DOCX_TYPE, [inside, { name: 'word/a.xml', bytes: docm }]))).macros).toBe(true)
  })

  test.each([
    ['<script:event-listener xlink:href="vnd.sun.star.script:a?language=Python"/>', true],
    ['<presentation:event-listener script:event-name="dom:click"/><office:event-listeners/>', false],
  ])('OpenDocument with %s has macros: %s', async (content, macros) => {
    const odt = buildZip([
      { name: 'mimetype', bytes: 'application/vnd.oasis.opendocument.text' },
      { name: 'META-INF/manifest.xml', bytes: '<x/>' },
      { name: 'content.xml', bytes: `<office:document-content>${content}</office:document-content>`, deflated: true },
    ])
    expect((await read(odt)).macros).toBe(macros)
  })
})

test.each([
  '{\\rtf1{\\*\r\n\\template http://example.com/a}}',
  '{\\rtf1{\\template http://example.com/a}}',
  '{\\rtf1{\\*\\template \\u104 ?\\u116 ?\\u116 ?\\u112 ?://example.com/a}}',
  "{\\rtf1{\\*\\template \\'68\\'74\\'74\\'70://example.com/a}}",
  '{\\rtf1{\\templatefoo x}{\\*\\template \\\\\\\\may-chu\\\\a.dotm}}',
])('RTF loads its template: %s', async (text) => {
  expect((await read(text)).active).toEqual(['external-link'])
})

describe('pages', () => {
  const svg = 'xmlns="http://www.w3.org/2000/svg"'
  test.each([
    '<html><script id="json">x()</script>',
    '<html><script src="https://example.com/json.js"></script>',
    '<html><script a=" type=application/json ">x()</script>',
    '<script type="text/javascript" type="application/json">x()</script>',
    'xin chào <script>x()</script>',
    `<!-- ${'x'.repeat(3000)} --><html><script>x()</script>`,
    `<?xml version="1.0"?><!-- ${'x'.repeat(9000)} --><html><script>x()</script></html>`,
    '<x:html><x:script>x()</x:script></x:html>',
    '<html><body onmouseover=x()>',
    '<input autofocus onfocus=x()>',
    '<iframe srcdoc="&lt;script&gt;">',
    '<iframe src="java&#115;cript&colon;x()">',
    '<iframe src="java\nscript:x()">',
    '<iframe src="data:text/html;base64,PHNjcmlwdD4=">',
    `<svg ${svg}><animate onbegin="x()"/></svg>`,
    '<!DOCTYPE svg [<!ENTITY x "&#38;#60;script&#38;#62;x()">]><svg>&x;</svg>',
    '<scr\x1b(Bipt>x()</script>',
  ])('%s', async (text) => {
    for (const name of ['a.html', 'a.xht', 'a.mht', 'a.svg.htm']) {
      expect((await read(text, name)).executable, name).toBe(true)
    }
  })

  test('by content where the name says nothing', async () => {
    expect(await read(`<!-- x --><svg ${svg}><script>x()</script></svg>`)).toMatchObject({
      kind: 'svg',
      executable: true,
    })
    expect(await read(`<s:svg xmlns:s="x"><s:script>x()</s:script></s:svg>`)).toMatchObject({
      kind: 'svg',
      executable: true,
    })
    expect(await read('xin chào <script>x()</script>', 'a.txt')).toMatchObject({ kind: 'txt', executable: false })
  })

  test('UTF-16 after many blanks, and behind a picture', async () => {
    const wide = Buffer.from(`\ufeff${' '.repeat(70_000)}<html><script>x()</script>`, 'utf16le')
    expect((await read(wide, 'a.html')).executable).toBe(true)
    const both = Buffer.concat([PNG, Buffer.from('<script>x()</script>')])
    expect(await read(both, 'a.htm')).toMatchObject({ kind: 'png', alsoKinds: ['html'], executable: true })
    expect((await read(both, 'a.png')).executable).toBe(false)
  })

  test('by the declared type', async () => {
    const input = { at: { part: '2', path: [] }, depth: 0, names: [], disposition: null }
    const reading = newReading(context(), NOW, null)
    const bytes = Buffer.from('xin chào <script>x()</script>')
    expect((await readDocument({ ...input, bytes, declaredType: 'text/html' }, reading)).executable).toBe(true)
    expect((await readDocument({ ...input, bytes, declaredType: 'text/plain' }, reading)).executable).toBe(false)
  })

  test.each([
    '<html><body><p>Hóa đơn</p><a href="https://example.com/?on=1">xem</a></body></html>',
    '<html><script type="application/ld+json">{}</script><script id=a type=application/json>{}</script>',
    '<html><p>mô tả: javascript: là gì; online = trực tuyến?</p>'.replace('online', 'onion'),
    '<html><description>x</description><img src="data:image/png;base64,AA==">',
  ])('ordinary: %s', async (text) => {
    expect((await read(text, 'a.html')).executable).toBe(false)
  })

  test.each([
    'script:'.repeat(300_000),
    '<script '.repeat(200) + ' a=b'.repeat(400_000),
    ' on'.repeat(600_000),
    ` onaaa${' '.repeat(2_000_000)}`,
    `=${' "'.repeat(1_000_000)}`,
    '&#0'.repeat(500_000),
  ])('hostile text costs linear time', (text) => {
    const start = performance.now()
    hasScript(text)
    expect(performance.now() - start).toBeLessThan(2000)
  })
})

describe('messages as files', () => {
  const rest = 'From: a@b\r\nSubject: x\r\n\r\ny'
  test.each([
    ['x', `${'X-A: 1\r\n'.repeat(70)}${rest}`],
    ['x', `\r\n\r\n${rest}`],
    ['x', 'X-A: 1\r\nX-B: 2\r\nContent-Type: multipart/mixed;\r\n boundary="b"\r\n\r\n--b\r\n'],
    ['thu.eml', `dòng lạ\r\n${rest}`],
    ['thu.mht', `<html>\r\n${rest}`],
    ['thu.eml', `\0\0\0${rest}`],
  ])('%s with %j', async (name, text) => {
    expect((await read(text, name)).kind).toBe('eml')
  })

  test('the reader of messages gets it from its first field on', async () => {
    const given: string[] = []
    const reading = newReading(context(), NOW, async (bytes) => {
      given.push(bytes.toString())
      return { children: [], inspected: 'full', reasons: [] }
    })
    const input = { at: { part: '2', path: [] }, depth: 0, names: [], disposition: null }
    await readDocument({ ...input, bytes: Buffer.from(`\r\n \r\n${rest}`), declaredType: null }, reading)
    await readDocument({ ...input, bytes: Buffer.from('X-A: 1'), declaredType: 'message/news' }, reading)
    await readDocument(
      { ...input, bytes: Buffer.from('Action: failed'), declaredType: 'message/delivery-status' },
      reading,
    )
    expect(given).toEqual([rest, 'X-A: 1'])
  })
})

describe('a second kind', () => {
  const zip = buildZip([{ name: 'a.exe', bytes: PROGRAM }])

  test('an archive with something behind it, or with offsets from the first byte', async () => {
    const tail = await read(Buffer.concat([PNG, zip, Buffer.from('xx')]))
    expect(tail).toMatchObject({ kind: 'png', alsoKinds: ['zip'], children: [{ kind: 'exe' }] })
    const shifted = Buffer.from(zip)
    const directory = shifted.indexOf('PK\x01\x02', 0, 'latin1')
    shifted.writeUInt32LE(PNG.length, directory + 42)
    shifted.writeUInt32LE(PNG.length + directory, shifted.length - 6)
    expect(await read(Buffer.concat([PNG, shifted]))).toMatchObject({ alsoKinds: ['zip'], children: [{ kind: 'exe' }] })
  })

  test('an office file behind a picture is editable and has its macros', async () => {
    const docm = buildOoxml(DOCM_TYPE, [{ name: 'word/vbaProject.bin', bytes: 'x' }])
    expect(await read(Buffer.concat([PNG, docm]), 'a.docx')).toMatchObject({
      kind: 'png',
      alsoKinds: ['docm'],
      editable: true,
      macros: true,
      active: ['macro'],
    })
  })
})

test.each([
  ['evil.bat:$DATA', 'bat'],
  ['evil.bat:x:$DATA', 'bat'],
  ['evil.bat:x', 'bat'],
  ['a.txt:evil.bat', 'bat'],
  ['evil.bat/', 'bat'],
  ['evil.bat\\\\', 'bat'],
  ['evil.b\\at', 'bat'],
])('%s is read as .%s', (name, extension) => {
  expect(nameFacts([name]).extensions).toContain(extension)
})

test.each([
  ['C:\\Hồ sơ\\a.docx', ['docx']],
  ['www.example.com: báo giá', []],
  ['Giá:$500.pdf', ['pdf']],
])('%s is ordinary', (name, extensions) => {
  expect(nameFacts([name])).toMatchObject({ extensions, problems: [] })
})

describe('what macOS leaves in archives', () => {
  // Magic, version, filler, one entry: its number, offset and length.
  const apple = (id: number) =>
    Buffer.from(`0005160700020000${'00'.repeat(16)}0001${`0000000${id}`}0000002600000000`, 'hex')

  test('is of a known kind and harmless', async () => {
    expect(await read(apple(9), '._a.pdf')).toMatchObject({ kind: 'appledouble', inspected: 'full', reasons: [] })
    const folder = Buffer.concat([Buffer.from('0000000142756431', 'hex'), Buffer.alloc(500)])
    expect(await read(folder, '.DS_Store')).toMatchObject({ kind: 'ds_store', inspected: 'full', reasons: [] })
  })

  test('unless the file itself is in it, or an archive behind it', async () => {
    expect((await read(apple(1))).children).toMatchObject([{ kind: 'empty' }])
    const zip = buildZip([{ name: 'a.exe', bytes: PROGRAM }])
    expect((await read(Buffer.concat([apple(9), zip]))).children).toMatchObject([{ kind: 'exe' }])
  })
})
