// Evasion by files written into text: uuencode, yEnc, BinHex, base64.
import {
  B64,
  base64,
  because,
  EIGHT,
  EXE,
  family,
  file,
  MIXED,
  type Outcome,
  type Piece,
  type Plan,
  parts,
  plan,
  program,
  type Severity,
  single,
  TEXT_TYPE,
  text,
  told,
  words,
} from './build.ts'

/** Lines of uuencode (POSIX), 45 bytes each. */
export function uuencode(content: Buffer, blank = '`'): string[] {
  const sign = (value: number): string => (value === 0 ? blank : String.fromCharCode(value + 32))
  const lines: string[] = []
  for (let at = 0; at < content.length; at += 45) {
    const chunk = content.subarray(at, at + 45)
    let line = sign(chunk.length)
    for (let i = 0; i < chunk.length; i += 3) {
      const group = ((chunk[i] ?? 0) << 16) | ((chunk[i + 1] ?? 0) << 8) | (chunk[i + 2] ?? 0)
      line += sign(group >> 18) + sign((group >> 12) & 63) + sign((group >> 6) & 63) + sign(group & 63)
    }
    lines.push(line)
  }
  return [...lines, blank]
}

/** Lines of yEnc 1.3, 128 bytes each. */
function yenc(content: Buffer): Buffer[] {
  const lines: Buffer[] = []
  for (let at = 0; at < content.length; at += 128) {
    const line: number[] = []
    for (const byte of content.subarray(at, at + 128)) {
      const shifted = (byte + 42) & 255
      if ([0, 10, 13, 61].includes(shifted)) line.push(61, (shifted + 64) & 255)
      else line.push(shifted)
    }
    lines.push(Buffer.from(line))
  }
  return lines
}

const UU = [`begin 644 mau.exe`, ...uuencode(EXE), 'end']

const YENC: Piece[] = [`=ybegin line=128 size=${EXE.length} name=mau.exe`, ...yenc(EXE), `=yend size=${EXE.length}`]

const HQX = ['(This file must be converted with BinHex 4.0)', '', ':#d0bBA4MD!"849K8G3!!!!!!!!$mAuThU:']

const write = (
  id: string,
  technique: string,
  severity: Severity,
  fields: Piece[],
  lines: Piece[],
  expect: Outcome[] = told('text-encoded'),
): Plan => plan(id, technique, severity, single(fields, ...lines), expect)

const written: Plan[] = [
  write('w-uu', 'uuencode in the text', 'high', [TEXT_TYPE], ['Kinh gui,', '', ...UU]),
  write('w-uu-first', 'uuencode on the first line', 'high', [TEXT_TYPE], UU),
  write('w-uu-no-type', 'uuencode in a message without Content-Type', 'high', [], UU),
  write(
    'w-uu-blanks',
    'uuencode with blanks for zeros',
    'high',
    [TEXT_TYPE],
    [`begin 666 mau.exe`, ...uuencode(EXE, ' '), 'end'],
  ),
  write(
    'w-uu-mode-4',
    'uuencode with a mode of four digits',
    'medium',
    [TEXT_TYPE],
    ['begin 0644 mau.exe', ...UU.slice(1)],
  ),
  write('w-uu-no-end', 'uuencode without end', 'medium', [TEXT_TYPE], UU.slice(0, -2)),
  write(
    'w-uu-spaces',
    'two blanks behind begin',
    'medium',
    [TEXT_TYPE],
    ['begin  644 mau.exe', ...UU.slice(1)],
    [...told('text-encoded'), ...program],
  ),
  write(
    'w-uu-no-mode',
    'begin without a mode',
    'low',
    [TEXT_TYPE],
    ['begin mau.exe', ...UU.slice(1)],
    [...told('text-encoded'), ...program],
  ),
  write(
    'w-uu-upper',
    'BEGIN in capitals',
    'low',
    [TEXT_TYPE],
    ['BEGIN 644 mau.exe', ...UU.slice(1)],
    [...told('text-encoded'), ...program],
  ),
  write(
    'w-uu-indented',
    'uuencode behind a blank',
    'low',
    [TEXT_TYPE],
    UU.map((line) => ` ${line}`),
    [...told('text-encoded'), ...program],
  ),
  write(
    'w-uu-quoted',
    'uuencode in a quotation',
    'low',
    [TEXT_TYPE],
    UU.map((line) => `> ${line}`),
    [...told('text-encoded'), ...program],
  ),
  write('w-uu-base64', 'begin-base64', 'high', [TEXT_TYPE], ['begin-base64 644 mau.exe', base64(EXE), '====']),
  write(
    'w-uu-qp',
    'uuencode in quoted-printable',
    'high',
    [TEXT_TYPE, 'Content-Transfer-Encoding: quoted-printable'],
    UU.map((line) => line.replaceAll('=', '=3D')),
  ),
  write('w-uu-b64', 'uuencode in base64', 'medium', [TEXT_TYPE, B64], [base64(text(UU.join('\r\n')))]),
  write(
    'w-uu-html',
    'uuencode in an HTML body',
    'medium',
    ['Content-Type: text/html; charset=utf-8'],
    ['<pre>', ...UU, '</pre>'],
  ),
  write('w-uu-enriched', 'uuencode in text/enriched', 'low', ['Content-Type: text/enriched'], UU),
  write(
    'w-uu-second-part',
    'uuencode in a second text part',
    'high',
    [MIXED],
    parts('=_mau-thu', words, [TEXT_TYPE, '', ...UU]),
  ),
  write(
    'w-uu-preamble',
    'uuencode in the preamble',
    'medium',
    [MIXED],
    [...UU, ...parts('=_mau-thu', words)],
    told('preamble-content'),
  ),
  write(
    'w-uu-epilogue',
    'uuencode in the epilogue',
    'medium',
    [MIXED],
    [...parts('=_mau-thu', words), ...UU],
    told('epilogue-content'),
  ),
  write(
    'w-uu-name-in-header',
    'an attached .uue',
    'high',
    [MIXED],
    parts('=_mau-thu', words, file('mau.uue', text(UU.join('\r\n')), 'application/x-uuencode')),
    [...told('text-encoded'), ...program, ...because('unsupported', 'unknown-kind')],
  ),
  write(
    'w-xx',
    'xxencode in the text',
    'low',
    [TEXT_TYPE],
    [
      'begin 644 mau.exe',
      ...uuencode(EXE).map((line) =>
        line.replace(
          /[\s\S]/g,
          (sign) => '+-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'[(sign.charCodeAt(0) - 32) & 63]!,
        ),
      ),
      'end',
    ],
  ),
  write('w-yenc', 'yEnc in the text', 'medium', ['Content-Type: text/plain; charset=iso-8859-1', EIGHT], YENC),
  write(
    'w-yenc-part',
    'a piece of yEnc',
    'low',
    ['Content-Type: text/plain; charset=iso-8859-1', EIGHT],
    ['=ybegin part=1 line=128 size=512 name=mau.exe', '=ypart begin=1 end=512', ...YENC.slice(1)],
  ),
  write('w-binhex', 'BinHex in the text', 'medium', [TEXT_TYPE], HQX),
  write(
    'w-binhex-attached',
    'an attached .hqx',
    'medium',
    [MIXED],
    parts('=_mau-thu', words, file('mau.hqx', text(HQX.join('\r\n')), 'application/mac-binhex40')),
    [...told('text-encoded'), ...because('unsupported', 'unknown-kind', 'damaged')],
  ),
  write(
    'w-btoa',
    'ascii85 in the text',
    'low',
    [TEXT_TYPE],
    ['xbtoa Begin', '<~:i^JeA79RkD.RTCAoDKsAH~>', 'xbtoa End N 512 200 E 0 S 0 R 0'],
    [...told('text-encoded'), ...program],
  ),
  write(
    'w-base64-text',
    'base64 of a program in the text, without a label',
    'low',
    [TEXT_TYPE],
    ['Giai ma giup:', '', base64(EXE)],
    [...told('text-encoded'), ...program],
  ),
]

export const encodedTextCases = family('in text', written)
