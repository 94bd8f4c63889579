// Kinds by content, never by name; programs, scripts, text and what cannot be looked into.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { read } from '../support/reading.ts'
import { buildZip } from '../support/zip-builder.ts'

const hex = (text: string): Buffer<ArrayBuffer> => Buffer.concat([Buffer.from(text, 'hex'), Buffer.alloc(200)])

describe('programs', () => {
  test.each([
    ['exe', Buffer.from(`MZ${'\0'.repeat(60)}`)],
    ['elf', hex('7f454c46')],
    ['macho', hex('cffaedfe')],
    ['macho', hex('cafebabe00000002')],
    ['class', hex('cafebabe00000034')],
    ['lnk', hex('4c0000000114020000000000c000000000000046')],
    ['chm', hex('49545346')],
    [
      'jar',
      buildZip([
        { name: 'META-INF/MANIFEST.MF', bytes: 'x' },
        { name: 'a/B.class', bytes: 'x' },
      ]),
    ],
    [
      'apk',
      buildZip([
        { name: 'AndroidManifest.xml', bytes: 'x' },
        { name: 'classes.dex', bytes: 'x' },
      ]),
    ],
    ['sh', Buffer.from('#!/bin/sh\nrm -rf x\n')],
    ['url', Buffer.from('[InternetShortcut]\r\nURL=http://example.com/\r\n')],
    ['vbe', Buffer.from('#@~^AAAAAA==')],
  ])('%s under a harmless name', async (kind, bytes) => {
    expect(await read(bytes, 'cong-van.pdf')).toMatchObject({ kind, executable: true, inspected: 'full' })
  })

  test.each(['js', 'vbs', 'ps1', 'bat', 'cmd', 'hta', 'wsf', 'reg', 'py'])(
    'text called .%s is a script',
    async (extension) => {
      expect(await read('var x = 1;\n', `a.${extension}`)).toMatchObject({
        kind: extension,
        executable: true,
        editable: false,
      })
    },
  )

  test.each([
    ['<html><script>x()</script>', 'html', true],
    ['<html><body onload = "x()">', 'html', true],
    ['<svg onload="x()"/>', 'svg', true],
    ['<html><script type="application/ld+json">{}</script>', 'html', false],
    ['<html><p>onload = không phải</p>', 'html', false],
  ])('a page or picture with a script: %s', async (text, kind, executable) => {
    expect(await read(text)).toMatchObject({ kind, executable })
  })

  test('a text that begins with MZ is a text', async () => {
    expect(await read('MZ là viết tắt của một thuật ngữ không có ở đây.')).toMatchObject({
      kind: 'txt',
      executable: false,
    })
  })
})

describe('text', () => {
  test.each([
    ['txt', 'Kính gửi các đơn vị,\n\nNgày mai họp.\n'],
    ['html', '\ufeff<!-- x -->\n<!DOCTYPE html><p>x'],
    ['csv', 'a;b;c\n1;2;3\n"x;y";5;6\n'],
    ['ics', 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n'],
    ['vcf', 'BEGIN:VCARD\nEND:VCARD\n'],
    ['svg', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['xml', '<?xml version="1.0"?><a/>'],
    ['fodt', '<?xml version="1.0"?><office:document office:mimetype="application/vnd.oasis.opendocument.text"/>'],
    ['eml', 'From: a@b\r\nSubject: x\r\n\r\ny'],
    ['asc', '-----BEGIN PGP SIGNATURE-----\n'],
    ['rtf', ' {\\rtf1 x}'],
    ['empty', ''],
  ])('%s', async (kind, text) => {
    expect((await read(text)).kind).toBe(kind)
  })

  test('UTF-16 is text; lines like `Name: value` are no message', async () => {
    expect((await read(Buffer.from('\ufeffKính gửi', 'utf16le'))).kind).toBe('txt')
    expect((await read('Tên: A\nTo: b\nkhông phải thư\n')).kind).toBe('txt')
    // Capitals of VPS and VISCII are control characters.
    expect((await read(Buffer.from('TUY\x06T M\x03T\nB\x12 N\x12I V\x14\n'))).kind).toBe('txt')
    expect((await read(Buffer.from('a\x03b\x05c\x12\x13\x14\x15\n'))).kind).not.toBe('txt')
  })

  test.each([
    ['bao-cao.doc', '{\\rtf1 x}', 'rtf', true],
    ['bao-cao.doc', '<html><p>x', 'html', true],
    ['bang.xls', '<table><tr><td>1', 'html', true],
    ['bao-cao.docx', 'chữ thường', 'txt', true],
    ['bang.csv', 'a,b\n1,2\n', 'csv', true],
    ['trang.html', '<html><p>x', 'html', false],
    ['nhat-ky.txt', 'chữ thường', 'txt', false],
    ['a.xml', '<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', 'xml', true],
    ['lich.ics', 'BEGIN:VCALENDAR', 'ics', false],
  ])('%s with %j is %s, editable: %s', async (name, text, kind, editable) => {
    expect(await read(text, name)).toMatchObject({ kind, editable })
  })

  test('an object and a remote template in RTF', async () => {
    expect((await read('{\\rtf1{\\object{\\*\\objdata 00}}}')).active).toEqual(['ole-object'])
    expect((await read('{\\rtf1{\\*\\template http://example.com/x}}')).active).toEqual(['external-link'])
    expect((await read('{\\rtf1{\\*\\template C:\\\\x.dot}}')).active).toEqual([])
  })
})

describe('what cannot be looked into', () => {
  test.each([
    ['7z', hex('377abcaf271c0004')],
    ['rar', hex('526172211a0700')],
    ['gz', hex('1f8b0800')],
    ['xz', hex('fd377a585a0000')],
    ['bz2', hex('425a6839314159265359')],
    ['cab', hex('4d534346')],
  ])('the beginning of %s alone', async (kind, bytes) => {
    const facts = await read(bytes)
    expect(facts).toMatchObject({ kind, damaged: true, reasons: ['damaged'] })
    expect(facts.inspected).not.toBe('full')
  })

  test('one', async () => {
    const facts = await read(hex('e4525c7b8cd8a74daeb15378d02996d3'))
    expect(facts).toMatchObject({ kind: 'one', inspected: 'none', reasons: ['unsupported'] })
  })

  test('bytes of no known kind', async () => {
    expect(await read(hex('0102030405060708'))).toMatchObject({
      kind: 'unknown',
      editable: null,
      reasons: ['unknown-kind'],
    })
  })

  test('CMS: enveloped is encrypted, signed with content is opened, detached is a signature', async () => {
    const type = (last: string) => `06092a864886f70d0107${last}`
    expect(await read(Buffer.from(`300b${type('03')}`, 'hex'))).toMatchObject({
      kind: 'p7m',
      encrypted: true,
      reasons: ['encrypted'],
    })
    const signed = (inner: string) =>
      Buffer.from(
        `30${(11 + 2 + 2 + 5 + inner.length / 2).toString(16)}${type('02')}a0${(2 + 5 + inner.length / 2).toString(16)}30${(5 + inner.length / 2).toString(16)}0201013100${inner}`,
        'hex',
      )
    expect(await read(signed(`300b${type('01')}`))).toMatchObject({ kind: 'p7s', inspected: 'full' })
    expect(await read(signed(`3010${type('01')}a003040141`))).toMatchObject({ kind: 'p7m', reasons: [] })
  })

  test('PGP', async () => {
    expect(await read('-----BEGIN PGP MESSAGE-----\n\nx\n')).toMatchObject({
      encrypted: true,
      inspected: 'none',
      reasons: ['encrypted'],
    })
  })
})

describe('two kinds in one file', () => {
  const zip = (prefix: Buffer<ArrayBuffer>) => buildZip([{ name: 'a.exe', bytes: `MZ${'\0'.repeat(60)}` }], { prefix })

  test('an archive behind a picture', async () => {
    const png = hex('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489')
    const facts = await read(zip(png))
    expect(facts).toMatchObject({ kind: 'png', alsoKinds: ['zip'], children: [{ kind: 'exe' }] })
  })

  test('an archive behind a program', async () => {
    expect(await read(zip(Buffer.from(`MZ${'\0'.repeat(60)}`)))).toMatchObject({
      kind: 'exe',
      executable: true,
      alsoKinds: ['zip'],
    })
  })

  test('a PDF that begins within the first 1024 bytes', async () => {
    const pdf = '%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\nstartxref\n0\n%%EOF\n'
    expect((await read(`${'x'.repeat(500)}\n${pdf}`)).kind).toBe('pdf')
    expect(await read(`${'x'.repeat(1100)}\n${pdf}`)).toMatchObject({ kind: 'pdf', damaged: true, inspected: 'none' })
    expect(await read(pdf.slice(9))).toMatchObject({ kind: 'pdf', damaged: true, inspected: 'none' })
    expect(await read(Buffer.concat([Buffer.from(`MZ${'\0'.repeat(60)}`), Buffer.from(pdf)]))).toMatchObject({
      kind: 'exe',
      alsoKinds: ['pdf'],
    })
    expect((await read('Tệp PDF bắt đầu bằng %PDF-1.7 như thế này.')).kind).toBe('txt')
  })
})

test('every document of the samples is of the kind that its maker gave it', async () => {
  const folder = join(import.meta.dirname, '../../samples/documents')
  const names = readdirSync(folder).filter((name) => /\.[a-z0-9]+$/.test(name))
  expect(names.length).toBeGreaterThan(20)
  for (const name of names) {
    const facts = await read(readFileSync(join(folder, name)), name)
    const locked = name.includes('mat-khau') && /\.(?:docx|xlsx)$/.test(name)
    expect([name, facts.kind]).toEqual([name, locked ? 'ole' : name.slice(name.lastIndexOf('.') + 1)])
    expect([name, facts.encrypted]).toEqual([name, name.includes('mat-khau')])
  }
})
