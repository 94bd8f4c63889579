// Tables as text: separated values, SYLK, DIF; and what in them starts a program when a spreadsheet opens them.
import type { ActiveContent } from '../facts.ts'

const LINES = 30
/** Links to other programs that are looked at in one table. */
const LINKS = 2000
const CELL_BEFORE = 120
/** A formula's first sign at the beginning of a cell, up to the name of a program and the bar. */
const DDE_BEFORE = /(?:^|[,;\t"\n\r])\s{0,9}"?'?[=+@-][^\n\r\t|]{0,90}?[a-z][\w.]{1,30}$/i
/** The topic and the item behind the bar. */
const DDE_BEHIND = /^(?:'[^'\n\r]{0,200}'|[^!\n\r]{0,200})![\w'"]/
const SYLK = /^ID;P/
/** Sheets of SYLK that run: macro sheets, and names that Excel runs on opening. */
const SYLK_MACRO =
  /^O;(?:[^\n;]{0,40};){0,9}E|^NN;N_?auto_?(?:open|close|activate)|^C;[^\n]{0,200};E(?:[^\n]{0,200}\b)?(?:EXEC|CALL|REGISTER|RUN)\(/im
const DIF = /^TABLE\r?\n0,1\r?\n"/

/** slk, dif or csv; null when the text is no table. Names decide only on tables too small to be known by themselves. */
export function tableKind(head: string, complete: boolean, extensions: readonly string[]): string | null {
  if (SYLK.test(head)) return 'slk'
  if (DIF.test(head)) return 'dif'
  return isTable(head, complete, extensions) ? 'csv' : null
}

/** What a table starts: formulas that call other programs (DDE), macros of SYLK. */
export function tableDangers(kind: string, text: string): { macros: boolean; active: ActiveContent[] } {
  const macros = kind === 'slk' && SYLK_MACRO.test(text)
  return {
    macros,
    active: [...(macros ? (['macro'] as const) : []), ...(startsProgram(text) ? (['launch'] as const) : [])],
  }
}

function startsProgram(text: string): boolean {
  let at = text.indexOf('|')
  for (let read = 0; at >= 0 && read < LINKS; at = text.indexOf('|', at + 1), read++) {
    if (!DDE_BEFORE.test(text.slice(Math.max(0, at - CELL_BEFORE), at))) continue
    if (DDE_BEHIND.test(text.slice(at + 1, at + 420))) return true
  }
  return false
}

/**
 * Lines with the same number of delimiters. Prose can have that by chance, so three lines of three columns are wanted;
 * two columns or two lines do where the name says `csv` as well.
 */
function isTable(head: string, complete: boolean, extensions: readonly string[]): boolean {
  const named = extensions.some((each) => each === 'csv' || each === 'tsv')
  const text = head.startsWith('\ufeff') ? head.slice(1) : head
  const lines = text
    .split('\n', LINES)
    .slice(0, complete ? undefined : -1)
    .map((line) => line.replace(/\r$/, ''))
    .filter((line) => line.trim() !== '')
  if (lines.length < (named ? 1 : 3)) return false
  return [',', ';', '\t'].some((delimiter) => {
    const columns = lines.map((line) => countOutsideQuotes(line, delimiter))
    return columns[0]! >= (named ? 1 : 2) && columns.every((each) => each === columns[0])
  })
}

function countOutsideQuotes(line: string, delimiter: string): number {
  let count = 0
  let quoted = false
  for (const character of line) {
    if (character === '"') quoted = !quoted
    else if (character === delimiter && !quoted) count++
  }
  return count
}
