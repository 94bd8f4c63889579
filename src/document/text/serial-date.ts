// Dates of workbooks: numbers of days since 1900 or 1904 (ECMA-376 part 1, 18.17.4) as text.
import { type DateField, type DateFormat, type DatePiece, dateFormat } from './date-format.ts'

const DAY_SECONDS = 86_400
/** Days from the base of 1900 to that of 1904. */
const BASE_1904 = 1462
/** 31 December 9999, the last day that workbooks know. */
const LAST_DAY = 2_958_465
/** The day that was not, 29 February 1900, which workbooks count (18.17.4.1). */
const FALSE_DAY = 60
const EPOCH = Date.UTC(1899, 11, 30)
const DAY_MILLISECONDS = 86_400_000
const WEEKDAYS = ['Chủ Nhật', 'Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy']

type Fields = Record<DateField, number>

/** The number as the format shows it; null for one that is no date: before the first or behind the last day. */
export function shownDate(serial: number, format: DateFormat, dates1904: boolean): string | null {
  const digits = Math.max(0, ...format.map((piece) => (typeof piece === 'string' ? 0 : piece.fraction)))
  const value = dates1904 ? serial + BASE_1904 : serial
  if (!(serial >= 0) || value >= LAST_DAY + 1) return null
  const unit = 10 ** digits
  // Rounded first, so that 14:30:00 is not 14:29:59.
  const count = Math.round((value % 1) * DAY_SECONDS * unit)
  const day = Math.floor(value) + (count >= DAY_SECONDS * unit ? 1 : 0)
  const seconds = (count % (DAY_SECONDS * unit)) / unit
  const elapsed = (dates1904 ? day - BASE_1904 : day) * DAY_SECONDS + seconds
  const fields = fieldsOf(day, seconds, elapsed)
  return format.map((piece) => shownPiece(piece, fields)).join('')
}

function fieldsOf(day: number, seconds: number, elapsed: number): Fields {
  const [year, month, ofMonth] = civilDate(day)
  return {
    year,
    month,
    day: ofMonth,
    weekday: (day + 6) % 7,
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    hours: Math.floor(elapsed / 3600),
    minutes: Math.floor(elapsed / 60),
    seconds: elapsed,
  }
}

function civilDate(day: number): [year: number, month: number, day: number] {
  if (day === 0) return [1900, 1, 0]
  if (day === FALSE_DAY) return [1900, 2, 29]
  const date = new Date(EPOCH + (day < FALSE_DAY ? day + 1 : day) * DAY_MILLISECONDS)
  return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]
}

function shownPiece(piece: DatePiece, fields: Fields): string {
  if (typeof piece === 'string') return piece
  const { field, width, fraction } = piece
  const value = fields[field]
  if (field === 'weekday') return WEEKDAYS[value]!
  if (field === 'year') return width > 2 ? String(value) : String(value % 100).padStart(2, '0')
  const whole = String(Math.floor(value)).padStart(Math.min(width, 2), '0')
  return fraction === 0 ? whole : `${whole}${(value % 1).toFixed(fraction).slice(1)}`
}

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d(?:\.\d{1,9})?))?)?/

const DATE = dateFormat('dd/mm/yyyy')!
const DATE_AND_TIME = dateFormat('dd/mm/yyyy hh:mm')!
const TIME = dateFormat('hh:mm')!

/** A date that is written out, as the format shows it; without one as what it has, day or time; other text as it is. */
export function shownIsoDate(text: string, format: DateFormat | null): string {
  const serial = isoSerial(text)
  if (serial === null) return text
  return shownDate(serial, format ?? formatFor(serial), false) ?? text
}

function formatFor(serial: number): DateFormat {
  if (Number.isInteger(serial)) return DATE
  return serial < 1 ? TIME : DATE_AND_TIME
}

/** The number of a date that is written out (18.18.11, ISO 8601), in days since 1900; null when it is none. */
function isoSerial(text: string): number | null {
  const parts = ISO.exec(text)
    ?.slice(1)
    .map((part) => Number(part ?? 0))
  if (parts === undefined) return null
  const [year, month, day, hours, minutes, seconds] = parts as [number, number, number, number, number, number]
  if (month > 12 || day > 31) return null
  const days = Math.round((Date.UTC(year, month - 1, day) - EPOCH) / DAY_MILLISECONDS)
  return (days <= FALSE_DAY ? days - 1 : days) + (hours * 3600 + minutes * 60 + seconds) / DAY_SECONDS
}
