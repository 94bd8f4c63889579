// Spoils messages at random, near their structure most of the time, with words that mean something to a reader of mail.

const WORDS = [
  '\r\n',
  '\n',
  '\r',
  '\0',
  '--',
  '--b',
  '--b--',
  '\r\n--b\r\n',
  '\r\n\r\n',
  ' ',
  '\t',
  ';',
  ':',
  '=',
  '"',
  '(',
  ')',
  '\\',
  '\xff',
  '=?utf-8?q?a?=',
  'Content-Type: ',
  'multipart/mixed; boundary=b',
  'multipart/digest; boundary="b"',
  'message/rfc822',
  'text/html; charset=utf-7',
  'Content-Transfer-Encoding: base64\r\n',
  'Content-Transfer-Encoding: quoted-printable\r\n',
  "filename*0*=utf-8''%41",
  'filename*1=b',
  'name=a.exe',
  'begin 644 a\r\n#0V%T\r\n`\r\nend\r\n',
  'QUJD',
  '=3D',
  '=\r\n',
]

export type Random = (below: number) => number

/** A repeatable stream of numbers (xorshift32). */
export function numbers(seed: number): Random {
  let state = seed | 1
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

/** One of the texts (each byte one character) with some of its bytes cut, doubled, exchanged, or words put in. */
export function spoil(texts: readonly string[], next: Random): Buffer {
  let text = texts[next(texts.length)]!
  for (let edits = 1 + next(8); edits > 0; edits--) {
    // Near the header most of the time: that is where the structure is.
    const at = next(next(3) === 0 ? text.length + 1 : Math.min(1500, text.length + 1))
    const length = next(next(10) === 0 ? 2000 : 20)
    const kind = next(4)
    const put = kind === 0 ? '' : kind === 1 ? text.slice(at, at + length) : WORDS[next(WORDS.length)]!
    text = text.slice(0, at) + put + text.slice(kind === 1 || kind === 2 ? at : at + length)
  }
  return Buffer.from(text, 'latin1')
}
