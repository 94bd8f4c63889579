// The DER reader refuses what is not the one encoding of a value, and ends on anything.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { integer, oid, sequence } from '../../samples/make/der-writer.ts'
import { identity } from '../../samples/make/pki.ts'
import { readCertificate, tryCertificate } from '../../src/signature/certificate.ts'
import { readCms } from '../../src/signature/cms.ts'
import { DerError, members, readBoolean, readOid, readSmall, readTime, readTlv } from '../../src/signature/der.ts'
import { readPdfDate } from '../../src/signature/pdf-date.ts'

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')
const tlv = (text: string) => readTlv(hex(text))

describe('lengths and tags', () => {
  test('short and long form', () => {
    expect(tlv('04 02 abcd ff').content).toEqual(hex('abcd'))
    expect(tlv(`04 81 80 ${'00'.repeat(128)}`).content.length).toBe(128)
  })
  test.each([
    ['indefinite length', '30 80 0000'],
    ['long form for a short length', '04 81 02 abcd'],
    ['length with a leading zero', `04 82 0080 ${'00'.repeat(128)}`],
    ['length of five octets', '04 85 0000000001 00'],
    ['truncated', '04 05 abcd'],
    ['truncated length', '04 82 01'],
    ['nothing', ''],
    ['a tag alone', '30'],
    ['multi-byte tag', '1f 81 01 00'],
  ])('%s', (_, text) => {
    expect(() => tlv(text)).toThrow(DerError)
  })
  test('members fill their sequence', () => {
    expect(members(tlv('30 06 020101 020102'))).toHaveLength(2)
    expect(() => members(tlv('30 04 020101 02'))).toThrow(DerError)
    expect(() => members(tlv('04 03 020101'))).toThrow(DerError)
  })
  test('too many members', () => {
    const many = sequence(...Array.from({ length: 10_001 }, () => hex('0500')))
    expect(() => members(readTlv(many))).toThrow('too many')
  })
})

describe('values', () => {
  test('object identifiers', () => {
    for (const id of ['1.2.840.113549.1.1.11', '2.5.4.3', '0.9.2342.19200300.100.1.1', '2.16.840.1.101.3.4.2.1'])
      expect(readOid(readTlv(oid(id)))).toBe(id)
    for (const wrong of ['06 00', '06 02 2a80', '06 03 2a8001', '06 09 2affffffffffffff7f', '04 01 2a'])
      expect(() => readOid(tlv(wrong))).toThrow(DerError)
  })
  test('small integers and booleans', () => {
    expect(readSmall(readTlv(integer(70_000)))).toBe(70_000)
    expect(() => readSmall(tlv('02 01 ff'))).toThrow(DerError)
    expect(() => readSmall(tlv('02 05 0100000000'))).toThrow(DerError)
    expect(readBoolean(tlv('01 01 ff'))).toBe(true)
    expect(() => readBoolean(tlv('01 01 01'))).toThrow(DerError)
  })
  test('times', () => {
    const time = (tag: string, text: string) =>
      readTime(tlv(`${tag} ${Buffer.from([text.length]).toString('hex')} ${Buffer.from(text).toString('hex')}`))
    expect(time('17', '491231235959Z').toISOString()).toBe('2049-12-31T23:59:59.000Z')
    expect(time('17', '500101000000Z').toISOString()).toBe('1950-01-01T00:00:00.000Z')
    expect(time('18', '20500101000000Z').toISOString()).toBe('2050-01-01T00:00:00.000Z')
    for (const wrong of ['260231000000Z', '2603010230Z', '260301023000+0700', 'x'])
      expect(() => time('17', wrong), wrong).toThrow(DerError)
  })
  test('dates of PDF', () => {
    expect(readPdfDate("D:20260301093000+07'00'")?.toISOString()).toBe('2026-03-01T02:30:00.000Z')
    expect(readPdfDate('D:20260301023000Z')?.toISOString()).toBe('2026-03-01T02:30:00.000Z')
    expect(readPdfDate('D:2026')).toBeNull()
    expect(readPdfDate('D:20261399000000Z')).toBeNull()
  })
})

describe('hostile input', () => {
  test('noise and damaged certificates give a DerError or a value, never another error', () => {
    const certificate = identity('person').certificate
    const damaged = fc.tuple(fc.nat(certificate.length - 1), fc.integer({ min: 0, max: 255 })).map(([at, byte]) => {
      const out = Buffer.from(certificate)
      out[at] = byte
      return out
    })
    fc.assert(
      fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 300 }).map(Buffer.from)), (bytes) => {
        tryCertificate(bytes)
        try {
          readCms(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(DerError)
        }
      }),
      { numRuns: 2000 },
    )
  })
  test('nesting does not matter: only what is asked for is read', () => {
    const deep = Buffer.concat(Array.from({ length: 20_000 }, () => hex('3082ffff')))
    expect(() => readCms(deep)).toThrow(DerError)
  })
  test('names come out in UTF-8', () => {
    const { subject } = readCertificate(identity('van-phong').certificate)
    expect(subject.text).toBe(
      'CN=Văn phòng HĐND và UBND huyện Cần Giờ - MẪU THỬ NGHIỆM, O=UBND huyện Cần Giờ - MẪU THỬ NGHIỆM, L=TP. Hồ Chí Minh, C=VN',
    )
  })
})
