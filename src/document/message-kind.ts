// Texts that are messages (RFC 5322): by their first fields, or by the name or type under which a mail program opens them.

/** Extensions that mail programs and browsers open as a message. */
const MESSAGE_EXTENSIONS = new Set(['eml', 'mht', 'mhtml', 'mim', 'mime'])
/** Fields that a message has and other texts with `Name: value` lines do not. */
const MESSAGE_FIELDS = new Set(
  (
    'from to subject date message-id received return-path mime-version content-type delivered-to reply-to x-mailer sender ' +
    'cc dkim-signature'
  ).split(' '),
)
const FIELD = /^([\x21-\x39\x3b-\x7e]{1,60}):/
const BOUNDARY = /\bboundary\*?(?:0\*?)?\s{0,20}=/i
/** Lines of a header block that are looked at; relays and filters add some tens. */
const LINES = 2000

/** True when one of the names (or what stands for the declared type) is that of a message. */
export function isNamedMessage(extensions: readonly string[]): boolean {
  return extensions.some((each) => MESSAGE_EXTENSIONS.has(each))
}

/**
 * Two or more fields of RFC 5322 at the beginning, or a Content-Type with a boundary; each line of the block a field or
 * the fold of one. Blank lines in front are skipped, as mail programs do.
 */
export function isMessage(head: string): boolean {
  const known = new Set<string>()
  const lines = head.trimStart().split('\n', LINES)
  // One mail of an mbox file; Apple Mail's .emlx begins with the length of the mail.
  if (lines[0]!.startsWith('From ') || LENGTH.test(lines[0]!)) lines.shift()
  let field = ''
  for (const line of lines) {
    if (line.trim() === '') break
    if (line[0] !== ' ' && line[0] !== '\t') {
      const name = FIELD.exec(line)?.[1]?.toLowerCase()
      if (name === undefined) return false
      field = name
      if (MESSAGE_FIELDS.has(name)) known.add(name)
    }
    if (field === 'content-type' && BOUNDARY.test(line.slice(0, 1000))) return true
  }
  return known.size >= 2
}

const LENGTH = /^\d{1,12}[ \t]*\r?$/

/** The message without the blank lines, or the line with its length, in front of its header block. */
export function fromFirstField(bytes: Buffer): Buffer {
  const feed = bytes.subarray(0, 20).indexOf(0x0a)
  if (feed > 0 && LENGTH.test(bytes.toString('latin1', 0, feed))) return bytes.subarray(feed + 1)
  let at = 0
  for (let i = 0; i < bytes.length && bytes[i]! <= 0x20; i++) if (bytes[i] === 0x0a || bytes[i] === 0x0d) at = i + 1
  return at === bytes.length ? bytes : bytes.subarray(at)
}

const REPORTS =
  /^message\/(?:.{0,40}-status|disposition-notification|feedback-report|.{0,40}headers|http|partial|external-body)$/
const TYPES = new Map([
  ['text/html', 'html'],
  ['application/xhtml+xml', 'xhtml'],
  ['image/svg+xml', 'svg'],
  ['application/x-mimearchive', 'mht'],
  ['multipart/related', 'mht'],
])

/** The extension that a declared type stands for, where mail programs go by the type; null for every other type. */
export function extensionOfType(type: string | null): string | null {
  if (type === null) return null
  // Reports are fields, and no messages (RFC 3464, RFC 8098, RFC 5965).
  if (type.startsWith('message/')) return REPORTS.test(type) ? null : 'eml'
  return TYPES.get(type) ?? null
}
