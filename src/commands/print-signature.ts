// One PDF signature as people read it: who, when and how that is known, trusted by whom, what is wrong.
import type { Integrity, SignatureFacts, Trust } from '../facts.ts'
import { safe } from './safe.ts'

const INTEGRITY: Record<Integrity, string> = {
  unsigned: 'chưa ký / unsigned',
  intact: '✓ nguyên vẹn / intact',
  modified: '✗ bị sửa sau khi ký / changed after signing',
  broken: '✗ không khớp nội dung / broken',
  uncheckable: '? không kiểm được / cannot be checked',
}

const TRUST: Record<Trust, string> = {
  trusted: '✓ được tin / trusted',
  untrusted: '✗ không dẫn tới gốc được tin / leads to no trusted root',
  expired: '✗ chứng thư hết hạn / certificate expired',
  'not-yet-valid': '✗ chứng thư chưa có hiệu lực / certificate not yet valid',
  revoked: '✗ chứng thư bị thu hồi / certificate revoked',
  'revocation-unknown': '? chưa rõ có bị thu hồi không / revocation not known',
  'key-usage': '✗ chứng thư không dùng để ký văn bản / certificate not for signing',
  weak: '✗ thuật toán hoặc khóa yếu / weak algorithm or key',
}

const BY = { unit: 'đơn vị / unit', person: 'cá nhân / person', unknown: 'chưa rõ / unknown' } as const
const TIMES = { tsa: 'dấu thời gian / timestamp', claimed: 'người ký khai / claimed', none: '?' } as const

/** Some lines, indented. Names come from the file: no control or direction characters reach the terminal. */
export function printSignature(signature: SignatureFacts, indent: string): void {
  for (const line of linesOf(signature)) console.log(safe(`${indent}${line}`))
}

function linesOf(signature: SignatureFacts): string[] {
  const { field, integrity, why, trust, trustWhy, trustPath, issuer, notes, changes } = signature
  const out = [`${field}: ${INTEGRITY[integrity]} (${why})`, `  ai ký / signer: ${who(signature)}`]
  const time = signature.timeSource === null ? '?' : TIMES[signature.timeSource]
  out.push(`  lúc / at: ${signature.signedAt ?? '?'} (${time})`)
  if (trust !== null) out.push(`  tin cậy / trust: ${TRUST[trust]}${trust === 'trusted' ? '' : `: ${trustWhy}`}`)
  if (trustPath.length > 0) out.push(`  do / by: ${trustPath.join(' ← ')}`)
  else if (issuer !== null) out.push(`  CA: ${issuer}`)
  for (const change of changes) out.push(`  sau khi ký / after signing: ${change}`)
  return [...out, ...notes.map((note) => `  lưu ý / note: ${note}`)]
}

function who({ signer, by, unit, subFilter }: SignatureFacts): string {
  if (signer === null) return '?'
  const name = `${signer.cn}${signer.o && `, ${signer.o}`}`
  if (subFilter === 'ETSI.RFC3161') return `${name} (chỉ là dấu thời gian / a timestamp only)`
  return `${name} (${by === null ? '?' : BY[by]}${unit === null ? '' : `, ${unit}`})`
}
