// A reading process that does what hostile content would make it do; the subject is in the message's bytes.
process.on('disconnect', () => process.exit(0))
let context
process.on('message', (message) => {
  if (message.type === 'context') {
    context = message.context.words[0]?.list
    return
  }
  const order = message.type === 'message' ? Buffer.from(message.source.bytes).toString() : ''
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
