// Texts that a system runs when they are opened, by their content: shortcuts, settings, scripts that name themselves.

/** Beginnings, in lower case and without blanks in front. */
const STARTS: [RegExp, string][] = [
  [/^(?:;[^\n]{0,200}\n\s*){0,9}\[internetshortcut(?:\.[aw])?\]/, 'url'],
  [/^(?:#[^\n]{0,200}\n\s*){0,9}\[desktop entry\]/, 'desktop'],
  [/^\[shell\]\s{0,9}(?:\n[^\n=]{1,40}=[^\n]{0,200}\s{0,9}){0,9}\n?\s*command=/, 'scf'],
  [/^(?:windows registry editor version|regedit4\s)/, 'reg'],
  [/^web\r?\n\d\r?\n\s{0,9}(?:https?|ftp|file):|^web\r?\n\d\r?\n\s{0,9}\\\\/, 'iqy'],
  [/^@echo (?:off|on)\b/, 'bat'],
  [/^(?:screen mode id:i:|full address:s:|alternate full address:s:)/, 'rdp'],
  [/^(?:<\?xml[^>]{0,200}\?>\s*)?(?:<\?job[^>]{0,200}\?>\s*)?<(?:job|package)[\s>][\s\S]{0,2000}<script/, 'wsf'],
  [
    /^(?:<\?xml[^>]{0,200}\?>\s*)?<(?:scriptlet|component)[\s>][\s\S]{0,2000}<(?:script|registration|implements)/,
    'sct',
  ],
]
/** Elements at the root of XML files that Windows or Java acts upon. */
const ROOTS: [RegExp, string][] = [
  [/^<pcsettings[\s/>]/, 'settingcontent-ms'],
  [/^<librarydescription[\s/>]/, 'library-ms'],
  [/^<persistedquery[\s/>]/, 'search-ms'],
  [/^<searchconnectordescription[\s/>]/, 'searchconnector-ms'],
  [/^<jnlp[\s/>]/, 'jnlp'],
  [/^<mmc_consolefile[\s/>]/, 'msc'],
  [/^<appinstaller[\s/>]/, 'appinstaller'],
  [/^<(?:asmv\d:)?assembly[\s/>]/, 'application'],
]
/** Signs anywhere near the beginning. */
const HTA = '<hta:application'
const INF = /^\s*\[version\]\s*$[\s\S]{0,2000}?^\s*signature\s{0,9}=\s{0,9}"?\$(?:chicago|windows)/m
/** An element of a stylesheet that brings a program along. */
const STYLESHEET_SCRIPT = /<(?:msxsl|ms|xalan|lxslt):script[\s>]/
/** Shebang of Unix. */
const SHEBANG = /^#! ?\/[^\n]{1,200}(?:\n|\r|$)/

/** The kind of a text that runs when it is opened; null for every other text. `start` is its beginning, trimmed, in lower case. */
export function scriptKind(head: string, start: string): string | null {
  // Encoded by Microsoft's script encoder; no other text begins so.
  if (head.startsWith('#@~^')) return 'vbe'
  if (SHEBANG.test(head)) return 'sh'
  const lines = start.replaceAll('\r\n', '\n')
  const known = STARTS.find(([pattern]) => pattern.test(lines) || pattern.test(start))?.[1]
  if (known !== undefined) return known
  if (start.includes(HTA)) return 'hta'
  if (start.includes('[version]') && INF.test(lines)) return 'inf'
  return start.startsWith('<') ? xmlScript(head, start) : null
}

function xmlScript(head: string, start: string): string | null {
  const root = rootOf(start)
  const known = ROOTS.find(([pattern]) => pattern.test(root))?.[1]
  if (known) return known
  if (/^<xsl:(?:stylesheet|transform)[\s>]/.test(root) && STYLESHEET_SCRIPT.test(head.toLowerCase())) return 'xsl'
  return null
}

/** From the first element on, past declarations and comments. */
function rootOf(start: string): string {
  let at = 0
  for (let steps = 0; steps < 50; steps++) {
    while (at < start.length && start.charCodeAt(at) <= 32) at++
    const end = start.startsWith('<!--', at)
      ? '-->'
      : start.startsWith('<?', at)
        ? '?>'
        : start.startsWith('<!', at)
          ? '>'
          : null
    if (end === null) break
    const close = start.indexOf(end, at)
    if (close < 0) return ''
    at = close + end.length
  }
  return start.slice(at, at + 200)
}
