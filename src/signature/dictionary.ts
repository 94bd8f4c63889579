// What a PDF signature dictionary says (ISO 32000-2 12.8.1, table 255), as plain values from whatever reader found it.

/** Validation data that the file carries in its DSS (ISO 32000-2 12.8.4.3): decoded streams, each the DER of one. */
export interface Dss {
  certificates: Buffer[]
  crls: Buffer[]
  ocsps: Buffer[]
}

export interface SignatureDictionary {
  /** Fully qualified name of the field. */
  field: string
  /** False when the value is no dictionary or names a key twice. */
  wellFormed: boolean
  /** '' when absent. */
  subFilter: string
  /** Members of /ByteRange, NaN for what is no integer; null when there is no such array. */
  byteRange: number[] | null
  /** Value of the direct hex string /Contents, and where it stands in the file with its angle brackets; else null. */
  contents: { bytes: Buffer; start: number; end: number } | null
  /** /M as it stands there. */
  date: string | null
  /** The DSS of the file's last revision; the same object in every dictionary of one file. Absent when there is none. */
  dss?: Dss
}
