// What the policy files may say: one schema per kind of file, each built to refuse what it does not know.
import { patternMistake } from '../language/term-patterns.ts'
import type { ParameterDeclaration, Rule } from '../rules/rule.ts'
import { sentences, z } from '../settings/yaml-file.ts'

const action = z.enum(['pass', 'tag', 'reject'])
const filled = (longest: number) =>
  z
    .string()
    .max(longest)
    .refine((text) => text.trim() !== '', sentences('không được để trống', 'must not be blank'))
const lower = (text: string) => text.toLowerCase()

// Both patterns are unambiguous at every character, so they cannot backtrack.
const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/
const ADDRESS = /^[^\s@<>,;"]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/

const domain = z
  .string()
  .max(253)
  .transform(lower)
  .refine((text) => DOMAIN.test(text), sentences('không phải tên miền', 'not a domain name'))
const address = z
  .string()
  .max(320)
  .transform(lower)
  .refine((text) => ADDRESS.test(text), sentences('không phải địa chỉ thư', 'not a mail address'))
const addressOrDomain = z
  .string()
  .max(320)
  .transform(lower)
  .refine(
    (text) => ADDRESS.test(text) || (text.startsWith('@') && DOMAIN.test(text.slice(1))),
    sentences('không phải địa chỉ thư hay @tên-miền', 'neither a mail address nor @domain'),
  )

const day = z.string().refine(isDay, sentences('không phải ngày dạng 2026-12-31', 'not a day such as 2026-12-31'))

function isDay(text: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

/** policies/<rule>.yaml: the message ids and parameters are the rule's own. */
export function rulePolicySchema(rule: Rule) {
  return z.strictObject({
    rule: z.literal(rule.id),
    clause: filled(20),
    quote: filled(4000),
    mode: z.enum(['enforce', 'observe']),
    actions: actionsSchema(rule),
    parameters: parametersSchema(rule.parameters).prefault({}),
    exceptions: z.array(exceptionSchema(rule)).max(500).default([]),
  })
}

/** An outcome that some message of the rule has must be given its action; an outcome that none has may be left out. */
function actionsSchema(rule: Rule) {
  const outcomes = new Set(Object.values(rule.messages).map(({ outcome }) => outcome))
  const ids = Object.keys(rule.messages)
  return z.strictObject({
    violated: outcomes.has('violated') ? action : action.default('reject'),
    undetermined: outcomes.has('undetermined') ? action : action.default('reject'),
    messages: z.strictObject(Object.fromEntries(ids.map((id) => [id, action.optional()]))).default({}),
  })
}

function exceptionSchema(rule: Rule) {
  const scope = z.array(addressOrDomain).min(1).max(1000).optional()
  return z
    .strictObject({
      senders: scope,
      recipients: scope,
      messages: z
        .array(z.enum(Object.keys(rule.messages)))
        .min(1)
        .optional(),
      until: day,
      reason: filled(1000),
      paper: filled(300),
    })
    .refine(
      ({ senders, recipients, messages }) => (senders ?? recipients ?? messages) !== undefined,
      sentences(
        'ngoại lệ phải có phạm vi: senders, recipients hoặc messages',
        'an exception needs a scope: senders, recipients or messages',
      ),
    )
}

function parametersSchema(declared: Record<string, ParameterDeclaration>) {
  return z.strictObject(Object.fromEntries(Object.entries(declared).map(([name, one]) => [name, parameterSchema(one)])))
}

function parameterSchema(declared: ParameterDeclaration) {
  if (declared.type === 'boolean') return z.boolean().default(declared.default)
  if (declared.type === 'integer') return z.int().min(declared.min).max(declared.max).default(declared.default)
  return z.array(filled(500)).max(10_000).default(declared.default)
}

const certificateId = z
  .string()
  .transform((text) => text.replace(/[:\s]/g, '').toLowerCase())
  .refine(
    (text) => /^(?:[0-9a-f]{64}|[0-9a-f]{2,42})$/.test(text),
    sentences(
      'cần dấu vân tay SHA-256 hoặc số sê-ri (hex)',
      'a SHA-256 fingerprint or a serial number in hex is wanted',
    ),
  )
  // Serial numbers are compared without leading zeros.
  .transform((text) => (text.length === 64 ? text : text.replace(/^(00)+(?=.)/, '')))

const unit = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  name: filled(200),
  certificateNames: z.array(filled(200)).max(50).default([]),
  // SHA-256 fingerprint or serial number, as certificate viewers show them: hex with or without separators.
  certificates: z.array(certificateId).max(50).default([]),
  boxes: z.array(address).max(200).default([]),
})

/** site/units.yaml; addresses and domains come out in lower case. */
export const unitsSchema = z.strictObject({
  domain,
  suffix: z
    .string()
    .transform(lower)
    .refine(
      (text) => /^[a-z0-9._-]{1,60}$/.test(text),
      sentences('chỉ gồm chữ, số, dấu chấm, gạch', 'letters, digits, dots and dashes only'),
    ),
  boxes: z.array(address).max(1000).default([]),
  otherSenders: z
    .array(z.strictObject({ address, reason: filled(500) }))
    .max(1000)
    .default([]),
  officialDomains: z.array(domain).min(1).max(1000),
  intakeBoxes: z.array(address).max(1000).default([]),
  units: z.array(unit).max(2000),
})

/** site/not-enforced.yaml. */
export const notEnforcedSchema = z
  .array(z.strictObject({ clause: filled(20), vi: filled(1000), en: filled(1000) }))
  .max(500)

/** A regular expression in the syntax of RE2, which cannot take more than linear time. */
const pattern = filled(300).superRefine((source, context) => {
  const mistake = source.trim() === '' ? null : patternMistake(source)
  if (mistake !== null)
    context.addIssue({
      code: 'custom',
      ...sentences(`biểu thức sai (cú pháp RE2): ${mistake}`, `no expression of RE2: ${mistake}`),
    })
})

/** site/words/<list>.yaml; `vi` and `en` say what the list is for. */
export const wordListSchema = z.strictObject({
  list: z.string().regex(/^[a-z0-9-]{1,40}$/),
  vi: filled(500),
  en: filled(500),
  accents: z.boolean(),
  phrases: z.array(filled(200)).max(10_000),
  regexes: z.array(pattern).max(50).default([]),
})

const degree = z.enum(['mật', 'tối mật', 'tuyệt mật'])

/** site/secrecy.yaml: what marks of state secrets look like, and the law they stand on from a day on. */
export const secrecySchema = z.strictObject({
  degrees: z
    .array(
      z.strictObject({
        degree,
        codes: z
          .array(z.string().regex(/^\p{L}$/u))
          .max(5)
          .default([]),
        suffixes: z
          .array(z.string().regex(/^(?:\([\p{L} ]{1,20}\)|[-/]\p{L}{1,10})$/u))
          .max(20)
          .default([]),
      }),
    )
    .max(3),
  marks: z
    .array(
      z.strictObject({
        line: filled(100),
        rest: z.enum(['nothing', 'date', 'anything']),
        degree,
        strength: z.enum(['strong', 'weak']),
      }),
    )
    .max(200),
  law: z
    .array(z.strictObject({ from: day, vi: filled(300), en: filled(300) }))
    .min(1)
    .max(50),
})

const fingerprint = z
  .string()
  .transform((text) => text.replaceAll(':', '').toLowerCase())
  .refine((text) => /^[0-9a-f]{64}$/.test(text), sentences('cần 64 chữ số hex', '64 hex digits are wanted'))

/** site/trust/roots.yaml: pinned SHA-256 fingerprints, with or without colons, in lower case on output. */
export const rootsSchema = z
  .array(
    z.strictObject({
      sha256: fingerprint,
      name: filled(300),
      from: filled(500).optional(),
      note: filled(1000).optional(),
      // Fetched with the root: authorities below it, and the addresses of revocation lists.
      intermediates: z
        .array(z.strictObject({ sha256: fingerprint, name: filled(300), from: filled(500).optional() }))
        .max(100)
        .default([]),
      crls: z.array(filled(500)).max(100).default([]),
    }),
  )
  .max(500)
