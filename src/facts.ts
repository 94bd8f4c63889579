// The facts' types: what is true of a message and of each document in it. Readers state them and never judge.
import type { GateProblemName } from './gate-problems.ts'
import type {
  DocumentText,
  EncodingFacts,
  FontShare,
  SecrecyDegree,
  SecrecyPlace,
  SecrecyWords,
  TermHit,
  TextShare,
} from './text-facts.ts'
import type { Place } from './verdict.ts'

export type { GateProblemName } from './gate-problems.ts'
export type * from './text-facts.ts'

/** The SMTP envelope (RFC 5321 2.3.1). */
export interface Envelope {
  /** Reverse-path without brackets; '' is the null sender of bounces (RFC 5321 4.5.5). */
  sender: string
  /** Accepted forward-paths without brackets. */
  recipients: string[]
  /** Address of the client that handed the message over; null when it was read from a file. */
  client: string | null
}

/** One mailbox of an address field (RFC 5322 3.4), decoded. */
export interface Mailbox {
  name: string
  address: string
}

/** How much of something could be read. `partial` and `none` always come with reasons. */
export type Inspected = 'full' | 'partial' | 'none'

/** Why something could not be read to its end. */
export type Reason =
  | 'encrypted'
  | 'damaged'
  | 'malformed' // MIME or header grammar that parsers read in different ways
  | 'depth-limit'
  | 'count-limit'
  | 'size-limit'
  | 'time-limit'
  | 'memory-limit'
  | 'reader-died'
  | 'external-content' // message/partial, message/external-body: the content is elsewhere (RFC 2046 5.2)
  | 'unknown-kind' // bytes of no kind that is known
  | 'unsupported' // a container for which there is no reader yet (7z, rar, iso, TNEF ...)

/** A departure from the message grammar, with the offset of its first byte. */
export interface GateProblem {
  problem: GateProblemName
  /** In the bytes of the entity that `at` is in: the message, or the message nested at that place. */
  offset: number
  /** Name of the header field it concerns, lower case; '' when it concerns none. */
  field: string
  /** The part it concerns; `part: 'header'` for the header block of the entity itself. */
  at: Place
}

/** What the header block says (RFC 5322 3.6), decoded. */
export interface HeaderFacts {
  /** Mailboxes of all From fields together. */
  from: Mailbox[]
  /** Number of From fields; RFC 5322 3.6 allows exactly one. */
  fromFields: number
  sender: Mailbox[]
  replyTo: Mailbox[]
  to: Mailbox[]
  cc: Mailbox[]
  subject: string | null
  messageId: string | null
  /** Value of Auto-Submitted (RFC 3834) in lower case, without comments; null when absent. */
  autoSubmitted: string | null
  /** Values of X-Mailer or User-Agent; null when absent. */
  mailer: string | null
  /** Number of Received fields, for the loop limit. */
  received: number
}

/** A text of the message itself: the body, its alternatives, and the bodies of nested messages. */
export interface TextFacts {
  at: Place
  type: string
  /** Decoded to Unicode, HTML as text, NFC; cut at the reader's limit. */
  text: string
  truncated: boolean
}

/** What the candidate names of a part say together; the worst of them counts. */
export interface NameFacts {
  /** Every name from every header or archive entry, decoded; the first is the one that most clients show. */
  names: string[]
  /** Lower-case extensions of all candidates after clean-up, without the dot: ['docx'], ['pdf', 'exe']. */
  extensions: string[]
  problems: (
    | 'control-character'
    | 'direction-override'
    | 'double-extension'
    | 'look-alike'
    | 'stream-suffix'
    | 'clsid'
  )[]
}

/** Active content that a document carries. */
export type ActiveContent = 'javascript' | 'launch' | 'embedded-file' | 'macro' | 'ole-object' | 'external-link'

/** Whether the bytes that a signature covers are as signed. */
export type Integrity = 'unsigned' | 'broken' | 'modified' | 'intact' | 'uncheckable'

export type Trust =
  | 'trusted'
  | 'untrusted'
  | 'expired'
  | 'not-yet-valid'
  | 'revoked'
  | 'revocation-unknown'
  | 'key-usage'
  | 'weak'

/** A distinguished name, reduced to what tells a unit from a person. */
export interface Signer {
  cn: string
  o: string
  ou: string
  l: string
  email: string
  uid: string
}

/** One signature of a PDF. Fields that were not judged are null, never guessed. */
export interface SignatureFacts {
  field: string
  subFilter: string
  integrity: Integrity
  /** Why the integrity is what it is, as a short technical phrase in English. */
  why: string
  /** `whole-file` when the ByteRange ends where the file ends (but for one end-of-line). */
  coverage: 'whole-file' | 'part' | null
  /** Digest algorithm of the signature, e.g. 'sha256'. */
  digest: string | null
  trust: Trust | null
  /** Why the trust is what it is, as a short technical phrase in English; '' when it was not judged. */
  trustWhy: string
  /** Names of the authorities from the one that issued the certificate to the trusted root; empty without such a path. */
  trustPath: string[]
  signer: Signer | null
  issuer: string | null
  serial: string | null
  certificateSha256: string | null
  by: 'unit' | 'person' | 'unknown' | null
  /** Id of the unit in units.yaml whose name the certificate carries; null when none. */
  unit: string | null
  signedAt: string | null
  timeSource: 'tsa' | 'claimed' | 'none' | null
  /** What else was seen: a timestamp that was dropped, a claimed time in the wrong zone. Short phrases in English. */
  notes: string[]
  /** What was added or changed behind the signed bytes, be it permitted or not. Short phrases in English. */
  changes: string[]
}

/** A document: an attachment, or a member of an archive or of a nested message. null means not known. */
export interface DocumentFacts extends NameFacts {
  type: 'document'
  at: Place
  name: string | null
  /** Names of the documents around it, the outermost first; empty for an attachment of the message. */
  outer: string[]
  /** Content-Type as the message declares it, lower case; null for archive members. */
  declaredType: string | null
  disposition: 'inline' | 'attachment' | null
  /** Referred to by an HTML part through its Content-ID: a picture of a signature block, not a document. */
  related: boolean
  size: number
  sha256: string
  /** Usual extension by content, never by name: docx, doc, pdf ...; `ole`, `unknown` where nothing better is known. */
  kind: string
  /** Other kinds that the same bytes are also valid as. */
  alsoKinds: string[]
  editable: boolean | null
  /** Content that the system runs when it is opened: executables, scripts, installers, shortcuts. */
  executable: boolean
  macros: boolean | null
  encrypted: boolean | null
  damaged: boolean | null
  inspected: Inspected
  reasons: Reason[]
  /** All of its text, cut at the reader's limit; null for kinds whose text is not read. Not sent to the parent. */
  text: string | null
  /** The same by places. Not sent to the parent. */
  texts: DocumentText[] | null
  pages: number | null
  /** Fonts and colours of the shown text by the characters set in them; name and rgb null where the file does not say. */
  fonts: FontShare[] | null
  /** rgb as six lower-case hex digits; null is the automatic colour, black on white. */
  colours: (TextShare & { rgb: string | null })[] | null
  encoding: EncodingFacts | null
  scan: 'scan' | 'digital' | 'mixed' | null
  seal: { state: 'found' | 'absent' | 'no-colour' | 'unknown'; pages: number[] } | null
  active: ActiveContent[] | null
  secrecy: { degree: SecrecyDegree | null; places: SecrecyPlace[] } | null
  /** Phrases of the office's word lists in its text. */
  terms: TermHit[]
  /** null for kinds that carry no PDF signature. */
  integrity: Integrity | null
  signatures: SignatureFacts[]
  children: DocumentFacts[]
}

/** Everything that the readers found in one message. */
export interface MessageFacts {
  type: 'message'
  size: number
  sha256: string
  gate: { ok: boolean; problems: GateProblem[] }
  /** null when not even the header block could be read. */
  header: HeaderFacts | null
  texts: TextFacts[]
  /** Every leaf that is not the message's own text. */
  attachments: DocumentFacts[]
  secrecy: { degree: SecrecyDegree | null; places: SecrecyPlace[] }
  terms: TermHit[]
  inspected: Inspected
  reasons: Reason[]
}

/** Bounds of one reading. All are per message. */
export interface ReadingLimits {
  /** Nesting of multiparts, messages and archives together. */
  depth: number
  /** MIME parts and archive members together. */
  parts: number
  /** Bytes of one header block. */
  headerBytes: number
  /** Bytes that all archives of the message may inflate to. */
  inflatedBytes: number
  /** Characters kept of one text. */
  textCharacters: number
  /** Characters read of the text of one document, and searched for marks and terms; 0 leaves it unread. */
  documentCharacters: number
  /** Wall time after which no further member of a container is read; below the time at which the process is killed. */
  seconds: number
}

export const DEFAULT_LIMITS: ReadingLimits = {
  depth: 20,
  parts: 1000,
  headerBytes: 262_144,
  inflatedBytes: 268_435_456,
  textCharacters: 2_000_000,
  documentCharacters: 5_000_000,
  seconds: 15,
}

/** Phrases to look for. Matching ignores case and, when `accents` is false, accents too. */
export interface WordList {
  list: string
  accents: boolean
  phrases: string[]
  /** Regular expressions (RE2 syntax), upper and lower case alike. */
  regexes?: string[]
}

/** Certificates that signatures are judged by. */
export interface TrustStore {
  /** SHA-256 fingerprints (lower-case hex) of the roots that are trusted. */
  roots: string[]
  /** Certificates to build paths from, roots and intermediates, each as PEM. */
  certificates: string[]
  /** Certificate revocation lists of the office's own folder, each as DER. */
  crls?: readonly Buffer[]
}

/** What the readers need of the site's data to state their facts. Sent to each reading process once. */
export interface ReadingContext {
  limits: ReadingLimits
  trust: TrustStore
  /**
   * Names that a unit's certificate may carry in CN, O or OU; and single certificates of the unit by SHA-256 fingerprint
   * or serial number, in lower-case hex without separators.
   */
  units: { id: string; names: string[]; certificates?: string[] }[]
  words: WordList[]
  secrecy: SecrecyWords
}
