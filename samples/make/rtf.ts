// Letters in RTF with the fonts and colours that a sample wants: Word reads them, and no program is needed to make them.

export interface RtfRun {
  text: string
  font?: string
  /** Six hex digits; black when not given. */
  colour?: string
}

/** A letter of paragraphs, each of runs; all text in Times New Roman and black unless a run says otherwise. */
export function rtf(paragraphs: (RtfRun | string)[][]): Buffer {
  const runs = paragraphs.flat().map((run) => (typeof run === 'string' ? { text: run } : run))
  const fonts = [...new Set(['Times New Roman', ...runs.flatMap(({ font }) => font ?? [])])]
  const colours = [...new Set(['000000', ...runs.flatMap(({ colour }) => colour ?? [])])]
  const fontTable = fonts.map((name, index) => `{\\f${index}\\fnil\\fcharset0 ${name};}`).join('')
  const colourTable = colours
    .map((rgb) => `${channel('red', rgb, 0)}${channel('green', rgb, 2)}${channel('blue', rgb, 4)};`)
    .join('')
  const body = paragraphs
    .map((paragraph) =>
      paragraph.map((run) => runOf(typeof run === 'string' ? { text: run } : run, fonts, colours)).join(''),
    )
    .join('\\par\n')
  return Buffer.from(
    `{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl${fontTable}}{\\colortbl ;${colourTable}}\n${body}\\par}\n`,
    'latin1',
  )
}

function channel(name: string, rgb: string, at: number): string {
  return `\\${name}${Number.parseInt(rgb.slice(at, at + 2), 16)}`
}

function runOf(
  { text, font = 'Times New Roman', colour = '000000' }: RtfRun,
  fonts: string[],
  colours: string[],
): string {
  return `{\\f${fonts.indexOf(font)}\\cf${colours.indexOf(colour) + 1} ${escaped(text)}}`
}

/** Characters above Latin-1 as `\u`, the others above ASCII as bytes: those of old encodings are meant as such. */
function escaped(text: string): string {
  return [...text]
    .map((character) => {
      const code = character.codePointAt(0)!
      if (/[\\{}]/.test(character)) return `\\${character}`
      if (code < 0x80) return character
      return code <= 0xff ? `\\'${code.toString(16)}` : `\\u${code > 0x7fff ? code - 0x10000 : code}?`
    })
    .join('')
}
