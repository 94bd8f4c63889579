// A reading process that does what hostile content would make it do; the subject is in the message's bytes.
import { writeSync } from 'node:fs'

process.on('disconnect', () => process.exit(0))
let context
process.on('message', (message) => {
  if (message.type === 'context') {
    context = message.context.words[0]?.list
    return
  }
  const order = message.type === 'message' ? Buffer.from(message.source.bytes).toString() : ''
  if (order.startsWith('note ')) {
    const [, how, ...note] = order.split(' ')
    writeSync(4, `${note.join(' ')}\n`, 0)
    if (how === 'throw') return process.send({ type: 'threw', error: 'x' })
    if (how === 'exit') process.exit(7)
    for (;;);
  }
  if (order === 'threads') {
    // Compiling and collecting run on other threads: here the digests of libuv's pool.
    import('node:crypto').then(({ pbkdf2 }) => {
      for (let i = 0; i < 4; i++) pbkdf2('x', 'y', 500_000_000, 32, 'sha512', () => {})
    })
    return
  }
  if (order === 'wasm') {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536 })
    const grow = () => {
      const at = memory.buffer.byteLength
      memory.grow(256)
      new Uint8Array(memory.buffer, at).fill(1)
      setImmediate(grow)
    }
    return grow()
  }
  if (order === 'still') return // answers never, computes nothing
  if (order === 'hang') for (;;);
  if (order === 'exit') process.exit(7)
  if (order === 'slow') {
    setTimeout(() => process.send({ type: 'done', facts: { order, context, pid: process.pid } }), 300)
    return
  }
  if (order === 'memory') {
    const held = []
    setInterval(() => held.push(Buffer.alloc(16_000_000, 1)), 5)
    return
  }
  if (order === 'throw') return process.send({ type: 'threw', error: 'secret text of the message' })
  if (order === 'write') {
    import('node:fs').then(({ writeFileSync }) => {
      try {
        writeFileSync('never.txt', 'x')
        process.send({ type: 'done', facts: { wrote: true } })
      } catch (error) {
        process.send({ type: 'done', facts: { wrote: false, code: error.code, environment: Object.keys(process.env) } })
      }
    })
    return
  }
  process.send({ type: 'done', facts: { order, context, pid: process.pid } })
})
process.send({ type: 'ready' })
