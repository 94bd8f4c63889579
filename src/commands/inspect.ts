// `congthu inspect`: the facts of a message or of any document, without judgement.
import type { DocumentFacts, MessageFacts } from '../facts.ts'
import { type PolicyOptions, withEngine } from './engine.ts'
import { printDocument, printMessage } from './print.ts'
import { STATUS } from './status.ts'

/** Reads each file in turn; 75 when one could not be read. */
export async function inspectCommand(files: string[], options: PolicyOptions & { json?: boolean }): Promise<number> {
  return withEngine(options, async ({ pool }) => {
    let status: number = STATUS.ok
    for (const file of files) {
      try {
        const started = performance.now()
        const facts = await pool.readFile(file, new Date())
        const ms = Math.round(performance.now() - started)
        if (options.json) console.log(JSON.stringify(factsLine(file, facts, ms)))
        else if (facts.type === 'message') printMessage(file, facts)
        else printDocument(facts, '')
      } catch (error) {
        console.error(`congthu: ${file}: không đọc được / could not be read: ${(error as Error).message}`)
        status = STATUS.tempfail
      }
    }
    return status
  })
}

/** The facts in the form that programs read (DESIGN 5): a message's header fields stand at the top level. */
export function factsLine(file: string, facts: MessageFacts | DocumentFacts, ms: number): object {
  if (facts.type === 'document') return { file, ...facts, ms }
  const { type, gate, header, ...rest } = facts
  return { file, type, gate, from: header?.from ?? [], subject: header?.subject ?? null, header, ...rest, ms }
}
