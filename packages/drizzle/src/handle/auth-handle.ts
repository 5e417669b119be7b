import { assertUsableSession } from '@rowauth/core/internal'
import type { Identify } from '../identity/token-source.js'
import { authenticatedSession } from './authenticated-session.js'
import { sendBatch } from './batch.js'
import { holdable, startOf } from './batch-item.js'
import { databaseOver } from './database-handle.js'
import type { CacheMutation, DrizzleDatabase } from './drizzle-internals.js'
import { identityCache } from './identity-cache.js'
import type { Member } from './members.js'
import type { Channel } from './prepared-runs.js'
import { transactionOf, transactionOptions } from './transaction-handle.js'

/** The database that `$withAuth` returns. It shares nothing that can change with any other one. */
export function authHandle(member: Member, identify: Identify): DrizzleDatabase {
  const { db, adapter, driver, joined } = member
  const inner = db.session
  // What a cache answers reaches no endpoint that would verify the token.
  const caches = !joined && driver.verifiesTokens !== true
  const transaction = transactionOf(member, identify)

  const session = authenticatedSession(inner, adapter, {
    open: async () => {
      const who = await identify()
      return {
        send: (statement) => driver.query(who, statement),
        cache: identityCache(inner.cache, who, caches),
      }
    },
    transaction,
  })
  const handle = databaseOver(db, session)
  const base: DrizzleDatabase = Object.getPrototypeOf(handle)

  /** A database like the handle for one item of a batch. */
  const over = (channel: Channel): DrizzleDatabase =>
    databaseOver(db, authenticatedSession(inner, adapter, { open: () => channel, transaction }))

  /** A query that is no builder with a session, so that a batch makes it anew from its arguments. */
  const remade = (method: 'execute' | '$count', args: unknown[]): object =>
    holdable(base[method].apply(handle, args), {
      session,
      start: async (channel) => await base[method].apply(over(channel), args),
    })

  return Object.assign(handle, {
    execute: (...args: unknown[]) => remade('execute', args),
    $count: (...args: unknown[]) => remade('$count', args),
    $cache: {
      async invalidate(params: CacheMutation): Promise<void> {
        assertUsableSession(await identify())
        await member.invalidate(params)
      },
    },
    async batch(items: readonly unknown[], config?: object): Promise<unknown[]> {
      const starts = items.map((item) => startOf(item, session))
      const options = transactionOptions(config)
      const who = await identify()
      return await sendBatch(driver, who, starts, identityCache(inner.cache, who, false), options)
    },
  })
}
