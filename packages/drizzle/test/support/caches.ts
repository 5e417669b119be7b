import { getTableName, is, Table } from 'drizzle-orm'
import { Cache } from 'drizzle-orm/cache/core'
import { UpstashCache } from 'drizzle-orm/cache/upstash'

export type Strategy = 'explicit' | 'all'

const listOf = <Value>(value: Value | Value[] | undefined): Value[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value]

abstract class CacheInProcess extends Cache {
  readonly #strategy: Strategy

  constructor(strategy: Strategy) {
    super()
    this.#strategy = strategy
  }

  override strategy(): Strategy {
    return this.#strategy
  }
}

/** A cache as an application would bring it: everything in one map, keyed as Drizzle says. */
export class MapCache extends CacheInProcess {
  readonly entries = new Map<string, { response: unknown[]; tables: string[] }>()

  override async get(key: string): Promise<unknown[] | undefined> {
    return this.entries.get(key)?.response
  }

  override async put(key: string, response: unknown[], tables: string[]): Promise<void> {
    this.entries.set(key, { response, tables })
  }

  override async onMutate(params: { tags?: string | string[]; tables?: unknown }): Promise<void> {
    for (const tag of listOf(params.tags)) this.entries.delete(tag)
    const names = listOf(params.tables).map(nameOf)
    for (const [key, { tables }] of this.entries)
      if (tables.some((name) => names.includes(name))) this.entries.delete(key)
  }
}

function nameOf(table: unknown): string {
  return is(table, Table) ? getTableName(table) : String(table)
}

/** A store of texts and a list of keys for each table, as the cache over Keyv in Drizzle's documentation has them. */
class ListingCache extends CacheInProcess {
  readonly #texts = new Map<string, string>()
  #keysOfTable: Record<string, string[]> = {}

  override async get(key: string): Promise<unknown[] | undefined> {
    const text = this.#texts.get(key)
    return text === undefined ? undefined : JSON.parse(text)
  }

  override async put(key: string, response: unknown, tables: string[]): Promise<void> {
    this.#texts.set(key, JSON.stringify(response))
    for (const table of tables) this.#keysOfTable[table] = [...(this.#keysOfTable[table] ?? []), key]
  }

  override async onMutate(params: { tags?: string | string[]; tables?: unknown }): Promise<void> {
    const names = listOf(params.tables).map(nameOf)
    const keys = names.flatMap((name) => this.#keysOfTable[name] ?? [])
    for (const key of [...keys, ...listOf(params.tags)]) this.#texts.delete(key)
    for (const name of names) this.#keysOfTable[name] = []
  }
}

/** What Upstash's Redis does for Drizzle's cache: hashes and sets of texts, and its two scripts. */
class HashesAndSets {
  readonly #hashes = new Map<string, Map<string, string>>()
  readonly #sets = new Map<string, Set<string>>()

  async hget(hash: string, field: string): Promise<unknown> {
    const text = this.#hashes.get(hash)?.get(field)
    return text === undefined ? null : JSON.parse(text)
  }

  hset(hash: string, fields: Record<string, unknown>): void {
    const kept = this.#hashes.get(hash) ?? new Map<string, string>()
    for (const [field, value] of Object.entries(fields)) kept.set(field, JSON.stringify(value))
    this.#hashes.set(hash, kept)
  }

  sadd(set: string, member: string): void {
    this.#sets.set(set, (this.#sets.get(set) ?? new Set()).add(member))
  }

  pipeline(): object {
    return {
      hset: this.hset.bind(this),
      sadd: this.sadd.bind(this),
      hexpire() {},
      exec: async () => [],
    }
  }

  createScript(script: string): object {
    const mutates = script.includes('SUNION')
    return {
      exec: (keys: string[], args: string[]) =>
        mutates ? this.#mutate(keys, args) : this.#getByTag(keys, args),
    }
  }

  async #getByTag([map = '']: string[], [tag = '']: string[]): Promise<unknown> {
    const hash = await this.hget(map, tag)
    return typeof hash === 'string' ? this.hget(hash, tag) : null
  }

  async #mutate([map = '', ...sets]: string[], tags: string[]): Promise<void> {
    for (const tag of tags) {
      const hash = await this.hget(map, tag)
      if (typeof hash === 'string') this.#hashes.get(hash)?.delete(tag)
      this.#hashes.get(map)?.delete(tag)
    }
    const hashes = new Set(sets.flatMap((set) => [...(this.#sets.get(set) ?? [])]))
    // As `unpack` of Lua has it, where Redis runs the script.
    if (hashes.size + sets.length >= 8000) throw new Error('ERR too many results to unpack')
    for (const hash of hashes) this.#hashes.delete(hash)
    for (const set of sets) this.#sets.delete(set)
  }
}

/** Drizzle's own cache for Upstash, before a store in this process. */
export function upstash(strategy: Strategy): UpstashCache {
  const store: unknown = new HashesAndSets()
  return new UpstashCache(
    store as ConstructorParameters<typeof UpstashCache>[0],
    { ex: 60 },
    strategy === 'all',
  )
}

/** The caches that people have, each made anew. */
export const caches: readonly (readonly [name: string, open: (strategy: Strategy) => Cache])[] = [
  ['a map', (strategy) => new MapCache(strategy)],
  ['lists of keys, as in Drizzle’s documentation', (strategy) => new ListingCache(strategy)],
  ['Drizzle’s own for Upstash', upstash],
]
