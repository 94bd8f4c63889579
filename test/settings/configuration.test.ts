// congthu.yaml: defaults without a file, mistakes with their place, and never an open relay by default.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { loadConfiguration, requireClientList } from '../../src/settings/configuration.ts'
import { SettingsError } from '../../src/settings/yaml-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'congthu-configuration-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(text: string): string {
  const path = join(folder, 'congthu.yaml')
  writeFileSync(path, text)
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
      nextHop: { host: '127.0.0.1', port: 10_026, tls: 'none', caFile: null, serverName: null },
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
    const { nextHop, reading } = loadConfiguration(file('nextHop: { port: 2525 }\nreading: { seconds: 20 }\n'))
    expect(nextHop).toMatchObject({ host: '127.0.0.1', port: 2525, timeouts: { connect: 10 } })
    expect(reading).toMatchObject({ seconds: 20, memoryMiB: 700 })
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
    expect(configuration.nextHop).toMatchObject({ host: 'mail.example.gov.vn', port: 2525, tls: 'required' })
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
    ['clients: []\n', /clients: ít nhất 1 mục/],
    ['listen: [{ host: 127.0.0.1, port: 70000 }]\n', /:1:35 listen\.0\.port: .*at most 65535/],
    ['listen: [{ host: 127.0.0.1 }]\n', /listen\.0\.port: thiếu khoá này/],
    ['nextHop: { host: "a b" }\n', /nextHop\.host: .*not a host name/],
    ['nextHop: { tls: require }\n', /nextHop\.tls: .*did you mean "required"\?/],
    ['sizeLimit: 35 MB\n', /sizeLimit: .*"35 MiB"/],
    ['sizeLimit: 5 GiB\n', /sizeLimit: .*at most/],
    ['tls: { key: khoa.pem }\n', /tls\.certificate: thiếu khoá này/],
    ['tls: { key: khoa.pem, certificate: chung-thu.pem }\n', /:1:13 tls\.key: .*khoa\.pem" does not exist/],
    ['deadline: 20\n', /reading\.seconds: .*shorter than deadline/],
  ])('with a mistake is refused: %s', (text, told) => {
    expect(mistakes(text)[0]).toMatch(told)
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
