// A signed PDF costs less than a pdfsig process, and at most 5 ms more than its hash and its RSA verification alone.
import { expect, test } from 'vitest'
import { compareSignatures } from './signature.ts'

test('one signature, and 25 with 50 revisions', { timeout: 120_000 }, async () => {
  const [one, many] = await compareSignatures(3)
  for (const { file, ours, crypto, pdfsig } of [one!, many!])
    console.log(`${file}: ${ours.toFixed(2)} CPU ms, bare crypto ${crypto.toFixed(2)}, pdfsig ${pdfsig?.toFixed(1)}`)
  expect(one!.ours - one!.crypto).toBeLessThan(5)
  if (one!.pdfsig !== null) expect(one!.ours).toBeLessThan(one!.pdfsig)
  expect(many!.ours).toBeLessThan(200)
})
