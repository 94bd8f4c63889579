// Files that hold one password: who may read them, and what stands in them.
import { statSync } from 'node:fs'
import { readSmallFile } from './bounded-file.ts'
import { fileMistake, SettingsError, type TwoLanguages } from './mistake.ts'

/** No mail server takes more; a whole configuration given by mistake is noticed. */
const LONGEST = 1024
/** Mode bits of all other users: reading, writing, executing. */
const OTHERS = 0o007

/** Why a file cannot hold a secret, by its mode alone, so that whoever may not read it can still check; null when it can. */
export function secretFileMistake(file: string): TwoLanguages | null {
  const { mode } = statSync(file)
  if ((mode & OTHERS) === 0) return null
  const octal = (mode & 0o777).toString(8).padStart(4, '0')
  return {
    vi: `mọi người dùng trên máy đều mở được "${file}" (quyền ${octal}): chmod o= rồi chạy lại`,
    en: `every user of this machine may open "${file}" (mode ${octal}): chmod o= it, then start again`,
  }
}

/** The one line of the file, without its line end. Throws SettingsError, which never holds the secret itself. */
export function readSecret(file: string): string {
  const bytes = readSmallFile(file)
  if (!Buffer.isBuffer(bytes)) throw new SettingsError([bytes])
  const exposed = secretFileMistake(file)
  if (exposed !== null) throw new SettingsError([fileMistake(file, exposed)])
  const text = decoded(bytes)?.replace(/\r?\n$/, '') ?? null
  if (text !== null && text !== '' && text.length <= LONGEST && !/\p{Cc}/u.test(text)) return text
  throw new SettingsError([
    fileMistake(file, {
      vi: `cần đúng một dòng mật khẩu, mã UTF-8, không quá ${LONGEST} ký tự`,
      en: `one line with the password is wanted, UTF-8, at most ${LONGEST} characters`,
    }),
  ])
}

function decoded(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
