import { LruMap } from '@rowauth/core/internal'
import type { Naming } from '../../node-postgres/prepared/naming.js'
import { type ParameterUse, parameterUses } from '../../node-postgres/prepared/parameter-uses.js'

/** How many statements are remembered. */
const max = 1000
/** Longer texts, in characters, are described each time: bulk inserts, of which every length is a text of its own. */
const maxText = 16_384

/** What the server has said of a statement. */
export interface Description {
  /** Of its parameters. */
  readonly types: readonly number[]
  /** What it does with them; undefined: not known. */
  readonly uses: readonly ParameterUse[] | undefined
}

/** What the server has said of statements, so that it is asked once, until the catalog has changed. */
export class Descriptions {
  readonly #naming: Naming
  readonly #descriptions = new LruMap<string, Description>()
  #epoch: number

  /** @param naming - knows when the catalog has changed */
  constructor(naming: Naming) {
    this.#naming = naming
    this.#epoch = naming.epoch
  }

  get(key: string): Description | undefined {
    if (this.#epoch !== this.#naming.epoch) this.clear()
    this.#epoch = this.#naming.epoch
    return this.#descriptions.get(key)
  }

  set(key: string, text: string, types: readonly number[]): Description {
    const long = text.length > maxText
    const description = { types, uses: long ? undefined : parameterUses(text) }
    if (!long) {
      this.#descriptions.set(key, description)
      this.#descriptions.keepAtMost(max)
    }
    return description
  }

  forget(key: string): void {
    this.#descriptions.delete(key)
  }

  clear(): void {
    this.#descriptions.clear()
  }
}
