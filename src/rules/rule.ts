// The shape of a rule: facts and parameters in, findings out; its sentences in two languages.
import type { Envelope, MessageFacts } from '../facts.ts'
import type { Data, Found, Outcome } from '../verdict.ts'

/** The same sentence for people in Vietnamese and in English. */
export interface Sentence {
  vi: string
  en: string
}

/** What one message id of a rule says. */
export interface RuleMessage {
  outcome: Outcome
  /** Enhanced status code of a refusal (RFC 3463); 5.7.1 where none is given. */
  status?: string
  /** A few Vietnamese words for the SMTP reply; accents are taken off there (RFC 6531 3.7.4.2). */
  short(data: Data): string
  /** What is wrong and where. */
  say(data: Data): Sentence
  /** What the sender is to do about it. */
  remedy(data: Data): Sentence
}

/** A parameter that the policy file of the rule may set; the loader refuses any other. */
export type ParameterDeclaration =
  | { type: 'strings'; default: string[]; en: string }
  | { type: 'boolean'; default: boolean; en: string }
  | { type: 'integer'; default: number; min: number; max: number; vi: string; en: string }

export type Parameters = Record<string, string[] | boolean | number>

/** A unit of the office, as units.yaml gives it. */
export interface Unit {
  id: string
  name: string
  /** Names under which the unit's certificates are issued. */
  certificateNames: string[]
  /** Single certificates of the unit: SHA-256 fingerprints or serial numbers, lower-case hex. */
  certificates?: string[]
  boxes: string[]
}

/** A law that holds from a day (YYYY-MM-DD, the office's time) until the next one's. */
export interface Citation extends Sentence {
  from: string
}

/** The office's own data (policies/site/units.yaml), in lower case where it is compared. */
export interface Site {
  /** Article 3: `<name><suffix>@<domain>`. */
  domain: string
  suffix: string
  /** Exact addresses that are official too, such as the district's own box. */
  boxes: string[]
  /** Addresses outside the form of Article 3 that are accepted, each with its reason. */
  otherSenders: { address: string; reason: string }[]
  /** Domains of the official mail system (7.1, 7.4.b). A domain covers its sub-domains. */
  officialDomains: string[]
  /** The Office's boxes for requests (6.3). */
  intakeBoxes: string[]
  units: Unit[]
  /** Laws on state secrets (site/secrecy.yaml), from old to new. */
  secrecyLaw: Citation[]
  /** What each word list (site/words) is for, by its name. */
  lists: Record<string, Sentence>
}

/** What a rule may look at. */
export interface RuleInput<P extends Parameters = Parameters> {
  facts: MessageFacts
  envelope: Envelope
  parameters: P
  site: Site
  /** The day of judging in the office's time, YYYY-MM-DD. */
  today: string
}

/** One rule of the regulation. `find` is pure: no clock, disk, network or logger. */
export interface Rule {
  id: string
  /** What it checks, one line in each language. */
  title: Sentence
  messages: Record<string, RuleMessage>
  parameters: Record<string, ParameterDeclaration>
  find(input: RuleInput): Found[]
}
