// Reads quy-che-1713.md: the regulation word for word, one `### id` heading per clause.
import type { Clause } from './policy.ts'

/** `7.3.a`, `8`; the decision's own articles are `QĐ.1` so that they do not clash with the regulation's. */
const CLAUSE_ID = /^(QĐ\.)?[1-9][0-9]?(\.[1-9][0-9]?)?(\.[a-zđ])?$/

/** The clauses in order, and what is wrong with the file's headings (`line` from 1). */
export interface Regulation {
  clauses: Clause[]
  mistakes: { line: number; vi: string; en: string }[]
}

/** Splits the file at its headings. A `#` or `##` heading ends a clause; `##` is the article's title. */
export function parseRegulation(markdown: string): Regulation {
  const clauses: Clause[] = []
  const mistakes: Regulation['mistakes'] = []
  const seen = new Set<string>()
  let heading = ''
  let open: Clause | null = null
  for (const [index, line] of withoutComments(markdown).split('\n').entries()) {
    const [, marks = '', title = ''] = /^(#{1,3}) (.*)$/.exec(line.trimEnd()) ?? []
    if (marks === '') {
      if (open !== null) open.text += `${line}\n`
      continue
    }
    if (marks === '##') heading = title
    open = marks === '###' ? { id: title, heading, text: '' } : null
    if (open === null) continue
    if (!CLAUSE_ID.test(title)) mistakes.push({ line: index + 1, ...badId(title) })
    if (seen.has(title)) mistakes.push({ line: index + 1, ...twice(title) })
    seen.add(title)
    clauses.push(open)
  }
  for (const clause of clauses) clause.text = clause.text.trim()
  return { clauses, mistakes }
}

/** The regulation's words in order without our own headings and comments: what must equal the source. */
export function regulationWords(markdown: string): string[] {
  const lines = withoutComments(markdown).split('\n')
  return lines
    .filter((line) => !line.startsWith('### '))
    .flatMap((line) => line.replace(/^##? /, '').split(/\s+/))
    .filter((word) => word !== '')
}

/** White space folded to single blanks, nothing else: accents, case and Unicode form stay as they are. */
export function foldSpace(text: string): string {
  return text.split(/\s+/).join(' ').trim()
}

/** Blanks comments out but keeps their line ends, so that line numbers stay true. */
function withoutComments(markdown: string): string {
  const parts = markdown.replaceAll('\r\n', '\n').split('<!--')
  return parts
    .map((part, index) => {
      if (index === 0) return part
      const end = part.indexOf('-->')
      const comment = end < 0 ? part : part.slice(0, end)
      return '\n'.repeat(comment.split('\n').length - 1) + (end < 0 ? '' : part.slice(end + 3))
    })
    .join('')
}

function badId(title: string): { vi: string; en: string } {
  return { vi: `"${title}" không phải số điều khoản dạng 7.3.a`, en: `"${title}" is not a clause id such as 7.3.a` }
}

function twice(title: string): { vi: string; en: string } {
  return { vi: `điều khoản ${title} có hai lần`, en: `clause ${title} stands twice` }
}
