// The files that a PDF carries (ISO 32000-2 7.11.4): attachments of the document and of its pages, as members of a container.
import type { Reason } from '../../facts.ts'
import type { Container, Member } from '../container.ts'
import type { Reading } from '../reading.ts'
import type { PdfFile } from './file.ts'
import { as, type PdfDict, PdfError, type PdfStream, textOf } from './objects.ts'

/** Keys of a file specification that give a name, and of its /EF that give the file, the one that programs prefer first. */
const KEYS = ['UF', 'F', 'Unix', 'Mac', 'DOS']

/** The files of these specifications, each stream once, in the order of the file, with all its names; null when there are none. */
export function pdfAttachments(file: PdfFile, specifications: PdfDict[], reading: Reading): Container | null {
  const members = new Map<number, Member>()
  const reasons: Reason[] = []
  for (const specification of specifications) {
    try {
      const names = namesOf(file, specification)
      for (const stream of streamsOf(file, specification)) {
        const known = members.get(stream.start)
        if (known) known.names = [...new Set([...known.names, ...names])]
        else members.set(stream.start, member(file, stream, names, reading))
      }
    } catch (error) {
      if (!(error instanceof PdfError)) throw error
      reasons.push(error.reason)
    }
  }
  if (specifications.length === 0) return null
  const inOrder = [...members].sort(([one], [other]) => one - other).map(([, each]) => each)
  return { members: inOrder, reasons: () => reasons }
}

function namesOf(file: PdfFile, specification: PdfDict): string[] {
  return [...new Set(KEYS.flatMap((key) => textOf(file.get(specification, key)) || []))]
}

function streamsOf(file: PdfFile, specification: PdfDict): PdfStream[] {
  const files = as('dict', file.get(specification, 'EF'))
  return files === null ? [] : KEYS.flatMap((key) => as('stream', file.get(files, key)) ?? [])
}

function member(file: PdfFile, stream: PdfStream, names: string[], reading: Reading): Member {
  const bytes = () => {
    try {
      const data = file.streamData(stream)
      reading.inflatedLeft -= data.length
      return reading.inflatedLeft < 0 ? 'size-limit' : data
    } catch (error) {
      if (error instanceof PdfError) return error.reason
      throw error
    }
  }
  return { names, size: 0, bytes }
}
