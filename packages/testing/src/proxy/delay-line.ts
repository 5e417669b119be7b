/** Does things later, in the order in which they were handed over. */
export class DelayLine {
  readonly #delay: () => number
  #queue: { due: number; run: () => void }[] = []
  #timer: NodeJS.Timeout | undefined

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
    const last = this.#queue.at(-1)?.due ?? 0
    this.#queue.push({ due: Math.max(last, performance.now() + delay), run })
    this.#timer ??= this.#schedule()
  }

  /** Forgets what has not been done. */
  clear(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#queue = []
  }

  #schedule(): NodeJS.Timeout | undefined {
    const [head] = this.#queue
    return head && setTimeout(() => this.#runDue(), Math.max(0, head.due - performance.now()))
  }

  #runDue(): void {
    for (let head = this.#queue[0]; head && head.due <= performance.now(); head = this.#queue[0]) {
      this.#queue.shift()
      head.run()
    }
    this.#timer = this.#schedule()
  }
}
