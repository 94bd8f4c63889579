// congthu.yaml: defaults without a file, mistakes with their place, and never an open relay by default.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { loadConfiguration, requireClientList } from '../../src/settings/configuration.ts'
import { readSecret } from '../../src/settings/secret-file.ts'
import { SettingsError } from '../../src/settings/yaml-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'congthu-configuration-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(text: string): string {
  const path = join(folder, 'congthu.yaml')
  writeFileSync(path, text)
  return path
}

/** The file `secret` beside congthu.yaml. */
function secret(content: string | Buffer, mode = 0o600): string {
  const path = join(folder, 'secret')
  rmSync(path, { force: true })
  writeFileSync(path, content)
  chmodSync(path, mode)
  return path
}

function mistakes(text: string): string[] {
  try {
    loadConfiguration(file(text))
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsError)
    return (error as Error).message.split('\n').map((line) => line.replace(join(folder, 'congthu.yaml'), 'c.yaml'))
  }
  return []
}

describe('defaults', () => {
  it('need no file', () => {
    const configuration = loadConfiguration(null)
    expect(configuration).toMatchObject({
      listen: [{ host: '127.0.0.1', port: 10_025 }],
      nextHops: [{ host: '127.0.0.1', port: 10_026, protocol: 'smtp', tls: 'none', caFile: null, auth: null }],
      clients: ['127.0.0.0/8', '::1/128'],
      clientsListed: false,
      tls: null,
      sizeLimit: 35 * 1024 * 1024,
      memoryLimit: 256 * 1024,
      site: null,
      deadline: 80,
      maxRecipients: 1000,
    })
    expect(configuration.scratch).toBe(join(tmpdir(), 'congthu'))
    expect(configuration.reading.processes).toBeGreaterThan(0)
    expect(configuration.policies).toMatch(/policies$/)
  })

  it('stay where a file sets only some keys', () => {
    const { nextHops, reading } = loadConfiguration(file('nextHop: { port: 2525 }\nreading: { seconds: 20 }\n'))
    expect(nextHops).toMatchObject([{ host: '127.0.0.1', port: 2525, timeouts: { connect: 10 } }])
    expect(reading).toMatchObject({ seconds: 20, cpuSeconds: 20, memoryMiB: 700 })
  })
})

describe('a file', () => {
  it('takes sizes in MiB and paths relative to itself', () => {
    const configuration = loadConfiguration(file('sizeLimit: 20 MiB\nmemoryLimit: 65536\naudit: so.sqlite\n'))
    expect(configuration.sizeLimit).toBe(20 * 1024 * 1024)
    expect(configuration.memoryLimit).toBe(65_536)
    expect(configuration.audit).toBe(join(folder, 'so.sqlite'))
  })

  it('is overridden by the command line, key by key', () => {
    const path = file('nextHop: { host: mail.example.gov.vn, port: 25, tls: required }\nclients: [10.0.0.0/8]\n')
    const configuration = loadConfiguration(path, { nextHop: { port: 2525 }, listen: [{ host: '::1', port: 0 }] })
    expect(configuration.nextHops).toMatchObject([{ host: 'mail.example.gov.vn', port: 2525, tls: 'required' }])
    expect(configuration.listen).toEqual([{ host: '::1', port: 0 }])
    expect(configuration.clients).toEqual(['10.0.0.0/8'])
    expect(loadConfiguration(path, { audit: undefined }).audit).toMatch(/congthu-audit\.sqlite$/)
  })

  it.each([
    ['nexthop: { port: 25 }\n', /^c\.yaml:1:1 nexthop: .*did you mean "nextHop"\?$/],
    ['clients:\n  - 10.0.0.0/33\n', /^c\.yaml:2:5 clients\.0: .*not a network/],
    ['clients: [localhost]\n', /clients\.0: .*not a network/],
    ['clients: [0.0.0.0/0]\n', /clients\.0: .*an open relay/],
    ['clients: ["::/0"]\n', /clients\.0: .*an open relay/],
    ['clients: [0.0.0.0/1, 128.0.0.0/1]\n', /clients\.0: .*an open relay/],
    ['clients: ["::/1"]\n', /clients\.0: .*an open relay/],
    ['clients: ["::1/64"]\n', /clients\.0: .*an open relay/], // a mistyped ::1 holds all IPv4 clients
    ['clients: ["::ffff:0:0/96"]\n', /clients\.0: .*an open relay/],
    ['clients: ["0:0:0:0:0:ffff:a00:0/100"]\n', /clients\.0: .*an open relay/],
    ['clients: []\n', /clients: ít nhất 1 mục/],
    ['listen: [{ host: 127.0.0.1, port: 70000 }]\n', /:1:35 listen\.0\.port: .*at most 65535/],
    ['listen: [{ host: 127.0.0.1 }]\n', /listen\.0\.port: thiếu khoá này/],
    ['nextHop: { host: "a b" }\n', /nextHop\.host: .*not a host name/],
    ['nextHop: { tls: require }\n', /nextHop\.tls: .*did you mean "required"\?/],
    ['sizeLimit: 35 MB\n', /sizeLimit: .*"35 MiB"/],
    ['sizeLimit: 5 GiB\n', /sizeLimit: .*at most/],
    ['tls: { key: khoa.pem }\n', /tls\.certificate: thiếu khoá này/],
    ['tls: { key: khoa.pem, certificate: chung-thu.pem }\n', /:1:13 tls\.key: .*khoa\.pem" does not exist/],
    ['nextHop:\n  - { port: 25 }\n  - { porrt: 26 }\n', /^c\.yaml:3:7 nextHop\.1\.porrt: .*did you mean "port"\?$/],
    ['nextHop:\n  timeouts: { conect: 5 }\n', /^c\.yaml:2:15 nextHop\.timeouts\.conect: .*did you mean "connect"\?$/],
    ['nextHop: []\n', /^c\.yaml:1:10 nextHop: ít nhất 1 mục/],
    ['nextHop: 127.0.0.1\n', /^c\.yaml:1:10 nextHop: .*a group of "key: value" is wanted, not "127\.0\.0\.1"$/],
    ['nextHop: { protocol: lmt }\n', /nextHop\.protocol: .*did you mean "lmtp"\?/],
    ['listen: [{ host: ::1, port: 24, protocol: esmtp }]\n', /listen\.0\.protocol: .*did you mean "smtp"\?/],
    ['trusted: { proxy: [10.0.0.1, 0.0.0.0/0] }\n', /^c\.yaml:1:30 trusted\.proxy\.1: .*an open relay/],
    ['trusted: { xclient: ["::/0"] }\n', /trusted\.xclient\.0: .*an open relay/],
    ['trusted: { xforwarded: [] }\n', /trusted\.xforwarded: .*did you mean "xforward"\?/],
    ['normalizeLineEnds: [may-in]\n', /normalizeLineEnds\.0: .*not a network/],
    ['metrics: 9713\n', /^c\.yaml:1:10 metrics: .*HOST:PORT is wanted, such as 127\.0\.0\.1:9713$/],
    ['metrics: 0.0.0.0:9713\n', /^c\.yaml:1:10 metrics: .*this machine only/],
    ['metrics: { host: 10.0.0.1, port: 9713 }\n', /^c\.yaml:1:10 metrics: .*this machine only/],
    ['metrics: { host: 127.0.0.1 }\n', /metrics\.port: thiếu khoá này/],
    ['maxConnections: 0\n', /maxConnections: ít nhất 1 \/ at least 1$/],
    ['grace: 1.5\n', /grace: .*a whole number is wanted/],
    ['idle: 0\nreceive: 0\ngrace: 0\nmaxMessages: 0\nmaxConnectionsPerClient: 0\n', /idle: ít nhất 1/],
    ['scratchLimit: 20 MiB\n', /scratchLimit: .*must hold one message of the largest size/],
    ['deadline: 20\n', /reading\.seconds: .*shorter than deadline/],
  ])('with a mistake is refused: %j', (text, told) => {
    expect(mistakes(text)[0]).toMatch(told)
  })
})

describe('next hops', () => {
  it('are one mapping or a list in order; each has its own defaults', () => {
    const [first, second, ...rest] = loadConfiguration(
      file(
        'nextHop:\n  - { host: mail.example.gov.vn, port: 24, protocol: lmtp, tls: required }\n  - { port: 2525 }\n',
      ),
    ).nextHops
    expect(first).toMatchObject({ host: 'mail.example.gov.vn', port: 24, protocol: 'lmtp', timeouts: { command: 20 } })
    expect(second).toMatchObject({ host: '127.0.0.1', port: 2525, protocol: 'smtp', tls: 'none' })
    expect(rest).toEqual([])
  })

  it('the command line names one, which keeps how the first is spoken to', () => {
    const path = file('nextHop:\n  - { host: a.example, port: 25, tls: required }\n  - { host: b.example, port: 25 }\n')
    expect(loadConfiguration(path, { nextHop: { host: 'c.example', port: 26 } }).nextHops).toMatchObject([
      { host: 'c.example', port: 26, tls: 'required' },
    ])
  })

  it.each([
    ['none', 'mail.example.gov.vn', false],
    ['opportunistic', 'mail.example.gov.vn', false],
    ['required', 'mail.example.gov.vn', true],
    ['none', '127.0.0.1', true],
    ['none', '10.0.0.1', false],
  ])('a password with tls %s to %s: %s', (tls, host, fine) => {
    secret('mat-khau\n')
    const told = mistakes(`nextHop:\n  tls: ${tls}\n  host: ${host}\n  auth: { user: a, passwordFile: secret }\n`)
    if (fine) expect(told).toEqual([])
    else expect(told).toEqual([expect.stringMatching(/^c\.yaml:4:9 nextHop\.auth: .*only sent with "tls: required"/)])
  })

  it('the command line cannot send the password in the open either', () => {
    secret('mat-khau\n')
    const path = file('nextHop: { auth: { user: a, passwordFile: secret } }\n')
    expect(() => loadConfiguration(path, { nextHop: { host: '10.0.0.1', port: 25 } })).toThrow(/nextHop\.auth: /)
  })

  it('a password file that others may open, or that is not there, is a mistake with its place', () => {
    const text = 'nextHop:\n  - { port: 2525 }\n  - auth: { user: a, passwordFile: secret }\n'
    for (const mode of [0o644, 0o604, 0o602]) {
      secret('mat-khau\n', mode)
      expect(mistakes(text)).toEqual([
        expect.stringMatching(/^c\.yaml:3:36 nextHop\.1\.auth\.passwordFile: .*\(mode 06\d\d\): chmod o=/),
      ])
    }
    secret('mat-khau\n', 0o640)
    expect(mistakes(text)).toEqual([])
    expect(mistakes(text.replace('File: secret', 'File: none'))[0]).toMatch(/^c\.yaml:3:36 .*none" does not exist$/)
  })

  it('the password is the one line of its file, and never part of a mistake', () => {
    for (const ending of ['', '\n', '\r\n']) expect(readSecret(secret(`mật khẩu 1 ${ending}`))).toBe('mật khẩu 1 ')
    for (const wrong of ['', '\n', 'mat-khau\nmat-khau\n', 'mat-khau\0', 'mat-khau'.repeat(200), '\xff']) {
      expect(() => readSecret(secret(Buffer.from(wrong, 'latin1')))).toThrow(/one line with the password is wanted/)
      expect(() => readSecret(secret(wrong))).not.toThrow(/mat-khau/)
    }
  })
})

describe('metrics', () => {
  it.each([
    ['metrics: 127.0.0.1:9713', { host: '127.0.0.1', port: 9713 }],
    ['metrics: "[::1]:0"', { host: '::1', port: 0 }],
    ['metrics: { host: localhost, port: 9713 }', { host: 'localhost', port: 9713 }],
    ['deadline: 80', null],
  ])('%s', (text, metrics) => {
    expect(loadConfiguration(file(`${text}\n`)).metrics).toEqual(metrics)
  })
})

describe('never an open relay', () => {
  const listen = (...hosts: string[]) => hosts.map((host) => ({ host, port: 10_025 }))

  it.each(['0.0.0.0', '::', '192.0.2.1', 'mail.example.gov.vn', '128.0.0.1'])(
    '%s without a client list does not start',
    (host) => {
      const configuration = loadConfiguration(null, { listen: listen('127.0.0.1', host) })
      expect(() => requireClientList(configuration)).toThrow(SettingsError)
      expect(() => requireClientList(configuration)).toThrow(/phải ghi rõ "clients:".* \/ .*does not start/)
    },
  )

  it('loopback needs none, and a written list is enough', () => {
    requireClientList(loadConfiguration(null))
    requireClientList(loadConfiguration(null, { listen: listen('127.0.0.2', '::1', 'localhost', '::ffff:127.0.0.1') }))
    requireClientList(loadConfiguration(file('listen: [{ host: 0.0.0.0, port: 25 }]\nclients: [10.1.0.0/16]\n')))
    requireClientList(loadConfiguration(null, { listen: listen('0.0.0.0'), clients: ['10.1.0.0/16'] }))
    const unlisted = loadConfiguration(file('listen: [{ host: 0.0.0.0, port: 25 }]\n'))
    expect(() => requireClientList(unlisted)).toThrow(SettingsError)
  })
})
