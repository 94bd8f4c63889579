// Writes Vietnamese text in old encodings, and shows the bytes as programs do that take them for something else.
import { spawnSync } from 'node:child_process'
import * as tables from '../../../src/language/encoding/tables.ts'

export const FORMS = ['tcvn3', 'vni', 'viscii', 'viqr', 'cp1258', 'vps', 'unicode-nfd', 'unicode-nfc'] as const
export type Form = (typeof FORMS)[number]

const VIQR_TONES: Record<string, string> = { '\u0300': '`', '\u0301': "'", '\u0309': '?', '\u0303': '~', '\u0323': '.' }
const VIQR_SHAPES: Record<string, string> = { '\u0302': '^', '\u0306': '(', '\u031b': '+' }
const CP1258_OF = new Map(tables.CP1258.map(([byte, letter]) => [letter, byte]))

const column = (codes: readonly string[], letters: string) =>
  new Map([...letters].map((letter, index) => [letter, codes[index]!]))
const TCVN3 = new Map([
  ...column(tables.TCVN3_SMALL, tables.SMALL),
  ...column(tables.TCVN3_SMALL, tables.CAPITAL),
  ...tables.TCVN3_CAPITAL,
])
const VNI = new Map([
  ...column(tables.VNI_SMALL, tables.SMALL),
  ...column(
    tables.VNI_SMALL.map((code) => code.toUpperCase()),
    tables.CAPITAL,
  ),
])
const VISCII = new Map([...column(tables.VISCII_SMALL, tables.SMALL), ...column(tables.VISCII_CAPITAL, tables.CAPITAL)])
const VPS = new Map([...column(tables.VPS_SMALL, tables.SMALL), ...column(tables.VPS_CAPITAL, tables.CAPITAL)])

/** The bytes of a text in a form, each as the Latin-1 character of its value. */
export function encode(text: string, form: Exclude<Form, 'unicode-nfd' | 'unicode-nfc'>): string {
  if (form === 'viqr') return viqr(text)
  if (form === 'cp1258') return cp1258(text)
  const table = { tcvn3: TCVN3, vni: VNI, viscii: VISCII, vps: VPS }[form]
  return [...text].map((letter) => table.get(letter) ?? letter).join('')
}

function viqr(text: string): string {
  return [...text.normalize('NFC')]
    .map((letter) => {
      if (letter === 'đ') return 'dd'
      if (letter === 'Đ') return 'DD'
      const [base, ...marks] = [...letter.normalize('NFD')]
      const shape = marks.map((mark) => VIQR_SHAPES[mark] ?? '').join('')
      return base + shape + marks.map((mark) => VIQR_TONES[mark] ?? '').join('')
    })
    .join('')
}

/** Letters with their shape, tones behind them, as Windows keyboards write. */
function cp1258(text: string): string {
  return [...text]
    .map((letter) => {
      const apart = [...letter.normalize('NFD')]
      const tone = apart.find((mark) => mark in VIQR_TONES)
      const shaped = apart
        .filter((mark) => mark !== tone)
        .join('')
        .normalize('NFC')
      const byte = (sign: string) => CP1258_OF.get(sign) ?? sign
      return byte(shaped) + (tone === undefined ? '' : byte(tone))
    })
    .join('')
}

const WINDOWS = new TextDecoder('windows-1252')

/** Three ways in which a program shows such bytes. */
export const DAMAGES: Record<string, (bytes: string) => string> = {
  'read as Latin-1': (bytes) => bytes,
  'read as Windows-1252': (bytes) => WINDOWS.decode(Buffer.from(bytes, 'latin1')),
  'written as UTF-8 and read as Windows-1252': (bytes) => WINDOWS.decode(Buffer.from(bytes, 'utf8')),
}

/** The same for Unicode forms, which are no bytes. */
export const UNICODE_DAMAGES: Record<string, (text: string) => string> = {
  'as it is': (text) => text,
  'with lines wrapped': (text) => text.replaceAll(', ', ',\n'),
  'written as UTF-8 and read as Windows-1252': (text) => WINDOWS.decode(Buffer.from(text, 'utf8')),
}

/** Sentences as iconv writes them; null when it does not know the encoding. */
export function iconv(text: string, encoding: string): Buffer | null {
  const { stdout, status } = spawnSync('iconv', ['-f', 'UTF-8', '-t', encoding], { input: text })
  return status === 0 ? stdout : null
}
