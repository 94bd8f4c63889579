// `congthu trust list|add|fetch` as a user calls it: what is taken, what is refused, and a server of our own to fetch from.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { toPem } from '../samples/make/certificate.ts'
import { run } from '../src/cli.ts'
import { fingerprint, type Holder, issue, pem } from './signature/support/authority.ts'
import { crl } from './signature/support/evidence.ts'
import { congthu, ROOT } from './support/cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'congthu-trust-'))
afterAll(() => rmSync(folder, { recursive: true }))

const root = issue('Root', null, { ca: true })
const agency = issue('Agency', root, { ca: true })
const unit = issue('Unit', agency)
const stranger = issue('Agency', null, { ca: true, name: agency.name })
const list = (by: Holder, thisUpdate: string) => crl(by, { thisUpdate: new Date(thisUpdate) })

let site: string
let count = 0
const file = (name: string) => join(folder, name)
const trustFiles = () =>
  (readdirSync(join(site, 'trust'), { recursive: true }) as string[]).filter((name) => name.includes('.')).sort()

/** A site whose trust folder has these pins and nothing else. */
function newSite(roots: string): void {
  site = join(folder, `site${++count}`)
  cpSync(join(ROOT, 'samples', 'site', 'units.yaml'), join(site, 'units.yaml'))
  rmSync(join(site, 'trust'), { recursive: true, force: true })
  cpSync(join(ROOT, 'samples', 'site', 'trust', 'roots.yaml'), join(site, 'trust', 'roots.yaml'))
  writeFileSync(join(site, 'trust', 'roots.yaml'), roots)
}

/** `congthu trust ...` in this process, with what it printed. */
async function trust(...args: string[]) {
  const said: Record<'log' | 'error', string[]> = { log: [], error: [] }
  const spies = (['log', 'error'] as const).map((to) =>
    vi.spyOn(console, to).mockImplementation((line: string) => void said[to].push(line)),
  )
  try {
    const status = await run(['trust', ...args, '--site', site])
    return { status, stdout: said.log.join('\n'), stderr: said.error.join('\n') }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}

const pinOf = (holder: Holder) => `- sha256: ${fingerprint(holder)}\n  name: Root - MẪU THỬ NGHIỆM\n`

beforeAll(() => {
  for (const [name, holder] of Object.entries({ root, agency, unit, stranger })) {
    writeFileSync(file(`${name}.pem`), pem(holder))
    writeFileSync(file(`${name}.cer`), holder.certificate)
  }
  writeFileSync(file('chain.pem'), pem(agency) + pem(root))
  writeFileSync(file('root.crl'), list(root, '2026-02-01T00:00:00Z'))
  writeFileSync(file('old.crl'), list(root, '2025-02-01T00:00:00Z'))
  writeFileSync(file('forged.crl'), crl(root, { signedBy: stranger }))
  writeFileSync(file('noise.pem'), 'noise')
})
beforeEach(() => newSite(pinOf(root)))

describe('add', () => {
  test('the pinned root, then an authority below it, then its list', async () => {
    for (const name of ['root.cer', 'agency.pem', 'root.crl']) {
      const { status, stdout, stderr } = await trust('add', file(name))
      expect([name, status, stderr]).toEqual([name, 0, ''])
      expect(stdout).toContain('đã lưu / stored')
    }
    const names = trustFiles()
    expect(names).toHaveLength(4)
    expect(names[0]).toMatch(/^agency-mau-thu-nghiem-[0-9a-f]{8}\.pem$/)
    expect((await congthu('policy', 'check', '--site', site)).status).toBe(0)
    const again = await trust('add', file('root.pem'))
    expect([again.status, again.stdout]).toEqual([0, expect.stringContaining('đã có / already there')])
    expect(trustFiles()).toEqual(names)
  })
  test('a chain in one file, in any order', async () => {
    expect((await trust('add', file('chain.pem'))).status).toBe(0)
    expect(trustFiles()).toHaveLength(3)
  })
  test.each([
    ['a look-alike authority', 'stranger.pem', 'roots.yaml'],
    ['a list that another key signed', 'forged.crl', 'no trusted authority'],
    ['an older list', 'old.crl', 'older than the one that is there'],
    ['noise', 'noise.pem', 'neither a certificate'],
  ])('%s is refused with 2', async (_, name, why) => {
    await trust('add', file('root.pem'), file('root.crl'))
    const before = trustFiles()
    const { status, stderr } = await trust('add', file(name))
    expect(status).toBe(2)
    expect(stderr).toContain(why)
    expect(trustFiles()).toEqual(before)
  })
  test('an authority before its root', async () => {
    expect((await trust('add', file('agency.pem'))).status).toBe(2)
  })
  test('a file that is not there: 75', async () => {
    const { status, stderr } = await trust('add', file('none.pem'))
    expect([status, stderr]).toEqual([75, expect.stringContaining('no such file')])
  })
})

describe('list', () => {
  test('missing, then there; 1 and 0', async () => {
    const missing = await trust('list')
    expect([missing.status, missing.stdout]).toEqual([1, expect.stringContaining('certificate file is missing')])
    await trust('add', file('chain.pem'), file('root.crl'))
    const { status, stdout } = await trust('list', '--json')
    expect(status).toBe(0)
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ state }) => state)).toEqual(['pinned', 'trusted', 'in-force'])
    expect(lines[0].sha256).toBe(fingerprint(root))
  })
  test('mistakes in roots.yaml are told with line and column: 78', async () => {
    newSite('- sha256: abc\n  name: x\n')
    const { status, stderr } = await trust('list')
    expect([status, stderr]).toEqual([78, expect.stringMatching(/roots\.yaml:1:\d+/)])
  })
})

describe('fetch', () => {
  const served = new Map<string, Buffer | number>()
  let server: Server
  let origin: string
  beforeAll(async () => {
    server = createServer((request, response) => {
      const what = served.get(request.url ?? '')
      if (request.url === '/moved') response.writeHead(302, { location: '/root.crt' }).end()
      else if (request.url === '/loop') response.writeHead(302, { location: '/loop' }).end()
      else if (Buffer.isBuffer(what)) response.end(what)
      else response.writeHead(what ?? 404).end()
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    served.set('/root.crt', root.certificate)
    served.set('/agency.crt', Buffer.from(toPem(agency.certificate)))
    served.set('/stranger.crt', stranger.certificate)
    served.set('/root.crl', list(root, '2026-02-01T00:00:00Z'))
    served.set('/forged.crl', crl(root, { signedBy: stranger }))
    served.set('/endless', Buffer.alloc(3_000_000, 0x30))
  })
  afterAll(() => server.close())

  const pins = (from: string, intermediate = '/agency.crt', crlPath = '/root.crl') =>
    `- sha256: ${fingerprint(root)}\n  name: Root\n  from: ${origin}${from}\n  intermediates:\n    - { sha256: ${fingerprint(agency)}, name: Agency, from: "${origin}${intermediate}" }\n  crls: ["${origin}${crlPath}"]\n`

  test.each(['/root.crt', '/moved'])('root from %s, its authority and its list', async (from) => {
    newSite(pins(from))
    const { status, stderr } = await trust('fetch')
    expect([status, stderr]).toEqual([0, ''])
    expect(trustFiles()).toHaveLength(4)
    expect((await trust('list')).status).toBe(0)
    // Again: nothing changes, and nothing is wrong.
    expect((await trust('fetch')).status).toBe(0)
    expect(trustFiles()).toHaveLength(4)
  })
  test('a PKCS #7 bundle', async () => {
    served.set(
      '/root.p7b',
      execFileSync('openssl', ['crl2pkcs7', '-nocrl', '-certfile', file('chain.pem'), '-outform', 'DER']),
    )
    newSite(pins('/root.p7b'))
    expect((await trust('fetch')).status).toBe(0)
  })
  test.each([
    ['another certificate than the pinned one', '/stranger.crt', '/agency.crt', '/root.crl', 2],
    ['another authority of that name', '/root.crt', '/stranger.crt', '/root.crl', 2],
    ['a forged list', '/root.crt', '/agency.crt', '/forged.crl', 2],
    ['an address without anything', '/none', '/agency.crt', '/root.crl', 2],
    ['a list that is away', '/root.crt', '/agency.crt', '/none', 75],
    ['redirects without end', '/root.crt', '/loop', '/root.crl', 75],
    ['too much', '/root.crt', '/endless', '/root.crl', 75],
  ])('%s', async (_, from, intermediate, crlPath, status) => {
    newSite(pins(from, intermediate, crlPath))
    const result = await trust('fetch')
    expect(result.stderr).toContain('✗')
    expect(result.status).toBe(status)
    for (const name of trustFiles()) expect(name).not.toContain(fingerprint(stranger).slice(0, 8))
  })
  test('only http and https', async () => {
    newSite(`- sha256: ${fingerprint(root)}\n  name: Root\n  from: file:///etc/passwd\n`)
    const { status, stderr } = await trust('fetch')
    expect([status, stderr]).toEqual([75, expect.stringContaining('not an http')])
    expect(existsSync(join(site, 'trust', 'crl'))).toBe(false)
  })
})
