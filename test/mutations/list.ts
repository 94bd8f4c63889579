// Mistakes that a relay could make, each as one change of its source. The suite must fail for every one.

export interface Mutation {
  name: string
  /** Path from the root of the tree. */
  file: string
  /** Text that stands exactly once in the file. */
  find: string
  replace: string
  /** Where the failure must be seen. */
  tests: string[]
}

const SMTP = ['test/smtp']

export const MUTATIONS: Mutation[] = [
  {
    name: 'answers 250 before the next hop has answered',
    file: 'src/smtp/delivery.ts',
    find: 'const replies = await this.#hop.data({',
    replace: "const replies = [reply(250, '2.0.0 Ok')]\n    void this.#hop.data({",
    tests: SMTP,
  },
  {
    name: 'takes the dot-stuffing off before sending on',
    file: 'src/smtp/receive.ts',
    find: 'return this.message.bytes ? [this.message.bytes.subarray(from)]',
    replace:
      "return this.message.bytes ? [Buffer.from(this.message.bytes.subarray(from).toString('latin1').replace(/\\r\\n\\.\\./g, '\\r\\n.'), 'latin1')]",
    tests: SMTP,
  },
  {
    name: 'takes data that broke off for a whole message',
    file: 'src/smtp/receive.ts',
    find: "this.#stream.once('close', gone)",
    replace: "this.#stream.once('close', () => resolve())",
    tests: SMTP,
  },
  {
    name: 'sends the final dot after it has answered 451',
    file: 'src/smtp/work.ts',
    find: '    this.signal.throwIfAborted()\n    this.committed = true',
    replace: '    this.committed = true',
    tests: SMTP,
  },
  {
    name: 'keeps the next hop’s connection when the work was stopped, and goes on with it',
    file: 'src/smtp/delivery.ts',
    find: "this.#work.signal.addEventListener('abort', () => this.#hop.destroy('work stopped'), { once: true })",
    replace: '',
    tests: SMTP,
  },
  {
    name: 'has no deadline',
    file: 'src/smtp/delivery.ts',
    find: "setTimeout(() => this.#work.stop('deadline'), this.#context.options.deadlineMs)",
    replace: 'setTimeout(() => undefined, 1)',
    tests: SMTP,
  },
  {
    name: 'lets bare line ends pass when the judge does',
    file: 'src/smtp/delivery.ts',
    find: 'if (received.brokenLines)',
    replace: 'if (received.brokenLines && received.message.size < 0)',
    tests: SMTP,
  },
  {
    name: 'ends the data at a dot after a bare LF',
    file: 'src/smtp/stuffing.ts',
    find: 'if (chunk[dot - 1] === LF && chunk[dot - 2] === CR) return dot',
    replace: 'if (chunk[dot - 1] === LF) return dot',
    tests: SMTP,
  },
  {
    name: 'forgets a dot that a chunk ends with',
    file: 'src/smtp/verbatim-data.ts',
    find: 'this.#held = scan.held > 0 ? chunk.subarray(scan.content) : null',
    replace: 'this.#held = null',
    tests: SMTP,
  },
  {
    name: 'accepts a recipient that the next hop refused',
    file: 'src/smtp/session.ts',
    find: 'const answer = await hop.rcpt(rcpt)',
    replace: "const answer = await hop.rcpt(rcpt).catch(() => reply(250, '2.1.5 Ok'))",
    tests: SMTP,
  },
  {
    name: 'says the next hop’s 552 to RCPT as a permanent refusal',
    file: 'src/smtp/reply.ts',
    find: "if (step === 'RCPT' && clean.code === 552)",
    replace: "if (step === 'RCPT' && clean.code === 999)",
    tests: SMTP,
  },
  {
    name: 'tells the client when a kept connection has died meanwhile',
    file: 'src/smtp/session.ts',
    find: 'if (kept.alive) throw error',
    replace: 'throw error',
    tests: SMTP,
  },
  {
    name: 'delivers for a client that has gone',
    file: 'src/smtp/delivery.ts',
    find: 'if (!this.#work.committed) this.stop(reason)',
    replace: 'if (!this.#work.committed) void reason',
    tests: SMTP,
  },
  {
    name: 'leaves its scratch files behind',
    file: 'src/smtp/session.ts',
    find: 'await received?.discard()',
    replace: 'void received',
    tests: SMTP,
  },
  {
    name: 'does not see a mail loop',
    file: 'src/smtp/headers.ts',
    find: '++received >= MAX_RECEIVED',
    replace: '++received >= MAX_HEADER',
    tests: SMTP,
  },
  {
    name: 'keeps the sender’s own X-Congthu lines',
    file: 'src/smtp/headers.ts',
    find: "const OWN_PREFIX = 'x-congthu-'",
    replace: "const OWN_PREFIX = 'x-another-'",
    tests: SMTP,
  },
  {
    name: 'runs a command that was cut off',
    file: 'src/smtp/verbatim-data.ts',
    find: '  override _flushData(): void {\n    this.#command = EMPTY\n  }',
    replace: '  override _flushData(): void {\n    if (this.#command.length > 0) this.oncommand(this.#command)\n  }',
    tests: SMTP,
  },
  {
    name: 'tells nobody of the recipients that an LMTP next hop refused',
    file: 'src/smtp/outcome.ts',
    find: 'failed: [...replies.keys()].filter((index) => !isYes(replies[index]!))',
    replace: 'failed: []',
    tests: SMTP,
  },
  {
    name: 'sends a notification to the null sender',
    file: 'src/smtp/conclusion.ts',
    find: "if (mail.address === '' || told.length === 0)",
    replace: 'if (told.length === 0)',
    tests: SMTP,
  },
  {
    name: 'counts no messages in work',
    file: 'src/smtp/relay.ts',
    find: 'this.#messages++',
    replace: 'this.#messages += 0',
    tests: SMTP,
  },
]

/** The file's text with the mistake in it. Throws when the place is not found exactly once. */
export function applied({ name, find, replace }: Mutation, text: string): string {
  const parts = text.split(find)
  if (parts.length !== 2) throw new Error(`mutation "${name}": its place is there ${parts.length - 1} times`)
  return parts.join(replace)
}
