import { sha256Hex } from '@rowauth/core/internal'
import { drizzleKinds } from '../drizzle-kinds.js'
import type { CacheMutation, DrizzleCache } from './drizzle-internals.js'

/**
 * To a cache, a tag is the key of one entry. What belongs to several entries is a table, so each entry of a handle's
 * that has a tag depends on a table by this name, which no database has.
 */
export async function tableOfTag(cache: DrizzleCache, tag: string): Promise<string> {
  return `rowauth tag: ${remembersTables(cache) ? (await sha256Hex(tag)).slice(0, 2) : tag}`
}

/**
 * Drizzle's cache for Upstash keeps the name of each set of tables until one of them changes, and its script fails from
 * 8000 of them on: then no write of a table would come through. So tags share 256 names there, and one that is
 * invalidated takes some others with it.
 */
function remembersTables(cache: DrizzleCache): boolean {
  return drizzleKinds(cache).includes('UpstashCache')
}

/** Drops what `params` name, entries of plain queries and of all identities, from each of the caches. */
export async function invalidate(caches: ReadonlySet<DrizzleCache>, params: CacheMutation): Promise<void> {
  await Promise.all([...caches].map((cache) => invalidateIn(cache, params)))
}

async function invalidateIn(cache: DrizzleCache, params: CacheMutation): Promise<void> {
  const tags = [params.tags ?? []].flat()
  const tables = await Promise.all(tags.map((tag) => tableOfTag(cache, tag)))
  if (tables.length === 0) return await cache.onMutate(params)
  if (params.tables === undefined) return await cache.onMutate({ ...params, tables })
  // A list of tables has names or tables of Drizzle's in it, and not both.
  await Promise.all([cache.onMutate(params), cache.onMutate({ tables })])
}
