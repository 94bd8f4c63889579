// The ordinary set: 1,000 messages, those that real programs compose here first, the rest in imitated shapes.
import { composeAll } from './composed.ts'
import { DEVICES } from './devices.ts'
import { letterOf } from './letters.ts'
import { MACHINES } from './machines.ts'
import { OFFICE } from './office-programs.ts'

export interface OrdinaryMail {
  program: string
  /** Composed by the program itself, on this machine. */
  real: boolean
  message: Buffer
}

export const TOTAL = 1000

/** The whole set, and the programs that are not installed. */
export async function ordinarySet(): Promise<{ set: OrdinaryMail[]; missing: string[] }> {
  const { made, missing } = await composeAll()
  const set: OrdinaryMail[] = made.map((each) => ({ ...each, real: true }))
  const shapes = Object.entries({ ...OFFICE, ...DEVICES, ...MACHINES })
  for (let number = 0; set.length < TOTAL; number += 1) {
    const [program, shape] = shapes[number % shapes.length]!
    set.push({ program, real: false, message: shape(letterOf(program, Math.floor(number / shapes.length))) })
  }
  return { set, missing }
}
