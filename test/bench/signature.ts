// What judging a signed PDF costs beside a pdfsig process and beside bare node:crypto: `node test/bench/signature.ts`.
import { spawnSync } from 'node:child_process'
import { createHash, createPublicKey, randomBytes, sign, verify } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { identity } from '../../samples/make/pki.ts'
import { signPdf } from '../../samples/make/sign-pdf.ts'
import { manySignatures } from '../document/pdf/attacks/valid.ts'
import { handPdf, read, SIGNED_AT, stream } from '../signature/support/pdf.ts'

/** Median CPU ms for one file. */
export interface SignatureCost {
  file: string
  bytes: number
  /** The whole reading: structure, signatures, paths, changes, what is active. */
  ours: number
  /** SHA-256 of the file and one RSA verification. */
  crypto: number
  /** A pdfsig process, its start included; null where it is not installed. */
  pdfsig: number | null
}

const CALLS = 20

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!
}

function cpu(work: () => void): number {
  const before = process.cpuUsage()
  for (let call = 0; call < CALLS; call++) work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / CALLS
}

/** CPU ms of ended children, as the kernel counts them in ticks of 10 ms (proc(5), cutime and cstime). */
function childrenCpu(): number {
  const fields = readFileSync('/proc/self/stat', 'latin1').split(') ').at(-1)!.split(' ')
  return (Number(fields[13]) + Number(fields[14])) * 10
}

function pdfsigCpu(path: string): number | null {
  const before = childrenCpu()
  for (let call = 0; call < CALLS; call++)
    if (spawnSync('pdfsig', ['-nocert', path], { stdio: 'ignore' }).error !== undefined) return null
  return (childrenCpu() - before) / CALLS
}

/** All of them on each file in turn, so that what the machine does meanwhile falls on all. */
export async function compareSignatures(rounds: number): Promise<SignatureCost[]> {
  const { key } = identity('van-phong')
  const publicKey = createPublicKey(key)
  const folder = mkdtempSync(join(tmpdir(), 'congthu-bench-'))
  try {
    return (await files()).map(({ file, pdf }) => {
      const path = join(folder, 'a.pdf')
      writeFileSync(path, pdf)
      const signature = sign('sha256', createHash('sha256').update(pdf).digest(), key)
      const crypto = () => {
        const digest = createHash('sha256').update(pdf).digest()
        if (!verify('sha256', digest, publicKey, signature)) throw new Error('a right signature was refused')
      }
      const ours = () => {
        if (read(pdf).integrity !== 'intact') throw new Error(`${file} is not intact`)
      }
      const figures = { ours: [] as number[], crypto: [] as number[], pdfsig: [] as (number | null)[] }
      for (let round = -2; round < rounds; round++) {
        const row = { ours: cpu(ours), crypto: cpu(crypto), pdfsig: round < 0 ? null : pdfsigCpu(path) }
        if (round < 0) continue // warm-up
        figures.ours.push(row.ours)
        figures.crypto.push(row.crypto)
        figures.pdfsig.push(row.pdfsig)
      }
      const asked = figures.pdfsig.filter((each) => each !== null)
      const pdfsig = asked.length > 0 ? median(asked) : null
      return { file, bytes: pdf.length, ours: median(figures.ours), crypto: median(figures.crypto), pdfsig }
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function files(): Promise<{ file: string; pdf: Buffer }[]> {
  const page = handPdf({ 4: stream(randomBytes(112_000)), 5: '<</A 4 0 R>>' }, '/X 5 0 R')
  return [
    { file: 'one signature', pdf: await signPdf(page, { ...identity('van-phong'), signedAt: SIGNED_AT }) },
    { file: '25 signatures, 50 revisions', pdf: manySignatures(25) },
  ]
}

if (import.meta.main) {
  console.log('| file | bytes | ours, CPU ms | bare crypto | pdfsig process |\n|---|---:|---:|---:|---:|')
  for (const { file, bytes, ours, crypto, pdfsig } of await compareSignatures(7))
    console.log(
      `| ${file} | ${bytes} | ${ours.toFixed(2)} | ${crypto.toFixed(2)} | ${pdfsig?.toFixed(1) ?? 'not installed'} |`,
    )
}
