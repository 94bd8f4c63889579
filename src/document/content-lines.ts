// Files in calendars and contact cards: inline ATTACH (RFC 5545 3.8.1.1), PHOTO, LOGO, SOUND and KEY (RFC 2426, RFC 6350).
import { type Budget, EMBEDDED_MOST, type Embedded, findEmbedded } from './data-uri.ts'
import { isPicture } from './picture-magic.ts'

/** RFC 5545 3.1, RFC 6350 3.2: the properties whose value may be a file. */
const HOLDERS = /^(?:[\w-]{1,60}\.)?(?:ATTACH|IMAGE|PHOTO|LOGO|SOUND|KEY|X-[\w-]{1,60})\b/i
const ENCODED = /;\s*ENCODING\s*=\s*"?(?:b|base64)"?(?=[;:])|;\s*BASE64(?=[;:])/i
const NAME = /;\s*(?:X-(?:[\w-]{1,40}-)?)?FILENAME\s*=\s*(?:"([^"]{1,300})"|([^;:"]{1,300}))/i
const TYPE = /;\s*(?:FMTTYPE|MEDIATYPE|TYPE)\s*=\s*"?([\w.+/-]{1,100})/i
const PARAMETERS = 2000

/** Files in the content lines of a calendar or a card. Pictures that are such are left out. */
export function findAttached(text: string, budget: Budget): Embedded[] {
  const found: Embedded[] = []
  const lines = text.replace(/\r?\n[ \t]/g, '').split(/\r?\n|\r/)
  for (const [i, line] of lines.entries()) {
    if (!HOLDERS.test(line)) continue
    const head = line.slice(0, PARAMETERS)
    const encoded = ENCODED.exec(head)
    if (encoded === null) continue
    if (found.length >= EMBEDDED_MOST) return [...found, { mime: '', name: null, bytes: 'count-limit' }]
    // vCard 2.1 folds before a blank that the value keeps: base64 goes on in lines that hold no colon.
    const value = `${line.slice(line.indexOf(':', encoded.index + encoded[0].length) + 1)}${continued(lines, i)}`
    if (isPicture(Buffer.from(value.slice(0, 128), 'base64'))) continue
    const name = NAME.exec(head)
    const mime = TYPE.exec(head)?.[1]?.toLowerCase() ?? ''
    const size = Math.ceil((value.length * 3) / 4)
    const fits = size <= budget.inflatedLeft
    if (fits) budget.inflatedLeft -= size
    found.push({
      mime,
      name: name?.[1] ?? name?.[2] ?? null,
      bytes: fits ? Buffer.from(value, 'base64') : 'size-limit',
    })
  }
  return [...found, ...findEmbedded(lines.join('\n'), budget)].slice(0, EMBEDDED_MOST + 1)
}

function continued(lines: string[], from: number): string {
  let end = from + 1
  while (end < lines.length && /^[A-Za-z0-9+/=]{1,200}$/.test(lines[end]!)) end++
  return lines.slice(from + 1, end).join('')
}
