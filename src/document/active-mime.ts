// ActiveMime: how Word and Excel put VBA projects and objects into MHTML and XML, a deflated compound file behind a header.
import { inflateSync } from 'node:zlib'
import type { Reason } from '../facts.ts'
import type { Opened } from './containers.ts'
import type { Reading } from './reading.ts'

/** Where the zlib stream stands; Office itself takes other places too, which the header gives at 30, less 46. */
const USUAL = 0x32
const OFFSET_AT = 0x1e
const OFFSET_BASE = 46
const LIMIT = 67_108_864

/** The file within, as a member; `bytes` begin with the mark. */
export function openActiveMime(bytes: Buffer, reading: Reading): Opened {
  const content = contentOf(bytes, reading)
  if (typeof content === 'string') {
    return { facts: { kind: 'mso', editable: false, inspected: 'none', reasons: [content] }, container: null }
  }
  const member = { names: [], size: content.length, bytes: () => content }
  return { facts: { kind: 'mso', editable: false }, container: { members: [member], reasons: () => [] } }
}

function contentOf(bytes: Buffer, reading: Reading): Buffer | Reason {
  const places = bytes.length < OFFSET_AT + 2 ? [] : [USUAL, bytes.readUInt16LE(OFFSET_AT) + OFFSET_BASE]
  const limit = Math.min(LIMIT, reading.inflatedLeft)
  if (limit <= 0) return 'size-limit'
  for (const at of places) {
    try {
      const content = inflateSync(bytes.subarray(at), { maxOutputLength: limit })
      reading.inflatedLeft -= content.length
      return content
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return 'size-limit'
    }
  }
  return 'damaged'
}
