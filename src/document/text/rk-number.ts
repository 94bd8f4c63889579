// Numbers of cells in 30 bits ([MS-XLS] 2.5.217, [MS-XLSB] 2.5.123).

const double = Buffer.alloc(8)

/** Whole, or the upper part of a double; perhaps a hundredth of it. */
export function rkNumber(rk: number): number {
  let value: number
  if ((rk & 2) !== 0) value = rk >> 2
  else {
    double.writeUInt32LE((rk & 0xfffffffc) >>> 0, 4)
    value = double.readDoubleLE(0)
  }
  return (rk & 1) !== 0 ? value / 100 : value
}
