// Evasion by broken base64 (RFC 2045 6.8).
import { scriptPdf } from '../../samples/make/files.ts'
import { buildZip } from '../support/zip-builder.ts'
import {
  B64,
  base64,
  because,
  DOCM,
  documentBytes,
  EXE,
  family,
  latin1,
  macro,
  mixed,
  OCTETS,
  type Outcome,
  type Piece,
  type Plan,
  plan,
  program,
  type Severity,
  text,
  told,
} from './build.ts'
import { DISPOSITION } from './encodings.ts'

/** A docm whose base64 is spoiled. */
const spoiled = (
  id: string,
  technique: string,
  severity: Severity,
  body: Piece,
  expect: Outcome[] = [...told('base64-foreign'), ...macro],
): Plan => plan(id, technique, severity, mixed([OCTETS, B64, DISPOSITION, '', body]), expect)

const B = DOCM.toString('base64')

const inLines = (width: number, end = '\r\n'): string => B.match(new RegExp(`.{1,${width}}`, 'g'))!.join(end)

/** Two runs of base64, each with its padding. */
const CUT = 1000

const twoRuns = `${DOCM.subarray(0, CUT).toString('base64')}\r\n${DOCM.subarray(CUT).toString('base64')}`

const padded: Plan[] = [
  spoiled('e-b64-padding-middle', 'padding in the middle: some stop there, some go on', 'high', twoRuns, [
    ...told('base64-after-padding'),
    ...macro,
  ]),
  spoiled(
    'e-b64-padding-decoy',
    'a harmless text with padding first, the program after it',
    'high',
    `${Buffer.from('MAU THU!').toString('base64')}\r\n${EXE.toString('base64')}`,
    [...told('base64-after-padding'), ...program],
  ),
  spoiled(
    'e-b64-padding-decoy-last',
    'a program first, then padding and a harmless text',
    'medium',
    `${EXE.toString('base64')}\r\n${Buffer.from('MAU THU!').toString('base64')}`,
    [...told('base64-after-padding'), ...program],
  ),
  spoiled(
    'e-b64-padding-two-zips',
    'a docm up to its padding, then a harmless zip: who stops there opens the docm, who goes on opens the last zip',
    'high',
    `${Buffer.concat([DOCM.subarray(0, -2), Buffer.from([4, 0]), Buffer.alloc(4)]).toString('base64')}\r\n${buildZip([{ name: 'a.txt', bytes: 'MAU THU' }]).toString('base64')}`,
    [...told('base64-after-padding'), ...macro, ...because('damaged')],
  ),
  spoiled(
    'e-b64-padding-two-pdfs',
    'a PDF with a script up to its padding, then a harmless PDF, which a reader from the end takes',
    'high',
    `${Buffer.concat([scriptPdf(), Buffer.alloc(3 - (scriptPdf().length % 3) + 1, '\n')]).toString('base64')}\r\n${documentBytes('bao-cao-58.pdf').toString('base64')}`,
    [...told('base64-after-padding'), { found: 'active' }, ...because('damaged')],
  ),
  spoiled(
    'e-b64-padding-first',
    'padding in front of everything',
    'medium',
    `====${B}`,
    told('base64-after-padding', 'base64-foreign'),
  ),
  spoiled(
    'e-b64-padding-each-line',
    'padding at the end of each line',
    'medium',
    DOCM.toString('latin1')
      .match(/[\s\S]{1,49}/g)!
      .map((chunk) => Buffer.from(chunk, 'latin1').toString('base64'))
      .join('\r\n'),
    [...told('base64-after-padding'), ...macro],
  ),
  spoiled(
    'e-b64-padding-ignored',
    'padding behind two signs: who ignores it reads a docm, who takes it for an end reads nonsense',
    'medium',
    `${B.slice(0, 2)}==${B.slice(2)}`,
    told('base64-after-padding'),
  ),
  spoiled(
    'e-b64-padding-ignored-line',
    'the same with a line end behind the padding',
    'medium',
    `${B.slice(0, 74)}==\r\n${B.slice(74)}`,
    told('base64-after-padding'),
  ),
  spoiled(
    'e-b64-padding-ignored-many',
    'padding behind two signs of each of many lines',
    'medium',
    `${B.slice(0, 6000)
      .match(/.{1,74}/g)!
      .join('==\r\n')}==\r\n${B.slice(6000)}`,
    told('base64-after-padding'),
  ),
  spoiled('e-b64-padding-three', 'three signs of padding', 'low', `${B.replace(/=+$/, '')}===`, [
    ...macro,
    ...told('base64-after-padding', 'base64-length'),
  ]),
  spoiled('e-b64-junk-stars', 'stars among the signs', 'high', inLines(76).replaceAll('A', 'A*')),
  spoiled('e-b64-junk-line', 'a line of words in front', 'high', `Mau thu nghiem!\r\n${inLines(76)}`, [
    ...told('base64-foreign'),
    ...macro,
  ]),
  spoiled('e-b64-junk-8bit', '8-bit bytes among the signs', 'medium', latin1(inLines(76).replaceAll('A', 'A\xa0'))),
  spoiled('e-b64-junk-dots', 'a dot at the end of each line', 'medium', inLines(76, '.\r\n')),
  spoiled('e-b64-junk-spaces', 'a space behind each sign', 'high', latin1(B.slice(0, 30000).split('').join(' ')), [
    ...macro,
    ...told('base64-foreign'),
  ]),
  spoiled('e-b64-junk-quotes', 'each line in quotes', 'low', inLines(70).replace(/^|$/gm, '"')),
  spoiled(
    'e-b64-url',
    'the url alphabet of RFC 4648 5',
    'medium',
    inLines(76).replaceAll('+', '-').replaceAll('/', '_'),
    told('base64-foreign'),
  ),
  spoiled(
    'e-b64-comment',
    'a comment in parentheses among the lines',
    'medium',
    inLines(76).replace('\r\n', '\r\n(MAU)\r\n'),
    [...told('base64-foreign'), ...macro],
  ),
  spoiled('e-b64-one-per-line', 'one sign a line', 'medium', `${B.split('').join('\r\n')}`, macro),
  spoiled('e-b64-one-line', 'everything in one line', 'medium', B, macro),
  spoiled('e-b64-blank-lines', 'an empty line behind each line', 'high', inLines(76, '\r\n\r\n'), macro),
  spoiled('e-b64-tabs', 'lines that begin with a tab', 'high', inLines(70).replace(/^/gm, '\t'), macro),
  spoiled('e-b64-odd-width', 'lines of 75 signs, so that groups span lines', 'medium', inLines(75), macro),
  spoiled('e-b64-unpadded', 'without padding', 'medium', EXE.toString('base64').replace(/=+$/, ''), [
    ...program,
    ...told('base64-length'),
  ]),
  spoiled(
    'e-b64-one-sign-left',
    'one sign too many at the end',
    'low',
    `${EXE.toString('base64').replace(/=+$/, '')}\r\nQ`,
    [...program, ...told('base64-length', 'base64-foreign')],
  ),
  spoiled(
    'e-b64-dash-end',
    'the data ends at --',
    'medium',
    `${Buffer.from('MAU THU!!').toString('base64')}\r\n--\r\n${inLines(76)}`,
    told('base64-foreign', 'delimiter-malformed'),
  ),
  spoiled('e-b64-lf', 'bare LFs between the lines', 'high', latin1(inLines(76, '\n')), told('bare-lf')),
  spoiled('e-b64-cr', 'bare CRs between the lines', 'high', latin1(inLines(76, '\r')), told('bare-cr')),
  spoiled('e-b64-bom', 'a byte order mark in front', 'medium', latin1(`\xef\xbb\xbf${inLines(76)}`), [
    ...told('base64-foreign'),
    ...macro,
  ]),
  spoiled('e-b64-twice', 'base64 of base64', 'low', base64(text(base64(EXE))), [...program, ...told('text-encoded')]),
  spoiled('e-b64-qp', 'quoted-printable of base64', 'low', inLines(76).replaceAll('=', '=3D'), [
    ...macro,
    ...told('base64-foreign', 'base64-after-padding'),
  ]),
  spoiled(
    'e-b64-nonzero-bits',
    'unused bits of the last group are not zero',
    'low',
    `${Buffer.from(EXE).subarray(0, 511).toString('base64')}`,
    program,
  ),
  spoiled('e-b64-text-after', 'words after the data', 'medium', `${inLines(76)}\r\n\r\nMau thu nghiem.`, [
    ...macro,
    ...told('base64-foreign', 'base64-after-padding'),
  ]),
  spoiled('e-b64-text-after-padded', 'words after padded data', 'medium', `${EXE.toString('base64')}\r\n\r\nMau thu`, [
    ...program,
    ...told('base64-after-padding'),
  ]),
  spoiled(
    'e-b64-full-width',
    'full-width signs',
    'low',
    text(inLines(76).replaceAll('A', 'Ａ')),
    told('base64-foreign'),
  ),
  spoiled(
    'e-b64-percent',
    'percent escapes for + and /',
    'low',
    inLines(70).replaceAll('+', '%2B').replaceAll('/', '%2F'),
    told('base64-foreign'),
  ),
  spoiled(
    'e-b64-entities',
    'character references for +',
    'low',
    inLines(70).replaceAll('+', '&#43;'),
    told('base64-foreign'),
  ),
]

export const base64Cases = family('base64', padded)
