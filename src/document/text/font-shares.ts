// How much of a text is set in which font, and the Vietnamese letters that words of one font borrow from another.
import type { BorrowedLetters, FontShare, TextSpot } from '../../facts.ts'
import { addShare, byCharacters, type Shares, type Stretch, trimmed } from './shares.ts'

/** Vietnamese letters that fonts of Western languages lack, composed; marks alone where a letter is parted from them. */
const LETTERS_ONLY =
  /^[\s\p{Mn}\u00c0-\u00c3\u00c8-\u00ca\u00cc\u00cd\u00d2-\u00d5\u00d9\u00da\u00dd\u00e0-\u00e3\u00e8-\u00ea\u00ec\u00ed\u00f2-\u00f5\u00f9\u00fa\u00fd\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]+$/u
const MARK = /\p{Mn}/u
const LETTER = /\p{L}/u
const BLANKS = /\s+/g
/** A longer stretch is text of its own. */
const LONGEST = 48
/** Stretches at the head of a line that wait for its font. */
const WAITING = 16
/** Different letters that an example shows. */
const LETTERS_SHOWN = 12
/** Pairs of fonts that are kept. */
const PAIRS_KEPT = 200

type Waiting = { from: string; stretch: Stretch }
type Borrowed = { characters: number; letters: Set<string>; spot: TextSpot }

/**
 * A program that sets a word in a font without Vietnamese takes the letters that it lacks from another one. Such a stretch
 * has Vietnamese letters only, beside text of another font in the same line: it is told of the font that lacks them.
 */
export class FontShares {
  readonly #own: Shares<string | null> = new Map()
  readonly #lent: Shares<string | null> = new Map()
  /** By the font that borrows, then by the one that lends. */
  readonly #borrowed = new Map<string, Map<string, Borrowed>>()
  #pairs = 0
  /** The font that the words of this line were last set in. */
  #font: string | null = null
  #waiting: Waiting[] = []
  #all = 0

  /** Characters of all fonts. */
  get characters(): number {
    return this.#all
  }

  /** `borrows` is false for letters that an old encoding was undone of. */
  add(font: string | null, stretch: Stretch, borrows: boolean): void {
    this.#all += stretch.characters
    if (font === null || font === this.#font) addShare(this.#own, font, stretch)
    else if (borrows && isLettersOnly(stretch.text)) this.#addLetters(font, stretch)
    else {
      if (LETTER.test(stretch.text)) this.#setFont(font)
      addShare(this.#own, font, stretch)
    }
  }

  #addLetters(from: string, stretch: Stretch): void {
    if (this.#font !== null) this.#lend(from, stretch, this.#font)
    else if (this.#waiting.length < WAITING) this.#waiting.push({ from, stretch })
    else addShare(this.#own, from, stretch)
  }

  /** What stands in the next line borrows from nothing in this one. */
  endLine(): void {
    for (const { from, stretch } of this.#waiting) addShare(this.#own, from, stretch)
    if (this.#waiting.length > 0) this.#waiting = []
    this.#font = null
  }

  /** Fonts of most text first; what one lends is counted to it, and told of the font that borrows it too. */
  result(): FontShare[] {
    const names = new Set([...this.#own.keys(), ...this.#lent.keys()])
    return [...names].map((name) => this.#resultOf(name)).sort(byCharacters)
  }

  #resultOf(name: string | null): FontShare {
    const [own, lent] = [this.#own.get(name)?.share, this.#lent.get(name)?.share]
    const characters = (own?.characters ?? 0) + (lent?.characters ?? 0)
    const borrowed = [...(this.#borrowed.get(name ?? '') ?? [])].map(toldOf)
    return {
      name,
      ...trimmed({ ...(own ?? lent)!, characters }),
      ...(borrowed.length === 0 ? {} : { borrowed: borrowed.sort(byCharacters) }),
    }
  }

  #setFont(font: string): void {
    this.#font = font
    const waiting = this.#waiting
    if (waiting.length === 0) return
    this.#waiting = []
    for (const { from, stretch } of waiting) {
      if (from === font) addShare(this.#own, from, stretch)
      else this.#lend(from, stretch, font)
    }
  }

  #lend(from: string, stretch: Stretch, by: string): void {
    const borrowed = this.#borrowedBy(by, from, stretch.spot)
    if (borrowed === null) {
      addShare(this.#own, from, stretch)
      return
    }
    addShare(this.#lent, from, stretch)
    addShare(this.#own, by, { ...stretch, characters: 0 }) // so that its example has whole words
    borrowed.characters += stretch.characters
    if (borrowed.letters.size >= LETTERS_SHOWN) return
    for (const letter of stretch.text.normalize('NFC').replace(BLANKS, '')) borrowed.letters.add(letter)
  }

  /** Null when no more pairs are kept. */
  #borrowedBy(by: string, from: string, spot: TextSpot): Borrowed | null {
    const lenders = this.#borrowed.get(by) ?? new Map<string, Borrowed>()
    const known = lenders.get(from)
    if (known !== undefined) return known
    if (this.#pairs >= PAIRS_KEPT) return null
    this.#pairs++
    this.#borrowed.set(by, lenders)
    const borrowed = { characters: 0, letters: new Set<string>(), spot }
    lenders.set(from, borrowed)
    return borrowed
  }
}

function toldOf([from, { characters, letters, spot }]: [string, Borrowed]): BorrowedLetters {
  return { from, characters, sample: [...letters].slice(0, LETTERS_SHOWN).join(' '), spot }
}

function isLettersOnly(text: string): boolean {
  if (text.length > LONGEST) return false
  return LETTERS_ONLY.test(text) || (MARK.test(text) && LETTERS_ONLY.test(text.normalize('NFC')))
}
