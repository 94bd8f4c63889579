// What of YAML is not taken (anchors, aliases, tags, directives, several documents, deep nesting), found on the tokens.
import type { CST } from 'yaml'
import { shown, type TwoLanguages } from './mistake.ts'

/** Nesting past this is no settings file; it also bounds the recursion of the composer. */
const MAX_DEPTH = 24

export interface Refused {
  offset: number
  sentence: TwoLanguages
}

const REFUSED_TOKENS: Record<string, TwoLanguages> = {
  anchor: { vi: 'không dùng neo (&tên) trong tệp này', en: 'anchors (&name) are not allowed' },
  alias: { vi: 'không dùng bí danh (*tên) trong tệp này', en: 'aliases (*name) are not allowed' },
  tag: { vi: 'không dùng thẻ kiểu (!...) trong tệp này', en: 'tags (!...) are not allowed' },
  directive: { vi: 'không dùng chỉ thị (%...) trong tệp này', en: 'directives (%...) are not allowed' },
}

/** Walks the tokens with a stack of its own: nothing recurses on the depth of the file. */
export function inspectTokens(tokens: CST.Token[]): Refused[] {
  const refused: Refused[] = []
  const open: { token: CST.Token; depth: number }[] = tokens.toReversed().map((token) => ({ token, depth: 0 }))
  let documents = 0
  let tooDeep = false
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next
    const sentence = REFUSED_TOKENS[token.type]
    if (sentence !== undefined) refused.push({ offset: token.offset, sentence })
    if (token.type === 'document' && ++documents === 2) refused.push({ offset: token.offset, sentence: SEVERAL })
    if (depth > MAX_DEPTH) {
      if (!tooDeep) refused.push({ offset: token.offset, sentence: TOO_DEEP })
      tooDeep = true
      continue
    }
    for (const inner of within(token).toReversed()) open.push({ token: inner, depth: depth + 1 })
  }
  return refused
}

const SEVERAL = { vi: 'tệp chỉ được có một tài liệu YAML (một "---")', en: 'only one YAML document a file' }
const TOO_DEEP = { vi: 'lồng quá sâu', en: 'nested too deeply' }

/** The tokens directly inside one, in the order of the text. */
function within(token: CST.Token): CST.Token[] {
  switch (token.type) {
    case 'document':
      return [...token.start, ...some(token.value), ...(token.end ?? [])]
    case 'block-map':
    case 'block-seq':
    case 'flow-collection':
      return token.items.flatMap((item) => [...item.start, ...some(item.key), ...(item.sep ?? []), ...some(item.value)])
    case 'block-scalar':
      return token.props
    default:
      return []
  }
}

function some(token: CST.Token | null | undefined): CST.Token[] {
  return token == null ? [] : [token]
}

const SYNTAX: Record<string, string> = {
  TAB_AS_INDENT: 'thụt dòng bằng dấu cách, không dùng phím Tab',
  BAD_INDENT: 'thụt dòng không đều',
  MISSING_CHAR: 'thiếu dấu ngoặc, dấu phẩy hoặc dấu nháy đóng',
  BLOCK_AS_IMPLICIT_KEY: 'hai dấu ": " trên một dòng; đặt giá trị trong dấu nháy',
  MULTILINE_IMPLICIT_KEY: 'thiếu dấu ":" sau khoá',
  BAD_DQ_ESCAPE: 'ký tự thoát \\ trong dấu nháy kép không hợp lệ',
}

/** A syntax error of the yaml library, by its code, in both languages. */
export function syntaxSentence(code: string, message: string): TwoLanguages {
  // A list that is not closed is told as one that is not indented.
  const kind = code === 'BAD_INDENT' && /^Flow /.test(message) ? 'MISSING_CHAR' : code
  return {
    vi: `sai cú pháp YAML: ${SYNTAX[kind] ?? 'không đọc được từ chỗ này'}`,
    en: `YAML syntax: ${shown(message)}`,
  }
}
