// Builds zip archives for tests, honest and lying (PKWARE APPNOTE 6.3).
import { crc32, deflateRawSync } from 'node:zlib'

/** A member; what differs from the truth is written as it is given. */
export interface MemberPlan {
  name: string
  bytes?: Buffer | string
  deflated?: boolean
  /** General purpose bits; bit 0 is encryption. */
  flags?: number
  method?: number
  /** Size that the directory gives. */
  size?: number
  /** Name in the local header. */
  localName?: string
  /** Left out of the directory. */
  unlisted?: boolean
}

/** The archive; `prefix` stands before it without being counted in the offsets. */
export function buildZip(plans: MemberPlan[], { prefix = Buffer.alloc(0), comment = '' } = {}): Buffer {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const plan of plans) {
    const bytes = Buffer.from(plan.bytes ?? '')
    const packed = plan.deflated ? deflateRawSync(bytes) : bytes
    const fields = commonFields(plan, bytes, packed)
    const name = Buffer.from(plan.name)
    const localName = Buffer.from(plan.localName ?? plan.name)
    const localFields = Buffer.from(fields)
    localFields.writeUInt16LE(localName.length, 22)
    const header = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), localFields, localName])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    if (!plan.unlisted) central.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, tail, name)
    local.push(header, packed)
    offset += header.length + packed.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  const listed = plans.filter((plan) => !plan.unlisted).length
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(listed, 8)
  end.writeUInt16LE(listed, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  end.writeUInt16LE(Buffer.byteLength(comment), 20)
  return Buffer.concat([prefix, ...local, directory, end, Buffer.from(comment)])
}

function commonFields(plan: MemberPlan, bytes: Buffer, packed: Buffer): Buffer {
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(20, 0)
  fields.writeUInt16LE(plan.flags ?? 0x800, 2)
  fields.writeUInt16LE(plan.method ?? (plan.deflated ? 8 : 0), 4)
  fields.writeUInt32LE(crc32(bytes), 10)
  fields.writeUInt32LE(packed.length, 14)
  fields.writeUInt32LE(plan.size ?? bytes.length, 18)
  fields.writeUInt16LE(Buffer.byteLength(plan.name), 22)
  return fields
}

/** An OOXML package: content types, one main part, and more. */
export function buildOoxml(mainType: string, parts: MemberPlan[] = [], overrides = ''): Buffer {
  const types =
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    `<Override PartName="/main.xml" ContentType="${mainType}"/>${overrides}</Types>`
  return buildZip([
    { name: '[Content_Types].xml', bytes: types, deflated: true },
    { name: 'main.xml', bytes: '<main/>' },
    ...parts,
  ])
}

export const DOCX_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'

/** A relationships part with these relationships. */
export function relationships(...items: { type: string; target: string; external?: boolean }[]): string {
  const lines = items.map(
    ({ type, target, external }, i) =>
      `<Relationship Id="r${i}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" ` +
      `Target="${target}"${external ? ' TargetMode="External"' : ''}/>`,
  )
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${lines.join('')}</Relationships>`
}
