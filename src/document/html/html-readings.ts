// Other ways in which the same HTML reads: letters in cells or lines of their own, text turned around, a charset told within.

/** Letters that follow one another as lines of their own, at least so many, are read as a row, too. */
const ROW_LEAST = 4

/** Rows of single letters, as cells of a table or lines hold them, joined: what stands between them is gone. */
export function letterRows(text: string): string[] {
  const rows: string[] = []
  let row = ''
  for (const line of [...text.split('\n'), '..']) {
    // A letter and what combines with it.
    if (line.length <= 3 && line.normalize('NFC').length === 1) {
      row += line
      continue
    }
    if (row.length >= ROW_LEAST) rows.push(row)
    row = ''
  }
  return rows
}

/** The text of an element that is shown from right to left. */
export function turned(text: string): string {
  return [...text].reverse().join('')
}

const HEAD = 4096
const META = /<meta\s[^>]{0,300}?charset\s{0,20}=\s{0,20}["']?\s{0,20}([\w:.-]{1,40})/i

/** The charset that a page tells of itself in a meta element (HTML 13.2.3.2) or in an XML declaration; null when it does not. */
export function charsetWithin(html: Buffer): string | null {
  const head = html.toString('latin1', 0, HEAD)
  const label =
    META.exec(head)?.[1] ?? /^\s{0,20}<\?xml\s[^>]{0,200}?encoding\s{0,5}=\s{0,5}["']([\w:.-]{1,40})/.exec(head)?.[1]
  return label?.toLowerCase() ?? null
}
