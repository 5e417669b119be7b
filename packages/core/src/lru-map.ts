/**
 * A map in the order of use: the entry that was neither read nor written for the longest time is the first.
 * Whoever adds entries removes others, since what makes one dispensable differs; by number alone it is `keepAtMost`.
 */
export class LruMap<K, V> extends Map<K, V> {
  override get(key: K): V | undefined {
    const value = super.get(key)
    if (value !== undefined) this.set(key, value)
    return value
  }

  override set(key: K, value: V): this {
    this.delete(key)
    return super.set(key, value)
  }

  /** Removes the entries that were not used for the longest time, until there are no more than `max`. */
  keepAtMost(max: number): void {
    for (const leastRecent of this.keys()) {
      if (this.size <= max) return
      this.delete(leastRecent)
    }
  }
}
