// Hand-made facts for tests of rules: a message with nothing wrong in it, and small departures from it.
import { expect } from 'vitest'
import type {
  DocumentFacts,
  Envelope,
  HeaderFacts,
  Integrity,
  MessageFacts,
  SignatureFacts,
  Trust,
} from '../../src/facts.ts'
import { unaccent } from '../../src/language/text.ts'
import type { Parameters, Rule, Site } from '../../src/rules/rule.ts'
import type { Found } from '../../src/verdict.ts'
import { SECRECY_LAW } from './secrecy.ts'

export const SENDER = 'noivu.cangio@tphcm.gov.vn'
export const RECIPIENT = 'vanphong@so-mau.tphcm.gov.vn'

export const SITE: Site = {
  domain: 'tphcm.gov.vn',
  suffix: '.cangio',
  boxes: ['cangio@tphcm.gov.vn'],
  otherSenders: [{ address: 'giaoduc@nganh-mau.example', reason: 'hộp thư do ngành cấp' }],
  officialDomains: ['tphcm.gov.vn'],
  intakeBoxes: ['cangio@tphcm.gov.vn'],
  units: [{ id: 'noi-vu', name: 'Phòng Nội vụ', certificateNames: ['Phòng Nội vụ'], boxes: [SENDER] }],
  secrecyLaw: SECRECY_LAW,
  lists: { 'co-bac': { vi: 'Cụm từ mời đánh bạc.', en: 'Phrases that invite to gamble.' } },
}

export function envelope(overrides: Partial<Envelope> = {}): Envelope {
  return { sender: SENDER, recipients: [RECIPIENT], client: '127.0.0.1', ...overrides }
}

export function header(overrides: Partial<HeaderFacts> = {}): HeaderFacts {
  return {
    from: [{ name: 'Phòng Nội vụ', address: SENDER }],
    fromFields: 1,
    sender: [],
    replyTo: [],
    to: [{ name: '', address: RECIPIENT }],
    cc: [],
    subject: 'MẪU THỬ NGHIỆM',
    messageId: '<1@mau.example>',
    autoSubmitted: null,
    mailer: null,
    received: 0,
    ...overrides,
  }
}

/** A message in order; every field may be replaced. */
export function message(overrides: Partial<MessageFacts> = {}): MessageFacts {
  return {
    type: 'message',
    size: 1000,
    sha256: 'a'.repeat(64),
    gate: { ok: true, problems: [] },
    header: header(),
    texts: [],
    attachments: [],
    secrecy: { degree: null, places: [] },
    terms: [],
    inspected: 'full',
    reasons: [],
    ...overrides,
  }
}

let count = 0

/** A document in order, of its own part and content; `name` gives the extension. An editable Word file by default. */
export function document(overrides: Partial<DocumentFacts> = {}): DocumentFacts {
  const number = ++count
  const name = overrides.name === undefined ? 'cong-van.docx' : overrides.name
  const extension = name?.includes('.') ? name.slice(name.lastIndexOf('.') + 1).toLowerCase() : ''
  return {
    type: 'document',
    at: { part: String(number), path: [] },
    name,
    names: name === null ? [] : [name],
    extensions: extension === '' ? [] : [extension],
    problems: [],
    outer: [],
    declaredType: 'application/octet-stream',
    disposition: 'attachment',
    related: false,
    size: 100,
    sha256: number.toString(16).padStart(64, '0'),
    kind: extension === '' ? 'unknown' : extension,
    alsoKinds: [],
    editable: extension !== 'pdf',
    executable: false,
    macros: false,
    encrypted: false,
    damaged: false,
    inspected: 'full',
    reasons: [],
    text: null,
    texts: null,
    terms: [],
    pages: null,
    fonts: null,
    colours: null,
    encoding: null,
    scan: null,
    seal: null,
    active: [],
    secrecy: null,
    integrity: null,
    signatures: [],
    children: [],
    ...overrides,
  }
}

export function signature(overrides: Partial<SignatureFacts> = {}): SignatureFacts {
  return {
    field: 'Signature1',
    subFilter: 'ETSI.CAdES.detached',
    integrity: 'intact',
    why: 'digest and signature verify',
    coverage: 'whole-file',
    digest: 'sha256',
    trust: 'trusted',
    trustWhy: 'path to a trusted root',
    trustPath: ['CA mẫu'],
    signer: { cn: 'Phòng Nội vụ', o: 'UBND huyện', ou: '', l: '', email: '', uid: '' },
    issuer: 'CA mẫu',
    serial: '01',
    certificateSha256: 'b'.repeat(64),
    by: 'unit',
    unit: 'noi-vu',
    signedAt: null,
    timeSource: 'none',
    notes: [],
    changes: [],
    ...overrides,
  }
}

/** A PDF with one signature of this kind, or none when it is `unsigned`. */
export function pdf(name: string, integrity: Integrity = 'intact', by: Partial<SignatureFacts> = {}): DocumentFacts {
  const signatures = integrity === 'unsigned' ? [] : [signature({ integrity, ...by })]
  return document({ name, editable: false, integrity, signatures })
}

/** All values that trust may have but the one that is enough. */
export const NOT_TRUSTED: (Trust | null)[] = [
  'untrusted',
  'expired',
  'not-yet-valid',
  'revoked',
  'revocation-unknown',
  'key-usage',
  'weak',
  null,
]

export interface Case {
  facts?: MessageFacts
  envelope?: Envelope
  parameters?: Parameters
  site?: Site
  today?: string
}

/** What a rule finds, with its default parameters where none are given. Every sentence of it is checked on the way. */
export function find(rule: Rule, given: Case = {}): Found[] {
  const defaults = Object.fromEntries(Object.entries(rule.parameters).map(([name, one]) => [name, one.default]))
  const found = rule.find({
    facts: given.facts ?? message(),
    envelope: given.envelope ?? envelope(),
    parameters: { ...defaults, ...given.parameters },
    site: given.site ?? SITE,
    today: given.today ?? '2026-11-02',
  })
  for (const one of found) checkSentences(rule, one)
  return found
}

/** Message ids of what a rule finds. */
export function ids(rule: Rule, given: Case = {}): string[] {
  return find(rule, given).map(({ message: id }) => id)
}

/** Both languages say something whole, and the reply fits its line and is ASCII once the accents are off. */
function checkSentences(rule: Rule, found: Found): void {
  const spoken = rule.messages[found.message]
  expect(spoken, `${rule.id} has no message ${found.message}`).toBeDefined()
  expect(found.outcome).toBe(spoken!.outcome)
  const said = [spoken!.say(found.data), spoken!.remedy(found.data)]
  for (const sentence of said.flatMap(({ vi, en }) => [vi, en])) {
    expect(sentence).toMatch(/\S.{15,}\S/s)
    expect(sentence).not.toMatch(/undefined|\[object|NaN|\bnull\b/)
  }
  const short = unaccent(spoken!.short(found.data))
  expect(short).toMatch(/^[\x20-\x7e]+$/)
  expect(short.length).toBeLessThanOrEqual(120)
}

/** Ids of a rule's messages that these findings do not show. */
export function silent(rule: Rule, found: readonly string[]): string[] {
  return Object.keys(rule.messages).filter((id) => !found.includes(id))
}
