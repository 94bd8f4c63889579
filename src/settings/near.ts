// "Did you mean": the known name that a misspelt one is nearest to.

const MAX_NAME = 64

/** The known name within two changed letters (one for short names); null when none is near. */
export function nearest(name: string, known: string[]): string | null {
  if (name.length > MAX_NAME) return null
  let best: string | null = null
  let bestDistance = name.length <= 4 ? 2 : 3
  for (const candidate of known) {
    if (candidate.length > MAX_NAME) continue
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase())
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** Levenshtein's distance; both strings are short. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}
