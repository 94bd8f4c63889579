// Openers of archives by kind; zip is opened by kind.ts, because office packages are zip archives too.
import type { Opener } from '../containers.ts'
import { openCab } from './cab.ts'
import { COMPRESSED } from './compressed.ts'
import { openIso } from './iso.ts'
import { openRar } from './rar.ts'
import { openSevenZip } from './seven-zip.ts'
import { openTar } from './tar.ts'
import { openAr, openCpio } from './unix.ts'

export const ARCHIVES: [string, Opener][] = [
  ...COMPRESSED,
  ['tar', openTar],
  ['ar', openAr],
  ['cpio', openCpio],
  ['iso', openIso],
  ['rar', openRar],
  ['cab', openCab],
  ['7z', openSevenZip],
]
