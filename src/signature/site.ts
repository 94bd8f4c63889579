// What signatures of one file are judged with: the site's trust, and the certificates, CRLs and OCSP answers at hand.
import type { ReadingContext, TrustStore } from '../facts.ts'
import { type Certificate, tryCertificate } from './certificate.ts'
import type { Cms } from './cms.ts'
import type { Dss } from './dictionary.ts'
import { sameName } from './names.ts'
import { judgePath, type PathRequest, type PathVerdict } from './path.ts'
import { type Moment, parsedCertificate } from './revocation.ts'

export type Site = Pick<ReadingContext, 'trust' | 'units'>

/** Objects of each kind that are taken from one DSS. */
const MAX_DSS = 256

const pools = new WeakMap<TrustStore, Certificate[]>()

/** The site's certificates, read once per trust store. */
export function trustedPool(trust: TrustStore): Certificate[] {
  let pool = pools.get(trust)
  if (!pool) {
    pool = trust.certificates.flatMap((pem) => tryCertificate(derOf(pem)) ?? [])
    pools.set(trust, pool)
  }
  return pool
}

function derOf(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----[^-]*-----/g, ''), 'base64')
}

/** Certificates of a DSS that can be read. */
export function dssPool(dss: Dss | undefined): Certificate[] {
  return dss?.certificates.slice(0, MAX_DSS).flatMap((raw) => parsedCertificate(raw) ?? []) ?? []
}

/** Judges a certificate with everything that site, CMS and DSS bring: whatever is no use is passed over. */
export function judgeCertificate(
  leaf: Certificate,
  purpose: PathRequest['purpose'],
  moment: Moment,
  { site, cms, dss }: { site: Site; cms: Cms; dss: Dss | undefined },
): PathVerdict {
  const { trust } = site
  return judgePath(leaf, {
    ...{ purpose, at: moment.at, now: moment.now, roots: trust.roots },
    pool: [...trustedPool(trust), ...cms.certificates, ...dssPool(dss)],
    evidence: {
      crls: [...(trust.crls ?? []), ...cms.crls, ...(dss?.crls.slice(0, MAX_DSS) ?? [])],
      ocsps: [...cms.ocsps, ...(dss?.ocsps.slice(0, MAX_DSS) ?? [])],
    },
  })
}

/**
 * The signer's certificate by issuer and serial number or key identifier: from the CMS, else from the DSS or the site's
 * pool (CMS of real files often lack it or have the leaf alone). A phrase says why there is none.
 */
export function signerCertificate(
  { signer, certificates }: Cms,
  site: Site,
  dss: Dss | undefined,
): Certificate | string {
  for (const pool of [certificates, dssPool(dss), trustedPool(site.trust)]) {
    const fitting = new Map(pool.filter((each) => isSigner(signer, each)).map((each) => [each.sha256, each]))
    if (fitting.size > 1) return 'two certificates fit the signer'
    for (const certificate of fitting.values()) return certificate
  }
  return 'certificate of the signer not found'
}

function isSigner({ issuer, serial, keyIdentifier }: Cms['signer'], certificate: Certificate): boolean {
  if (keyIdentifier) return certificate.extensions.keyIdentifier?.equals(keyIdentifier) ?? false
  return issuer !== null && certificate.serial === serial && sameName(certificate.issuer, issuer)
}
