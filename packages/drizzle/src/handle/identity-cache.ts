import type { AuthSession } from '@rowauth/core'
import { assertUsableSession, sessionIdentity, sha256Hex } from '@rowauth/core/internal'
import { drizzleKinds } from '../drizzle-kinds.js'
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
    return await this.#inner.get(await this.#scoped(key), tables, isTag, auto)
  }

  async put(
    key: string,
    response: unknown,
    tables: string[],
    isTag: boolean,
    config?: object,
  ): Promise<void> {
    if (this.#reads) await this.#inner.put(await this.#scoped(key), response, tables, isTag, config)
  }

  async onMutate(params: CacheMutation): Promise<void> {
    const { tags } = params
    if (tags === undefined) return await this.#inner.onMutate(params)
    const list = typeof tags === 'string' ? [tags] : tags
    await this.#inner.onMutate({ ...params, tags: await Promise.all(list.map((tag) => this.#scoped(tag))) })
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
