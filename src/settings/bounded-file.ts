// Reads small files of settings without trusting their size.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { fileMistake, type Mistake } from './mistake.ts'

/** Largest settings file that is read. */
export const MAX_FILE_BYTES = 1_048_576

/** The bytes of a regular file of at most 1 MiB (or `limit`), or the mistake that says why not. Never throws for a bad path. */
export function readSmallFile(file: string, limit = MAX_FILE_BYTES): Buffer | Mistake {
  let descriptor: number
  try {
    descriptor = openSync(file, 'r')
  } catch (error) {
    return unreadable(file, error)
  }
  try {
    const stat = fstatSync(descriptor)
    if (!stat.isFile()) return fileMistake(file, { vi: 'không phải là tệp', en: 'is not a regular file' })
    if (stat.size > limit) {
      const size = `${Math.floor(limit / 1_048_576)} MiB`
      return fileMistake(file, { vi: `tệp lớn hơn ${size}`, en: `file is over ${size}` })
    }
    return readWhole(descriptor, stat.size)
  } catch (error) {
    return unreadable(file, error)
  } finally {
    closeSync(descriptor)
  }
}

/** Reads no more than the size that was checked, even if the file grows meanwhile. */
function readWhole(descriptor: number, size: number): Buffer {
  const bytes = Buffer.alloc(size)
  let filled = 0
  while (filled < size) {
    const count = readSync(descriptor, bytes, filled, size - filled, filled)
    if (count === 0) break
    filled += count
  }
  return bytes.subarray(0, filled)
}

function unreadable(file: string, error: unknown): Mistake {
  const code = (error as NodeJS.ErrnoException).code ?? String(error)
  if (code === 'ENOENT') return fileMistake(file, { vi: 'không có tệp này', en: 'no such file' })
  return fileMistake(file, { vi: `không đọc được tệp (${code})`, en: `cannot read the file (${code})` })
}
