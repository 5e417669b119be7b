import { AsyncLocalStorage } from 'node:async_hooks'
import { AuthError } from '@rowauth/core'
import type { PgClient, PgClientInternals, PgPool } from './pg-types.js'

/** A connection that nobody else of ours uses until it is released. */
export interface Lease {
  readonly client: PgClientInternals
  /** @param broken - the connection must not be used again */
  release(broken: boolean): void
}

/** Where connections come from. */
export interface Connections {
  acquire(): Promise<Lease>
  /** Runs the callback of a transaction that holds `lease`. */
  within<T>(lease: () => Lease | undefined, run: () => Promise<T>): Promise<T>
}

function internals(client: PgClient): PgClientInternals {
  const candidate = client as unknown as Partial<PgClientInternals>
  if (typeof candidate.connection !== 'object' || typeof candidate.constructor?.Query !== 'function') {
    throw new AuthError(
      'unsupported',
      'This client is not a JavaScript client of node-postgres (pg-native is not supported).',
    )
  }
  if (candidate.pipeline) {
    throw new AuthError(
      'unsupported',
      'node-postgres refuses custom query objects with "pipeline: true". Give rowauth a pool without it.',
    )
  }
  return client as unknown as PgClientInternals
}

export function isPool(source: PgPool | PgClient): source is PgPool {
  return 'totalCount' in source && typeof source.totalCount === 'number' && 'connect' in source
}

/** Each lease is a checked-out client of the pool. */
export function poolConnections(pool: PgPool): Connections {
  // An 'error' event without a listener ends the process. The statement in flight rejects with the same error.
  const ignore = () => {}
  return {
    async acquire() {
      const checkedOut = await pool.connect()
      let client: PgClientInternals
      try {
        client = internals(checkedOut)
      } catch (error) {
        checkedOut.release()
        throw error
      }
      client.on('error', ignore)
      return {
        client,
        release(broken) {
          client.off('error', ignore)
          checkedOut.release(broken)
        },
      }
    },
    within: (_lease, run) => run(),
  }
}

/** Ends of the queues of single clients. */
const tails = new WeakMap<object, Promise<void>>()
const transactions = new AsyncLocalStorage<{
  lease: () => Lease | undefined
  over: boolean
  outer: unknown
}>()

/** One client serves its leases one after the other. */
export function clientConnections(source: PgClient): Connections {
  const assertNotWithin = () => {
    for (let frame = transactions.getStore(); frame !== undefined; frame = frame.outer as typeof frame) {
      if (!frame.over && frame.lease()?.client === (source as unknown)) {
        throw new AuthError(
          'unsupported',
          'The only client is held by the transaction whose callback makes this call, so the call would wait ' +
            'for ever. Use the callback\'s own "tx", or a Pool.',
        )
      }
    }
  }
  return {
    async acquire() {
      const client = internals(source)
      assertNotWithin()
      const previous = tails.get(source) ?? Promise.resolve()
      let free = () => {}
      tails.set(
        source,
        new Promise((resolve) => {
          free = resolve
        }),
      )
      await previous
      return { client, release: () => free() }
    },
    async within(lease, run) {
      const frame = { lease, over: false, outer: transactions.getStore() }
      try {
        return await transactions.run(frame, run)
      } finally {
        frame.over = true
      }
    },
  }
}
