// Evasion by other archives, and by archives in archives.
import { cab, type Entry, gzip, iso, rar4, rar5, sevenZip, tar, xz } from '../support/evasion-archives.ts'
import { buildZip } from '../support/zip-builder.ts'
import {
  because,
  bytes,
  DOCM,
  DOCX,
  documentBytes,
  EIGHT,
  EXE,
  family,
  file,
  latin1,
  macro,
  mixed,
  type Outcome,
  type Plan,
  program,
  SECRET,
  secret,
  single,
  TEXT_TYPE,
  text,
} from './build.ts'
import { attached, central, odd, PLAIN, sealed, unread } from './zips.ts'

const nest = (levels: number, content: Buffer): Buffer =>
  Array.from({ length: levels }).reduce<Buffer>((held, _, i) => buildZip([{ name: `${i}.zip`, bytes: held }]), content)

const FILES: Entry[] = [{ name: 'CONGVAN.EXE', bytes: EXE }]

const DOCS: Entry[] = [
  { name: 'doc.txt', bytes: text('MAU THU') },
  { name: 'bao-cao.docm', bytes: DOCM },
]

/** bzip2 and zstd of the program stub, made by Debian's bzip2 1.0.8 and zstd 1.5.4. */
const BZ2 = Buffer.from(
  'QlpoOTFBWSZTWQxQKHIAABnfyGAAQAMBEKLnThAn5Z+AQAABACAASM9E00GTaQaNlNAAIpsmpoAAABpp5TH2dapgYgAF8IMSZcgdz1Magmk6IlFJV02eH8OjkrEQmcZPY+D4NNUD6MERjgXmUOGmJTtozJR/F3JFOFCQDFAocg==',
  'base64',
)

const ZSTD = Buffer.from(
  'KLUv/WQAAfUCAPLEEhpwSXW8BgwqGm6Ey1FZWuQUEesdywAAqjh8GRngx4zRi/fVhye6sej6kN06KxrisLF4gZqzBD0hTQd8lVAGhauSrsjmYTL1ZCMNGwUANhwZpmlBC1JzIGGfYAiwbemj',
  'base64',
)

export const or = (found: Outcome[]): Outcome[] => [...found, ...unread]

const archives: Plan[] = [
  attached('a-zip-5', 'a program five zips deep', 'high', 'a.zip', nest(4, PLAIN), program),
  attached('a-zip-30', 'a program thirty zips deep', 'low', 'a.zip', nest(30, PLAIN), because('depth-limit')),
  attached('a-tar', 'a program in a tar', 'high', 'a.tar', tar(FILES), or(program)),
  attached('a-tar-docm', 'a docm in a tar', 'high', 'a.tar', tar(DOCS), or(macro)),
  attached('a-tar-name', 'a tar named .doc', 'low', 'a.doc', tar(FILES), or(program)),
  attached('a-tgz', 'a docm in a tar.gz', 'high', 'a.tar.gz', gzip(tar(DOCS)), or(macro)),
  attached('a-gz', 'a program in gzip', 'high', 'a.gz', gzip(EXE, 'mau.exe'), or(program)),
  attached(
    'a-gz-two',
    'gzip of two members, the first of them empty',
    'medium',
    'a.gz',
    Buffer.concat([gzip(Buffer.alloc(0)), gzip(EXE)]),
    [...or(program), ...odd],
  ),
  attached('a-gz-garbage', 'bytes behind a gzip', 'low', 'a.gz', Buffer.concat([gzip(EXE), Buffer.alloc(100, 7)]), [
    ...or(program),
    ...odd,
  ]),
  attached('a-bz2', 'a program in bzip2', 'medium', 'a.bz2', BZ2, or(program)),
  attached('a-xz', 'a docm in xz', 'medium', 'a.xz', xz(DOCM), or(macro)),
  attached('a-txz', 'a docm in tar.xz', 'medium', 'a.tar.xz', xz(tar(DOCS)), or(macro)),
  attached('a-zstd', 'a program in zstd', 'low', 'a.zst', ZSTD, or(program)),
  attached('a-7z', 'a program in 7z', 'high', 'a.7z', sevenZip(FILES), or(program)),
  attached('a-7z-docm', 'a docm in 7z', 'high', 'a.7z', sevenZip(DOCS), or(macro)),
  attached('a-7z-name', 'a 7z named .pdf', 'medium', 'a.pdf', sevenZip(DOCS), or(macro)),
  attached(
    'a-7z-prefix',
    'a 7z behind 1,000 bytes',
    'low',
    'a.7z',
    Buffer.concat([Buffer.alloc(1000, 0x41), sevenZip(FILES)]),
    [...or(program), ...odd],
  ),
  attached('a-rar4', 'a program in RAR 4', 'high', 'a.rar', rar4(FILES), or(program)),
  attached('a-rar4-encrypted', 'an encrypted member of RAR 4', 'high', 'a.rar', rar4(FILES, true), [
    ...or([]),
    ...sealed,
  ]),
  attached('a-rar5', 'a docm in RAR 5', 'high', 'a.rar', rar5(DOCS), or(macro)),
  attached(
    'a-rar-jpg',
    'a RAR behind a picture',
    'low',
    'a.jpg',
    Buffer.concat([documentBytes('anh-hoi-nghi.jpg'), rar5(FILES)]),
    [...or(program), ...odd, { kind: 'rar' }],
  ),
  attached('a-iso', 'a program in an ISO', 'high', 'a.iso', iso(FILES), [...or(program), { found: 'name' }]),
  attached('a-iso-img', 'an ISO named .img', 'high', 'a.img', iso(FILES), or(program)),
  attached('a-cab', 'a program in a cabinet', 'high', 'a.cab', cab(FILES), or(program)),
  attached('a-cab-doc', 'a cabinet named .doc', 'low', 'a.doc', cab(FILES), or(program)),
  attached(
    'a-arj',
    'an ARJ (its mark only)',
    'low',
    'a.arj',
    Buffer.concat([Buffer.from('60ea2a001e06010010000000', 'hex'), Buffer.alloc(200, 1)]),
    [...unread, ...odd],
  ),
  attached(
    'a-lzh',
    'an LZH (its mark only)',
    'low',
    'a.lzh',
    Buffer.concat([latin1('\x24\x00-lh0-'), Buffer.alloc(200, 1)]),
    [...unread, ...odd],
  ),
  attached(
    'a-ace',
    'an ACE (its mark only)',
    'low',
    'a.ace',
    Buffer.concat([latin1('\x31\x31\x31\0\0\0\x90**ACE**'), Buffer.alloc(200, 1)]),
    [...unread, ...odd],
  ),
  attached(
    'a-vhd',
    'a disk image (its footer only)',
    'high',
    'a.vhd',
    Buffer.concat([Buffer.alloc(1024), latin1('conectix'), Buffer.alloc(504)]),
    [...unread, ...odd, { found: 'name' }],
  ),
  attached(
    'a-7z-in-zip',
    'a 7z in a zip',
    'high',
    'a.zip',
    buildZip([{ name: 'a.7z', bytes: sevenZip(FILES) }]),
    or(program),
  ),
  attached('a-zip-in-7z', 'a zip in a 7z', 'high', 'a.7z', sevenZip([{ name: 'a.zip', bytes: PLAIN }]), or(program)),
  attached(
    'a-tgz-in-zip',
    'a tar.gz in a zip',
    'high',
    'a.zip',
    buildZip([{ name: 'a.tar.gz', bytes: gzip(tar(DOCS)) }]),
    or(macro),
  ),
  attached(
    'a-rar-in-zip',
    'a RAR in a zip',
    'high',
    'a.zip',
    buildZip([{ name: 'a.rar', bytes: rar5(DOCS) }]),
    or(macro),
  ),
  attached('a-iso-in-zip', 'an ISO in a zip', 'high', 'a.zip', buildZip([{ name: 'a.iso', bytes: iso(FILES) }]), [
    ...or(program),
    { found: 'name' },
  ]),
  attached(
    'a-eml-in-zip',
    'an .eml with a docm in a zip',
    'high',
    'a.zip',
    buildZip([{ name: 'thu.eml', bytes: bytes(mixed(file('a.docm', DOCM))) }]),
    macro,
  ),
  attached(
    'a-secret-eml-in-zip',
    'an .eml with a mark in a zip',
    'medium',
    'a.zip',
    buildZip([{ name: 'thu.eml', bytes: bytes(single([TEXT_TYPE, EIGHT], ...SECRET)) }]),
    secret,
  ),
  attached('a-zip-in-docx', 'a program added to a docx', 'medium', 'a.docx', withStranger(), [...program, ...odd]),
]

/** A docx with a program beside its parts. */
function withStranger(): Buffer {
  const members = buildZip([{ name: 'word/embeddings/mau.exe', bytes: EXE }])
  return Buffer.concat([members.subarray(0, central(members)), DOCX]) // found only by local headers
}

export const archiveCases = family('archive', archives)
