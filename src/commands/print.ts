// Verdicts and facts as people read them in a terminal: Vietnamese first, English beside.
import { styleText } from 'node:util'
import type { Judged } from '../check.ts'
import { ACTION_WORDS, explain } from '../explain.ts'
import type { DocumentFacts, MessageFacts } from '../facts.ts'
import { GATE_WORDS } from '../rules/gate-words.ts'
import type { Action, Finding } from '../verdict.ts'
import { printSignature } from './print-signature.ts'
import { printText } from './print-text.ts'
import { safe } from './safe.ts'

export { safe } from './safe.ts'

const COLOURS: Record<Action, Parameters<typeof styleText>[0]> = { pass: 'green', tag: 'yellow', reject: 'red' }

/** The action's word in its colour; colours only where the output is a terminal. */
export function actionWord(action: Action): string {
  const { vi, en } = ACTION_WORDS[action]
  return styleText(COLOURS[action], `${vi} (${en})`)
}

/** One message's verdict: a line, then each finding with its place, reason and remedy. */
export function printVerdict(file: string, { verdict, envelope }: Judged, ms: number): void {
  console.log(`${safe(file)}: ${actionWord(verdict.action)}  [${ms} ms]`)
  const sender = envelope.sender === '' ? '<>' : envelope.sender
  console.log(safe(`  từ/from ${sender}  đến/to ${envelope.recipients.join(', ') || '-'}`))
  for (const finding of verdict.findings) printFinding(finding)
  if (verdict.paperEquivalent) {
    console.log('  ✓ 7.4.a: có giá trị pháp lý tương đương văn bản giấy / worth as much as the paper document')
  }
}

/** One finding: what costs what, on which clause; then the sentences. */
export function printFinding(finding: Finding): void {
  const { where, says, remedy } = explain(finding)
  const { clause, rule, message, action, mode } = finding
  const observed = mode === 'observe' ? ' [chỉ theo dõi/observe]' : ''
  const place = where.vi === '' ? '' : ` — ${where.vi} / ${where.en}`
  console.log(`  • ${clause} ${rule}/${message} → ${actionWord(action)}${observed}${safe(place)}`)
  console.log(`      ${safe(says.vi)}`)
  console.log(`      ➜ ${safe(remedy.vi)}`)
  console.log(styleText('dim', `      ${safe(says.en)} ${safe(remedy.en)}`))
  if (finding.exception !== null) {
    const { reason, paper } = finding.exception
    console.log(`      ngoại lệ / exception: ${safe(reason)} (${safe(paper)})`)
  }
}

/** The facts of a message as a tree. */
export function printMessage(file: string, facts: MessageFacts): void {
  console.log(`${safe(file)}: thư/message, ${facts.size} bytes, sha256 ${facts.sha256.slice(0, 16)}…`)
  printInspected('  ', facts)
  for (const { problem, offset, field, at } of facts.gate.problems) {
    const place = [at.part, ...at.path, ...(field === '' ? [] : [field])].join(' › ')
    const { vi, en } = GATE_WORDS[problem]
    console.log(safe(`  lỗi dạng thư/malformed: ${problem} (${vi} / ${en}), ${place} @ byte ${offset}`))
  }
  if (facts.header !== null) {
    const from = facts.header.from.map(({ name, address }) => `${name} <${address}>`.trim()).join(', ')
    console.log(safe(`  From: ${from}`))
    console.log(safe(`  Subject: ${facts.header.subject ?? ''}`))
  }
  for (const { at, type, text } of facts.texts) {
    console.log(safe(`  văn bản/text ${at.part} (${type}): ${text.slice(0, 70).replaceAll(/\s+/g, ' ')}…`))
  }
  for (const { where, degree, text, strength } of facts.secrecy.places) {
    console.log(safe(`  dấu mật/secrecy mark: ${degree}, ${strength}, ${where}: “${text}”`))
  }
  for (const { list, term, where } of facts.terms.filter(({ where }) => where !== 'text'))
    console.log(safe(`  từ ngữ/term: ${list}: “${term}” (${where})`))
  for (const attachment of facts.attachments) printDocument(attachment, '  ')
}

/** The facts of a document and of its members, indented. */
export function printDocument(document: DocumentFacts, indent: string): void {
  const { name, kind, size, at } = document
  const flags = [
    document.editable === true && 'sửa được/editable',
    document.macros === true && 'macro',
    document.executable && 'chạy được/executable',
    document.encrypted === true && 'mã hóa/encrypted',
    document.damaged === true && 'hỏng/damaged',
    document.related && 'ảnh trong thư/inline',
    ...(document.active ?? []),
    ...document.problems,
  ].filter((flag) => flag !== false)
  const place = at.part === '' ? '' : `[${at.part}] `
  console.log(safe(`${indent}${place}${name ?? '(không tên/no name)'}: ${kind}, ${size} bytes  ${flags.join(', ')}`))
  printInspected(`${indent}  `, document)
  printText(document, `${indent}  `)
  if (document.integrity !== null) console.log(`${indent}  chữ ký số/signature: ${document.integrity}`)
  for (const signature of document.signatures) printSignature(signature, `${indent}    `)
  for (const child of document.children) printDocument(child, `${indent}  `)
}

function printInspected(indent: string, { inspected, reasons }: MessageFacts | DocumentFacts): void {
  if (inspected !== 'full') console.log(`${indent}đọc được/inspected: ${inspected} (${reasons.join(', ')})`)
}
