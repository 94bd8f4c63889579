// 7.3.a: an editable document goes with a PDF of it that the unit signed.
import type { DocumentFacts, SignatureFacts } from '../facts.ts'
import type { Data, Found } from '../verdict.ts'
import { distinctDocuments, fullName, named, shortName, visible } from './documents.ts'
import { type Pair, pairDocuments, signedSuffixes } from './pairing.ts'
import { isReport } from './report.ts'
import type { Rule, RuleMessage } from './rule.ts'
import { signatureWords } from './signature-words.ts'

const SIGN_AND_SEND = {
  vi: 'Anh/chị xuất văn bản ra PDF, ký số bằng chứng thư của đơn vị, rồi gửi kèm cả hai tệp.',
  en: 'Export the document as PDF, sign it with the unit’s certificate, and send both files.',
}
const SIGN_AGAIN = {
  vi: 'Anh/chị ký số lại từ bản gốc và gửi đúng tệp đã ký, không in lại, không sửa hay lưu lại sau khi ký.',
  en: 'Sign the original again and send the very file that was signed: not printed, changed or saved afterwards.',
}

const messages: Record<string, RuleMessage> = {
  'missing-pdf': {
    outcome: 'violated',
    short: (data) => `tệp ${shortName(data)} chưa có bản PDF ký số của đơn vị đi kèm`,
    say: (data) => ({
      vi: `Tệp ${fullName(data)} chưa có bản PDF có chữ ký điện tử của đơn vị đi kèm.`,
      en: `The file ${fullName(data)} comes without a PDF version signed by the unit.`,
    }),
    remedy: () => SIGN_AND_SEND,
  },
  'pdf-not-signed': pdfMessage(
    'violated',
    (name) => `bản PDF ${name} chưa ký số`,
    (name) => `Bản PDF ${name} chưa có chữ ký điện tử của đơn vị.`,
    (name) => `The PDF ${name} is not signed.`,
    {
      vi: 'Anh/chị ký số bản PDF bằng chứng thư của đơn vị rồi gửi lại.',
      en: 'Sign the PDF with the unit’s certificate and send again.',
    },
  ),
  'signature-broken': pdfMessage(
    'violated',
    (name) => `chữ ký số trên ${name} không hợp lệ`,
    (name, { reason }) => `Chữ ký điện tử trên ${name} không hợp lệ: ${visible(signatureWords(reason))}.`,
    (name, { reason }) => `The signature on ${name} is broken: ${visible(reason)}.`,
    SIGN_AGAIN,
  ),
  'signature-modified': pdfMessage(
    'violated',
    (name) => `tệp ${name} bị sửa sau khi ký số`,
    (name, { reason }) => `Tệp ${name} đã bị sửa sau khi ký: ${visible(signatureWords(reason))}.`,
    (name, { reason }) => `The file ${name} was changed after it was signed (${visible(reason)}).`,
    SIGN_AGAIN,
  ),
  'signature-unverifiable': pdfMessage(
    'undetermined',
    (name) => `chưa xác minh được chữ ký số trên ${name}`,
    (name, { reason }) => `Chưa xác minh được chữ ký điện tử trên ${name} (${visible(signatureWords(reason))}).`,
    (name, { reason }) => `The signature on ${name} could not be verified (${visible(reason)}).`,
    {
      vi: 'Nếu chữ ký đúng là của đơn vị thì phát hành và gửi văn bản giấy sau; đề nghị ký bằng chứng thư còn hạn do cơ quan có thẩm quyền cấp và báo người quản trị nếu vẫn chưa được.',
      en: 'If it is the unit’s signature, let the paper follow; sign with a valid certificate of a trusted authority, and tell the administrator if it still fails.',
    },
  ),
  'revocation-unknown': pdfMessage(
    'undetermined',
    (name) => `chưa rõ chứng thư ký ${name} có bị thu hồi không`,
    (name) =>
      `Chữ ký điện tử trên ${name} là của đơn vị, nhưng chưa có danh sách thu hồi (CRL) còn hiệu lực để biết chứng thư có bị thu hồi không.`,
    (name) =>
      `The unit’s signature on ${name} holds, but no revocation list in force says whether the certificate was revoked.`,
    {
      vi: 'Anh/chị báo người quản trị cập nhật danh sách thu hồi (congthu trust fetch); trong lúc chờ, phát hành và gửi văn bản giấy sau.',
      en: 'Tell the administrator to update the revocation lists (congthu trust fetch); meanwhile let the paper follow.',
    },
  ),
  'signer-not-unit': pdfMessage(
    'violated',
    (name) => `chữ ký số trên ${name} không phải của đơn vị`,
    (name, { signer }) => `Chữ ký điện tử trên ${name} là của “${visible(signer)}”, không phải của đơn vị.`,
    (name, { signer }) => `The signature on ${name} is of “${visible(signer)}”, not of the unit.`,
    {
      vi: 'Anh/chị chuyển văn thư ký số bằng chứng thư của đơn vị rồi gửi lại; nếu chưa ký được thì phát hành và gửi văn bản giấy sau.',
      en: 'Have the registry sign it with the unit’s certificate and send again, or let the paper follow.',
    },
  ),
  'seal-covers-words': pdfMessage(
    'undetermined',
    (name) => `hình chữ ký trên ${name} che nội dung văn bản`,
    (name, { pages }) => `Hình của chữ ký thêm sau trên ${name} che chữ hoặc ô biểu mẫu ở trang ${visible(pages)}.`,
    (name, { pages }) =>
      `The picture of a later signature on ${name} covers words or a form field of page ${visible(pages)}.`,
    {
      vi: 'Anh/chị mở tệp xem chữ bị che có còn đọc được không; nếu không, ký lại và đặt hình chữ ký, hình dấu vào chỗ trống.',
      en: 'Open the file and see whether the words can still be read; if not, sign again with the picture on a free place.',
    },
  ),
  'editable-unknown': {
    outcome: 'undetermined',
    short: (data) => `chưa rõ tệp ${shortName(data)} có sửa được không và chưa có bản PDF ký số`,
    say: (data) => ({
      vi: `Chưa xác định được tệp ${fullName(data)} có chỉnh sửa được không, và tệp chưa có bản PDF ký số đi kèm.`,
      en: `Whether the file ${fullName(data)} can be edited is not known, and it comes without a signed PDF.`,
    }),
    remedy: () => SIGN_AND_SEND,
  },
}

function pdfMessage(
  outcome: RuleMessage['outcome'],
  short: (name: string) => string,
  vi: (name: string, data: Data) => string,
  en: (name: string, data: Data) => string,
  remedy: { vi: string; en: string },
): RuleMessage {
  return {
    outcome,
    short: (data) => short(shortName(data)),
    say: (data) => ({ vi: vi(fullName(data), data), en: en(fullName(data), data) }),
    remedy: () => remedy,
  }
}

export const art73aSignedPdf: Rule = {
  id: 'art7-3a-signed-pdf',
  title: {
    vi: 'Tệp chỉnh sửa được phải kèm bản PDF có chữ ký điện tử của đơn vị',
    en: 'An editable file goes with a PDF version signed by the unit',
  },
  messages,
  parameters: { signedSuffixes },
  find: ({ facts, envelope, parameters }) => {
    const pairs = pairDocuments(facts, parameters.signedSuffixes as string[], isReport(facts, envelope))
    return distinct([...pairs.flatMap(ofPair), ...distinctDocuments(facts).flatMap(covering)])
  },
}

/** What the readers note of a picture that came after a signature (PDF-SIGNATURES, step 20). */
const COVERS = /covers (?:words|the form field "[^"]{0,1000}") of page (\d{1,6})$/

function covering(document: DocumentFacts): Found[] {
  const notes = document.signatures.flatMap(({ notes }) => notes)
  const pages = [...new Set(notes.flatMap((note) => COVERS.exec(note)?.[1] ?? []))]
  if (pages.length === 0) return []
  const data = { ...named(document), pages: pages.slice(0, PAGES_SHOWN).join(', ') }
  return [{ outcome: 'undetermined', message: 'seal-covers-words', at: document.at, data }]
}
const PAGES_SHOWN = 10

function ofPair({ document, pdf, standing }: Pair): Found[] {
  if (standing === 'ok') return []
  const subject = (pdf ?? document)!
  const data: Data = named(subject)
  if (pdf !== null && document !== null) data.document = named(document).name
  if (standing === 'signer-not-unit') data.signer = signerOf(subject)
  if (standing in SIGNATURE_STANDINGS) data.reason = reasonOf(subject, SIGNATURE_STANDINGS[standing]!)
  return [{ outcome: messages[standing]!.outcome, message: standing, at: subject.at, data }]
}

function signerOf(pdf: DocumentFacts): string {
  const signer = pdf.signatures.find(({ trust, subFilter }) => isTrusted(trust) && subFilter !== 'ETSI.RFC3161')?.signer
  return signer === null || signer === undefined ? '?' : [signer.cn, signer.o].filter((part) => part !== '').join(', ')
}

function isTrusted(trust: SignatureFacts['trust']): boolean {
  return trust === 'trusted' || trust === 'revocation-unknown'
}

/** Standings that a reason explains, and which signatures give it. */
const SIGNATURE_STANDINGS: Partial<Record<string, (signature: SignatureFacts) => boolean>> = {
  'signature-broken': ({ integrity }) => integrity === 'broken',
  'signature-modified': ({ integrity }) => integrity === 'modified',
  'signature-unverifiable': () => true,
}

function reasonOf(pdf: DocumentFacts, concerns: (signature: SignatureFacts) => boolean): string {
  const reasonOfOne = ({ integrity, trust, why }: SignatureFacts) => (integrity === 'intact' ? (trust ?? why) : why)
  const reasons = new Set(pdf.signatures.filter(concerns).map(reasonOfOne))
  return reasons.size > 0 ? [...reasons].join('; ') : (pdf.reasons[0] ?? 'uncheckable')
}

/** A PDF that serves two documents is told once. */
function distinct(found: Found[]): Found[] {
  const key = ({ message, at }: Found) => JSON.stringify([message, at])
  return [...new Map(found.map((one) => [key(one), one])).values()]
}
