// Records of a pax extended header (POSIX.1-2017 pax, "pax Extended Header"): `LENGTH key=value\n`.

export interface PaxFields {
  name: Buffer | null
  link: Buffer | null
  size: number | null
  /** GNU sparse formats 0.0 to 1.0: the data is not the file as it is. */
  sparse: boolean
  damaged: boolean
}

const LENGTH_DIGITS = 10

/** Reads the records that say what a member is called and how long it is. A record that does not add up ends the reading. */
export function readPax(data: Buffer): PaxFields {
  const fields: PaxFields = { name: null, link: null, size: null, sparse: false, damaged: false }
  let at = 0
  while (at < data.length && data[at] !== 0) {
    const record = recordAt(data, at)
    if (record === null) return { ...fields, damaged: true }
    apply(fields, record.key, record.value)
    at = record.end
  }
  return fields
}

function recordAt(data: Buffer, at: number): { key: string; value: Buffer; end: number } | null {
  const blank = data.subarray(at, at + LENGTH_DIGITS + 1).indexOf(0x20)
  const digits = blank < 0 ? '' : data.toString('latin1', at, at + blank)
  const end = at + Number(digits)
  if (!/^[1-9]\d*$/.test(digits) || end > data.length || end <= at + blank + 2 || data[end - 1] !== 0x0a) return null
  const body = data.subarray(at + blank + 1, end - 1)
  const equals = body.indexOf(0x3d)
  return equals < 0 ? null : { key: body.toString('latin1', 0, equals), value: body.subarray(equals + 1), end }
}

function apply(fields: PaxFields, key: string, value: Buffer): void {
  if (key === 'path' && !fields.sparse) fields.name = value
  if (key === 'linkpath') fields.link = value
  if (key === 'size') {
    const digits = value.toString('latin1')
    if (/^\d{1,15}$/.test(digits)) fields.size = Number(digits)
    else fields.damaged = true
  }
  if (!key.startsWith('GNU.sparse.')) return
  fields.sparse = true
  if (key === 'GNU.sparse.name') fields.name = value
}
