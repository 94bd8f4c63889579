// The letter that carries the files of the samples on 7.3.a.
import { document } from '../files.ts'
import type { Attachment } from '../letter.ts'
import { type Content, type ExpectedFinding, type Sample, samplesOf, type Words } from '../sample.ts'

export const RULE = 'art7-3a-signed-pdf'
const SUBJECT = 'Gửi công văn số 126/UBND-VP về tập huấn thư điện tử công vụ'
const TEXT = `Kính gửi Quý Sở,

Văn phòng HĐND và UBND huyện gửi kèm công văn số 126/UBND-VP về tổ chức tập huấn sử dụng thư điện tử công vụ.

Trân trọng.`

const make = samplesOf(RULE)

export type Files = NonNullable<Content['files']>

/** One sample: the same words whatever the files. */
export function sample(
  name: string,
  words: Words,
  by: Content['by'],
  action: Sample['action'],
  findings: ExpectedFinding[],
  files: Files,
): Sample {
  return make(name, words, action, findings, { subject: SUBJECT, text: TEXT, by, files })
}

/** A Word file and the PDF that goes with it. */
export const pair =
  (pdf: () => Promise<Attachment>): Files =>
  () => [document('cong-van-126.docx'), pdf()]
