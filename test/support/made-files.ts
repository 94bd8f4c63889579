// Files made by programs of the system and by Python, for the kinds that LibreOffice does not write (MẪU THỬ NGHIỆM).
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** How one file is made: a command line of the shell, run in a folder of its own that holds `a.txt`. */
export interface Recipe {
  kind: string
  /** Programs that it needs. */
  needs: string[]
  command: string
  /** The file that comes of it. */
  file: string
}

const PYTHON_WAVE = `import wave; w = wave.open('a.wav', 'wb'); w.setparams((1, 1, 8000, 80, 'NONE', '')); w.writeframes(b'\\x80' * 80); w.close()`
const PYTHON_SQLITE = `import sqlite3; c = sqlite3.connect('a.sqlite'); c.execute('create table mau (x)'); c.commit()`
const PYTHON_CODE = `import py_compile; py_compile.compile('a.py', cfile='a.pyc')`
const PYTHON_TIFF = `import struct; open('a.tif', 'wb').write(b'II*\\0' + struct.pack('<IHHHIIHHIII', 8, 2, 256, 4, 1, 1, 257, 4, 1, 1, 0))`

export const RECIPES: Recipe[] = [
  { kind: '7z', needs: ['7z'], command: '7z a a.7z a.txt', file: 'a.7z' },
  { kind: 'zip', needs: ['7z'], command: '7z a a.zip a.txt', file: 'a.zip' },
  { kind: 'tar', needs: ['tar'], command: 'tar cf a.tar a.txt', file: 'a.tar' },
  { kind: 'gz', needs: ['gzip'], command: 'gzip -k a.txt', file: 'a.txt.gz' },
  { kind: 'bz2', needs: ['bzip2'], command: 'bzip2 -k a.txt', file: 'a.txt.bz2' },
  { kind: 'xz', needs: ['xz'], command: 'xz -k a.txt', file: 'a.txt.xz' },
  { kind: 'zst', needs: ['zstd'], command: 'zstd -q a.txt', file: 'a.txt.zst' },
  { kind: 'lz4', needs: ['lz4'], command: 'lz4 -q a.txt a.lz4', file: 'a.lz4' },
  { kind: 'cpio', needs: ['cpio'], command: 'echo a.txt | cpio -o -H newc > a.cpio', file: 'a.cpio' },
  { kind: 'ar', needs: ['ar'], command: 'ar rc a.a a.txt', file: 'a.a' },
  { kind: 'iso', needs: ['genisoimage'], command: 'genisoimage -quiet -o a.iso a.txt', file: 'a.iso' },
  {
    kind: 'deb',
    needs: ['dpkg-deb'],
    command: `mkdir -p p/DEBIAN && printf 'Package: mau\\nVersion: 1\\nArchitecture: all\\nMaintainer: Mau <a@example.com>\\nDescription: mau\\n' > p/DEBIAN/control && dpkg-deb -b p a.deb`,
    file: 'a.deb',
  },
  { kind: 'elf', needs: ['gcc'], command: 'echo "int main(){return 0;}" > a.c && gcc -o a.out a.c', file: 'a.out' },
  { kind: 'class', needs: ['javac'], command: 'echo "class A {}" > A.java && javac A.java', file: 'A.class' },
  {
    kind: 'jar',
    needs: ['javac', 'jar'],
    command: 'echo "class A {}" > A.java && javac A.java && jar cf a.jar A.class',
    file: 'a.jar',
  },
  { kind: 'pyc', needs: ['python3'], command: `echo 'print(1)' > a.py && python3 -c "${PYTHON_CODE}"`, file: 'a.pyc' },
  { kind: 'sqlite', needs: ['python3'], command: `python3 -c "${PYTHON_SQLITE}"`, file: 'a.sqlite' },
  { kind: 'wav', needs: ['python3'], command: `python3 -c "${PYTHON_WAVE}"`, file: 'a.wav' },
  { kind: 'tif', needs: ['python3'], command: `python3 -c "${PYTHON_TIFF}"`, file: 'a.tif' },
  {
    kind: 'pem',
    needs: ['openssl'],
    command:
      'openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k.pem -out a.pem -subj /CN=mau',
    file: 'a.pem',
  },
  {
    kind: 'p7m',
    needs: ['openssl'],
    command:
      'openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k.pem -out a.pem -subj /CN=mau && ' +
      'openssl cms -sign -in a.txt -signer a.pem -inkey k.pem -outform DER -nodetach -out a.p7m',
    file: 'a.p7m',
  },
  {
    kind: 'p7s',
    needs: ['openssl'],
    command:
      'openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k.pem -out a.pem -subj /CN=mau && ' +
      'openssl cms -sign -in a.txt -signer a.pem -inkey k.pem -outform DER -out a.p7s',
    file: 'a.p7s',
  },
  { kind: 'ps', needs: ['groff'], command: 'groff -Tps a.txt > a.ps', file: 'a.ps' },
]

/** The file; null where a program that it needs is not there. Fails where programs are required (CONGTHU_REQUIRE_SERVICES). */
export function madeFile(recipe: Recipe): Buffer | null {
  const away = recipe.needs.find((program) => !isThere(program))
  if (away !== undefined) {
    if (process.env.CONGTHU_REQUIRE_SERVICES) throw new Error(`required, but not there: ${away}`)
    console.warn(`SKIPPED: ${recipe.kind}: ${away} is not there`)
    return null
  }
  const work = mkdtempSync(join(tmpdir(), 'congthu-kind-'))
  try {
    writeFileSync(join(work, 'a.txt'), 'MẪU THỬ NGHIỆM\n'.repeat(20))
    execFileSync('sh', ['-c', recipe.command], { cwd: work, stdio: 'pipe', timeout: 60_000 })
    return readFileSync(join(work, recipe.file))
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function isThere(program: string): boolean {
  return (process.env.PATH ?? '').split(':').some((folder) => folder !== '' && existsSync(join(folder, program)))
}
