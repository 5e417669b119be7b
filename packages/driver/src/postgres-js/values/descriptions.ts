import { LruMap } from '@rowauth/core/internal'

/** How many statements are remembered. */
const max = 1000
/** Longer texts, in characters, are described each time: bulk inserts, of which every length is a text of its own. */
const maxText = 16_384

/** What the server has said of the parameters of statements, so that it is asked once. */
export class Descriptions {
  readonly #types = new LruMap<string, readonly number[]>()

  get(key: string): readonly number[] | undefined {
    return this.#types.get(key)
  }

  set(key: string, types: readonly number[]): void {
    if (key.length > maxText) return
    this.#types.set(key, types)
    this.#types.keepAtMost(max)
  }

  forget(key: string): void {
    this.#types.delete(key)
  }

  clear(): void {
    this.#types.clear()
  }
}
