// Where we are stricter or more lenient than pdfsig on the generated attacks and valid files: `node test/document/pdf/differences.ts`.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { read } from '../../signature/support/pdf.ts'
import { certifications, fields } from './attacks/certified.ts'
import type { AttackCase } from './attacks/document.ts'
import { forgeries, wrappings } from './attacks/forgery.ts'
import { brokenUpdates, contentUpdates } from './attacks/saving.ts'
import { ambiguities, shadows } from './attacks/shadow.ts'
import { valid } from './attacks/valid.ts'

/** A family of files, and why pdfsig's answer about them is not ours. */
const FAMILIES: [string, () => AttackCase[], string][] = [
  [
    'forged dictionaries and CMS',
    forgeries,
    'it does not check contentType, signing-certificate, eContent and the like (steps 4, 7 to 14)',
  ],
  ['signature wrapping', wrappings, 'it does not compare the gap of ByteRange with the Contents of the field (step 5)'],
  [
    'content changed after signing',
    contentUpdates,
    'it says "not total" and still valid; what changed is not looked at (step 18)',
  ],
  ['malformed updates behind the signature', brokenUpdates, 'it rebuilds them silently (step 17)'],
  ['shadow attacks', shadows, 'objects that were prepared before signing are not compared (step 18)'],
  ['after a certification', certifications, 'DocMDP is not enforced (step 19)'],
  ['fields and locks', fields, 'FieldMDP and locks are not enforced (step 21)'],
  ['files that readers read in different ways', ambiguities, 'it takes one reading and does not say so'],
  ['what may come after a signature', valid, ''],
]

export interface Difference {
  family: string
  files: number
  stricter: number
  lenient: number
  why: string
}

/** Asks pdfsig about every file; null where it is not installed. */
export function differences(): Difference[] | null {
  if (spawnSync('pdfsig', ['-v']).error !== undefined) return null
  const folder = mkdtempSync(join(tmpdir(), 'congthu-pdfsig-'))
  try {
    return FAMILIES.map(([family, make, why]) => {
      const row: Difference = { family, files: 0, stricter: 0, lenient: 0, why }
      for (const { pdf } of make()) {
        const theirs = isValid(pdf, join(folder, 'a.pdf'))
        const ours = read(pdf).integrity === 'intact'
        row.files++
        if (theirs && !ours) row.stricter++
        if (ours && !theirs) row.lenient++
      }
      return row
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** All of its signatures are valid for pdfsig. */
function isValid(pdf: Buffer, path: string): boolean {
  writeFileSync(path, pdf)
  const { stdout } = spawnSync('pdfsig', ['-nocert', path], { encoding: 'utf8', timeout: 20_000 })
  const said = stdout.match(/Signature Validation: .*/g) ?? []
  return said.length > 0 && said.every((line) => line.includes('Signature is Valid'))
}

/** The table as it stands in DIFFERENCES.md. */
export function table(rows: Difference[]): string {
  const lines = rows.map(
    ({ family, files, stricter, lenient, why }) => `| ${family} | ${files} | ${stricter} | ${lenient} | ${why} |`,
  )
  return [
    '| family | files | stricter than pdfsig | more lenient | why pdfsig accepts them |',
    '|---|---:|---:|---:|---|',
    ...lines,
  ].join('\n')
}

if (import.meta.main) {
  const rows = differences()
  console.log(rows === null ? 'pdfsig is not installed (apt-get install poppler-utils)' : table(rows))
}
