import type { Host } from './pool-config.js'

/** Where one connection leads. */
export interface Target extends Host {
  readonly index: number
  readonly encrypted: boolean
}

/** Which host the next connection is to try: the one that worked last, or that after one which has failed. */
export class Targets {
  readonly #hosts: readonly Host[]
  readonly #prefersEncryption: boolean
  /** Hosts without encryption. */
  readonly #plain = new Set<number>()
  #current = 0

  constructor(hosts: readonly Host[], prefersEncryption: boolean) {
    this.#hosts = hosts
    this.#prefersEncryption = prefersEncryption
  }

  /** How often it is worth trying. */
  get attempts(): number {
    return this.#hosts.length * (this.#prefersEncryption ? 2 : 1)
  }

  next(): Target {
    const index = this.#current
    return { ...(this.#hosts[index] as Host), index, encrypted: !this.#plain.has(index) }
  }

  isLast({ index }: Target): boolean {
    return index === this.#hosts.length - 1
  }

  failed({ index }: Target, error: Error): void {
    if (this.#prefersEncryption && /does not support SSL/.test(error.message)) this.#plain.add(index)
    // Several may have failed there at once.
    else if (this.#current === index) this.#current = (index + 1) % this.#hosts.length
  }
}
