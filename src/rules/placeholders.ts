// Data for the sentences of a message that no mail gave rise to: an ellipsis where a mail's own words would stand.
import type { Data } from '../verdict.ts'

const BLANK = '…'

/** What sentences look up in tables must be a word of them. */
const WORDS: Data = { signs: ['phrase', 'no-official-words'], problems: ['double-extension'], active: ['javascript'] }
const LISTS = ['names', 'recipients', 'addresses', 'terms', 'texts', 'spotsVi', 'spotsEn']
const TEXTS =
  'name address sender form term list listVi listEn whereVi whereEn whatVi whatEn placeVi placeEn kind extension reason signer pages percent characters sample degree problem offset'.split(
    ' ',
  )

export const PLACEHOLDERS: Data = {
  ...Object.fromEntries(TEXTS.map((name) => [name, BLANK])),
  ...Object.fromEntries(LISTS.map((name) => [name, [BLANK]])),
  ...{ spotsVi: [''], spotsEn: [''], more: 0 },
  ...WORDS,
}
