// Networks in CIDR notation and HOST:PORT of the command line.
import { describe, expect, it } from 'vitest'
import { inNetworks, isHost, networkList, parseHostPort, parseNetwork } from '../../src/settings/networks.ts'

describe('networks', () => {
  it('hold the addresses inside and no others', () => {
    const list = networkList(['10.1.0.0/16', '192.0.2.7', '2001:db8::/32'])
    for (const address of ['10.1.255.255', '192.0.2.7', '2001:db8::1', '::ffff:10.1.0.1']) {
      expect(inNetworks(list, address), address).toBe(true)
    }
    for (const address of ['10.2.0.0', '192.0.2.8', '2001:db9::1', '::ffff:10.2.0.1', 'x', '']) {
      expect(inNetworks(list, address), address).toBe(false)
    }
  })

  it('that are malformed are none', () => {
    for (const text of [
      '',
      '10.0.0.0/33',
      '::/129',
      '10.0.0/8',
      '10.0.0.0/08',
      '10.0.0.0/',
      '1.2.3.4/8/8',
      'fe80::1%lo/64',
      'a/8',
    ]) {
      expect(parseNetwork(text), text).toBeNull()
    }
    expect(() => networkList(['10.0.0.0/33'])).toThrow(RangeError)
  })
})

describe('HOST:PORT', () => {
  it('is taken apart, IPv6 in brackets', () => {
    expect(parseHostPort('127.0.0.1:25')).toEqual({ host: '127.0.0.1', port: 25 })
    expect(parseHostPort('[::1]:0')).toEqual({ host: '::1', port: 0 })
    expect(parseHostPort('mail.example.gov.vn:587')).toEqual({ host: 'mail.example.gov.vn', port: 587 })
  })

  it('is null for anything else', () => {
    for (const text of [
      '',
      '25',
      ':25',
      'a:',
      'a:b',
      'a:70000',
      'a:-1',
      '::1:25',
      '[a]:25',
      '[127.0.0.1]:25',
      'a b:25',
      'a:1e3',
    ]) {
      expect(parseHostPort(text), text).toBeNull()
    }
    expect(isHost('-a')).toBe(false)
  })
})
