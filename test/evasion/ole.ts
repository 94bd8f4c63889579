import { buildOle, type OlePlan } from '../support/ole-builder.ts'
import { because, EXE, family, macro, type Plan, program } from './build.ts'
import { active, attached, sealed } from './ooxml.ts'

/** A FIB ([MS-DOC] 2.5.2) as far as its flags. */
function word(flags = 0): OlePlan {
  const fib = Buffer.alloc(600)
  fib.writeUInt16LE(0xa5ec, 0)
  fib.writeUInt16LE(flags, 10)
  return { name: 'WordDocument', bytes: fib }
}

const record = (type: number, data: number[]): Buffer =>
  Buffer.from([type & 255, type >> 8, data.length & 255, data.length >> 8, ...data])

const workbook = (...records: Buffer[]): OlePlan => ({
  name: 'Workbook',
  bytes: Buffer.concat([record(0x809, [0, 6, 5, 0]), ...records, record(0x0a, [])]),
})

const slides: OlePlan = { name: 'PowerPoint Document', bytes: Buffer.from([0x0f, 0, 0xe8, 0x03, 0, 0, 0, 0]) }

const project: OlePlan = {
  name: 'Macros',
  inside: [
    {
      name: 'VBA',
      inside: [
        { name: 'dir', bytes: 'x' },
        { name: '_VBA_PROJECT', bytes: 'x' },
      ],
    },
    { name: 'PROJECT', bytes: 'x' },
  ],
}

const ole: Plan[] = [
  attached('l-doc', 'a doc with VBA', 'high', 'a.doc', buildOle([word(), project]), macro),
  attached('l-doc-pdf', 'the same named pdf', 'high', 'a.pdf', buildOle([word(), project]), macro),
  attached('l-doc-rtf', 'the same named rtf', 'high', 'a.rtf', buildOle([word(), project]), macro),
  attached(
    'l-doc-prefix',
    'the same behind 512 bytes',
    'low',
    'a.doc',
    Buffer.concat([Buffer.alloc(512, 0x41), buildOle([word(), project])]),
    [...macro, ...because('unknown-kind', 'damaged')],
  ),
  attached(
    'l-doc-object',
    'a doc with an object',
    'high',
    'a.doc',
    buildOle([
      word(),
      { name: 'ObjectPool', inside: [{ name: '_1', inside: [{ name: '\x01Ole10Native', bytes: EXE }] }] },
    ]),
    [...active, ...program],
  ),
  attached('l-doc-encrypted', 'a doc with a password', 'high', 'a.doc', buildOle([word(0x100)]), sealed),
  attached(
    'l-xls',
    'an xls with VBA',
    'high',
    'a.xls',
    buildOle([workbook(), { name: '_VBA_PROJECT_CUR', inside: [{ name: 'VBA', inside: [] }] }]),
    macro,
  ),
  attached(
    'l-xls-xlm',
    'an Excel 4 macro sheet in xls',
    'high',
    'a.xls',
    buildOle([workbook(record(0x85, [0, 0, 0, 0, 0, 1, 1, 0, 65]))]),
    macro,
  ),
  attached(
    'l-xls-xlm-hidden',
    'a very hidden macro sheet',
    'high',
    'a.xls',
    buildOle([workbook(record(0x85, [0, 0, 0, 0, 2, 1, 1, 0, 65]))]),
    macro,
  ),
  attached(
    'l-xls-filepass',
    'an xls with a password',
    'high',
    'a.xls',
    buildOle([workbook(record(0x2f, [0, 0, 1, 0]))]),
    sealed,
  ),
  attached(
    'l-xls-book',
    'an Excel 5 Book with a macro sheet',
    'low',
    'a.xls',
    buildOle([{ ...workbook(record(0x85, [0, 0, 0, 0, 0, 1, 1, 0, 65])), name: 'Book' }]),
    macro,
  ),
  attached(
    'l-ppt',
    'a ppt with VBA',
    'medium',
    'a.ppt',
    buildOle([slides, { name: 'VBA', inside: [{ name: 'dir', bytes: 'x' }] }]),
    [...macro, ...because('damaged')],
  ),
  attached(
    'l-pub',
    'a Publisher file with VBA',
    'medium',
    'a.pub',
    buildOle([
      { name: 'Quill', inside: [{ name: 'QuillSub', inside: [] }] },
      { name: 'VBA', inside: [{ name: 'VBA', inside: [] }] },
    ]),
    macro,
  ),
  attached(
    'l-vsd',
    'a Visio file with VBA',
    'medium',
    'a.vsd',
    buildOle([
      { name: 'VisioDocument', bytes: 'x' },
      { name: 'VBA', inside: [{ name: 'dir', bytes: 'x' }] },
    ]),
    macro,
  ),
  attached(
    'l-ole-unknown',
    'a compound file of no known kind with VBA',
    'medium',
    'a.dat',
    buildOle([{ name: 'Mau', bytes: 'x' }, project]),
    macro,
  ),
  attached(
    'l-msi',
    'an installer named .doc',
    'high',
    'a.doc',
    buildOle([{ name: 'Mau', bytes: 'x' }], '84100c0000000000c000000000000046'),
    program,
  ),
  attached(
    'l-one',
    'a OneNote file',
    'high',
    'a.one',
    Buffer.concat([
      Buffer.from('e4525c7b8cd8a74daeb15378d02996d3', 'hex'),
      Buffer.alloc(1000),
      Buffer.from('e716e3bd65261145a4c48d4d0b7a9eac', 'hex'),
      EXE,
    ]),
    [...program, ...because('unsupported')],
  ),
  attached(
    'l-mdb',
    'an Access database',
    'medium',
    'a.mdb',
    Buffer.concat([Buffer.from('000100005374616e64617264204a657420444200', 'hex'), Buffer.alloc(2000)]),
    because('unsupported'),
  ),
]

export const oleCases = family('ole', ole)
