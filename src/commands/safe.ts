// Makes text that comes from a message fit for a terminal.

/** Text of a message or file name made safe for a terminal: no control or direction characters. */
export function safe(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, '�')
}
