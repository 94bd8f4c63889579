// Whether a target of a document is on another machine.

/**
 * A target on another machine. Word writes the author's own template as `file:///C:\...`, which fetches nothing, into
 * every document made from one.
 */
export function isRemote(target: string): boolean {
  const clean = target.trim().replaceAll('\\', '/').toLowerCase()
  if (!clean.startsWith('file:')) return clean.startsWith('//') || /^[a-z][a-z0-9+.-]{1,20}:/.test(clean)
  const path = clean.slice('file:'.length)
  const slashes = path.length - path.replace(/^\/+/, '').length
  const local = /^\/{0,9}(?:[a-z][:|]|localhost\/)/.test(path)
  // file://server/share and file:////server/share name a machine; file:///home/x does not.
  return !local && (slashes === 2 || slashes > 3)
}
