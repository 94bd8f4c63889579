// Plain text out of small pieces of XML in a PDF (rich text, XMP): tags dropped, entities undone, in one pass.

const ENTITIES = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
])
/** Elements that begin a line. */
const BLOCK = /^\/?(?:\w{1,20}:)?(?:p|br|div|li)(?![\w-])/i

/** The text between the tags, of XMP or of rich text (ISO 32000-2 12.7.4.4). */
export function withoutTags(xml: string): string {
  const parts: string[] = []
  for (let at = 0; at >= 0 && at < xml.length; ) {
    const open = xml.indexOf('<', at)
    const words = unescaped(xml.slice(at, open < 0 ? xml.length : open))
    if (words !== '') parts.push(words)
    const close = open < 0 ? -1 : xml.indexOf('>', open)
    if (close >= 0 && parts.length > 0 && parts.at(-1) !== '\n' && BLOCK.test(xml.slice(open + 1, open + 30)))
      parts.push('\n')
    at = close < 0 ? -1 : close + 1
  }
  return parts.join('')
}

function unescaped(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(#?\w{1,8});/g, (all, name: string) => {
    if (!name.startsWith('#')) return ENTITIES.get(name) ?? all
    const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : all
  })
}

/** What stands in the first element of that qualified name, or in the attribute; null when there is neither. */
export function elementText(xml: string, name: string): string | null {
  const open = xml.indexOf(`<${name}`)
  const start = open < 0 ? -1 : xml.indexOf('>', open)
  const close = start < 0 ? -1 : xml.indexOf(`</${name}>`, start)
  if (close >= 0) return withoutTags(xml.slice(start + 1, close)).trim()
  const quote = xml.indexOf(`${name}="`)
  const value = quote < 0 ? -1 : quote + name.length + 2
  const end = value < 0 ? -1 : xml.indexOf('"', value)
  return end < 0 ? null : unescaped(xml.slice(value, end)).trim()
}
