// Running text in two columns: read down the one and then down the other. Rows of tables stay rows.
import type { RunStyle } from '../../text/sink.ts'

/** What stands in one line without a wide gap, with where it begins and ends along the line. */
export interface Cell {
  from: number
  to: number
  pieces: { style: RunStyle; text: string }[]
}

/** Lines on each side that make columns of running text, and how long they must be on average. */
const LINES = 6
const LENGTH = 20

/** Neighbouring rows of which every cell is left or right of the same gap. */
interface Region {
  start: number
  /** The gap lies between these. */
  left: number
  right: number
}

/** The rows, those of two columns taken apart. */
export function columnByColumn(rows: Cell[][]): Cell[][] {
  const out: Cell[][] = []
  let region: Region | null = null
  const close = (end: number): void => {
    if (region !== null) for (const row of takeApart(rows.slice(region.start, end), region.left)) out.push(row)
    region = null
  }
  for (const [index, row] of rows.entries()) {
    const wider: Region | null = region === null ? null : widen(region, row)
    if (wider === null) {
      close(index)
      region = begin(index, row)
      if (region === null) out.push(row)
    } else region = wider
  }
  close(rows.length)
  return out
}

/** A row of several cells may begin a region, by its first gap. */
function begin(start: number, [first, second]: Cell[]): Region | null {
  return first && second && first.to < second.from ? { start, left: first.to, right: second.from } : null
}

/** The region with that row in it; null when one of its cells stands across the gap. */
function widen({ start, left, right }: Region, row: Cell[]): Region | null {
  let [to, from] = [left, right]
  for (const cell of row) {
    if (cell.to <= from && cell.from < to) to = Math.max(to, cell.to)
    else if (cell.from >= to) from = Math.min(from, cell.from)
    else return null
  }
  return to < from ? { start, left: to, right: from } : null
}

/** Left cells first, then the right ones, when both sides are running text. */
function takeApart(rows: Cell[][], left: number): Cell[][] {
  const sides = [
    rows.map((row) => row.filter(({ to }) => to <= left)),
    rows.map((row) => row.filter(({ to }) => to > left)),
  ]
  const filled = sides.map((side) => side.filter((cells) => cells.length > 0))
  return filled.every(isRunningText) ? [...filled[0]!, ...filled[1]!] : rows
}

function isRunningText(rows: Cell[][]): boolean {
  if (rows.length < LINES || rows.some((cells) => cells.length > 1)) return false
  const length = rows.reduce((sum, [cell]) => sum + cell!.pieces.reduce((all, { text }) => all + text.length, 0), 0)
  return length >= LENGTH * rows.length
}
