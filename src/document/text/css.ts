// The little of CSS that sets fonts and colours of documents: inline styles and rules for an element, a class or an id.
import type { RunStyle } from './sink.ts'
import { isHex } from './theme.ts'

export type Setting = Partial<RunStyle>

const RULES_KEPT = 1000
const DECLARATION = /(?:^|[;{\s])(font-family|font|color|display|visibility)\s{0,9}:\s{0,9}([^;{}]{1,300})/gi
const SELECTOR_LIMIT = 500
const CONDITION = /@(?:media|supports)\b/i
const RULE_LIMIT = 4000
/** Characters of all style sheets of a page that are read. */
const SHEETS_LIMIT = 1_000_000
const SELECTOR = /^(?:([a-z][\w-]{0,40})?(?:[.#]([\w-]{1,80}))?)$/i
/** Colours that documents name (CSS Color 4, 6.1). */
const NAMED: Record<string, string> = {
  ...{
    black: '000000',
    white: 'ffffff',
    red: 'ff0000',
    green: '008000',
    blue: '0000ff',
    yellow: 'ffff00',
    gray: '808080',
  },
  ...{
    grey: '808080',
    silver: 'c0c0c0',
    maroon: '800000',
    olive: '808000',
    lime: '00ff00',
    aqua: '00ffff',
    teal: '008080',
  },
  ...{ navy: '000080', fuchsia: 'ff00ff', purple: '800080', orange: 'ffa500', brown: 'a52a2a', pink: 'ffc0cb' },
}

/** What the declarations of a `style` attribute or of a rule set. */
export function settingOf(declarations: string): Setting {
  const setting: Setting = {}
  for (const [, property, value] of declarations.matchAll(DECLARATION)) {
    const name = property!.toLowerCase()
    if (name === 'font-family') setting.font = firstFamily(value!)
    else if (name === 'font') setFont(setting, value!)
    else if (name === 'color') setColour(setting, value!)
    else if (/^\s{0,9}(?:none|hidden|collapse)/i.test(value!)) setting.hidden = true
  }
  return setting
}

/** `font: bold 12pt "Times New Roman", serif`: the family stands behind the size. */
function setFont(setting: Setting, value: string): void {
  const family = /\d(?:pt|px|em|rem|%|mm|cm|in)?(?:\/[\w.%]{1,9})?\s{1,9}(\S.{0,200})$/i.exec(value)?.[1]
  if (family !== undefined) setting.font = firstFamily(family)
}

export function firstFamily(value: string): string {
  // An escaped character stands for itself, as in `\.VnTime` (CSS Syntax 4.3.7); no name has a backslash.
  return value
    .split(',')[0]!
    .replaceAll('\\', '')
    .trim()
    .replace(/^['"]|['"]$/g, '')
    .trim()
}

function setColour(setting: Setting, value: string): void {
  const colour = cssColour(value.replace(/!important/i, ''))
  if (colour !== undefined) setting.colour = colour
}

/** Six hex digits; null for the automatic colour; undefined for what is none. */
export function cssColour(value: string): string | null | undefined {
  const text = value.trim().toLowerCase()
  if (text === 'windowtext' || text === 'auto') return null
  const hex = text.replace(/^#/, '')
  if (isHex(hex)) return hex
  if (/^#[0-9a-f]{3}$/.test(text)) return [...hex].map((digit) => digit + digit).join('')
  const rgb = /^rgba?\(\s{0,9}(\d{1,3})[\s,]{1,9}(\d{1,3})[\s,]{1,9}(\d{1,3})/.exec(text)
  if (rgb !== null)
    return rgb
      .slice(1, 4)
      .map((channel) => Math.min(255, Number(channel)).toString(16).padStart(2, '0'))
      .join('')
  return Object.hasOwn(NAMED, text) ? NAMED[text] : undefined
}

/** Rules of style sheets, later ones over earlier ones, ids over classes over elements. */
export class StyleSheet {
  readonly #rules = new Map<string, Setting>()
  #left = SHEETS_LIMIT

  /** Takes in one style sheet, rule by rule from brace to brace; what is past the limits is left out. */
  add(css: string): void {
    const text = withoutComments(css.slice(0, this.#left))
    this.#left = Math.max(0, this.#left - css.length)
    for (let at = 0; this.#rules.size < RULES_KEPT; ) {
      const open = text.indexOf('{', at)
      if (open < 0) return
      const selectors = open - at <= SELECTOR_LIMIT ? text.slice(at, open) : ''
      at = open + 1
      // The rules of a condition stand within its braces (CSS Conditional 3, 2).
      if (CONDITION.test(selectors)) continue
      const close = text.indexOf('}', open)
      if (close < 0) return
      if (close - open <= RULE_LIMIT) this.#addRule(selectors, text.slice(open + 1, close))
      at = close + 1
    }
  }

  #addRule(selectors: string, declarations: string): void {
    const setting = settingOf(declarations)
    if (Object.keys(setting).length === 0) return
    for (const selector of selectors.replace(/<!--|-->|\}/g, ' ').split(',')) {
      const key = selector.trim().toLowerCase()
      if (SELECTOR.test(key)) this.#rules.set(key, { ...this.#rules.get(key), ...setting })
    }
  }

  of(element: string, classes: readonly string[], id: string): Setting {
    if (this.#rules.size === 0) return {}
    const all: Setting = { ...this.#rules.get(element) }
    for (const each of classes) Object.assign(all, this.#rules.get(`.${each}`), this.#rules.get(`${element}.${each}`))
    return id === '' ? all : { ...all, ...this.#rules.get(`#${id}`), ...this.#rules.get(`${element}#${id}`) }
  }
}

function withoutComments(css: string): string {
  const pieces: string[] = []
  let from = 0
  for (let open = css.indexOf('/*'); open >= 0; open = css.indexOf('/*', from)) {
    pieces.push(css.slice(from, open))
    const close = css.indexOf('*/', open + 2)
    if (close < 0) return pieces.join(' ')
    from = close + 2
  }
  return pieces.length === 0 ? css : [...pieces, css.slice(from)].join(' ')
}
