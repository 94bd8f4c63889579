import { buildZip, type MemberPlan } from '../support/zip-builder.ts'
import {
  because,
  DOCM,
  documentBytes,
  EXE,
  family,
  file,
  JS,
  latin1,
  macro,
  mixed,
  type Outcome,
  type Plan,
  plan,
  program,
  type Severity,
  script,
} from './build.ts'

export const unread = because('unsupported')

export const sealed = because('encrypted')

export const odd = because('damaged', 'malformed', 'encrypted', 'unsupported', 'unknown-kind')

export const attached = (
  id: string,
  technique: string,
  severity: Severity,
  name: string,
  content: Buffer,
  expect: Outcome[],
  type?: string,
): Plan => plan(id, technique, severity, mixed(file(name, content, type)), expect)

const zipped = (
  id: string,
  technique: string,
  severity: Severity,
  members: MemberPlan[],
  expect: Outcome[],
  options: Parameters<typeof buildZip>[1] = {},
): Plan => attached(id, technique, severity, 'ho-so.zip', buildZip(members, options), expect, 'application/zip')

const EXE_MEMBER: MemberPlan = { name: 'mau.exe', bytes: EXE }

const DOCM_MEMBER: MemberPlan = { name: 'bao-cao.docm', bytes: DOCM, deflated: true }

const QUIET: MemberPlan = { name: 'doc.txt', bytes: 'MAU THU NGHIEM' }

export const PLAIN = buildZip([EXE_MEMBER])

/** A change of bytes at a place. */
function patched(content: Buffer, at: number, ...values: number[]): Buffer {
  const copy = Buffer.from(content)
  for (const [index, value] of values.entries()) copy[at + index] = value
  return copy
}

export const central = (content: Buffer): number => content.indexOf('PK\x01\x02', 0, 'latin1')

const end = (content: Buffer): number => content.lastIndexOf('PK\x05\x06', undefined, 'latin1')

const zips: Plan[] = [
  zipped('z-exe', 'a program in a zip', 'high', [EXE_MEMBER], program),
  zipped('z-exe-pdf', 'a program named .pdf in a zip', 'high', [{ name: 'cong-van.pdf', bytes: EXE }], program),
  zipped('z-docm', 'a docm in a zip', 'high', [DOCM_MEMBER], macro),
  zipped('z-js', 'a script in a zip', 'high', [{ name: 'hoa-don.js', bytes: JS }], script),
  zipped(
    'z-js-folder',
    'a script deep in folders',
    'high',
    [{ name: 'a/b/c/d/e/f/hoa-don.js', bytes: JS, deflated: true }],
    script,
  ),
  zipped('z-prefix', 'bytes before the zip', 'high', [EXE_MEMBER], program, { prefix: Buffer.alloc(1000, 0x41) }),
  zipped('z-prefix-jpg', 'a picture before the zip', 'medium', [EXE_MEMBER], [...program, ...odd], {
    prefix: Buffer.from(documentBytes('anh-hoi-nghi.jpg')),
  }),
  attached(
    'z-prefix-pdf',
    'a PDF with a zip behind it, named .pdf',
    'medium',
    'a.pdf',
    Buffer.concat([documentBytes('bao-cao-58.pdf'), PLAIN]),
    [...program, ...odd, { kind: 'zip' }],
    'application/pdf',
  ),
  zipped('z-comment', 'a comment that looks like another end record', 'medium', [EXE_MEMBER], [...program, ...odd], {
    comment: 'PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0',
  }),
  attached(
    'z-two-ends',
    'two zips in one file: the second is empty',
    'high',
    'a.zip',
    Buffer.concat([PLAIN, buildZip([QUIET])]),
    [...program, ...odd],
  ),
  attached(
    'z-two-ends-first',
    'two zips in one file: the program in the second',
    'high',
    'a.zip',
    Buffer.concat([buildZip([QUIET]), PLAIN]),
    [...program, ...odd],
  ),
  attached(
    'z-garbage-after',
    'bytes behind the end record',
    'medium',
    'a.zip',
    Buffer.concat([PLAIN, Buffer.alloc(3000, 0x42)]),
    [...program, ...odd],
  ),
  zipped(
    'z-unlisted',
    'a member that the directory does not list',
    'medium',
    [QUIET, { ...EXE_MEMBER, unlisted: true }],
    [...program, ...odd],
  ),
  zipped(
    'z-local-name',
    'local header and directory disagree on the name',
    'high',
    [{ name: 'doc.txt', localName: 'mau.bat', bytes: 'MAU THU' }],
    [...odd, { found: 'name' }],
  ),
  zipped(
    'z-central-name',
    'the same the other way',
    'high',
    [{ name: 'mau.bat', localName: 'doc.txt', bytes: 'MAU THU' }],
    [...odd, { found: 'name' }],
  ),
  zipped(
    'z-duplicate',
    'two members of one name, the program second',
    'high',
    [
      { name: 'a.doc', bytes: 'MAU' },
      { name: 'a.doc', bytes: EXE },
    ],
    program,
  ),
  zipped(
    'z-duplicate-first',
    'two members of one name, the program first',
    'high',
    [
      { name: 'a.doc', bytes: EXE },
      { name: 'a.doc', bytes: 'MAU' },
    ],
    program,
  ),
  zipped(
    'z-size-lie',
    'the directory gives a smaller size',
    'medium',
    [{ ...EXE_MEMBER, size: 10 }],
    [...program, ...odd, { reason: 'size-limit' }],
  ),
  zipped('z-encrypted-flag', 'encrypted (traditional)', 'high', [{ ...EXE_MEMBER, flags: 0x801 }], sealed),
  zipped('z-aes', 'encrypted by AES (method 99)', 'high', [{ ...EXE_MEMBER, flags: 0x801, method: 99 }], sealed),
  zipped('z-strong', 'strong encryption flag', 'medium', [{ ...EXE_MEMBER, flags: 0x841 }], [...sealed, ...odd]),
  zipped('z-masked', 'masked directory (bit 13)', 'low', [{ ...EXE_MEMBER, flags: 0x2841 }], [...sealed, ...odd]),
  zipped('z-encrypted-one', 'one member of two is encrypted', 'high', [QUIET, { ...EXE_MEMBER, flags: 0x801 }], sealed),
  attached(
    'z-encrypted-central-only',
    'the directory says encrypted, the local header does not',
    'medium',
    'a.zip',
    patched(PLAIN, central(PLAIN) + 8, 1, 8),
    [...sealed, ...program, ...odd],
  ),
  attached(
    'z-encrypted-local-only',
    'the local header says encrypted, the directory does not',
    'medium',
    'a.zip',
    patched(PLAIN, 6, 1, 8),
    [...sealed, ...program, ...odd],
  ),
  zipped('z-method-lzma', 'an unknown method (LZMA)', 'medium', [{ ...EXE_MEMBER, method: 14 }], odd),
  zipped('z-method-zstd', 'an unknown method (zstd)', 'low', [{ ...EXE_MEMBER, method: 93 }], odd),
  zipped('z-method-deflate64', 'an unknown method (deflate64)', 'medium', [{ ...EXE_MEMBER, method: 9 }], odd),
  attached(
    'z-method-differs',
    'local header and directory disagree on the method',
    'medium',
    'a.zip',
    patched(PLAIN, central(PLAIN) + 10, 8),
    odd,
  ),
  attached(
    'z-entries-zero',
    'the end record counts no member',
    'medium',
    'a.zip',
    patched(PLAIN, end(PLAIN) + 8, 0, 0, 0, 0),
    [...program, ...odd],
  ),
  attached(
    'z-offset-wrong',
    'the end record points elsewhere',
    'medium',
    'a.zip',
    patched(PLAIN, end(PLAIN) + 16, 0xff, 0xff),
    [...program, ...odd],
  ),
  attached('z-no-end', 'a zip without end record', 'medium', 'a.zip', PLAIN.subarray(0, end(PLAIN)), [
    ...program,
    ...odd,
  ]),
  attached('z-no-directory', 'a zip without directory', 'medium', 'a.zip', PLAIN.subarray(0, central(PLAIN)), [
    ...program,
    ...odd,
  ]),
  attached('z-cut', 'a zip cut in the midst', 'low', 'a.zip', buildZip([DOCM_MEMBER]).subarray(0, 6000), [
    ...macro,
    ...odd,
  ]),
  attached('z-crc', 'a wrong checksum', 'low', 'a.zip', patched(PLAIN, central(PLAIN) + 16, 1, 2, 3, 4), [
    ...program,
    ...odd,
  ]),
  attached(
    'z-span',
    'a spanned archive marker in front',
    'medium',
    'a.zip',
    Buffer.concat([latin1('PK\x07\x08'), PLAIN]),
    [...program, ...odd],
  ),
  attached(
    'z-disk-number',
    'the end record is of the second disk',
    'low',
    'a.zip',
    patched(PLAIN, end(PLAIN) + 4, 1, 0, 1, 0),
    [...program, ...odd],
  ),
  attached('z-other-name', 'a zip named .jpg', 'medium', 'anh.jpg', PLAIN, program),
  attached('z-no-name', 'a zip as text/plain', 'medium', 'a.txt', PLAIN, program, 'text/plain'),
  zipped(
    'z-name-backslash',
    'a path with backslashes',
    'medium',
    [{ name: 'a\\b\\mau.bat', bytes: 'MAU' }],
    [{ found: 'name' }, ...odd],
  ),
  zipped(
    'z-name-up',
    'a path that leaves the folder',
    'high',
    [{ name: '../../mau.bat', bytes: 'MAU' }],
    [{ found: 'name' }, ...odd],
  ),
  zipped(
    'z-name-override',
    'a direction override in a member name',
    'high',
    [{ name: 'cong-van\u202efdp.bat', bytes: 'MAU' }],
    [{ found: 'name' }],
  ),
  zipped(
    'z-name-nul',
    'a NUL in a member name',
    'low',
    [{ name: 'mau.bat\0.pdf', bytes: 'MAU' }],
    [{ found: 'name' }, ...odd],
  ),
  zipped(
    'z-name-slash-end',
    'a program whose name is that of a folder',
    'low',
    [{ name: 'mau.exe/', bytes: EXE }],
    [...program, ...odd],
  ),
  zipped(
    'z-many',
    '1,500 members, the last a program',
    'medium',
    [...Array.from({ length: 1500 }, (_, i): MemberPlan => ({ name: `${i}.txt`, bytes: '' })), EXE_MEMBER],
    [...program, { reason: 'count-limit' }],
  ),
  zipped(
    'z-bomb',
    'a member of 280 MB of zeros',
    'medium',
    [{ name: 'a.txt', bytes: Buffer.alloc(280_000_000), deflated: true }],
    [{ reason: 'size-limit' }],
  ),
]

export const zipCases = family('zip', zips)
