import { type Member, unzip, zip } from '../../samples/make/zip.ts'
import { buildOoxml, DOCX_TYPE, type MemberPlan, relationships } from '../support/zip-builder.ts'
import {
  because,
  DOCM,
  documentBytes,
  family,
  file,
  macro,
  mixed,
  type Outcome,
  type Plan,
  plan,
  type Severity,
  text,
} from './build.ts'

export const active: Outcome[] = [{ found: 'active' }]

export const sealed = because('encrypted')

export const attached = (
  id: string,
  technique: string,
  severity: Severity,
  name: string,
  content: Buffer,
  expect: Outcome[],
  type?: string,
): Plan => plan(id, technique, severity, mixed(file(name, content, type)), expect)

export const VBA: MemberPlan = {
  name: 'word/vbaProject.bin',
  bytes: unzip(DOCM).find(({ name }) => name.endsWith('vbaProject.bin'))!.bytes,
}

export const sheetType = (rest: string): string =>
  `application/vnd.openxmlformats-officedocument.spreadsheetml.${rest}.main+xml`

const MS = 'application/vnd.ms-'

const main = (name: string): MemberPlan => ({ name, bytes: '<main/>' })

/** The committed package with members added and texts changed. */
export function edited(name: string, more: Member[], change: (member: Member) => string | null = () => null): Buffer {
  const members = unzip(documentBytes(name)).map((member) => {
    const changed = change(member)
    return changed === null ? member : { name: member.name, bytes: text(changed) }
  })
  return zip([...members, ...more])
}

const rels = (type: string, target: string, external = true): MemberPlan => ({
  name: 'word/_rels/document.xml.rels',
  bytes: relationships({ type, target, external }),
})

const ooxml: Plan[] = [
  attached('o-docm', 'a docm', 'high', 'a.docm', DOCM, macro),
  attached(
    'o-docx-vba',
    'a docx with a VBA part, its type that of a docx',
    'high',
    'a.docx',
    buildOoxml(DOCX_TYPE, [VBA]),
    macro,
  ),
  attached(
    'o-vba-renamed',
    'the VBA part under another name, by its content type',
    'high',
    'a.docx',
    buildOoxml(
      DOCX_TYPE,
      [{ ...VBA, name: 'word/anh.png' }],
      '<Override PartName="/word/anh.png" ContentType="application/vnd.ms-office.vbaProject"/>',
    ),
    macro,
  ),
  attached(
    'o-vba-default',
    'the VBA part by a Default of its extension',
    'medium',
    'a.docx',
    buildOoxml(
      DOCX_TYPE,
      [{ ...VBA, name: 'word/a.dat' }],
      '<Default Extension="dat" ContentType="application/vnd.ms-office.vbaProject"/>',
    ),
    macro,
  ),
  attached(
    'o-vba-no-type',
    'the VBA part without a content type',
    'medium',
    'a.docx',
    buildOoxml(DOCX_TYPE, [{ ...VBA, name: 'word/xyz' }]),
    macro,
  ),
  attached(
    'o-vba-case',
    'VBAPROJECT.BIN in capitals',
    'medium',
    'a.docx',
    buildOoxml(DOCX_TYPE, [{ ...VBA, name: 'WORD/VBAPROJECT.BIN' }]),
    macro,
  ),
  attached(
    'o-dotm',
    'a dotm',
    'high',
    'a.dotm',
    buildOoxml(`${MS}word.template.macroEnabledTemplate.main+xml`, [VBA]),
    macro,
  ),
  attached('o-xlsm', 'an xlsm', 'high', 'a.xlsm', documentBytes('bang-tong-hop-thiet-bi.xlsm'), macro),
  attached('o-xlsm-xlsx', 'an xlsm named xlsx', 'high', 'a.xlsx', documentBytes('bang-tong-hop-thiet-bi.xlsm'), macro),
  attached(
    'o-xlsb',
    'an xlsb with VBA',
    'high',
    'a.xlsb',
    buildOoxml(`${MS}excel.sheet.binary.macroEnabled.main`, [{ ...VBA, name: 'xl/vbaProject.bin' }]),
    macro,
  ),
  attached(
    'o-xlam',
    'an xlam',
    'high',
    'a.xlam',
    buildOoxml(`${MS}excel.addin.macroEnabled.main+xml`, [{ ...VBA, name: 'xl/vbaProject.bin' }]),
    macro,
  ),
  attached(
    'o-xltm',
    'an xltm',
    'high',
    'a.xltm',
    buildOoxml(`${MS}excel.template.macroEnabled.main+xml`, [{ ...VBA, name: 'xl/vbaProject.bin' }]),
    macro,
  ),
  attached(
    'o-xlm-sheet',
    'an Excel 4 macro sheet in xlsx',
    'high',
    'a.xlsx',
    buildOoxml(sheetType('sheet'), [main('xl/macrosheets/sheet1.xml')]),
    macro,
  ),
  attached(
    'o-xlm-intl',
    'an international macro sheet',
    'medium',
    'a.xlsx',
    buildOoxml(sheetType('sheet'), [main('xl/macrosheets/intlsheet1.xml')]),
    macro,
  ),
  attached(
    'o-pptm',
    'a pptm',
    'high',
    'a.pptm',
    buildOoxml(`${MS}powerpoint.presentation.macroEnabled.main+xml`, [{ ...VBA, name: 'ppt/vbaProject.bin' }]),
    macro,
  ),
  attached(
    'o-ppam',
    'a ppam',
    'medium',
    'a.ppam',
    buildOoxml(`${MS}powerpoint.addin.macroEnabled.main+xml`, [{ ...VBA, name: 'ppt/vbaProject.bin' }]),
    macro,
  ),
  attached(
    'o-vsdm',
    'a vsdm',
    'medium',
    'a.vsdm',
    buildOoxml(`${MS}visio.drawing.macroEnabled.main+xml`, [{ ...VBA, name: 'visio/vbaProject.bin' }]),
    macro,
  ),
  attached(
    'o-embedded-docm',
    'a docm embedded in a docx',
    'high',
    'a.docx',
    buildOoxml(DOCX_TYPE, [{ name: 'word/embeddings/a.docm', bytes: DOCM }]),
    macro,
  ),
  attached(
    'o-altchunk-docm',
    'a docm taken in as altChunk',
    'high',
    'a.docx',
    buildOoxml(DOCX_TYPE, [{ name: 'word/afchunk.docx', bytes: DOCM }, rels('aFChunk', 'afchunk.docx', false)]),
    [...macro, ...active],
  ),
]

export const ooxmlCases = family('ooxml', ooxml)
