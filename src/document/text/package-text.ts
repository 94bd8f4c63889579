// The text of an Office Open XML package, part by part in the order in which people meet it.
import type { Reason, TextWhere } from '../../facts.ts'
import { partBytes } from '../package-part.ts'
import type { Reading } from '../reading.ts'
import { readElements } from '../xml.ts'
import { attribute } from '../xml-stream.ts'
import type { Zip, ZipMember } from '../zip.ts'
import { readDrawing } from './drawing-xml.ts'
import { type Role, roleOf } from './package-roles.ts'
import { readProperties } from './properties-xml.ts'
import { readSharedStrings, readSheet, readSheetComments, SheetStyles, type Workbook } from './sheet-xml.ts'
import type { ReadText, TextSink } from './sink.ts'
import { NO_THEME, readTheme, type Theme } from './theme.ts'
import { WordStyles } from './word-styles.ts'
import { readWordPart } from './word-xml.ts'

/** Parts of one package that are read for their text. */
const PARTS_READ = 5000

/** `typeOf` gives the content type of a member in lower case. */
export function packageText(zip: Zip, typeOf: (member: ZipMember) => string, reading: Reading): ReadText {
  return (sink) => new PackageText(zip, typeOf, reading, sink).read()
}

class PackageText {
  readonly #zip: Zip
  readonly #reading: Reading
  readonly #sink: TextSink
  readonly #parts = new Map<Role, ZipMember[]>()

  constructor(zip: Zip, typeOf: (member: ZipMember) => string, reading: Reading, sink: TextSink) {
    this.#zip = zip
    this.#reading = reading
    this.#sink = sink
    let count = 0
    for (const member of zip.members) {
      const role = member.directory || member.encrypted ? null : roleOf(member.name.toLowerCase(), typeOf(member))
      if (role === null) continue
      if (++count > PARTS_READ) {
        sink.fail('count-limit')
        break
      }
      this.#parts.set(role, [...(this.#parts.get(role) ?? []), member])
    }
  }

  read(): void {
    const theme = this.#theme()
    this.#word(theme)
    if (this.#parts.has('sheet')) this.#sheets(theme)
    this.#slides(theme)
    for (const member of this.#of('drawing')) this.#drawing(member, 'text-box', null, theme, false)
    for (const member of this.#of('property')) this.#with(member, (bytes) => readProperties(bytes, this.#sink))
  }

  #of(role: Role): ZipMember[] {
    return this.#parts.get(role) ?? []
  }

  /** Reads a part and passes on why not all of it was read. */
  #with(member: ZipMember, read: (bytes: Buffer) => Reason | null): void {
    if (this.#sink.full) return
    const bytes = partBytes(this.#zip, member, this.#reading)
    const failure = typeof bytes === 'string' ? bytes : read(bytes)
    if (failure) this.#sink.fail(failure)
  }

  #theme(): Theme {
    const [member] = this.#of('theme')
    const bytes = member === undefined ? 'damaged' : partBytes(this.#zip, member, this.#reading)
    return typeof bytes === 'string' ? NO_THEME : readTheme(bytes)
  }

  #word(theme: Theme): void {
    const styles = new WordStyles(theme)
    const [member] = this.#of('word-styles')
    if (member !== undefined)
      this.#with(member, (bytes) => {
        styles.read(bytes)
        return null
      })
    const parts: [Role, TextWhere][] = [
      ['document', 'body'],
      ['header', 'header'],
      ['footer', 'footer'],
      ['footnote', 'footnote'],
      ['comment', 'comment'],
    ]
    for (const [role, where] of parts)
      for (const each of this.#of(role)) this.#with(each, (bytes) => readWordPart(bytes, where, styles, this.#sink))
  }

  #sheets(theme: Theme): void {
    const workbook: Workbook = { strings: [], styles: new SheetStyles(theme) }
    for (const member of this.#of('sheet-styles'))
      this.#with(member, (bytes) => {
        workbook.styles.read(bytes)
        return null
      })
    for (const member of this.#of('strings'))
      this.#with(member, (bytes) => {
        const { strings, failure } = readSharedStrings(bytes, theme)
        workbook.strings = strings
        return failure
      })
    const sheets = this.#listed('sheet', 'sheet')
    for (const [index, { member, name, hidden }] of sheets.entries())
      this.#with(member, (bytes) => {
        this.#sink.block('sheet', index + 1, name)
        return readSheet(bytes, workbook, hidden, this.#sink)
      })
    for (const { name } of sheets) this.#name(name)
    for (const member of this.#of('sheet-comment'))
      this.#with(member, (bytes) => {
        this.#sink.block('comment')
        return readSheetComments(bytes, theme, this.#sink)
      })
  }

  /** The name on the tab of a sheet is text too. */
  #name(name: string | null): void {
    if (name === null) return
    this.#sink.block('property', null, 'sheet')
    this.#sink.run(name, { font: null, colour: null, hidden: false })
    this.#sink.line()
  }

  #slides(theme: Theme): void {
    const slides = this.#listed('slide', 'sldId')
    for (const [index, { member }] of slides.entries()) this.#drawing(member, 'slide', index + 1, theme, true)
    for (const member of this.#of('notes')) this.#drawing(member, 'notes', null, theme, false)
    for (const member of this.#of('slide-comment'))
      this.#with(member, (bytes) => {
        this.#sink.block('comment')
        return readSheetComments(bytes, theme, this.#sink)
      })
  }

  #drawing(member: ZipMember, where: TextWhere, page: number | null, theme: Theme, mayHide: boolean): void {
    this.#with(member, (bytes) => {
      this.#sink.block(where, page)
      // A slide that is left out of the show says so in its first tag (19.3.1.38).
      const hidden =
        mayHide && /<(?:\w{1,20}:)?sld[^>]{0,2000}\sshow="(?:0|false)"/.test(bytes.toString('latin1', 0, 4096))
      return readDrawing(bytes, { theme, hidden }, this.#sink)
    })
  }

  /** Parts in the order, with the name and the state, that the main part gives; those it does not list follow. */
  #listed(role: Role, element: string): { member: ZipMember; name: string | null; hidden: boolean }[] {
    const members = this.#of(role)
    if (members.length === 0) return []
    const targets = this.#relations(role)
    const listed = this.#mainElements(role).flatMap(({ name, attributes }) => {
      if (name !== element) return []
      const target = targets.get(attribute(attributes, 'id') ?? '') ?? targets.get(relationId(attributes))
      const member = members.find((each) => target !== undefined && each.name.toLowerCase().endsWith(target))
      const hidden = /hidden/i.test(attribute(attributes, 'state') ?? '')
      return member === undefined ? [] : [{ member, name: attribute(attributes, 'name') ?? null, hidden }]
    })
    const seen = new Set(listed.map(({ member }) => member))
    const others = members.filter((each) => !seen.has(each)).map((member) => ({ member, name: null, hidden: false }))
    return [...listed, ...others]
  }

  #mainElements(role: Role) {
    return this.#elements(role === 'sheet' ? /^xl\/workbook\.xml$/i : /^ppt\/presentation\.xml$/i)
  }

  /** Ends of the part names by relationship id. */
  #relations(role: Role): Map<string, string> {
    const elements = this.#elements(role === 'sheet' ? /workbook\.xml\.rels$/i : /presentation\.xml\.rels$/i)
    return new Map(
      elements.map(({ attributes }) => [
        attributes.Id ?? '',
        (attributes.Target ?? '').replace(/^(?:\.\.?\/|\/)+/, '').toLowerCase(),
      ]),
    )
  }

  #elements(pattern: RegExp) {
    const member = this.#zip.members.find(({ name }) => pattern.test(name))
    const bytes = member === undefined ? 'damaged' : partBytes(this.#zip, member, this.#reading)
    return typeof bytes === 'string' ? [] : (readElements(bytes) ?? [])
  }
}

/** Beside the `id` of a slide stands the one of its relationship, under a prefix. */
function relationId(attributes: Record<string, string>): string {
  return Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? ''
}
