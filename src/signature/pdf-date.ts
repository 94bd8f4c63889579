// Dates of PDF (ISO 32000-2 7.9.4): D:YYYYMMDDHHmmSSOHH'mm'.

const DATE = /^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:Z|([+-])(\d\d)'?(\d\d)?)?/

/** The moment, or null when the text is no date with hour and minute. Without a zone it is taken for UTC. */
export function readPdfDate(text: string): Date | null {
  const match = DATE.exec(text)
  if (!match) return null
  const [, year, month, day, hour, minute, second = '00', sign, zoneHours = '00', zoneMinutes = '00'] = match
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`)
  const zone = (Number(zoneHours) * 60 + Number(zoneMinutes)) * (sign === '-' ? -1 : 1)
  return Number.isNaN(at.getTime()) ? null : new Date(at.getTime() - zone * 60_000)
}
