// The shape of a sample: mail bytes, and beside them what a person who knows the regulation says the verdict must be.
import type { Action } from '../../src/verdict.ts'
import { type Attachment, type Letter, SENT_AT } from './letter.ts'
import { mailers } from './mailers.ts'
import { city, office } from './people.ts'

export interface ExpectedFinding {
  rule: string
  message: string
  at?: { part: string; path: string[] }
}

export interface Sample {
  /** Folder: the rule that the sample is about, or `ordinary`. */
  rule: string
  name: string
  why: string
  whyEn: string
  envelope: { from: string; to: string[] }
  action: Action
  /** Every finding of every rule; a finding without `at` may stand anywhere. */
  findings: ExpectedFinding[]
  make(): Buffer | Promise<Buffer>
}

/** The instant at which every sample is judged. */
export const CLOCK = '2026-03-02T08:00:00+07:00'

/** A finding at a MIME part, or deeper inside an archive. */
export const at = (rule: string, message: string, part: string, ...path: string[]): ExpectedFinding => ({
  rule,
  message,
  at: { part, path },
})

/** A finding wherever it stands. */
export const anywhere = (rule: string, message: string): ExpectedFinding => ({ rule, message })

/** From the secretariat to a department of the city, unless told otherwise. */
export function letter(seed: string, content: Partial<Letter> & Pick<Letter, 'subject' | 'text'>): Letter {
  return { seed, from: office.secretariat, to: [city.department], sentAt: SENT_AT, ...content }
}

/** The envelope that a mail program gives for a letter. */
export const envelopeOf = (message: Letter): Sample['envelope'] => ({
  from: message.from.address,
  to: [...message.to, ...(message.cc ?? [])].map(({ address }) => address),
})

export interface Words {
  why: string
  whyEn: string
}

export const because = (why: string, whyEn: string): Words => ({ why, whyEn })

/** The same sentence closes every body, so that no sample can be taken for a real letter. */
export const SAMPLE_NOTE = '(MẪU THỬ NGHIỆM – KHÔNG CÓ GIÁ TRỊ)'

/** A letter's content with its files, the program that sends it, and the envelope where it is not the letter's own. */
export interface Content extends Partial<Omit<Letter, 'attachments'>> {
  subject: string
  text: string
  by: keyof typeof mailers
  files?: () => (Attachment | Promise<Attachment>)[]
  envelope?: Partial<Sample['envelope']>
  /** Last change to the bytes. */
  edit?: (bytes: Buffer) => Buffer
}

export type SampleMaker = (
  name: string,
  words: Words,
  action: Action,
  findings: ExpectedFinding[],
  content: Content,
) => Sample

/** A maker of the samples of one folder that are letters of a mail program. */
export function samplesOf(rule: string): SampleMaker {
  return (name, words, action, findings, { by, files, envelope, edit, ...content }) => {
    const draft = letter(`${rule}/${name}`, { ...content, text: `${content.text}\n\n${SAMPLE_NOTE}\n` })
    const make = async (): Promise<Buffer> => {
      const bytes = mailers[by]({ ...draft, attachments: await Promise.all(files?.() ?? []) })
      return edit === undefined ? bytes : edit(bytes)
    }
    return { rule, name, ...words, envelope: { ...envelopeOf(draft), ...envelope }, action, findings, make }
  }
}

/** A sample whose bytes are put together by hand. */
export function byHand(
  rule: string,
  name: string,
  words: Words,
  action: Action,
  findings: ExpectedFinding[],
  make: Sample['make'],
  envelope: Partial<Sample['envelope']> = {},
): Sample {
  const usual = { from: office.secretariat.address, to: [city.department.address] }
  return { rule, name, ...words, envelope: { ...usual, ...envelope }, action, findings, make }
}
