// The real reading process, but a message with an X-Order line makes it fail as ordered, as hostile content or a fault would.
import { readFileSync } from 'node:fs'

const WAY = {
  hang: () => {
    for (;;);
  },
  stall: () => true, // never answers, computes nothing
  exit: () => process.exit(7),
  throw: () => {
    throw new Error('secret text of the message')
  },
  memory: () => {
    const held = []
    setInterval(() => held.push(Buffer.alloc(16_000_000, 1)), 5)
    return true
  },
  /** Reads it in the end, after so many milliseconds without a turn of the event loop. */
  slow: (ms) => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(ms))
    return false
  },
}

/** True when the real reader must not see it. */
function obeyed(message) {
  if (message?.type !== 'message') return false
  const { bytes, file } = message.source
  const text = Buffer.from(bytes ?? readFileSync(file)).toString('latin1', 0, 4096)
  const order = /^X-Order: (\w+) ?(\d*)\r$/m.exec(text)
  return order !== null && WAY[order[1]](order[2])
}

const emit = process.emit
process.emit = function (name, ...rest) {
  return name === 'message' && obeyed(rest[0]) ? true : emit.call(this, name, ...rest)
}
await import('../../src/inspect/child.ts')
