// Validation data in the file: certificates, CRLs and OCSP answers of the DSS (ISO 32000-2 12.8.4.3).
import type { Dss } from '../../signature/dictionary.ts'
import type { PdfFile } from './file.ts'
import { as, type PdfDict, PdfError } from './objects.ts'

/** Streams of each kind that are read; files with many signatures have some dozens. */
const MAX_STREAMS = 256
/** Octets of all of them together. */
const MAX_BYTES = 32 * 1024 * 1024

/**
 * The DSS of the newest revision; null when there is none. What cannot be read there is evidence that is missing, and no
 * fault of the file: whatever it holds counts only by the signatures of the authorities on it.
 */
export function readDss(file: PdfFile, catalog: PdfDict): Dss | null {
  const dss = attempt(() => as('dict', file.get(catalog, 'DSS')))
  if (!dss) return null
  const room = { left: MAX_BYTES }
  return {
    certificates: streams(file, dss, 'Certs', room),
    crls: streams(file, dss, 'CRLs', room),
    ocsps: streams(file, dss, 'OCSPs', room),
  }
}

function streams(file: PdfFile, dss: PdfDict, key: string, room: { left: number }): Buffer[] {
  const list = attempt(() => as('array', file.get(dss, key)))
  return (list?.items ?? []).slice(0, MAX_STREAMS).flatMap((item) => {
    if (room.left <= 0) return []
    const stream = attempt(() => as('stream', file.resolve(item)))
    const bytes = stream && attempt(() => file.streamData(stream))
    room.left -= bytes?.length ?? 0
    return bytes && room.left >= 0 ? [bytes] : []
  })
}

function attempt<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof PdfError) return null
    throw error
  }
}
