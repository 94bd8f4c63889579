// Every hostile message, in the order of the table.
import type { HostileCase } from './hostile.ts'
import { ARCHIVE_CASES } from './hostile-archives.ts'
import { BINARY_CASES } from './hostile-binary.ts'
import { MAIL_CASES } from './hostile-mail.ts'
import { OFFICE_CASES } from './hostile-office.ts'
import { PDF_CASES } from './hostile-pdf.ts'

export const HOSTILE: HostileCase[] = [...MAIL_CASES, ...ARCHIVE_CASES, ...OFFICE_CASES, ...PDF_CASES, ...BINARY_CASES]
