// OpenDocument made by hand: fonts by declared faces, fields that look like parts, circles, too much of everything.
import { describe, expect, test } from 'vitest'
import { read } from '../../support/reading.ts'
import { flatBook, flatLetter } from '../../support/text-places.ts'
import { buildZip } from '../../support/zip-builder.ts'

const style = (family: string, name: string, font: string | null, parent: string | null = null) =>
  `<style:style style:name="${name}" style:family="${family}"${parent === null ? '' : ` style:parent-style-name="${parent}"`}>${font === null ? '' : `<style:text-properties fo:font-family="${font}"/>`}</style:style>`
const box = (text: string, attributes: string) =>
  `<draw:frame ${attributes}><draw:text-box>${text}</draw:text-box></draw:frame>`
const p = (text: string, name = '') => `<text:p${name && ` text:style-name="${name}"`}>${text}</text:p>`
const cell = (text: string, attributes: string) =>
  `<table:table-cell office:value-type="string" ${attributes}>${text}</table:table-cell>`
const letter = (styles: string, body: string) =>
  `<office:document office:mimetype="application/vnd.oasis.opendocument.text" office:version="1.3">${styles}<office:body><office:text>${body}</office:text></office:body></office:document>`
const FACES =
  '<office:font-face-decls><style:font-face style:name="F" svg:font-family="&apos;.VnTime&apos;"/></office:font-face-decls>'
const span = (name: string, text: string) => `<text:p><text:span text:style-name="${name}">${text}</text:span></text:p>`
const fontsOf = async (bytes: Buffer | string, name = 'a.fodt') =>
  (await read(bytes, name)).fonts!.map(({ name, sample }) => [name, sample])

describe('fonts', () => {
  test('words in a declared face are decoded by its family', async () => {
    const document = await read(
      flatLetter('<text:p><text:span text:style-name="V">§Ò nghÞ c¸c phßng b¸o c¸o</text:span></text:p>'),
      'a.fodt',
    )
    expect(document.fonts).toMatchObject([{ name: '.VnTime' }])
    expect(document.text).toMatch(/^đề nghị các phòng báo cáo/i)
    expect(document.encoding!.legacy).toMatchObject([{ form: 'tcvn3' }])
  })
  test('of a face and a family the last counts, as LibreOffice has it', async () => {
    const styles = ['style:font-name="F" fo:font-family="B"', 'fo:font-family="B" style:font-name="F"'].map(
      (each, i) => `<style:style style:name="T${i}" style:family="text"><style:text-properties ${each}/></style:style>`,
    )
    const automatic = `${FACES}<office:automatic-styles>${styles.join('')}</office:automatic-styles>`
    expect(await fontsOf(letter(automatic, span('T0', 'one') + span('T1', 'hai')))).toEqual([
      ['B', 'one'],
      ['.VnTime', 'hai'],
    ])
  })
  test('labels of lists in a style set nothing for its text', async () => {
    const list =
      '<text:list-style><text:list-level-style-bullet><style:text-properties fo:font-family="StarSymbol"/></text:list-level-style-bullet></text:list-style>'
    const styles = `<office:styles><style:style style:name="P" style:family="paragraph"><style:text-properties fo:font-family="Times New Roman"/><style:graphic-properties>${list}</style:graphic-properties></style:style></office:styles>`
    expect(await fontsOf(letter(styles, p('chữ', 'P')))).toEqual([['Times New Roman', 'chữ']])
  })
  test('automatic styles of one name in both parts of a package', async () => {
    const automatic = (font: string) =>
      `<office:automatic-styles>${style('paragraph', 'P1', font)}</office:automatic-styles>`
    const package_ = buildZip([
      { name: 'mimetype', bytes: 'application/vnd.oasis.opendocument.text' },
      {
        name: 'content.xml',
        bytes: `<office:document-content>${automatic('Body')}<office:body><office:text>${p('thân', 'P1')}</office:text></office:body></office:document-content>`,
      },
      {
        name: 'styles.xml',
        bytes: `<office:document-styles>${automatic('Head')}<office:master-styles><style:master-page style:name="S"><style:header>${p('đầu', 'P1')}</style:header><style:footer style:display="false">${p('tắt', 'P1')}</style:footer></style:master-page></office:master-styles></office:document-styles>`,
      },
      { name: 'META-INF/manifest.xml', bytes: '<manifest:manifest/>' },
    ])
    expect(await fontsOf(package_, 'a.odt')).toEqual([
      ['Body', 'thân'],
      ['Head', 'đầu'],
    ])
    expect((await read(package_, 'a.odt')).text).toContain('tắt')
  })
})

describe('hostile', () => {
  test.each(['settings', 'meta', 'title', 'creator', 'date', 'sender-firstname', 'subject'])(
    'text:%s is a field of a paragraph',
    async (name) => {
      const document = await read(letter('', `<text:p>a <text:${name}>TỐI MẬT</text:${name}> b</text:p>`), 'a.fodt')
      expect(document.texts).toMatchObject([{ where: 'body', text: 'a TỐI MẬT b\n' }])
    },
  )
  test('a box that breaks off is told', async () => {
    const document = await read(letter('', '<text:p>a<draw:frame><draw:text-box><text:p>TỐI MẬT</text:q>'), 'a.fodt')
    expect(document.text).toContain('TỐI MẬT')
    expect(document.reasons).toEqual(['damaged'])
  })
  test('a made-up citation and the value of a cell over its text', async () => {
    const note = '<text:note><text:note-citation text:label="MẬT">MẬT</text:note-citation></text:note>'
    expect((await read(letter('', `<text:p>a${note}</text:p>`), 'a.fodt')).text).toContain('MẬT')
    const book = flatBook(
      `<table:table table:name="s"><table:table-row>${cell(p('thường'), 'office:string-value="TỐI MẬT"')}</table:table-row></table:table>`,
      '',
    )
    expect((await read(book, 'a.fods')).text).toMatch(/thường\nTỐI MẬT/)
  })
  test('styles that are their own parents, and names of JavaScript', async () => {
    const circle = `<office:styles>${style('graphic', 'a', null, 'b')}${style('graphic', 'b', null, 'a')}</office:styles>`
    const body = ['a', 'constructor', '__proto__'].map((name) => box(p(name), `draw:style-name="${name}"`)).join('')
    const show = `<office:document office:mimetype="application/vnd.oasis.opendocument.presentation">${circle}<office:body><office:presentation><draw:page>${body}<draw:frame presentation:style-name="a" presentation:class="constructor"><draw:text-box>${p('vai')}</draw:text-box></draw:frame></draw:page></office:presentation></office:body></office:document>`
    const { text, reasons } = await read(show, 'a.fodp')
    expect([text, reasons]).toEqual(['a\nconstructor\n__proto__\nvai\n', []])
  })
  test('conditions within one another compare their words in little time', async () => {
    const open = '<text:conditional-text text:string-value-if-true="a" text:string-value-if-false="b">x'
    const body = `<text:p>${open.repeat(4000)}${'mật '.repeat(500_000)}${'</text:conditional-text>'.repeat(4000)}</text:p>`
    const before = process.cpuUsage()
    expect((await read(letter('', body), 'a.fodt')).reasons).toEqual([])
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(8)
  })
  test('more embedded documents than are read', async () => {
    const main =
      '<office:document-content><office:body><office:text><text:p>a</text:p></office:text></office:body></office:document-content>'
    const package_ = buildZip([
      { name: 'mimetype', bytes: 'application/vnd.oasis.opendocument.text' },
      { name: 'content.xml', bytes: main },
      ...Array.from({ length: 600 }, (_, i) => ({ name: `Object ${i}/content.xml`, bytes: main })),
      { name: 'META-INF/manifest.xml', bytes: '<manifest:manifest/>' },
    ])
    const { reasons, texts } = await read(package_, 'a.odt')
    expect(reasons).toContain('count-limit')
    expect(texts!.length).toBe(501)
  })
})
