// Signatures: the bytes by which formats name themselves, from the formats' own specifications.

interface Signature {
  at: number
  bytes: Buffer
  kind: string
  /** All of the mark are letters and signs of ASCII. */
  letters: boolean
}

/** One a line: offset, bytes in hex or as text in quotes, kind. The first that fits counts. */
const TABLE = `
0 7f454c46 elf
0 feedface macho
0 feedfacf macho
0 cefaedfe macho
0 cffaedfe macho
0 "dex\\n" dex
0 4c0000000114020000000000c000000000000046 lnk
0 "ITSF" chm
0 "FWS" swf
0 "CWS" swf
0 "ZWS" swf
0 "Cr24" crx
0 0061736d01000000 wasm
0 1b4c7561 luac
0 edabeedb rpm
0 "!<arch>\\ndebian" deb
0 "!<arch>\\n" ar
0 "xar!" pkg
0 "ActiveMime" mso
0 789f3e22 tnef
0 e4525c7b8cd8a74daeb15378d02996d3 one
0 a12ff743d9ef764c9ee210ea5722765f onetoc2
0 000100005374616e64617264204a657420444200 mdb
0 000100005374616e646172642041434520444200 accdb
0 "MSWIM\\0\\0\\0" wim
0 "vhdxfile" vhdx
0 "conectix" vhd
0 "KDMV" vmdk
0 514649fb qcow2
0 "hsqs" squashfs
0 "MSCF\\0\\0\\0\\0" cab
0 "ISc(" cab
0 377abcaf271c 7z
0 "Rar!\\x1a\\x07" rar
0 1f8b08 gz
0 "BZh" bz2
0 fd377a585a00 xz
0 "LZIP\\x01" lz
0 04224d18 lz4
0 28b52ffd zst
0 1f9d Z
0 "ALZ\\x01" alz
0 "EGGA" egg
7 "**ACE**" ace
2 "-lh0-" lzh
2 "-lh1-" lzh
2 "-lh4-" lzh
2 "-lh5-" lzh
2 "-lh6-" lzh
2 "-lh7-" lzh
2 "-lhd-" lzh
20 dca7c4fd zoo
0 "070701" cpio
0 "070702" cpio
0 "070707" cpio
257 "ustar" tar
32769 "CD001" iso
34817 "CD001" iso
36865 "CD001" iso
32769 "BEA01" iso
0 00051607 appledouble
0 00051600 applesingle
0 0000000142756431 ds_store
0 ff575043 wpd
0 "AT&TFORM" djvu
0 c5d0d3c6 eps
0 "AC10" dwg
0 "AC1.2" dwg
0 "AutoCAD Binary DXF" dxf
0 "8BPS" psd
0 d7cdc69a wmf
0 010009000003 wmf
0 "SQLite format 3\\0" sqlite
0 "!BDN" pst
0 cfad12fe dbx
0 80014700 pfb
0 "d8:announce" torrent
0 "d10:created by" torrent
0 "d13:announce-list" torrent
0 "gimp xcf" xcf
`

const CONTROLS_WITHIN = 4096
/** Formats in letters whose binary part may come late, after words that no text begins with. */
const WORDY = new Set(['torrent', 'deb', 'ar', 'djvu', 'dxf'])

const SIGNATURES: Signature[] = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [, at, quoted, hex, kind] = /^(\d+) (?:"(.+)"|([0-9a-f]+)) (\S+)$/.exec(line)!
    const bytes = quoted === undefined ? Buffer.from(hex!, 'hex') : bytesOf(quoted)
    return {
      at: Number(at),
      bytes,
      kind: kind!,
      letters: !WORDY.has(kind!) && bytes.every((byte) => byte >= 32 && byte < 127),
    }
  })

function bytesOf(text: string): Buffer {
  const plain = text.replace(/\\(?:x([0-9a-f]{2})|(.))/g, (_all, hex?: string, sign?: string) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16))
    return sign === 'n' ? '\n' : sign === '0' ? '\0' : sign!
  })
  return Buffer.from(plain, 'latin1')
}

/** By their first byte, and the few that stand further in. */
const BY_FIRST = Map.groupBy(
  SIGNATURES.filter(({ at }) => at === 0),
  ({ bytes }) => bytes[0]!,
)
const FURTHER = SIGNATURES.filter(({ at }) => at > 0)

/** The kind that the bytes name themselves; null when no signature fits. */
export function signatureOf(bytes: Buffer): string | null {
  if (bytes.length < 4) return null
  const fits = BY_FIRST.get(bytes[0]!)?.find((each) => isAt(bytes, each)) ?? FURTHER.find((each) => isAt(bytes, each))
  if (fits === undefined) return null
  // A text may begin with those letters; the formats have other bytes soon behind them.
  if (fits.letters && !hasControls(bytes)) return null
  return fits.kind === 'bz2' && !isBzip2(bytes) ? null : fits.kind
}

function isAt(bytes: Buffer, { at, bytes: mark }: Signature): boolean {
  return bytes.length >= at + mark.length && bytes.compare(mark, 0, mark.length, at, at + mark.length) === 0
}

function hasControls(bytes: Buffer): boolean {
  for (let i = 0; i < bytes.length && i < CONTROLS_WITHIN; i++) if (bytes[i]! < 9) return true
  return false
}

/** The digit of the block size, then the mark of a block or of the end. */
function isBzip2(bytes: Buffer): boolean {
  if (bytes.length < 10) return false
  const level = bytes[3]!
  const block = bytes.readUIntBE(4, 6)
  return level >= 0x31 && level <= 0x39 && (block === 0x314159265359 || block === 0x177245385090)
}
