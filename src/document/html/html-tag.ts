// Tags of HTML by place (HTML 13.2.5): where one ends, and the attributes in it that are asked for.

/** Told of each attribute that is asked for; `name` in lower case, `value` with its references. */
export type OnAttribute = (name: string, value: string) => void

/** Attributes whose words are shown. */
const SHOWN: ReadonlySet<string> = new Set(['alt', 'title', 'label', 'value', 'srcdoc', 'aria-label', 'placeholder'])
const SHORTEST = 2
const LONGEST = 14

/** HTML 13.2.5.8: a name runs to a blank, a slash or the end of the tag, whatever it holds. */
export function tagNameEnd(html: string, start: number): number {
  let end = start
  while (end < html.length && !endsName(html.charCodeAt(end))) end++
  return end
}

export function endsName(code: number): boolean {
  return code === 0x3e || code === 0x2f || code === 0x20 || (code >= 0x09 && code <= 0x0d && code !== 0x0b)
}

/** Offset after the tag whose attributes begin at `from`; a quote opens a value only after `name=` (HTML 13.2.5.32 to 39). */
export function tagEnd(html: string, from: number, onAttribute: OnAttribute, asked = SHOWN): number {
  // `start`: no name yet. `name`: in one. `after`: after one. `equals`: a value may open. `bare`: in a value without quotes.
  let state: 'start' | 'name' | 'after' | 'equals' | 'bare' = 'start'
  let nameStart = from
  let nameEnd = from
  let value = from
  const tell = (end: number) => {
    const length = nameEnd - nameStart
    if (length < SHORTEST || length > LONGEST) return
    const name = html.slice(nameStart, nameEnd).toLowerCase()
    if (asked.has(name)) onAttribute(name, html.slice(value, end))
  }
  for (let i = from; i < html.length; i++) {
    const code = html.charCodeAt(i)
    if (code === 0x3e) {
      if (state === 'bare') tell(i)
      return i + 1
    }
    if (state === 'bare') {
      if (code > 0x20) continue
      tell(i)
      state = 'start'
    } else if (state === 'equals') {
      if (code <= 0x20) continue
      value = i
      state = 'bare'
      if (code !== 0x22 && code !== 0x27) continue
      value = i + 1
      i = html.indexOf(html[i]!, value)
      if (i < 0) return html.length
      tell(i)
      state = 'start'
    } else if ((state === 'name' || state === 'after') && code === 0x3d) {
      if (state === 'name') nameEnd = i
      state = 'equals'
    } else if (code === 0x2f) {
      state = 'start'
    } else if (code <= 0x20) {
      if (state === 'name') nameEnd = i
      state = state === 'start' ? 'start' : 'after'
    } else if (state !== 'name') {
      nameStart = i
      state = 'name'
    }
  }
  return html.length
}

/** Offset of the end tag of `element` that comes next; -1 when there is none. */
export function endTag(html: string, element: string, from: number): number {
  for (let at = html.indexOf('</', from); at >= 0; at = html.indexOf('</', at + 2)) {
    const end = at + 2 + element.length
    if (end < html.length && !endsName(html.charCodeAt(end))) continue
    if (html.slice(at + 2, end).toLowerCase() === element) return at
  }
  return -1
}
