// The work on one message after its final dot: it may be stopped until the dot is given to the next hop.

/** The work on one message was ended from outside. */
export class Stopped extends Error {}

export class Work {
  readonly signal: AbortSignal
  readonly #controller = new AbortController()
  committed = false

  constructor() {
    this.signal = this.#controller.signal
  }

  stop(reason: string): void {
    this.#controller.abort(new Stopped(reason))
  }

  /** The point of no return: throws when the answer is no longer wanted. */
  commit(): void {
    this.signal.throwIfAborted()
    this.committed = true
  }

  /** The promise's value, unless the work is stopped before it. */
  async orStopped<T>(promise: Promise<T>): Promise<T> {
    const stopped = new Promise<never>((_, reject) => {
      const fail = () => reject(this.signal.reason)
      if (this.signal.aborted) fail()
      else this.signal.addEventListener('abort', fail, { once: true })
    })
    return await Promise.race([promise, stopped])
  }
}
