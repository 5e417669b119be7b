/**
 * A map in the order of use: the entry that was neither read nor written for the longest time is the first.
 * Whoever adds entries removes others, since what makes one dispensable differs.
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
}
