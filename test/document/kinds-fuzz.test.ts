// Fuzzing of the readers that tell kinds: no throw, no hang, nothing called full that is not; every sample cut at many places.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { DocumentFacts } from '../../src/facts.ts'
import { buildOle } from '../support/ole-builder.ts'
import { read } from '../support/reading.ts'
import { numbers, type Random } from '../support/spoiled.ts'
import { buildOoxml, buildZip, DOCX_TYPE, relationships } from '../support/zip-builder.ts'

const FULL = process.env.CONGTHU_TEST_SIZE === 'full'
const ROUNDS = FULL ? 500_000 : 3000
const CUTS = FULL ? 400 : 20
/** Of one file, far above what any of these small ones takes. */
const LONGEST_MS = 2000
const LIMITS = { inflatedBytes: 20_000_000, parts: 200 }
const SAMPLES = join(import.meta.dirname, '../../samples/documents')
const NAMES = ['x', 'a.csv', 'a.html', 'a.doc', 'a.slk', 'a.zip', 'a.js']

const native = Buffer.concat([
  Buffer.from('\x40\0\0\0\x02\0a.exe\0C:\\a.exe\0\0\0\x03\0\x05\0\0\0t.exe\x04\0\0\0', 'latin1'),
  Buffer.from('MZ\0\0'),
])
const object = buildOle([{ name: '\x01Ole10Native', bytes: native }])
const rtf = (data: Buffer): Buffer =>
  Buffer.from(`{\\rtf1{\\object\\objemb{\\*\\objdata ${data.toString('hex')}}}{\\field{\\*\\fldinst DDEAUTO a b}}}`)
/** OLE 1.0 ([MS-OLEDS] 2.2.5): version, embedded, the class `Package`, no topic and item, the size and the data. */
const packaged = Buffer.concat([
  Buffer.from('0105000002000000080000005061636b6167650000000000000000002a000000', 'hex'),
  native.subarray(4),
])

/** Small files with the structures that the readers walk; what a zip holds is spoiled before it is packed. */
const MADE: ((spoil: (bytes: Buffer) => Buffer) => Buffer)[] = [
  (spoil) => spoil(object),
  (spoil) => spoil(rtf(spoil(packaged))),
  (spoil) => spoil(rtf(object)),
  (spoil) => spoil(Buffer.concat([Buffer.from('ActiveMime'), Buffer.alloc(40), deflateSync(spoil(object))])),
  (spoil) =>
    spoil(
      buildOle([
        {
          name: 'WordDocument',
          bytes: spoil(Buffer.from('\xec\xa5\xc1\0\0\0\0\0\0\0\0\0\x13 DDEAUTO a b \x14x\x15', 'latin1')),
        },
      ]),
    ),
  (spoil) =>
    spoil(
      buildOle([
        {
          name: 'Workbook',
          bytes: spoil(
            Buffer.from(
              '09081000000605000000000000000000000000008500090000000000000100000141ae01080001000300006103620a000000',
              'hex',
            ),
          ),
        },
      ]),
    ),
  (spoil) =>
    buildOoxml(DOCX_TYPE, [
      {
        name: 'word/document.xml',
        bytes: spoil(
          Buffer.from(
            '<w:document><w:fldChar w:fldCharType="begin"/><w:instrText>DDEAUTO a</w:instrText><w:fldSimple w:instr="LINK &quot;//a/b&quot;"/></w:document>',
          ),
        ),
      },
      {
        name: 'word/_rels/document.xml.rels',
        bytes: spoil(Buffer.from(relationships({ type: 'attachedTemplate', target: 'file://a/b', external: true }))),
      },
      { name: 'word/embeddings/oleObject1.bin', bytes: spoil(object) },
    ]),
  (spoil) =>
    buildZip([
      { name: 'mimetype', bytes: 'application/vnd.oasis.opendocument.text' },
      {
        name: 'META-INF/manifest.xml',
        bytes: spoil(
          Buffer.from('<manifest:manifest><manifest:file-entry manifest:full-path="/"/></manifest:manifest>'),
        ),
      },
      {
        name: 'content.xml',
        bytes: spoil(
          Buffer.from('<office:document-content><office:body><office:text><script:event-listener/></office:text>'),
        ),
      },
    ]),
  (spoil) => spoil(Buffer.from("a,b,c\n=cmd|' /C calc'!A0,2,3\n4,5,6\n")),
  (spoil) => spoil(Buffer.from('ID;PSCALC3\nO;E\nC;Y1;X1;K0;EEXEC("calc")\nE\n')),
  (spoil) =>
    spoil(
      Buffer.from(
        '<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument w:macrosPresent="yes"><w:attachedTemplate w:val="//a/b"/>',
      ),
    ),
  (spoil) => spoil(Buffer.from('[Version]\r\nSignature="$CHICAGO$"\r\n[InternetShortcut]\r\n')),
  (spoil) => spoil(Buffer.concat([Buffer.from('000002000604060008000000', 'hex'), Buffer.alloc(300)])),
]

const samples = readdirSync(SAMPLES)
  .filter((name) => !name.endsWith('.pdf'))
  .sort()
  .map((name) => readFileSync(join(SAMPLES, name)))
  .filter((bytes) => bytes.length < 60_000)

const NUMBERS = [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff]

/** Bytes cut, doubled, exchanged, and numbers set to what breaks readers of lengths. */
function spoilBytes(seed: Buffer, next: Random): Buffer {
  let bytes = Buffer.from(seed)
  for (let edits = next(5); edits > 0 && bytes.length > 8; edits--) {
    const at = next(next(2) === 0 ? bytes.length : Math.min(bytes.length, 1200))
    const length = next(next(8) === 0 ? 1000 : 12)
    const kind = next(5)
    if (kind === 0) bytes[at] = next(256)
    else if (kind === 1 && at + 4 <= bytes.length) bytes.writeUInt32LE(NUMBERS[next(NUMBERS.length)]!, at)
    else if (kind === 2 && at + 2 <= bytes.length) bytes.writeUInt16LE(NUMBERS[next(6)]!, at)
    else if (kind === 3) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)])
    else bytes = Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)])
  }
  return bytes
}

/** What every reading owes: `full` without reasons and anything else with some, for every document within. */
function check(document: DocumentFacts): void {
  if ((document.inspected === 'full') !== (document.reasons.length === 0)) {
    throw new Error(`${document.kind}: ${document.inspected} for ${JSON.stringify(document.reasons)}`)
  }
  for (const child of document.children) check(child)
}

/** Reads and checks; milliseconds that it took. The bytes stand in the error, so that the case can be had again. */
async function timed(bytes: Buffer, name: string): Promise<number> {
  const started = performance.now()
  try {
    check(await read(bytes, name, LIMITS))
  } catch (error) {
    throw new Error(`${name}: ${bytes.toString('base64').slice(0, 20_000)}`, { cause: error })
  }
  return performance.now() - started
}

test(`${ROUNDS} spoiled files`, { timeout: 7_200_000 }, async () => {
  const next = numbers(4711)
  let slowest = 0
  for (let i = 0; i < ROUNDS; i++) {
    const spoil = (bytes: Buffer) => spoilBytes(bytes, next)
    const bytes = next(3) === 0 ? spoil(samples[next(samples.length)]!) : MADE[next(MADE.length)]!(spoil)
    slowest = Math.max(slowest, await timed(bytes, NAMES[next(NAMES.length)]!))
  }
  expect(slowest).toBeLessThan(LONGEST_MS)
})

test(`every sample cut at ${CUTS} places`, { timeout: 3_600_000 }, async () => {
  expect(samples.length).toBeGreaterThan(15)
  const whole = MADE.map((make) => make((bytes) => bytes))
  let slowest = 0
  for (const bytes of [...samples, ...whole]) {
    for (let i = 0; i < CUTS; i++) {
      const length = Math.floor((bytes.length * i) / CUTS)
      slowest = Math.max(slowest, await timed(bytes.subarray(0, length), 'x'))
    }
  }
  expect(slowest).toBeLessThan(LONGEST_MS)
})

test('the seeds are what they are meant to be', async () => {
  const kinds = await Promise.all(MADE.map(async (make) => (await read(make((bytes) => bytes))).kind))
  expect(kinds).toEqual(['ole', 'rtf', 'rtf', 'mso', 'doc', 'xls', 'docx', 'odt', 'csv', 'slk', 'xml', 'inf', 'wk1'])
  expect((await read(object)).children).toMatchObject([{ name: 'a.exe', kind: 'exe', executable: true }])
  expect((await read(rtf(packaged))).children).toMatchObject([{ name: 'a.exe', kind: 'exe', executable: true }])
  expect((await read(rtf(packaged))).active).toEqual(['ole-object', 'launch'])
})
