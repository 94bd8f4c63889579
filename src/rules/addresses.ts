// Addresses against the office's own data: official senders (Article 3), official recipients (7.1, 7.4.b), imitations.
import type { Site } from './rule.ts'

/**
 * An address split at its last @, in lower case, quotes of the local part and a final dot of the domain off; null when it
 * has no two parts, or when an unquoted local part would have a server route it on (`a@b@c`, `a%b@c`, `b!a@c`).
 */
export function splitAddress(address: string): { local: string; domain: string } | null {
  const lower = address.trim().toLowerCase()
  const at = lower.lastIndexOf('@')
  if (at < 1 || at === lower.length - 1) return null
  const written = lower.slice(0, at)
  const quoted = /^"[^"\\]*"$/.test(written)
  const local = quoted ? written.slice(1, -1) : written
  if (/[@%!]/.test(local)) return null
  return { local, domain: lower.slice(at + 1).replace(/\.$/, '') }
}

/** An address in the form in which units.yaml has it; as it stands, in lower case, when it is none. */
export function normalAddress(address: string): string {
  const parts = splitAddress(address)
  return parts === null ? address.trim().toLowerCase() : `${parts.local}@${parts.domain}`
}

/** Article 3: `<name><suffix>@<domain>`, one of the exact boxes, or a sender that was granted with a reason. */
export function isOfficialSender(address: string, site: Site): boolean {
  const parts = splitAddress(address)
  if (parts === null) return false
  const whole = normalAddress(address)
  if (site.boxes.includes(whole) || site.otherSenders.some((other) => other.address === whole)) return true
  if (parts.domain !== site.domain || !parts.local.endsWith(site.suffix)) return false
  return /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/.test(parts.local.slice(0, -site.suffix.length))
}

/** Whether mail to that address stays on the official system; a domain covers its sub-domains. */
export function isOfficialRecipient(address: string, site: Site): boolean {
  const domain = splitAddress(address)?.domain
  if (domain === undefined) return false
  if (site.otherSenders.some((other) => other.address === normalAddress(address))) return true
  return site.officialDomains.some((official) => domain === official || domain.endsWith(`.${official}`))
}

const LOOK_ALIKES: Record<string, string> = {
  а: 'a',
  в: 'b',
  с: 'c',
  ԁ: 'd',
  е: 'e',
  ɡ: 'g',
  һ: 'h',
  н: 'h',
  і: 'i',
  ӏ: 'l',
  м: 'm',
  п: 'n',
  о: 'o',
  р: 'p',
  т: 't',
  υ: 'v',
  ν: 'v',
  х: 'x',
  у: 'y',
  '0': 'o',
  '1': 'l',
}

/** Letters that look alike as one, accents off, separators gone: what a hurried eye reads. */
function skeleton(domain: string): string {
  const plain = domain.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('đ', 'd')
  return [...plain]
    .map((letter) => LOOK_ALIKES[letter] ?? letter)
    .join('')
    .replace(/[.\-_]/g, '')
}

const MAX_DOMAIN = 255 // RFC 5321 4.5.3.1.2

/**
 * Whether a domain imitates an official one without being it: other letters of the same look, other separators, one
 * letter more, less or changed, or the official name as the front of another one (`tphcm.gov.vn.example`).
 */
export function imitatesOfficial(address: string, site: Site): boolean {
  const domain = splitAddress(address)?.domain
  if (domain === undefined || domain.length > MAX_DOMAIN || isOfficialRecipient(address, site)) return false
  return [site.domain, ...site.officialDomains].some((official) => {
    if ([official, official.replaceAll('.', '-')].some((front) => `.${domain}`.includes(`.${front}.`))) return true
    return endsOf(domain).some((end) => withinOneEdit(skeleton(end), skeleton(official)))
  })
}

/** A domain and what is left of it without its front labels: `mail.tphcm-gov.vn` is of `tphcm-gov.vn`. */
function endsOf(domain: string): string[] {
  const labels = domain.split('.').slice(-6)
  return [domain, ...labels.map((_, front) => labels.slice(front).join('.'))]
}

/** Whether two words differ by at most one letter changed, added or left out. */
function withinOneEdit(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  let front = 0
  while (front < a.length && a[front] === b[front]) front++
  let back = 0
  while (back < Math.min(a.length, b.length) - front && a.at(-1 - back) === b.at(-1 - back)) back++
  return Math.max(a.length, b.length) - front - back <= 1
}
