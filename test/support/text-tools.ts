// What other programs read from a document: each tool by name, run on a file in a folder of its own.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeEntities } from '../../src/document/html/html-entities.ts'

/** How each is called for plain words in UTF-8, without wrapped lines; the file's name follows, then what is in `after`. */
const CALLS = {
  catdoc: { before: ['-w', '-d', 'utf-8'], after: [] },
  antiword: { before: ['-t', '-w', '0', '-m', 'UTF-8.txt'], after: [] },
  unrtf: { before: ['--nopict', '--html'], after: [] },
  odt2txt: { before: ['--width=-1', '--encoding=UTF-8', '--subst=none'], after: [] },
  pdftotext: { before: ['-enc', 'UTF-8'], after: ['-'] },
  xls2csv: { before: ['-d', 'utf-8', '-q', '0'], after: [] },
  catppt: { before: ['-d', 'utf-8'], after: [] },
} satisfies Record<string, { before: string[]; after: string[] }>

export type TextTool = keyof typeof CALLS
export const TEXT_TOOLS = Object.keys(CALLS) as TextTool[]

/** Tags that part words. */
const BLOCKS = /<\/?(?:br|p|div|tr|td|table|hr|li|ul|ol|h\d)\b[^>]*>/gi

/** What the tool says of the bytes. */
export function toolText(tool: TextTool, bytes: Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'congthu-opinion-'))
  try {
    const path = join(folder, 'mau')
    writeFileSync(path, bytes)
    const { before, after } = CALLS[tool]
    const stdout = execFileSync(tool, [...before, path, ...after], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 20_000,
    })
    return tool === 'unrtf' ? wordsOfPage(stdout) : stdout
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** unrtf gives characters above Latin-1 in pages only. */
function wordsOfPage(html: string): string {
  const body = html.slice(html.indexOf('<body'))
  return decodeEntities(
    body
      .replace(/<!--.*?-->/gs, '')
      .replace(BLOCKS, '\n')
      .replace(/<[^>]*>/g, ''),
  )
}
