// The theme of an Office Open XML package (ECMA-376 part 1, 20.1.6): its two Latin fonts and its colours.
import { type Attributes, attribute, streamXml } from '../xml-stream.ts'

export interface Theme {
  major: string | null
  minor: string | null
  /** Six hex digits by the name of the scheme: dk1, lt1, dk2, lt2, accent1 ... */
  colours: Map<string, string>
}

export const NO_THEME: Theme = { major: null, minor: null, colours: new Map() }

/** Names by which documents call the colours of the scheme. */
const ALIASES: Record<string, string> = {
  ...{ tx1: 'dk1', text1: 'dk1', dark1: 'dk1', bg1: 'lt1', background1: 'lt1', light1: 'lt1' },
  ...{ tx2: 'dk2', text2: 'dk2', dark2: 'dk2', bg2: 'lt2', background2: 'lt2', light2: 'lt2' },
  ...{ hyperlink: 'hlink', followedHyperlink: 'folHlink' },
}

/** Reads a theme part; what it lacks stays null. */
export function readTheme(bytes: Buffer): Theme {
  const theme: Theme = { major: null, minor: null, colours: new Map() }
  let font: 'major' | 'minor' | null = null
  let slot: string | null = null
  const open = (name: string, attributes: Attributes) => {
    if (name === 'majorFont' || name === 'minorFont') font = name === 'majorFont' ? 'major' : 'minor'
    else if (name === 'latin' && font !== null) theme[font] ??= attribute(attributes, 'typeface') || null
    else if (/^(?:dk[12]|lt[12]|accent[1-6]|hlink|folHlink)$/.test(name)) slot = name
    else if ((name === 'srgbClr' || name === 'sysClr') && slot !== null) {
      const value = name === 'srgbClr' ? attribute(attributes, 'val') : attribute(attributes, 'lastClr')
      if (isHex(value) && !theme.colours.has(slot)) theme.colours.set(slot, value.toLowerCase())
    }
  }
  const close = (name: string) => {
    if (name === slot) slot = null
    if (name === 'majorFont' || name === 'minorFont') font = null
  }
  streamXml(bytes, { open, close, text: () => {} }, () => false)
  return theme
}

export function isHex(value: string | undefined): value is string {
  return value !== undefined && /^[0-9a-f]{6}$/i.test(value)
}

/**
 * A colour of the scheme, made darker or lighter as the document says: shade and tint as two hex digits (17.3.2.6), of which
 * ff changes nothing. null when the theme has no such colour.
 */
export function themeColour(theme: Theme, name: string, shade?: string, tint?: string): string | null {
  const base = theme.colours.get(ALIASES[name] ?? name)
  if (base === undefined) return null
  const part = (hex: string | undefined) =>
    hex !== undefined && /^[0-9a-f]{1,2}$/i.test(hex) ? Number.parseInt(hex, 16) / 255 : 1
  const [dark, light] = [part(shade), part(tint)]
  return [0, 2, 4]
    .map((at) => Number.parseInt(base.slice(at, at + 2), 16) * dark)
    .map((channel) => Math.round(channel * light + 255 * (1 - light)))
    .map((channel) => channel.toString(16).padStart(2, '0'))
    .join('')
}
