// The list of rules, in the order of the regulation. A new rule is one line here.
import { art3SenderAddress } from './art3-sender-address.ts'
import { art63OutsideMailbox } from './art6-3-outside-mailbox.ts'
import { art71OtherMailSystems } from './art7-1-other-mail-systems.ts'
import { art72PersonalUse } from './art7-2-personal-use.ts'
import { art73aSignedPdf } from './art7-3a-signed-pdf.ts'
import { art74bPaperCopy } from './art7-4b-paper-copy.ts'
import { art74cFont } from './art7-4c-font.ts'
import { art8Malware } from './art8-malware.ts'
import { art8Spam } from './art8-spam.ts'
import { art8StateSecret } from './art8-state-secret.ts'
import { art8UnlawfulContent } from './art8-unlawful-content.ts'
import type { Rule } from './rule.ts'
import { unreadable } from './unreadable.ts'

export const RULES: readonly Rule[] = [
  art3SenderAddress,
  art63OutsideMailbox,
  art71OtherMailSystems,
  art72PersonalUse,
  art73aSignedPdf,
  art74bPaperCopy,
  art74cFont,
  art8Malware,
  art8Spam,
  art8StateSecret,
  art8UnlawfulContent,
  unreadable,
]

const BY_ID = new Map(RULES.map((rule) => [rule.id, rule]))

/** The rule of that id; throws for an id that is none, which only a mistake of ours can ask for. */
export function ruleById(id: string): Rule {
  const rule = BY_ID.get(id)
  if (rule === undefined) throw new RangeError(`no rule ${id}`)
  return rule
}
