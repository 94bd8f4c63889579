import { gzip, tar } from '../support/evasion-archives.ts'
import { buildZip } from '../support/zip-builder.ts'
import {
  because,
  DOCM,
  EXE,
  family,
  file,
  macro,
  mixed,
  type Outcome,
  type Plan,
  plan,
  program,
  type Severity,
  text,
} from './build.ts'

const attached = (
  id: string,
  technique: string,
  severity: Severity,
  name: string,
  content: Buffer,
  expect: Outcome[],
): Plan => plan(id, technique, severity, mixed(file(name, content)), expect)

/** A zip whose second member has another name in its local header. */
function twoNames(): Buffer {
  return buildZip([
    { name: 'a.txt', bytes: 'MAU' },
    { name: 'mau.bat', localName: 'a2.txt', bytes: 'MAU' },
  ])
}

/** A pax header (POSIX.1-2001) that gives the next member another name. */
function paxTar(name: string, path: string): Buffer {
  const record = ` path=${path}\n`
  const size = record.length + String(record.length + 2).length
  const header = tar([{ name: 'PaxHeader/a', bytes: Buffer.from(`${size}${record}`) }]).subarray(0, 1024)
  header[156] = 0x78
  header.fill(0x20, 148, 156)
  const sum = header.subarray(0, 512).reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return Buffer.concat([header, tar([{ name, bytes: text('MAU THU') }])])
}

const or = (expect: Outcome[]): Outcome[] => [...expect, ...because('unsupported', 'damaged')]

const fields: Plan[] = [
  attached(
    'a-tar-pax',
    'a pax header that gives a tar member the name of a program',
    'medium',
    'a.tar',
    paxTar('a.txt', 'mau.bat'),
    or([{ found: 'name' }]),
  ),
  attached(
    'a-tar-script',
    'a script in a tar',
    'high',
    'a.tar',
    tar([{ name: 'mau.bat', bytes: text('MAU THU') }]),
    or([{ found: 'name' }]),
  ),
  attached(
    'a-tar-offset',
    'a tar whose program stands behind 500 empty members',
    'low',
    'a.tar',
    tar([
      ...Array.from({ length: 500 }, (_, i) => ({ name: `${i}.txt`, bytes: Buffer.alloc(0) })),
      { name: 'mau.exe', bytes: EXE },
    ]),
    or(program),
  ),
  attached(
    'a-tar-zeros',
    'a tar behind two blocks of zeros, which end a tar',
    'medium',
    'a.tar',
    Buffer.concat([tar([{ name: 'a.txt', bytes: text('MAU') }]), tar([{ name: 'mau.exe', bytes: EXE }])]),
    or(program),
  ),
  attached(
    'a-gz-name',
    'a gzip whose inner name is that of a program',
    'medium',
    'a.gz',
    gzip(text('MAU THU'), 'mau.bat'),
    or([{ found: 'name' }]),
  ),
  attached(
    'a-gz-by-name',
    'a gzip named mau.bat.gz',
    'medium',
    'mau.bat.gz',
    gzip(text('MAU THU')),
    or([{ found: 'name' }]),
  ),
  attached('z-names-differ-second', 'only the second member has two names', 'medium', 'a.zip', twoNames(), [
    ...because('damaged', 'malformed'),
    { found: 'name' },
  ]),
  attached(
    'z-docm-double',
    'a docm in a zip in a docx',
    'low',
    'a.docx',
    buildZip([{ name: 'word/embeddings/a.zip', bytes: buildZip([{ name: 'a.docm', bytes: DOCM }]) }]),
    macro,
  ),
]

export const archiveFieldCases = family('archive', fields)
