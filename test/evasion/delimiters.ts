// Evasion by delimiter lines (RFC 2046 5.1.1): after the last one, malformed, in the midst of something.
import {
  B64,
  base64,
  DOCM,
  family,
  file,
  HEAD,
  latin1,
  MIXED,
  macro,
  type Outcome,
  type Piece,
  type Plan,
  parts,
  plan,
  type Severity,
  told,
  words,
} from './build.ts'

const docm = file('bao-cao.docm', DOCM)

export const M = '=_mau-thu'

export const after = (id: string, technique: string, severity: Severity, lines: Piece[], expect: Outcome[]): Plan =>
  plan(id, technique, severity, [...HEAD, MIXED, '', ...lines], expect)

export const inner = (boundary: string, ...all: Piece[][]): Piece[] => [
  `Content-Type: multipart/mixed; boundary="${boundary}"`,
  '',
  ...parts(boundary, ...all),
]

const placing: Plan[] = [
  after(
    'p-after-close',
    'a part after the closing delimiter',
    'high',
    [...parts(M, words), `--${M}`, ...docm, `--${M}--`],
    told('part-after-close'),
  ),
  after(
    'p-after-close-twice',
    'two closing delimiters, a part between',
    'high',
    [...parts(M, words), ...docm, `--${M}--`],
    told('epilogue-content', 'part-after-close'),
  ),
  after(
    'p-epilogue-fields',
    'a part in the epilogue without a delimiter',
    'medium',
    [...parts(M, words), '', ...docm],
    told('epilogue-content'),
  ),
  after(
    'p-preamble-fields',
    'a part in the preamble without a delimiter',
    'medium',
    [...docm, '', ...parts(M, words)],
    told('preamble-content'),
  ),
  after(
    'p-preamble-other-delimiter',
    'a part in the preamble behind a delimiter of another boundary',
    'medium',
    ['--khac', ...docm, '--khac--', ...parts(M, words)],
    told('preamble-content'),
  ),
  after('p-no-close', 'the closing delimiter is missing', 'high', [`--${M}`, ...words, `--${M}`, ...docm], macro),
  after(
    'p-no-close-inner',
    'the inner closing delimiter is missing',
    'high',
    parts(M, words, [`Content-Type: multipart/mixed; boundary="trong"`, '', '--trong', ...docm]),
    macro,
  ),
  after(
    'p-only-close',
    'only a closing delimiter: all is preamble',
    'medium',
    [...docm, `--${M}--`],
    told('boundary-unused', 'preamble-content'),
  ),
  after('p-no-delimiter', 'no delimiter at all', 'medium', [...docm], told('boundary-unused', 'preamble-content')),
  after(
    'p-delimiter-trailing-text',
    'a delimiter with text behind it',
    'high',
    [`--${M}`, ...words, `--${M} mau`, ...docm, `--${M}--`],
    told('delimiter-malformed'),
  ),
  after(
    'p-delimiter-trailing-blanks',
    'a delimiter with blanks behind it',
    'high',
    [`--${M}`, ...words, `--${M} \t`, ...docm, `--${M}--`],
    macro,
  ),
  after(
    'p-delimiter-leading-space',
    'a delimiter with a space in front',
    'low',
    [`--${M}`, ...words, ` --${M}`, ...docm, `--${M}--`],
    [...told('delimiter-malformed', 'delimiter-stray', 'text-encoded'), ...macro],
  ),
  after(
    'p-delimiter-three-dashes',
    'a delimiter with a dash too many',
    'low',
    [`--${M}`, ...words, `---${M}`, ...docm, `--${M}--`],
    [...told('delimiter-malformed', 'delimiter-stray', 'text-encoded'), ...macro],
  ),
  after(
    'p-delimiter-one-dash',
    'a delimiter with one dash',
    'low',
    [`--${M}`, ...words, `-${M}`, ...docm, `--${M}--`],
    [...told('delimiter-malformed', 'delimiter-stray', 'text-encoded'), ...macro],
  ),
  after(
    'p-delimiter-cr',
    'a delimiter behind a bare CR',
    'high',
    [`--${M}`, ...words, latin1(`\r--${M}`), ...docm, `--${M}--`],
    told('bare-cr'),
  ),
  after(
    'p-delimiter-lf',
    'a delimiter between bare LFs',
    'high',
    [`--${M}`, ...words, latin1(`\n--${M}\nContent-Type: application/octet-stream`), B64, '', base64(DOCM), `--${M}--`],
    told('bare-lf'),
  ),
  after(
    'p-delimiter-crcrlf',
    'a delimiter line that ends in CR CR LF',
    'medium',
    [`--${M}`, ...words, latin1(`--${M}\r`), ...docm, `--${M}--`],
    told('bare-cr'),
  ),
  after(
    'p-delimiter-nul',
    'a NUL behind the delimiter',
    'medium',
    [`--${M}`, ...words, latin1(`--${M}\0`), ...docm, `--${M}--`],
    told('nul'),
  ),
  after(
    'p-delimiter-form-feed',
    'a form feed behind the delimiter',
    'medium',
    [`--${M}`, ...words, latin1(`--${M}\x0c`), ...docm, `--${M}--`],
    told('delimiter-malformed', 'control-character'),
  ),
  after(
    'p-close-trailing-text',
    'text behind the closing delimiter, a part after it',
    'high',
    [`--${M}`, ...words, `--${M}--mau`, `--${M}`, ...docm, `--${M}--`],
    told('delimiter-malformed', 'part-after-close'),
  ),
  after(
    'p-close-one-dash',
    'a closing delimiter with one dash',
    'medium',
    [`--${M}`, ...words, `--${M}-`, ...docm, `--${M}--`],
    told('delimiter-malformed'),
  ),
  after(
    'p-close-three-dashes',
    'a closing delimiter with three dashes',
    'medium',
    [`--${M}`, ...words, `--${M}---`, ...docm, `--${M}--`],
    told('delimiter-malformed'),
  ),
  after(
    'p-close-space-dashes',
    'a space before the dashes of the closing delimiter',
    'medium',
    [`--${M}`, ...words, `--${M} --`, ...docm, `--${M}--`],
    told('delimiter-malformed'),
  ),
  after(
    'p-reused',
    'a multipart within with the same boundary',
    'high',
    parts(M, words, inner(M, words, docm)),
    told('boundary-reused'),
  ),
  after(
    'p-prefix-inner',
    'the inner boundary begins with the outer one',
    'high',
    parts(M, words, inner(`${M}-2`, words, docm)),
    told('boundary-reused'),
  ),
]

export const delimiterCases = family('delimiter', placing)
