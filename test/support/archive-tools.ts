// Real archivers for tests: what they make of a folder of fictional files. A missing program is skipped aloud, or an error where services are required.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'

/** Why these programs cannot be run; null when all are there. */
export function skipWithout(...programs: string[]): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const missing = programs.filter((program) => !folders.some((folder) => existsSync(join(folder, program))))
  if (missing.length === 0) return null
  const reason = `${missing.join(', ')} not installed`
  if (process.env.CI || process.env.CONGTHU_REQUIRE_SERVICES) throw new Error(`required, but: ${reason}`)
  console.warn(`SKIPPED: archives of real programs: ${reason}`)
  return reason
}

export const PROGRAM = Buffer.from(`MZ${'\0'.repeat(100)}`)
export const LETTER = Buffer.from(
  Array.from({ length: 400 }, (_, i) => `MẪU THỬ NGHIỆM ${i}: tờ trình của Phòng Thử Nghiệm, dòng ${i * 37}.\n`).join(
    '',
  ),
)

/** Files that the archives hold, in the order of their names. */
export const FILES: Record<string, Buffer> = {
  'Tờ trình số 1.txt': LETTER,
  'anh.exe': PROGRAM,
  'thư mục/rỗng.txt': Buffer.alloc(0),
  'thư mục/số liệu.csv': Buffer.from('a,b\n1,2\n'.repeat(500)),
}

/** A temporary folder with a sub-folder `in` of files, where programs can be run. */
export class Workshop {
  readonly folder = mkdtempSync(join(tmpdir(), 'congthu-archive-'))
  readonly in = join(this.folder, 'in')

  constructor(files: Record<string, Buffer> = FILES) {
    mkdirSync(this.in)
    for (const [name, bytes] of Object.entries(files)) {
      mkdirSync(dirname(join(this.in, name)), { recursive: true })
      writeFileSync(join(this.in, name), bytes)
    }
  }

  link(name: string, target: string): void {
    symlinkSync(target, join(this.in, name))
  }

  /** Runs a program in the folder of the files; gives what it writes. */
  run(program: string, args: string[], input?: Buffer | string): Buffer {
    const options = { cwd: this.in, maxBuffer: 1 << 30, stdio: ['pipe', 'pipe', 'pipe'] as ['pipe', 'pipe', 'pipe'] }
    return execFileSync(program, args, input === undefined ? options : { ...options, input })
  }

  /** Runs it to make the file, and gives that file. */
  make(file: string, program: string, args: string[], input?: Buffer | string): Buffer {
    this.run(program, args, input)
    return readFileSync(join(this.folder, file))
  }

  /** 7z a ../FILE ARGS . */
  sevenZip(file: string, ...args: string[]): Buffer {
    return this.make(file, '7z', ['a', '-bd', ...args, join('..', file), '.'])
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
