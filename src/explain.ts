// Sentences: what a verdict says in the SMTP reply, in header lines, and to people.
import { unaccent } from './language/text.ts'
import { encodeText } from './message/encoded-word.ts'
import { ruleById } from './rules/index.ts'
import type { RuleMessage, Sentence } from './rules/rule.ts'
import type { Action, Data, Finding, Place, Verdict } from './verdict.ts'

/** A refusal as the relay sends it: each line printable ASCII, without code, status and line end. */
export interface Reply {
  code: 550 | 554
  /** Enhanced status code (RFC 3463). */
  status: string
  lines: string[]
}

/** A finding in words. `where` is '' when it concerns the whole message. */
export interface Explained {
  where: Sentence
  says: Sentence
  remedy: Sentence
}

export const ACTION_WORDS: Record<Action, Sentence> = {
  pass: { vi: 'CHO QUA', en: 'pass' },
  tag: { vi: 'GẮN NHÃN', en: 'tag' },
  reject: { vi: 'TỪ CHỐI', en: 'reject' },
}

/** RFC 5321 4.5.3.1.5: a reply line is at most 512 octets with its code, status and line end. */
const REPLY_LINE = 480

function messageOf(finding: Finding): RuleMessage {
  const message = ruleById(finding.rule).messages[finding.message]
  if (message === undefined) throw new Error(`rule ${finding.rule} has no message ${finding.message}`)
  return message
}

/** The finding in Vietnamese and English: where, what, and what to do. */
export function explain(finding: Finding): Explained {
  const message = messageOf(finding)
  return { where: wherePlace(finding.at), says: message.say(finding.data), remedy: message.remedy(finding.data) }
}

function wherePlace(at: Place | null): Sentence {
  if (at === null || at.part === '') return { vi: '', en: '' }
  const path = at.path.join(' › ')
  if (at.part === 'header') return { vi: 'phần đầu thư', en: 'header' }
  return { vi: `phần ${at.part}${path && ` › ${path}`}`, en: `part ${at.part}${path && ` › ${path}`}` }
}

/** Findings told in one reply: a few say what to do, and more than a screen is read by nobody. */
const REPLY_FINDINGS = 8

/**
 * The refusal of a message. The first line names the first reason and the look-up code, because many programs show only
 * that; then what to do about it, the other reasons with theirs, and whom to ask. Unaccented ASCII only (RFC 6531 3.7.4.2).
 */
export function refusal(verdict: Verdict, code: string): Reply {
  const refusing = verdict.findings.filter((finding) => finding.action === 'reject')
  const tagging = verdict.findings.filter((finding) => finding.action === 'tag')
  const status = messageOf(refusing[0]!).status ?? '5.7.1'
  const told = [...refusing, ...tagging].slice(0, REPLY_FINDINGS)
  const lines = told.flatMap((finding, index) => {
    const { clause, rule, data } = finding
    const reason = `[${clause} ${rule}] ${messageOf(finding).short(data)}`
    const lookUp = index === 0 ? `; ma tra cuu / look-up code ${code}` : ''
    return [replyLine(reason, lookUp), replyLine(`Cach khac phuc: ${messageOf(finding).remedy(data).vi}`)]
  })
  const ask = `Can giup, gui ma ${code} cho quan tri thu cua co quan / for help give code ${code} to your mail administrator`
  // 550 for form (5.6.x), 554 for policy: both end the transaction for good (RFC 5321 4.2.1).
  return { code: status.startsWith('5.6') ? 550 : 554, status, lines: [...lines, ask] }
}

/** One line as ASCII: accents off, anything else that is not printable as '?', cut so that the tail stays whole. */
function replyLine(text: string, tail = ''): string {
  const ascii = unaccent(text.replace(/[“”]/g, '"')).replace(/[^\x20-\x7e]+/g, '?')
  const room = REPLY_LINE - tail.length
  return (ascii.length <= room ? ascii : `${ascii.slice(0, room - 3)}...`) + tail
}

/** The header lines of a message that goes on: verdict, one per finding, and its worth under 7.4.a. */
export function headerLines(verdict: Verdict, code: string): string[] {
  const lines = [`X-Congthu-Verdict: ${verdict.action}; code=${code}; policy=${verdict.policyVersion}`]
  for (const finding of verdict.findings.slice(0, 50)) {
    const { clause, rule, message, outcome, mode } = finding
    const data = withoutRecipients(finding.data)
    const text = `${messageOf(finding).say(data).vi} ${messageOf(finding).remedy(data).vi}`
    const facts = `${clause} ${rule}/${message}; outcome=${outcome}; action=${finding.action}; mode=${mode}`
    lines.push(`X-Congthu-Finding: ${facts};\r\n ${encodeText(text)}`)
  }
  if (verdict.paperEquivalent) lines.push('X-Congthu-Legal-Value: paper-equivalent')
  return lines
}

/** RFC 5321 7.2: a header that every recipient reads must not name those whom the sender hid (Bcc). */
function withoutRecipients(data: Data): Data {
  return 'recipients' in data ? { ...data, recipients: ['…'] } : data
}
