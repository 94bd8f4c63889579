// Mistakes that a relay could make, each as one change of its source. The suite must fail for every one.

export interface Change {
  /** Path from the root of the tree. */
  file: string
  /** Text that stands exactly once in the file. */
  find: string
  replace: string
}

export interface Mutation {
  name: string
  changes: Change[]
}

export const MUTATIONS: Mutation[] = [
  {
    name: 'answers 250 before the next hop has answered',
    changes: [
      {
        file: 'src/smtp/delivery.ts',
        find: 'const replies = await this.#hop.data({',
        replace: "const replies = [reply(250, '2.0.0 Ok')]\n    void this.#hop.data({",
      },
    ],
  },
  {
    name: 'takes the dot-stuffing off before sending on',
    changes: [
      {
        file: 'src/smtp/receive.ts',
        find: 'return this.message.bytes ? [this.message.bytes.subarray(from)]',
        replace:
          "return this.message.bytes ? [Buffer.from(this.message.bytes.subarray(from).toString('latin1').replace(/\\r\\n\\.\\./g, '\\r\\n.'), 'latin1')]",
      },
    ],
  },
  {
    name: 'takes data that broke off for a whole message',
    changes: [
      {
        file: 'src/smtp/receive.ts',
        find: "this.#stream.once('close', gone)",
        replace: "this.#stream.once('close', () => resolve())",
      },
    ],
  },
  {
    name: 'goes on after it has answered 451, and sends the final dot', // two guards, each enough
    changes: [
      {
        file: 'src/smtp/work.ts',
        find: '    this.signal.throwIfAborted()\n    this.committed = true',
        replace: '    this.committed = true',
      },
      {
        file: 'src/smtp/delivery.ts',
        find: "this.#work.signal.addEventListener('abort', () => this.#hop.destroy('work stopped'), { once: true })",
        replace: '',
      },
    ],
  },
  {
    name: 'has no deadline',
    changes: [
      {
        file: 'src/smtp/delivery.ts',
        find: "setTimeout(() => this.#work.stop('deadline'), this.#context.options.deadlineMs)",
        replace: 'setTimeout(() => undefined, 1)',
      },
    ],
  },
  {
    name: 'lets bare line ends pass when the judge does',
    changes: [
      {
        file: 'src/smtp/delivery.ts',
        find: 'if (received.brokenLines)',
        replace: 'if (received.brokenLines && received.message.size < 0)',
      },
    ],
  },
  {
    name: 'ends the data at a dot after a bare LF',
    changes: [
      {
        file: 'src/smtp/stuffing.ts',
        find: 'if (chunk[dot - 1] === LF && chunk[dot - 2] === CR) return dot',
        replace: 'if (chunk[dot - 1] === LF) return dot',
      },
    ],
  },
  {
    name: 'forgets a dot that a chunk ends with',
    changes: [
      {
        file: 'src/smtp/verbatim-data.ts',
        find: 'this.#held = scan.held > 0 ? chunk.subarray(scan.content) : null',
        replace: 'this.#held = null',
      },
    ],
  },
  {
    name: 'accepts a recipient that the next hop refused',
    changes: [
      {
        file: 'src/smtp/session.ts',
        find: 'const answer = await hop.rcpt(rcpt)',
        replace: "const answer = await hop.rcpt(rcpt).catch(() => reply(250, '2.1.5 Ok'))",
      },
    ],
  },
  {
    name: 'says the next hop’s 552 to RCPT as a permanent refusal',
    changes: [
      {
        file: 'src/smtp/reply.ts',
        find: "if (step === 'RCPT' && clean.code === 552)",
        replace: "if (step === 'RCPT' && clean.code === 999)",
      },
    ],
  },
  {
    name: 'tells the client when a kept connection has died meanwhile',
    changes: [{ file: 'src/smtp/session.ts', find: 'if (kept.alive) throw error', replace: 'throw error' }],
  },
  {
    name: 'delivers for a client that has gone',
    changes: [
      {
        file: 'src/smtp/delivery.ts',
        find: 'if (!this.#work.committed) this.stop(reason)',
        replace: 'if (!this.#work.committed) void reason',
      },
    ],
  },
  {
    name: 'leaves its scratch files behind',
    changes: [{ file: 'src/smtp/session.ts', find: 'await received?.discard()', replace: 'void received' }],
  },
  {
    name: 'does not see a mail loop',
    changes: [{ file: 'src/smtp/headers.ts', find: '++received >= MAX_RECEIVED', replace: '++received >= MAX_HEADER' }],
  },
  {
    name: 'keeps the sender’s own X-Congthu lines',
    changes: [
      {
        file: 'src/smtp/headers.ts',
        find: "const OWN_PREFIX = 'x-congthu-'",
        replace: "const OWN_PREFIX = 'x-another-'",
      },
    ],
  },
  {
    name: 'runs a command that was cut off',
    changes: [
      {
        file: 'src/smtp/verbatim-data.ts',
        find: '  override _flushData(): void {\n    this.#command = EMPTY\n  }',
        replace:
          '  override _flushData(): void {\n    if (this.#command.length > 0) this.oncommand(this.#command)\n  }',
      },
    ],
  },
  {
    name: 'tells nobody of the recipients that an LMTP next hop refused',
    changes: [
      {
        file: 'src/smtp/outcome.ts',
        find: 'failed: [...replies.keys()].filter((index) => !isTaken(replies[index]!)) }',
        replace: 'failed: [] }',
      },
    ],
  },
  {
    name: 'sends a notification to the null sender',
    changes: [
      {
        file: 'src/smtp/conclusion.ts',
        find: "if (mail.address === '' || told.length === 0)",
        replace: 'if (told.length === 0)',
      },
    ],
  },
  {
    name: 'greets whoever comes', // two guards, each enough
    changes: [
      {
        file: 'src/smtp/relay.ts',
        find: 'if (!this.#access.maySend(remoteAddress))',
        replace: "if (remoteAddress === '')",
      },
      {
        file: 'src/smtp/front-connection.ts',
        find: "if (this._xClient.get('ADDR') === false || !access.maySend(this.remoteAddress))",
        replace: "if (this._xClient.get('ADDR') === false)",
      },
    ],
  },
  {
    name: 'counts no messages in work',
    changes: [{ file: 'src/smtp/session.ts', find: 'this.#context.inWork++', replace: 'this.#context.inWork += 0' }],
  },
]

/** A file's text with the mistake in it. Throws when the place is not found exactly once. */
export function applied({ file, find, replace }: Change, text: string): string {
  const parts = text.split(find)
  if (parts.length !== 2) throw new Error(`${file}: ${find}: this place is there ${parts.length - 1} times`)
  return parts.join(replace)
}
