// The names of the departures from the mail standards that the strict gate tells (message/), for rules, policy and figures.

/**
 * Departures from the grammar of messages and their parts. What each costs is policy (policies/unreadable.yaml): most let
 * programs read different things from one message, some only show careless software.
 */
export type GateProblemName =
  // Line ends and bytes (RFC 5321 2.3.8, RFC 5322 2.1)
  | 'bare-lf'
  | 'bare-cr'
  | 'nul'
  | 'control-character' // in a header field
  // Header blocks (RFC 5322 2.2, 3.6)
  | 'header-long' // a header line of more than 998 characters
  | 'no-separator' // a header line without colon, or a block that no empty line ends
  | 'bad-header' // a field name, a fold or a blank line that is none by the grammar
  | 'no-header' // the block is empty, or the first line belongs to no field
  | 'duplicate-header' // a second field that says what a part is
  | 'duplicate-field' // a second one of the other fields that may stand once
  | 'header-8bit' // bytes above 0x7f
  // What fields say of a part (RFC 2045 5 and 6, RFC 2183, RFC 2231)
  | 'type-syntax' // Content-Type is not type/subtype
  | 'disposition-syntax'
  | 'parameter-syntax' // a missing semicolon, an open quote, text that is no parameter
  | 'parameter-unquoted' // a value that wants quotes and has none
  | 'parameter-comment' // a comment within Content-Type, -Disposition or -Transfer-Encoding
  | 'duplicate-parameter' // with another value
  | 'parameter-gap' // a numbered parameter (RFC 2231 3) with a number missing or twice
  | 'type-contradiction' // name and type, or two fields, that make programs treat the part in different ways
  | 'encoding-unknown' // none of the five of RFC 2045 6.1
  | 'encoding-on-multipart' // RFC 2045 6.4
  | 'encoding-on-message'
  | 'charset-unknown'
  | 'charset-risky' // UTF-7, EBCDIC and others in which ASCII letters can be written as other bytes
  // Delimiters (RFC 2046 5.1.1)
  | 'boundary-missing'
  | 'boundary-syntax'
  | 'boundary-unused' // a multipart without a single part
  | 'boundary-reused' // the same boundary, or a prefix of it, in a multipart within
  | 'delimiter-malformed' // a line that begins with the delimiter and goes on with something else
  | 'delimiter-stray' // a delimiter of an outer multipart, or of one that is over, in the midst of a part
  | 'close-missing'
  | 'part-after-close'
  | 'preamble-content' // more than words of explanation before the first part
  | 'epilogue-content' // the same after the last
  // Bodies (RFC 2045 6.7 and 6.8)
  | 'base64-foreign' // characters outside of the alphabet
  | 'base64-after-padding'
  | 'base64-length' // an incomplete last quantum
  | 'quoted-printable-syntax'
  | 'text-encoded' // uuencode, xxencode, yEnc, BinHex or bare base64 as text
