// Says in Vietnamese and English what is wrong with a value that its schema refused.
import type { z } from 'zod'
import { shown, type TwoLanguages } from './mistake.ts'
import { nearest } from './near.ts'

/** One refusal of a schema, as zod states it. */
export type Issue = z.core.$ZodIssue

/** What stands in the file where the issue is. */
export interface Standing {
  /** False when the key is absent. */
  present: boolean
  /** The characters of a plain or quoted scalar; null for lists and groups. */
  source: string | null
  /** The value as YAML reads it. */
  value: unknown
}

const EXPECTED: Record<string, TwoLanguages> = {
  string: { vi: 'một chuỗi chữ', en: 'text' },
  number: { vi: 'một số', en: 'a number' },
  int: { vi: 'một số nguyên', en: 'a whole number' },
  boolean: { vi: 'true hoặc false', en: 'true or false' },
  array: { vi: 'một danh sách (mỗi mục một dòng "- ...")', en: 'a list (one "- ..." line an item)' },
  object: { vi: 'một nhóm "khoá: giá trị"', en: 'a group of "key: value"' },
  record: { vi: 'một nhóm "khoá: giá trị"', en: 'a group of "key: value"' },
}

/** The sentence for one issue; unknown keys are told by `unknownKey`. */
export function issueSentence(issue: Issue, standing: Standing): TwoLanguages {
  if (!standing.present) return { vi: 'thiếu khoá này', en: 'this key is missing' }
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue.expected, standing)
    case 'invalid_value':
      return wrongValue(issue.values.map(String), standing)
    case 'too_small':
    case 'too_big':
      return outOfRange(issue)
    case 'custom':
      return customSentence(issue) ?? other(issue)
    default:
      return other(issue)
  }
}

/** An unknown key, with the known key that it is near to. */
export function unknownKey(key: string, known: string[]): TwoLanguages {
  const near = nearest(key, known)
  const vi = near === null ? `các khoá được phép: ${known.join(', ')}` : `có phải "${near}"?`
  const en = near === null ? `known keys: ${known.join(', ')}` : `did you mean "${near}"?`
  return { vi: `không có khoá "${shown(key)}"; ${vi}`, en: `unknown key "${shown(key)}"; ${en}` }
}

/** A scalar such as 1.10 or 7.3 that YAML reads as a number must be quoted where text is wanted. */
function wrongType(expected: string, { source, value }: Standing): TwoLanguages {
  const wanted = EXPECTED[expected] ?? { vi: expected, en: expected }
  if (expected === 'string' && source !== null && source !== '' && typeof value !== 'string') {
    const text = shown(source)
    return {
      vi: `viết trong dấu nháy: "${text}" (không có dấu nháy thì YAML đọc thành ${String(value)}, không phải chữ)`,
      en: `write it in quotes: "${text}" (without quotes YAML reads ${String(value)}, which is not text)`,
    }
  }
  const stands = source === null || source === '' ? null : shown(source)
  return {
    vi: `cần ${wanted.vi}${stands === null ? '' : `, không phải "${stands}"`}`,
    en: `${wanted.en} is wanted${stands === null ? '' : `, not "${stands}"`}`,
  }
}

function wrongValue(values: string[], { source }: Standing): TwoLanguages {
  const list = values.join(', ')
  const near = source === null ? null : nearest(source, values)
  const stands = source === null ? '' : `"${shown(source)}" `
  return {
    vi: `${stands}không thuộc: ${list}${near === null ? '' : `; có phải "${near}"?`}`,
    en: `${stands}is none of: ${list}${near === null ? '' : `; did you mean "${near}"?`}`,
  }
}

function outOfRange(issue: Extract<Issue, { code: 'too_small' | 'too_big' }>): TwoLanguages {
  const unit = UNITS[issue.origin] ?? { vi: '', en: '' }
  const small = issue.code === 'too_small'
  const bound = String(small ? issue.minimum : issue.maximum)
  return {
    vi: `${small ? 'ít nhất' : 'nhiều nhất'} ${bound}${unit.vi}`,
    en: `${small ? 'at least' : 'at most'} ${bound}${unit.en}`,
  }
}

const UNITS: Record<string, TwoLanguages> = {
  array: { vi: ' mục', en: ' item(s)' },
  string: { vi: ' ký tự', en: ' character(s)' },
}

/** Schemas give their own checks both sentences in `params`; see `sentences` in yaml-file.ts. */
function customSentence(issue: Extract<Issue, { code: 'custom' }>): TwoLanguages | null {
  const { vi, en } = issue.params ?? {}
  return typeof vi === 'string' && typeof en === 'string' ? { vi, en } : null
}

function other(issue: Issue): TwoLanguages {
  return { vi: `giá trị không hợp lệ (${issue.message})`, en: `invalid value (${issue.message})` }
}
