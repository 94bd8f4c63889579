// What reading text, fonts and colours and applying the rules on them costs beside catdoc, antiword and pdftotext: `node test/bench/text.ts`.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { RULES } from '../../src/rules/index.ts'
import { SENTENCES } from '../language/encoding/sentences.ts'
import { envelope, message, SITE } from '../support/facts.ts'
import { writeByOffice } from '../support/office-files.ts'
import { read } from '../support/reading.ts'
import { flatLetter } from '../support/text-places.ts'

const ROUNDS = 15
/** Paragraphs of about three lines each: twenty pages. */
const PARAGRAPHS = 260
const PEERS: Record<string, string[][]> = {
  docx: [],
  odt: [],
  rtf: [['catdoc']],
  doc: [['catdoc'], ['antiword']],
  pdf: [['pdftotext', '-']],
}
const FILTERS = {
  docx: 'MS Word 2007 XML',
  odt: 'writer8',
  rtf: 'Rich Text Format',
  doc: 'MS Word 97',
  pdf: 'writer_pdf_Export',
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!
}

/** CPU ms of ended children, as the kernel counts them in ticks of 10 ms (proc(5), cutime and cstime). */
function childrenCpu(): number {
  const fields = readFileSync('/proc/self/stat', 'latin1').split(') ').at(-1)!.split(' ')
  return (Number(fields[13]) + Number(fields[14])) * 10
}

function peerCpu([program, ...after]: string[], path: string): string {
  const before = childrenCpu()
  for (let round = 0; round < ROUNDS; round++)
    if (spawnSync(program!, [path, ...after], { stdio: 'ignore' }).error !== undefined)
      return `${program}: not installed`
  return `${program} ${((childrenCpu() - before) / ROUNDS).toFixed(1)}`
}

async function oursCpu(bytes: Buffer, name: string): Promise<{ reading: number; rules: number; pages: number | null }> {
  const reading: number[] = []
  const rules: number[] = []
  let pages: number | null = null
  for (let round = -5; round < ROUNDS; round++) {
    const start = process.cpuUsage()
    const document = await read(bytes, name)
    const middle = process.cpuUsage(start)
    pages = document.pages
    const facts = message({ attachments: [document] })
    const second = process.cpuUsage()
    for (const rule of RULES) {
      const parameters = Object.fromEntries(
        Object.entries(rule.parameters).map(([key, { default: value }]) => [key, value]),
      )
      rule.find({ facts, envelope: envelope(), parameters, site: SITE, today: '2026-11-02' })
    }
    const { user, system } = process.cpuUsage(second)
    if (round < 0) continue // warm-up
    reading.push((middle.user + middle.system) / 1000)
    rules.push((user + system) / 1000)
  }
  return { reading: median(reading), rules: median(rules), pages }
}

const files = writeByOffice((folder) => {
  const path = join(folder, 'dai.fodt')
  const paragraphs = Array.from({ length: PARAGRAPHS }, (_, index) => {
    const words = [0, 1, 2].map((offset) => SENTENCES[(index * 3 + offset) % SENTENCES.length]).join(' ')
    return `<text:p>${words}</text:p>`
  })
  writeFileSync(path, flatLetter(paragraphs.join('')))
  const factory = pathToFileURL(path).href
  return Object.entries(FILTERS).map(([format, filter]) => ({ factory, filter, name: `dai.${format}` }))
})
if (files === null) throw new Error('LibreOffice is not installed')
const folder = mkdtempSync(join(tmpdir(), 'congthu-bench-'))
console.log(
  '| file | bytes | pages | reading whole, CPU ms | all rules, CPU ms | peers, CPU ms a process |\n|---|---:|---:|---:|---:|---|',
)
for (const [name, bytes] of files) {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  const { reading, rules, pages } = await oursCpu(bytes, name)
  const peers = PEERS[name.split('.')[1]!]!.map((peer) => peerCpu(peer, path)).join(', ')
  console.log(`| ${name} | ${bytes.length} | ${pages ?? ''} | ${reading.toFixed(1)} | ${rules.toFixed(2)} | ${peers} |`)
}
rmSync(folder, { recursive: true, force: true })
