import type { AuthSession } from '@rowauth/core'
import { assertUsableSession, sessionIdentity, sha256Hex } from '@rowauth/core/internal'
import { drizzleKinds } from '../drizzle-kinds.js'
import { tableOfTag } from './cache-tags.js'
import type { CacheMutation, DrizzleCache } from './drizzle-internals.js'

/** A key that no other identity has: the whole of what decides which rows a session sees. */
function identityKey(session: AuthSession): Promise<string> {
  return sha256Hex(sessionIdentity(session))
}

/**
 * Drizzle's cache as one identity sees it. Drizzle's keys are made of SQL and parameters alone, so without this
 * one user would get the rows of another.
 */
class IdentityCache implements DrizzleCache {
  readonly #inner: DrizzleCache
  readonly #session: AuthSession
  readonly #key: Promise<string>
  readonly #reads: boolean

  constructor(inner: DrizzleCache, session: AuthSession, reads: boolean) {
    this.#inner = inner
    this.#session = session
    this.#key = identityKey(session)
    this.#reads = reads
  }

  strategy(): 'explicit' | 'all' {
    return this.#inner.strategy()
  }
  async get(key: string, tables: string[], isTag: boolean, auto?: boolean): Promise<unknown[] | undefined> {
    if (!this.#reads) return undefined
    // A hit never reaches the driver, which refuses a session that is over.
    assertUsableSession(this.#session)
    const scoped = await this.#scoped(key)
    if (!isTag) return await this.#inner.get(scoped, tables, false, auto)
    // The tables as `put` will be given them: some caches look an entry up by its key and its tables.
    const depends = [...(auto ? tables : []), await tableOfTag(this.#inner, key)]
    return await this.#inner.get(scoped, depends, false, true)
  }

  async put(
    key: string,
    response: unknown,
    tables: string[],
    isTag: boolean,
    config?: object,
  ): Promise<void> {
    if (!this.#reads) return
    const depends = isTag ? [...tables, await tableOfTag(this.#inner, key)] : tables
    await this.#inner.put(await this.#scoped(key), response, depends, false, config)
  }

  /** Drizzle tells of the tables that a query has changed. */
  async onMutate(params: CacheMutation): Promise<void> {
    await this.#inner.onMutate(params)
  }

  async #scoped(key: string): Promise<string> {
    return `${await this.#key}:${key}`
  }
}

/**
 * @param reads - false within transactions and batches: what they see may be rolled back, and must not be
 *   served to later queries; and where only the endpoint verifies tokens. What is written still invalidates.
 */
export function identityCache(inner: DrizzleCache, session: AuthSession, reads: boolean): DrizzleCache {
  return drizzleKinds(inner).includes('NoopCache') ? inner : new IdentityCache(inner, session, reads)
}
