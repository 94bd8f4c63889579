// A docm: the docx package with the VBA project that LibreOffice wrote into an xlsm, as Word keeps it (word/vbaProject.bin,
// [MS-OFFMACRO2]). LibreOffice Writer itself writes a VBA project only into documents that brought one along.
import { type Member, unzip, zip } from './zip.ts'

const DOCX_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'
const DOCM_TYPE = 'application/vnd.ms-word.document.macroEnabled.main+xml'
const RELATION = 'http://schemas.microsoft.com/office/2006/relationships/vbaProject'

function edit(members: Member[], name: string, change: (text: string) => string): void {
  const member = members.find((candidate) => candidate.name === name)
  if (member === undefined) throw new Error(`no ${name} in the package`)
  const changed = change(member.bytes.toString())
  if (changed === member.bytes.toString()) throw new Error(`${name} was not as expected`)
  member.bytes = Buffer.from(changed)
}

/** `docx` with the VBA project of `xlsm`. */
export function withMacros(docx: Buffer, xlsm: Buffer): Buffer {
  const project = unzip(xlsm).find((member) => member.name === 'xl/vbaProject.bin')
  if (project === undefined) throw new Error('the workbook holds no VBA project')
  const members = unzip(docx)
  edit(members, '[Content_Types].xml', (text) =>
    text
      .replace(DOCX_TYPE, DOCM_TYPE)
      .replace('</Types>', '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'),
  )
  edit(members, 'word/_rels/document.xml.rels', (text) =>
    text.replace(
      '</Relationships>',
      `<Relationship Id="rIdVba1" Type="${RELATION}" Target="vbaProject.bin"/></Relationships>`,
    ),
  )
  return zip([...members, { name: 'word/vbaProject.bin', bytes: project.bytes }])
}
