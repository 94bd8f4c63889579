// Whether mail handed to us now would go through: the reasons why not, each check bounded in time and frequency.

/** One thing that mail needs. */
export interface Check {
  /** The sentence when it fails, Vietnamese and English. */
  fails: string
  /** False, or a rejection, when it is not so. */
  holds(): Promise<boolean>
  /** Milliseconds that an answer is good for: who asks often must not load the audit file or the next hop. Default 0. */
  goodFor?: number
}

/** No answer within this time is an answer. */
const PATIENCE_MS = 3000

/** Asks all checks; gives the sentences of those that fail. */
export function readiness(checks: Check[]): () => Promise<string[]> {
  const reasons = checks.map(remembering)
  return async () => (await Promise.all(reasons.map((reason) => reason()))).filter((reason) => reason !== null)
}

/** One question at a time; whoever asks meanwhile shares its answer. */
function remembering({ fails, holds, goodFor = 0 }: Check): () => Promise<string | null> {
  let asked: Promise<string | null> | null = null
  let until = 0
  return () => {
    if (asked !== null && performance.now() < until) return asked
    until = Number.POSITIVE_INFINITY
    asked = inTime(holds()).then((held) => {
      until = performance.now() + goodFor
      return held ? null : fails
    })
    return asked
  }
}

function inTime(holds: Promise<boolean>): Promise<boolean> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(false), PATIENCE_MS)
    holds.then(resolve, () => resolve(false)).finally(() => clearTimeout(late))
  })
}
