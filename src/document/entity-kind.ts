// Whether the content of a signed or packed envelope is a MIME entity (RFC 8551 3.1) or a file.

/** Characters of a header block that are looked at; an entity within S/MIME has some lines. */
const HEAD = 65_536
const FIELD = /^([\x21-\x39\x3b-\x7e]{1,76})[ \t]{0,8}:/
/** Fields that an entity begins with (RFC 2045 3), and those of a message that stands there whole. */
const ENTITY_FIELD = /^(?:content-|mime-version$|from$|to$|cc$|subject$|date$|received$|message-id$|return-path$|x-)/

/** True for a header block of fields with one of MIME or of mail among them, and for the empty block of a plain text. */
export function isEntity(bytes: Buffer): boolean {
  const head = bytes.toString('latin1', 0, HEAD)
  let known = false
  for (let at = 0; at < head.length; ) {
    const feed = head.indexOf('\n', at)
    const end = feed < 0 ? head.length : feed
    const line = head.slice(at, end).trimEnd()
    // RFC 2045 5.2: no field at all means text/plain; the separator alone still shows that this is an entity.
    if (line === '') return feed >= 0 && (known || at === 0)
    if (line[0] !== ' ' && line[0] !== '\t') {
      const name = FIELD.exec(line)?.[1]
      if (name === undefined) return false
      known ||= ENTITY_FIELD.test(name.toLowerCase())
    } else if (at === 0) return false
    at = end + 1
  }
  return known
}
