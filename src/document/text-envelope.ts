// Envelopes written as text in a file of their own: CMS in PEM or in bare base64, OpenPGP armor, BinHex.
import { openBinHex } from './apple-binhex.ts'
import { openCms, readCms } from './cms.ts'
import type { Opened } from './containers.ts'
import { openArmor } from './openpgp.ts'
import type { KindFacts, Reading } from './reading.ts'

const PEM = /^-----BEGIN (?:PKCS ?#?7|CMS|PKCS7 MESSAGE)[A-Z #0-9]{0,30}-----/
/** Characters of base64 that show how a CMS object begins; whatever length and type it has. */
const PROBE = 64
/** `0x30` and what may follow it as a length, in base64: the cheap sign that decoding is worth while. */
const OBJECT_START = /^M[A-Pghijklmnop]/

/** Opens text that is an envelope as a whole; other text stays as it was found. */
export function openTextEnvelope(bytes: Buffer, found: KindFacts, reading: Reading): Opened {
  let at = 0
  while (at < bytes.length && isBlank(bytes[at]!)) at++
  if (bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf) at += 3
  const head = bytes.toString('latin1', at, at + 200)
  if (head.startsWith('-----BEGIN PGP MESSAGE')) return openArmor(bytes, at, found, reading)
  if (head.startsWith('-----')) {
    const label = PEM.exec(head)?.[0]
    return label === undefined
      ? { facts: found, container: null }
      : openBase64(bytes, at + label.length, found, reading)
  }
  if (OBJECT_START.test(head)) return openBase64(bytes, at, found, reading)
  return openBinHex(bytes, found, reading)
}

/** base64 from `at` to a line of dashes or to the end, when it is a CMS object. */
function openBase64(bytes: Buffer, at: number, found: KindFacts, reading: Reading): Opened {
  const untouched = { facts: found, container: null }
  const probe = bytes.toString('latin1', at, at + 4 * PROBE).replace(/\s/g, '')
  const start = Buffer.from(probe.slice(0, PROBE), 'base64')
  if (start[0] !== 0x30 || !start.includes(CMS_ARC)) return untouched
  const dashes = bytes.indexOf('-----', at)
  const size = Math.ceil((((dashes < 0 ? bytes.length : dashes) - at) * 3) / 4)
  if (size > reading.inflatedLeft) {
    return { facts: { kind: 'p7m', encrypted: null, inspected: 'none', reasons: ['size-limit'] }, container: null }
  }
  reading.inflatedLeft -= size
  const object = Buffer.from(bytes.toString('latin1', at, dashes < 0 ? bytes.length : dashes), 'base64')
  const facts = readCms(object)
  return facts === null ? untouched : openCms(object, facts, reading)
}

/** 1.2.840.113549.1: the arc of PKCS #7 and of the content types of S/MIME. */
const CMS_ARC = Buffer.from('2a864886f70d01', 'hex')

function isBlank(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)
}
