// Writes the evasion set into a folder, for use by others: ID.eml for each case, and expected.json. `node test/evasion/write.ts DIR`
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ALL } from './list.ts'

/** Writes all messages and what must come of each into `folder`; gives how many there are. */
export function writeSet(folder: string): number {
  mkdirSync(folder, { recursive: true })
  for (const { id, message } of ALL) writeFileSync(join(folder, `${id}.eml`), message)
  const expected = ALL.map(({ message, ...rest }) => ({ file: `${rest.id}.eml`, size: message.length, ...rest }))
  writeFileSync(join(folder, 'expected.json'), `${JSON.stringify(expected, null, 2)}\n`)
  return ALL.length
}

if (import.meta.main) {
  const folder = process.argv[2]
  if (folder === undefined) {
    console.error('usage: node test/evasion/write.ts DIR')
    process.exitCode = 64
  } else console.log(`${writeSet(folder)} messages written to ${folder}`)
}
