// Files within pages, calendars and cards: data: addresses, script literals, inline attachments; pictures stay harmless and cheap.
import { describe, expect, test } from 'vitest'
import { findAttached } from '../../src/document/content-lines.ts'
import { type Embedded, findEmbedded } from '../../src/document/data-uri.ts'
import { readEmbedded } from '../../src/document/embedded-text.ts'
import { newReading } from '../../src/document/reading.ts'
import { expectLinear } from '../support/linear.ts'
import { context, NOW, read } from '../support/reading.ts'
import { buildZip } from '../support/zip-builder.ts'

const ZIP = buildZip([{ name: 'trong.txt', bytes: 'MẪU THỬ NGHIỆM' }])
const B64 = ZIP.toString('base64')
const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.alloc(400, 7)])

function find(html: string, bytes = 1_000_000): Embedded[] {
  return findEmbedded(html, { inflatedLeft: bytes })
}

const octets = (text: string): string =>
  [...text].map((sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, '0')}`).join('')

describe('data: addresses', () => {
  test.each<[string, string]>([
    ['a link', `<a href="data:application/zip;base64,${B64}">tải</a>`],
    ['single quotes', `<a href='data:application/zip;base64,${B64}'>tải</a>`],
    ['no quotes', `<a href=data:application/zip;base64,${B64}>tải</a>`],
    ['capitals', `<a href="DATA:Application/Zip;Base64,${B64}">tải</a>`],
    ['no type', `<a href="data:;base64,${B64}">tải</a>`],
    ['parameters', `<object data="data:application/zip;charset=x;base64,${B64}"></object>`],
    ['line ends within', `<a href="da\nta:application/zip;base64,${B64.replace(/.{20}/g, '$&\r\n')}">tải</a>`],
    ['a style', `<p style="background:url(data:application/zip;base64,${B64})">`],
    ['references', `<a href="d&#97;ta&colon;application/zip;base64&#x2c;${B64}">tải</a>`],
    [
      'references for base64',
      `<a href="data:application/zip;base64,${[...B64].map((sign) => `&#${sign.charCodeAt(0)};`).join('')}">`,
    ],
    ['percent signs', `<a href="data:application/zip,${octets(ZIP.toString('latin1'))}">tải</a>`],
    ['percent signs in base64', `<a href="data:application/zip;base64,${octets(B64)}">tải</a>`],
    ['percent signs in the head', `<a href="data:application/zip%3Bbase64,${B64}">tải</a>`],
    ['a picture that is none', `<img src="data:image/png;base64,${B64}">`],
    ['a font that is none', `<style>@font-face{src:url(data:font/woff2;base64,${B64})}</style>`],
  ])('%s', (_, html) => {
    expect(find(html).map(({ bytes }) => bytes)).toEqual([ZIP])
  })

  test.each<[string, string]>([
    ['a picture', `<img src="data:image/png;base64,${PNG.toString('base64')}">`],
    ['a picture of another type', `<img src="data:image/jpeg;base64,${PNG.toString('base64')}">`],
    [
      'a font',
      `<style>@font-face{src:url(data:font/woff2;base64,${Buffer.from('wOF2abcd').toString('base64')})}</style>`,
    ],
    [
      'a plain drawing',
      `<img src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Cpath d='M0 0'/%3E%3C/svg%3E">`,
    ],
    ['words', '<p>dữ liệu / data: xem, đọc và ghi; data:5, 6</p>'],
    ['nothing', '<img src="data:,">'],
    ['a mail address', '<a href="mailto:data@mau.example">data:</a>'],
  ])('%s is harmless', (_, html) => {
    expect(find(html)).toEqual([])
  })

  test('a drawing with a program is given', () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    expect(
      find(`<img src="data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}">`)[0]!.bytes.toString(),
    ).toBe(svg)
  })

  test('names of the tag and of the address', () => {
    expect(find(`<a title="x" download="hoa-don.iso" href="data:application/zip;base64,${B64}">`)[0]!.name).toBe(
      'hoa-don.iso',
    )
    expect(find(`<a href="data:application/zip;base64,${B64}" download=b.zip>`)[0]!.name).toBe('b.zip')
    expect(find(`<a href="data:application/zip;name=c.zip;base64,${B64}">`)[0]!.name).toBe('c.zip')
  })

  test('more files than are looked at, and more bytes than the budget, are told', () => {
    const many = find('<a href="data:text/x;base64,QUJD">'.repeat(150))
    expect(many).toHaveLength(101)
    expect(many.at(-1)!.bytes).toBe('count-limit')
    expect(find(`<a href="data:application/zip;base64,${B64}">`, 10)[0]!.bytes).toBe('size-limit')
  })
})

describe('literals of scripts', () => {
  const script = (code: string) => `<html><body><script>${code};a.download="x"</script></body></html>`
  test.each<[string, string]>([
    ['base64', script(`var b=atob("${B64}")`)],
    ['escapes', script(`var b="${[...ZIP].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}"`)],
    ['numbers', script(`new Blob([new Uint8Array([${[...ZIP].join(', ')}])])`)],
    ['hexadecimal numbers', script(`new Uint8Array([${[...ZIP].map((byte) => `0x${byte.toString(16)}`).join(',')}])`)],
  ])('%s', (_, html) => {
    expect(find(html).map(({ bytes }) => bytes)).toEqual([ZIP])
  })

  test('libraries and other long words are none', () => {
    expect(find(script(`var s="${'abcdefgh'.repeat(200)}",n=[${Array(200).fill(1).join()}]`))).toEqual([])
  })
})

describe('as documents', () => {
  const link = `<html><body><a download="tai.zip" href="data:application/zip;base64,${B64}">x</a></body></html>`

  test('of a page, of a vector picture, of a calendar and of a card', async () => {
    const calendar = `BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nATTACH;FMTTYPE=application/zip;ENCODING=BASE64;VALUE=BINARY;X-FILENAME=\r\n "tai.zip":${B64.replace(/.{60}/g, '$&\r\n ')}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`
    const card = `BEGIN:VCARD\r\nVERSION:3.0\r\nKEY;ENCODING=b;X-FILENAME=tai.zip:${B64}\r\nEND:VCARD\r\n`
    const svg = `<svg xmlns="http://www.w3.org/2000/svg"><a download="tai.zip" href="data:application/zip;base64,${B64}"/></svg>`
    for (const source of [link, svg, calendar, card]) {
      const document = await read(source, 'x')
      expect(document.children, source.slice(0, 20)).toMatchObject([
        { name: 'tai.zip', kind: 'zip', children: [{ name: 'trong.txt' }] },
      ])
      expect(document.inspected).toBe('full')
    }
    expect((await read(link, 'x.html')).kind).toBe('html')
  })

  test('of the words of a message', async () => {
    const reading = newReading(context(), NOW, null)
    const at = { part: '1', path: [] }
    const { children, reasons } = await readEmbedded(link, at, 1, reading)
    expect(children).toMatchObject([
      { name: 'tai.zip', kind: 'zip', at: { part: '1', path: ['tai.zip'] }, declaredType: 'application/zip' },
    ])
    expect(reasons).toEqual([])
    expect(await readEmbedded('<p>MẪU</p>', at, 1, reading)).toEqual({ children: [], reasons: [] })
  })

  test('a page within a page within a page stops at the depth', async () => {
    let html = '<p>a</p>'
    for (let i = 0; i < 8; i++)
      html = `<html><a href="data:text/html;base64,${Buffer.from(html).toString('base64')}">x</a></html>`
    const document = await read(html, 'x.html', { depth: 5 })
    let deepest = document
    while (deepest.children[0]) deepest = deepest.children[0]
    expect(deepest.reasons).toEqual(['depth-limit'])
  })
})

describe('cards and calendars', () => {
  test('pictures are harmless; vCard 2.1 and 4 are read; a link is none', () => {
    const budget = { inflatedLeft: 1_000_000 }
    expect(findAttached(`PHOTO;ENCODING=b;TYPE=PNG:${PNG.toString('base64')}`, budget)).toEqual([])
    expect(findAttached(`LOGO;TYPE=PNG;BASE64:\r\n ${B64}\r\n`, budget)[0]!.bytes).toEqual(ZIP)
    expect(
      findAttached(`KEY;ENCODING=BASE64:${B64.slice(0, 40)}\r\n${B64.slice(40)}\r\n\r\n`, budget)[0]!.bytes,
    ).toEqual(ZIP)
    expect(findAttached(`KEY:data:application/zip;base64,${B64}`, budget)[0]!.bytes).toEqual(ZIP)
    expect(findAttached('ATTACH:https://mau.example/a.zip', budget)).toEqual([])
  })
})

describe('hostile input costs no more than its length', () => {
  test.each<[string, string]>([
    ['addresses', 'data:;base64,A'],
    ['heads', 'data:'],
    ['half schemes', 'd\n\n\n\n'],
    ['open quotes', '"data:a/b,'],
    ['brackets', '(data:a/b,'],
    ['literals', `<script>"${'A'.repeat(119)}"`],
    ['numbers', '<script>[1,'],
    ['references', '&#100;&#97'],
    ['zeros', '&#0'],
    ['hexadecimal zeros', '&#x000000000'],
    ['drawings', 'data:image/svg+xml,<svg '],
    ['scripts', '<script '],
  ])('%s', (_, piece) => {
    expectLinear(piece, 2_000_000, (html) => find(html, 1e9))
  })

  test('a page full of pasted pictures costs little', () => {
    const html =
      `<img src="data:image/png;base64,${Buffer.concat([PNG, Buffer.alloc(4_000_000, 5)]).toString('base64')}">`.repeat(
        3,
      )
    const started = performance.now()
    expect(find(html)).toEqual([])
    expect(performance.now() - started).toBeLessThan(1000)
  })
})
