// What cells show of truth values and of errors, as the binary workbooks number them ([MS-XLS] 2.5.10 Bes, [MS-XLSB] 2.5.97.2 BErr).

const ERRORS: Record<number, string> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
}

export function shownTruth(value: boolean): string {
  return value ? 'TRUE' : 'FALSE'
}

/** A number that stands for no error gives an empty text. */
export function shownError(code: number): string {
  return ERRORS[code] ?? ''
}
