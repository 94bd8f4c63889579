// Operators that only set parameters: of the text, its place, and device colours (ISO 32000-2 8.4.4, 8.6.8, 9.3, 9.4.2).
import type { PdfValue } from '../objects.ts'
import { CMYK, type ColourSpace, GRAY, numberIn, RGB } from './colour.ts'
import { type Matrix, multiply } from './matrix.ts'
import type { GraphicsState } from './state.ts'
import type { TextPen } from './text-pen.ts'

type Set = (operands: PdfValue[], state: GraphicsState, pen: TextPen) => void

/** Sets the colour of filling or stroking. */
export function setColour(
  state: GraphicsState,
  key: 'fill' | 'stroke',
  space: ColourSpace,
  operands: PdfValue[],
): void {
  state[key] = { ...state[key], space, colour: space.toHex(operands.map(numberIn)) }
}

function matrixOf(operands: PdfValue[]): Matrix {
  return [0, 1, 2, 3, 4, 5].map((index) => numberIn(operands[index])) as never
}

export const SETTERS: ReadonlyMap<string, Set> = new Map<string, Set>([
  ['cm', (operands, state) => (state.matrix = multiply(matrixOf(operands), state.matrix))],
  ['Tc', ([space], state) => (state.characterSpace = numberIn(space))],
  ['Tw', ([space], state) => (state.wordSpace = numberIn(space))],
  ['Tz', ([scale], state) => (state.scale = numberIn(scale) / 100)],
  ['TL', ([leading], state) => (state.leading = numberIn(leading))],
  ['Ts', ([rise], state) => (state.rise = numberIn(rise))],
  ['Tr', ([mode], state) => (state.mode = numberIn(mode))],
  ['BT', (_, __, pen) => pen.begin()],
  ['Td', ([x, y], _, pen) => pen.move(numberIn(x), numberIn(y))],
  [
    'TD',
    ([x, y], state, pen) => {
      state.leading = -numberIn(y)
      pen.move(numberIn(x), numberIn(y))
    },
  ],
  ['Tm', (operands, _, pen) => pen.set(matrixOf(operands))],
  ['T*', (_, state, pen) => pen.move(0, -state.leading)],
  ['g', (operands, state) => setColour(state, 'fill', GRAY, operands)],
  ['G', (operands, state) => setColour(state, 'stroke', GRAY, operands)],
  ['rg', (operands, state) => setColour(state, 'fill', RGB, operands)],
  ['RG', (operands, state) => setColour(state, 'stroke', RGB, operands)],
  ['k', (operands, state) => setColour(state, 'fill', CMYK, operands)],
  ['K', (operands, state) => setColour(state, 'stroke', CMYK, operands)],
])
