/** Does things later, in the order in which they were handed over. */
export class DelayLine {
  readonly #delay: () => number
  #queue: { due: number; run: () => void }[] = []
  #timer: NodeJS.Timeout | undefined
  #immediate: NodeJS.Immediate | undefined

  /** @param delay - how long what is handed over now has to wait, in milliseconds */
  constructor(delay: () => number) {
    this.#delay = delay
  }

  push(run: () => void): void {
    const delay = this.#delay()
    if (delay === 0 && this.#queue.length === 0) {
      run()
      return
    }
    const last = this.#queue.at(-1)
    this.#queue.push({ due: Math.max(last?.due ?? 0, performance.now() + delay), run })
    if (last === undefined) this.#schedule()
  }

  /** Forgets what has not been done. */
  clear(): void {
    clearTimeout(this.#timer)
    clearImmediate(this.#immediate)
    this.#queue = []
  }

  /** Timers come up to a millisecond late, which would double a short latency; so the last bit is polled. */
  #schedule(): void {
    const [head] = this.#queue
    if (head === undefined) return
    const timer = Math.floor(head.due - performance.now()) - 1
    if (timer >= 1) this.#timer = setTimeout(() => this.#runDue(), timer)
    else this.#immediate = setImmediate(() => this.#runDue())
  }

  #runDue(): void {
    for (let head = this.#queue[0]; head && head.due <= performance.now(); head = this.#queue[0]) {
      this.#queue.shift()
      head.run()
    }
    this.#schedule()
  }
}
