// Fonts and colours of text in PowerPoint presentations before 2007 ([MS-PPT]): masters, colour schemes, the collection of fonts.
import {
  type CharacterProperties,
  LEVELS,
  readCharacterDefaults,
  readMasterStyle,
  rgb,
} from './powerpoint-properties.ts'
import {
  DOCUMENT,
  MAIN_MASTER,
  NOTES,
  type PowerPointRecord,
  RecordWalk,
  SLIDE,
  SLIDE_LIST,
  SLIDE_PERSIST,
} from './powerpoint-records.ts'
import { PLAIN, type RunStyle } from './sink.ts'

const SLIDE_ATOM = 0x03ef
const TEXT_INFO = 0x03f2
const SLIDE_SHOW_INFO = 0x03f9
const FONT_COLLECTION = 0x07d5
const COLOUR_SCHEME = 0x07f0
const MASTER_STYLE = 0x0fa3
const CHARACTER_DEFAULTS = 0x0fa4
const FONT_ENTITY = 0x0fb7
const PERSIST_DIRECTORY = 0x1772
const MASTER_LIST = 1
const SHEETS = new Set([SLIDE, NOTES, MAIN_MASTER])
const ENTERED = new Set([...SHEETS, DOCUMENT, TEXT_INFO, FONT_COLLECTION, SLIDE_LIST])

const SHEETS_KEPT = 20_000
const OBJECTS_KEPT = 100_000
/** A slide, its title master, its main master; more is a circle. */
const CHAIN = 4
/** fHidden among the flags of SlideShowSlideInfoAtom ([MS-PPT] 2.6.6). */
const HIDDEN = 4
/** Text types ([MS-PPT] 2.13.33 TextTypeEnum): the last is a quarter of a body. */
const OTHER = 4
const LAST_TYPE = 8
/** Types whose master style only changes that of another: bodies that of the body, a centred title that of the title. */
const BASE: Record<number, number> = { 5: 1, 6: 0, 7: 1, 8: 1 }

type MasterStyles = Map<number, CharacterProperties[]>

/** A slide, a page of notes, or a master of either. */
export interface Sheet {
  isMain: boolean
  /** Left out of the show, or the notes of such a slide. */
  hidden: boolean
  /** Null of notes, which have their style from the first master. */
  master: number | null
  followsScheme: boolean
  scheme: Buffer | null
  styles: MasterStyles
}

/** Resolves what a text does not say itself. */
export type ResolveStyle = (level: number, own: CharacterProperties, symbol: boolean) => RunStyle

export class PowerPointStyles {
  /** There is more than is kept. */
  cut = false
  readonly #fonts = new Map<number, string>()
  /** By the offset of the container. */
  readonly #sheets = new Map<number, Sheet>()
  /** Offsets by persist id: a later edit's entry takes the place of an earlier one's. */
  readonly #objects = new Map<number, number>()
  /** Persist ids by master id. */
  readonly #masters = new Map<number, number>()
  #firstMaster: number | null = null
  readonly #documentStyles: MasterStyles = new Map()
  #defaults: CharacterProperties = {}

  constructor(bytes: Buffer) {
    const walk = new RecordWalk(bytes, (type) => ENTERED.has(type))
    let sheet: Sheet | null = null
    for (const record of walk.records()) {
      const parent = walk.open.at(-1)
      if (record.isContainer) sheet = SHEETS.has(record.type) ? this.#newSheet(record) : sheet
      else if (parent === undefined || !SHEETS.has(parent.type))
        this.#ofDocument(record, parent?.type, parent?.instance)
      else if (sheet !== null) ofSheet(sheet, record)
    }
    this.cut ||= walk.cut
  }

  sheetAt(offset: number): Sheet | null {
    return this.#sheets.get(offset) ?? null
  }

  sheetOf(persistId: number): Sheet | null {
    const offset = this.#objects.get(persistId)
    return offset === undefined ? null : this.sheetAt(offset)
  }

  /** How text of a type is set on a sheet; null is a sheet that is not known. */
  on(sheet: Sheet | null, textType: number): ResolveStyle {
    const scheme = sheet && this.#scheme(sheet)
    const main = sheet && this.#mainMaster(sheet)
    const hidden = sheet?.hidden ?? false
    const inherited: CharacterProperties[] = []
    return (level, own, symbol) => {
      inherited[level] ??= this.#inherited(main, textType, level)
      const style = this.#style({ ...inherited[level], ...own }, scheme, symbol)
      return hidden ? { ...style, hidden } : style
    }
  }

  #style({ font, symbolFont, colour }: CharacterProperties, scheme: Buffer | null, symbol: boolean): RunStyle {
    const index = symbol ? (symbolFont ?? font) : font
    const name = index === undefined ? null : (this.#fonts.get(index) ?? null)
    const shown = typeof colour === 'number' ? schemeColour(scheme, colour) : (colour ?? null)
    return name === null && shown === null ? PLAIN : { ...PLAIN, font: name, colour: shown }
  }

  /** [MS-PPT] 2.9.35: the main master's style for the type, then that of the document, then its defaults. */
  #inherited(main: Sheet | null, textType: number, level: number): CharacterProperties {
    const document = { ...this.#defaults, ...upTo(this.#documentStyles.get(OTHER), level) }
    if (textType === OTHER) return { ...upTo(main?.styles.get(OTHER), level), ...document }
    if (main === null) return {}
    const base = BASE[textType]
    if (base === undefined) return { ...document, ...upTo(main.styles.get(textType), level) }
    return { ...document, ...upTo(main.styles.get(base), level), ...main.styles.get(textType)?.[level] }
  }

  #scheme(sheet: Sheet, steps = 0): Buffer | null {
    const master = sheet.followsScheme && steps < CHAIN ? this.#masterOf(sheet) : null
    return (master && this.#scheme(master, steps + 1)) ?? sheet.scheme
  }

  #mainMaster(sheet: Sheet): Sheet | null {
    let at: Sheet | null = sheet
    for (let steps = 0; at !== null && !at.isMain; steps++) at = steps < CHAIN ? this.#masterOf(at) : null
    return at
  }

  #masterOf({ master }: Sheet): Sheet | null {
    const id = this.#masters.get(master ?? this.#firstMaster ?? -1)
    return id === undefined ? null : this.sheetOf(id)
  }

  #newSheet({ type, at }: PowerPointRecord): Sheet | null {
    const isMain = type === MAIN_MASTER
    const sheet = { isMain, hidden: false, master: null, followsScheme: false, scheme: null, styles: new Map() }
    if (this.#sheets.size < SHEETS_KEPT) this.#sheets.set(at, sheet)
    else this.cut = true
    return sheet
  }

  #ofDocument({ type, instance, data }: PowerPointRecord, parent: number | undefined, list: number | undefined): void {
    if (type === PERSIST_DIRECTORY) this.#directory(data)
    else if (type === SLIDE_PERSIST && parent === SLIDE_LIST && list === MASTER_LIST) this.#master(data)
    else if (type === FONT_ENTITY && parent === FONT_COLLECTION) this.#fonts.set(instance, faceName(data))
    else if (parent !== TEXT_INFO) return
    else if (type === MASTER_STYLE && instance <= LAST_TYPE)
      this.#documentStyles.set(instance, readMasterStyle(data, instance))
    else if (type === CHARACTER_DEFAULTS) this.#defaults = readCharacterDefaults(data)
  }

  /** [MS-PPT] 2.3.4 PersistDirectoryAtom: a first id with a count, and as many offsets. */
  #directory(data: Buffer): void {
    for (let at = 0; at + 4 <= data.length; ) {
      const head = data.readUInt32LE(at)
      at += 4
      for (let index = 0; index < head >>> 20 && at + 4 <= data.length; index++, at += 4) {
        if (this.#objects.size >= OBJECTS_KEPT) {
          this.cut = true
          return
        }
        this.#objects.set((head & 0xfffff) + index, data.readUInt32LE(at))
      }
    }
  }

  /** [MS-PPT] 2.4.14.2 MasterPersistAtom. */
  #master(data: Buffer): void {
    if (data.length < 16) return
    if (this.#masters.size >= SHEETS_KEPT) {
      this.cut = true
      return
    }
    const id = data.readUInt32LE(12)
    this.#firstMaster ??= id
    this.#masters.set(id, data.readUInt32LE(0))
  }
}

function ofSheet(sheet: Sheet, { type, instance, data }: PowerPointRecord): void {
  if (type === SLIDE_ATOM && data.length >= 22) {
    sheet.master = data.readUInt32LE(12)
    sheet.followsScheme = (data.readUInt16LE(20) & 2) !== 0
  } else if (type === SLIDE_SHOW_INFO && data.length >= 12) sheet.hidden = (data.readUInt16LE(10) & HIDDEN) !== 0
  // SlideSchemeColorSchemeAtom is instance 1; those of instance 6 are a list to choose from.
  else if (type === COLOUR_SCHEME && instance === 1 && data.length >= 32) sheet.scheme = data
  else if (type === MASTER_STYLE && sheet.isMain && instance <= LAST_TYPE)
    sheet.styles.set(instance, readMasterStyle(data, instance))
}

/** A level changes the one before it. */
function upTo(levels: CharacterProperties[] | undefined, level: number): CharacterProperties {
  return Object.assign({}, ...(levels ?? []).slice(0, Math.min(level + 1, LEVELS)))
}

function schemeColour(scheme: Buffer | null, index: number): string | null {
  return scheme === null ? null : rgb(scheme.readUInt32LE(4 * index))
}

/** [MS-PPT] 2.9.10 FontEntityAtom: up to 32 characters and a nought. */
function faceName(data: Buffer): string {
  return data.toString('utf16le', 0, Math.min(64, data.length)).split('\0')[0]!
}
