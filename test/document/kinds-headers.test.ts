// Kinds that no program here writes, by headers alone as their specifications give them: header only, no whole file.
import { deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { DocumentFacts } from '../../src/facts.ts'
import { buildOle, type OlePlan } from '../support/ole-builder.ts'
import { read } from '../support/reading.ts'
import { buildOoxml, buildZip } from '../support/zip-builder.ts'

const hex = (start: string, length = 600): Buffer =>
  Buffer.concat([Buffer.from(start.replaceAll(' ', ''), 'hex'), Buffer.alloc(length)])
const text = (start: string, length = 600): Buffer =>
  Buffer.concat([Buffer.from(start, 'latin1'), Buffer.alloc(length)])
const ole = (...plans: OlePlan[]): Buffer => buildOle(plans)
const zip = (...names: string[]): Buffer => buildZip(names.map((name) => ({ name, bytes: 'x' })))
const odf = (type: string): Buffer =>
  buildZip([
    { name: 'mimetype', bytes: type },
    { name: 'META-INF/manifest.xml', bytes: '<manifest/>' },
  ])

/** A program of Windows: DOS header, then the header of [PE/COFF] with these characteristics and this subsystem. */
function pe(characteristics: number, subsystem: number, words = ''): Buffer {
  const bytes = Buffer.alloc(1024)
  bytes.write('MZ')
  bytes.writeUInt32LE(128, 60)
  bytes.write('PE', 128)
  bytes.writeUInt16LE(characteristics, 150)
  bytes.writeUInt16LE(subsystem, 220)
  bytes.write(words, 512)
  return bytes
}

function dbase(): Buffer {
  const bytes = Buffer.alloc(100)
  bytes.set([3, 126, 3, 2, 1, 0, 0, 0, 65, 0, 11, 0])
  bytes[64] = 0x0d
  return bytes
}

function owner(size: number): Buffer {
  const bytes = Buffer.alloc(size)
  bytes[0] = 3
  bytes.write('Van', 1)
  const at = size === 162 ? 54 : 55
  bytes[at] = 3
  bytes.write('Van', at + 2, 'utf16le')
  return bytes
}

type More = Partial<Pick<DocumentFacts, 'editable' | 'executable' | 'macros' | 'encrypted'>>
const WORKED_ON: More = { editable: true }
const RUNS: More = { executable: true }

const ROWS: [kind: string, bytes: Buffer, more?: More][] = [
  ['wk1', hex('0000 0200 0604'), WORKED_ON],
  ['wks', hex('0000 0200 0404'), WORKED_ON],
  ['wk3', hex('0000 1a00 0010 0400'), WORKED_ON],
  ['wk4', hex('0000 1a00 0210 0400'), WORKED_ON],
  ['123', hex('0000 1a00 0310 0400'), WORKED_ON],
  ['wq1', hex('0000 0200 2051'), WORKED_ON],
  ['wb1', hex('0000 0200 0110'), WORKED_ON],
  ['wb2', hex('0000 0200 0210'), WORKED_ON],
  ['wpd', hex('ff575043 10000000 010a 0201 0000'), WORKED_ON],
  ['wpd', hex('ff575043 10000000 010a 0201 3412'), { editable: true, encrypted: true }],
  ['wpg', hex('ff575043 10000000 0116')],
  ['wri', Buffer.concat([hex('31be 0000 00ab', 90), hex('0500', 200)]), WORKED_ON],
  ['doc', hex('dba5 2d00'), WORKED_ON],
  ['doc', hex('dca5 6800'), WORKED_ON],
  ['xls', hex('0900 0400 0200 1000'), { editable: true, macros: false }],
  ['xls', hex('0902 0600 0000 1000 0000'), { editable: true, macros: false }],
  ['xls', hex('0904 0600 0000 4000 0000'), { editable: true, macros: true }],
  ['xls', hex('0908 0800 0005 0500 0000 0000'), { editable: true, macros: false }],
  ['dbf', dbase(), WORKED_ON],
  ['owner', owner(162)],
  ['owner', owner(165)],
  ['vsd', ole({ name: 'VisioDocument', bytes: 'x' })],
  ['pub', ole({ name: 'Quill', inside: [] })],
  ['qpw', ole({ name: 'NativeContent_MAIN', bytes: 'x' }), WORKED_ON],
  ['wps', ole({ name: 'MatOST', bytes: 'x' }), WORKED_ON],
  ['hwp', ole({ name: 'FileHeader', bytes: text('HWP Document File', 100) }), WORKED_ON],
  ['thumbs', ole({ name: '1', bytes: 'x' }, { name: 'Catalog', bytes: 'x' })],
  ['msi', buildOle([{ name: 'x', bytes: 'x' }], '84100c0000000000c000000000000046'), RUNS],
  ['mpp', buildOle([{ name: 'x', bytes: 'x' }], '3a8fb774c8c8d111be1100c04fb6faf1')],
  ['one', hex('e4525c7b8cd8a74daeb15378d02996d3')],
  ['onetoc2', hex('a12ff743d9ef764c9ee210ea5722765f')],
  ['mdb', hex('000100005374616e64617264204a657420444200')],
  ['accdb', hex('000100005374616e646172642041434520444200')],
  ['ppsx', buildOoxml('application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml'), WORKED_ON],
  ['xlsb', buildOoxml('application/vnd.ms-excel.sheet.binary.macroEnabled.main'), { editable: true, macros: false }],
  ['xltm', buildOoxml('application/vnd.ms-excel.template.macroEnabled.main+xml'), { editable: true, macros: false }],
  ['xlam', buildOoxml('application/vnd.ms-excel.addin.macroEnabled.main+xml')],
  [
    'dotm',
    buildOoxml('application/vnd.ms-word.template.macroEnabledTemplate.main+xml'),
    { editable: true, macros: false },
  ],
  ['ppsm', buildOoxml('application/vnd.ms-powerpoint.slideshow.macroEnabled.main+xml'), WORKED_ON],
  ['potm', buildOoxml('application/vnd.ms-powerpoint.template.macroEnabled.main+xml'), WORKED_ON],
  ['ppam', buildOoxml('application/vnd.ms-powerpoint.addin.macroEnabled.main+xml')],
  ['vsdx', buildOoxml('application/vnd.ms-visio.drawing.main+xml')],
  ['vsdm', buildOoxml('application/vnd.ms-visio.drawing.macroEnabled.main+xml')],
  ['vssx', buildOoxml('application/vnd.ms-visio.stencil.main+xml')],
  ['vstx', buildOoxml('application/vnd.ms-visio.template.main+xml')],
  ['thmx', buildOoxml('application/vnd.openxmlformats-officedocument.themeManager+xml')],
  ['xps', buildOoxml('application/vnd.ms-package.xps-fixeddocumentsequence+xml')],
  ['odm', odf('application/vnd.oasis.opendocument.text-master'), WORKED_ON],
  ['oth', odf('application/vnd.oasis.opendocument.text-web'), WORKED_ON],
  ['odc', odf('application/vnd.oasis.opendocument.chart')],
  ['odf', odf('application/vnd.oasis.opendocument.formula')],
  ['odb', odf('application/vnd.oasis.opendocument.base')],
  ['sxw', odf('application/vnd.sun.xml.writer'), WORKED_ON],
  ['sxc', odf('application/vnd.sun.xml.calc'), WORKED_ON],
  ['sxi', odf('application/vnd.sun.xml.impress'), WORKED_ON],
  ['stw', odf('application/vnd.sun.xml.writer.template'), WORKED_ON],
  ['key', zip('Index/Document.iwa', 'Index/Slide-1.iwa'), WORKED_ON],
  ['numbers', buildZip([{ name: 'Index/Document.iwa', bytes: hex('00100000 10 3c 0a 08 01 12', 20) }]), WORKED_ON],
  ['pages', buildZip([{ name: 'Index/Document.iwa', bytes: hex('00100000 10 3c 0a 08 904e 12', 20) }]), WORKED_ON],
  ['key', zip('index.apxl'), WORKED_ON],
  ['pages', buildZip([{ name: 'index.xml', bytes: '<?xml version="1.0"?><sl:document>' }]), WORKED_ON],
  ['numbers', buildZip([{ name: 'index.xml', bytes: '<?xml version="1.0"?><ls:document>' }]), WORKED_ON],
  ['djvu', text('AT&TFORM')],
  ['eps', hex('c5d0d3c6')],
  ['ai', Buffer.from('%!PS-Adobe-3.0\n%%Creator: Adobe Illustrator(R) 24.0\n')],
  ['dwg', text('AC1032')],
  ['dxf', Buffer.from('0\nSECTION\n2\nHEADER\n')],
  ['dxf', text('AutoCAD Binary DXF\r\n\x1a')],
  ['psd', text('8BPS\0\x01')],
  ['wmf', hex('d7cdc69a')],
  ['heic', text('\0\0\0\x18ftypheic\0\0\0\0mif1heic')],
  ['avif', text('\0\0\0\x18ftypavif\0\0\0\0mif1avif')],
  ['ico', hex('00000100 0100 1010 0000 0100 2000 6804 0000 1600 0000')],
  ['jxl', hex('ff0a')],
  ['jp2', hex('0000000c 6a502020 0d0a870a 00000014 66747970 6a703220')],
  ['mp3', hex('fffb9064')],
  ['mp4', text('\0\0\0\x18ftypisom\0\0\0\0isom')],
  ['flac', text('fLaC')],
  ['mid', text('MThd\0\0\0\x06')],
  ['ttf', hex('00010000 000a 0080 0003 0020')],
  ['woff2', text('wOF2\0\x01\0\0')],
  ['pfb', hex('80014700')],
  ['torrent', Buffer.from('d8:announce20:http://example.com/xe')],
  ['tnef', hex('789f3e22')],
  ['cab', text('MSCF\0\0\0\0')],
  ['rar', hex('526172211a0700')],
  ['ace', text('1234567**ACE**')],
  ['arj', hex('60ea 2c00 22 0b 01 0b')],
  ['lzh', text('\x20\x10-lh5-')],
  ['lzma', Buffer.from(`5d00008000${'ff'.repeat(8)}00${'11'.repeat(20)}`, 'hex')],
  ['wim', text('MSWIM\0\0\0')],
  ['vhdx', text('vhdxfile')],
  ['vhd', text('conectix')],
  ['exe', pe(0x0102, 2), RUNS],
  ['dll', pe(0x2102, 2), RUNS],
  ['xll', pe(0x2102, 2, 'xlAutoOpen'), RUNS],
  ['cpl', pe(0x2102, 2, 'CPlApplet'), RUNS],
  ['sys', pe(0x0102, 1), RUNS],
  ['dex', text('dex\n035\0'), RUNS],
  ['lnk', hex('4c0000000114020000000000c000000000000046'), RUNS],
  ['chm', text('ITSF\x03\0\0\0'), RUNS],
  ['swf', text('FWS\x09'), RUNS],
  ['rpm', hex('edabeedb'), RUNS],
  ['crx', text('Cr24\x03\0\0\0'), RUNS],
  ['msix', buildOoxml('application/vnd.ms-appx.manifest+xml', [{ name: 'AppxManifest.xml', bytes: 'x' }]), RUNS],
]

test.each(ROWS)('%s', async (kind, bytes, more = {}) => {
  expect(await read(bytes)).toMatchObject({ kind, editable: false, executable: false, ...more })
})

describe('texts that act when they are opened, under the name of a plain text', () => {
  test.each([
    ['url', '[InternetShortcut]\r\nURL=file://may-chu/x\r\n'],
    ['desktop', '# x\n[Desktop Entry]\nExec=x\n'],
    ['scf', '[Shell]\r\nCommand=2\r\nIconFile=\\\\may-chu\\x.ico\r\n'],
    ['reg', 'Windows Registry Editor Version 5.00\r\n\r\n[HKEY_CURRENT_USER\\x]\r\n'],
    ['iqy', 'WEB\r\n1\r\nhttp://example.com/x\r\n'],
    ['bat', '@echo off\r\ndel x\r\n'],
    ['rdp', 'screen mode id:i:2\r\nfull address:s:example.com\r\n'],
    ['inf', '[Version]\r\nSignature="$CHICAGO$"\r\n'],
    ['wsf', '<job id="x"><script language="VBScript">x</script></job>'],
    ['sct', '<?xml version="1.0"?><scriptlet><registration progid="x"/></scriptlet>'],
    ['hta', '<html><head><hta:application id="x"></head></html>'],
    ['settingcontent-ms', '<?xml version="1.0"?><PCSettings><SearchableContent/></PCSettings>'],
    [
      'library-ms',
      '<?xml version="1.0"?><libraryDescription xmlns="http://schemas.microsoft.com/windows/2009/library"/>',
    ],
    ['search-ms', '<?xml version="1.0"?><persistedQuery version="1.0"/>'],
    ['jnlp', '<?xml version="1.0"?><jnlp spec="1.0+"/>'],
    ['msc', '<?xml version="1.0"?><MMC_ConsoleFile ConsoleVersion="3.0"/>'],
    ['application', '<?xml version="1.0"?><asmv1:assembly manifestVersion="1.0"/>'],
    ['appinstaller', '<?xml version="1.0"?><AppInstaller/>'],
    ['xsl', '<xsl:stylesheet xmlns:msxsl="x"><msxsl:script>x</msxsl:script></xsl:stylesheet>'],
  ])('%s', async (kind, content) => {
    expect(await read(content, 'ghi-chu.txt')).toMatchObject({ kind, executable: true, editable: false })
    expect(await read(Buffer.from(content, 'utf16le'), 'ghi-chu.txt')).toMatchObject({ kind, executable: true })
  })
})

describe('tables that start programs', () => {
  test.each([
    ['a.csv', "a,b,c\n=cmd|' /C calc'!A0,2,3\n4,5,6\n", { kind: 'csv', active: ['launch'] }],
    ['a.csv', "a,b,c\n@SUM(1+1)*cmd|'/C calc'!A0,2,3\n4,5,6\n", { kind: 'csv', active: ['launch'] }],
    ['a.csv', 'a,b,c\nmột|hai,2,3\n4,5|6!,6\n', { kind: 'csv', active: null }],
    ['a.slk', 'ID;PSCALC3\nO;E\nC;Y1;X1;K0;EEXEC("calc")\nE\n', { kind: 'slk', macros: true, active: ['macro'] }],
    ['a.slk', 'ID;PSCALC3\nC;Y1;X1;K"x"\nE\n', { kind: 'slk', macros: false }],
  ])('%s %j', async (name, content, expected) => {
    expect(await read(content, name)).toMatchObject({ executable: false, ...expected })
  })
})

test('ActiveMime gives the compound file within it', async () => {
  const project = ole({ name: 'VBA', inside: [{ name: 'dir', bytes: 'x' }] })
  const mso = Buffer.concat([Buffer.from('ActiveMime'), Buffer.alloc(40), deflateSync(project)])
  expect(await read(mso)).toMatchObject({ kind: 'mso', children: [{ kind: 'ole', macros: true }] })
})

test('an archive behind a page is both', async () => {
  const page = Buffer.from('<html><script>x()</script></html>')
  const archive = buildZip([{ name: 'a.exe', bytes: pe(0x0102, 2) }])
  const facts = await read(Buffer.concat([page, archive]))
  expect(facts).toMatchObject({ kind: 'zip', alsoKinds: ['html'], executable: true, children: [{ kind: 'exe' }] })
})
