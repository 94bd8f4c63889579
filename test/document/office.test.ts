// Office packages: kinds by content type, macros by parts, what they fetch, and their encryption.
import { describe, expect, test } from 'vitest'
import { isRemote } from '../../src/document/remote.ts'
import { read } from '../support/reading.ts'
import { buildOoxml, buildZip, DOCX_TYPE, relationships } from '../support/zip-builder.ts'

const DOCM_TYPE = 'application/vnd.ms-word.document.macroEnabled.main+xml'
const RELS = 'word/_rels/document.xml.rels'

describe('OOXML', () => {
  test.each([
    [DOCX_TYPE, 'docx'],
    [DOCM_TYPE, 'docm'],
    ['application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml', 'dotx'],
    ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml', 'xlsx'],
    ['application/vnd.ms-excel.sheet.binary.macroEnabled.main', 'xlsb'],
    ['application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml', 'pptx'],
  ])('%s', async (type, kind) => {
    expect(await read(buildOoxml(type), 'lie.pdf')).toMatchObject({
      kind,
      editable: true,
      inspected: 'full',
      macros: false,
    })
  })

  test('macros are a part, not a type: a docm without VBA has none, a docx with it has them', async () => {
    expect((await read(buildOoxml(DOCM_TYPE))).macros).toBe(false)
    const vba = { name: 'word/vbaProject.bin', bytes: 'x' }
    expect(await read(buildOoxml(DOCX_TYPE, [vba]))).toMatchObject({ kind: 'docx', macros: true, active: ['macro'] })
  })

  test('a VBA part under another name is known by its type; a macro sheet by its folder', async () => {
    const override = '<Override PartName="/word/a.dat" ContentType="application/vnd.ms-office.vbaProject"/>'
    expect((await read(buildOoxml(DOCX_TYPE, [{ name: 'word/a.dat', bytes: 'x' }], override))).macros).toBe(true)
    const byDefault = '<Default Extension="dat" ContentType="application/vnd.ms-office.vbaProject"/>'
    expect((await read(buildOoxml(DOCX_TYPE, [{ name: 'word/a.dat', bytes: 'x' }], byDefault))).macros).toBe(true)
    expect((await read(buildOoxml(DOCX_TYPE, [{ name: 'xl/macrosheets/sheet1.xml', bytes: 'x' }]))).macros).toBe(true)
  })

  test('macros of an embedded package count', async () => {
    const inner = buildOoxml(DOCM_TYPE, [{ name: 'word/vbaProject.bin', bytes: 'x' }])
    const facts = await read(buildOoxml(DOCX_TYPE, [{ name: 'word/embeddings/a.docm', bytes: inner }]))
    expect(facts.macros).toBe(true)
  })

  test.each([
    ['attachedTemplate', 'http://example.com/t.dotm', ['external-link']],
    ['attachedTemplate', '\\\\may-chu\\t.dotm', ['external-link']],
    ['attachedTemplate', 'file:///C:\\Users\\a\\Templates\\t.dotx', []],
    ['oleObject', 'mhtml:http://example.com/x!y', ['external-link']],
    ['frame', 'https://example.com/', ['external-link']],
    ['hyperlink', 'https://example.com/', []],
  ])('an external %s to %s', async (type, target, active) => {
    const rels = { name: RELS, bytes: relationships({ type, target, external: true }), deflated: true }
    expect((await read(buildOoxml(DOCX_TYPE, [rels]))).active).toEqual(active)
  })

  test('an embedded object is one; the sheet behind a chart is not', async () => {
    const object = { name: RELS, bytes: relationships({ type: 'oleObject', target: 'embeddings/oleObject1.bin' }) }
    expect((await read(buildOoxml(DOCX_TYPE, [object]))).active).toEqual(['ole-object'])
    const chart = { name: RELS, bytes: relationships({ type: 'package', target: 'embeddings/sheet.xlsx' }) }
    expect((await read(buildOoxml(DOCX_TYPE, [chart]))).active).toEqual([])
  })

  test('relationships that are no XML are damage, entities are refused', async () => {
    const bomb =
      '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><Relationships>&b;</Relationships>'
    for (const bytes of ['<Relationships', bomb]) {
      const facts = await read(buildOoxml(DOCX_TYPE, [{ name: RELS, bytes }]))
      expect(facts).toMatchObject({ kind: 'docx', damaged: true, inspected: 'partial', reasons: ['damaged'] })
    }
  })

  test('content types that cannot be read leave the macros unknown', async () => {
    const facts = await read(
      buildZip([
        { name: '[Content_Types].xml', bytes: '<Types' },
        { name: 'word/document.xml', bytes: 'x' },
      ]),
    )
    expect(facts).toMatchObject({ kind: 'docx', macros: null, inspected: 'none', reasons: ['damaged'] })
  })
})

test.each([
  ['http://a/', true],
  ['//may-chu/x', true],
  ['file://may-chu/x', true],
  ['file:////may-chu/x', true],
  ['file:///C:/x', false],
  ['file://C:\\x', false],
  ['file:///home/x', false],
  ['C:\\x.dotx', false],
  ['Normal.dotm', false],
  ['../x', false],
])('%s on another machine: %s', (target, remote) => {
  expect(isRemote(target)).toBe(remote)
})

describe('ODF', () => {
  const mime = { name: 'mimetype', bytes: 'application/vnd.oasis.opendocument.text' }
  const manifest = (inside: string) => ({
    name: 'META-INF/manifest.xml',
    bytes: `<manifest:manifest>${inside}</manifest:manifest>`,
  })
  const entry =
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'

  test('by the mimetype entry, or the manifest without it', async () => {
    expect(await read(buildZip([mime, manifest('')]))).toMatchObject({
      kind: 'odt',
      editable: true,
      macros: false,
      inspected: 'full',
    })
    expect(await read(buildZip([manifest(entry)]))).toMatchObject({ kind: 'ods' })
  })

  test('Basic modules are macros, empty library lists are not', async () => {
    const list = { name: 'Basic/Standard/script-lb.xml', bytes: '<x/>' }
    expect((await read(buildZip([mime, manifest(''), list]))).macros).toBe(false)
    const module = { name: 'Basic/Standard/Module1.xml', bytes: '<x/>' }
    expect(await read(buildZip([mime, manifest(''), list, module]))).toMatchObject({ macros: true, active: ['macro'] })
  })

  test('encryption is told by the manifest', async () => {
    const locked = manifest('<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>')
    expect(await read(buildZip([mime, locked]))).toMatchObject({
      kind: 'odt',
      encrypted: true,
      inspected: 'none',
      reasons: ['encrypted'],
    })
  })
})
