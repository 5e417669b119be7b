import { AsyncLocalStorage } from 'node:async_hooks'
import { AuthError } from '@rowauth/core'
import type { PgClient, PgClientInternals, PgPool } from '../pg-types.js'

/**
 * How a lease leaves its connection: as it was found; with a transaction on it that somebody else opened; or not
 * to be used again, because it is lost, busy, or inside a transaction of ours.
 */
export type Leftover = 'nothing' | 'foreign transaction' | 'broken'

/** A connection that nobody else of ours uses until it is released. */
export interface Lease {
  readonly client: PgClientInternals
  release(leftover: Leftover): void
}

/** Where connections come from. */
export interface Connections {
  acquire(): Promise<Lease>
  /** Runs the callback of a transaction. `claimed` tells whether it has asked for its connection yet. */
  within<T>(claimed: () => boolean, run: () => Promise<T>): Promise<T>
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

// An 'error' event without a listener ends the process. The statement in flight rejects with the same error.
const ignore = () => {}

function leaseOf(client: PgClientInternals, release: Lease['release']): Lease {
  client.on('error', ignore)
  return {
    client,
    release(leftover) {
      client.off('error', ignore)
      release(leftover)
    },
  }
}

/** Each lease is a checked-out client of the pool. */
export function poolConnections(pool: PgPool): Connections {
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
      return leaseOf(client, (leftover) => checkedOut.release(leftover !== 'nothing'))
    },
    within: (_claimed, run) => run(),
  }
}

/** A transaction whose callback is running. */
interface Frame {
  readonly source: PgClient
  readonly claimed: () => boolean
  readonly outer: Frame | undefined
  over: boolean
}

/** Ends of the queues of single clients. */
const tails = new WeakMap<object, Promise<void>>()
const frames = new AsyncLocalStorage<Frame>()

function assertNotWithin(source: PgClient): void {
  for (let frame = frames.getStore(); frame !== undefined; frame = frame.outer) {
    if (!frame.over && frame.source === source && frame.claimed()) {
      throw new AuthError(
        'unsupported',
        'The only client is held by the transaction whose callback makes this call, so the call would wait ' +
          'for ever. Use the callback\'s own "tx", or a Pool.',
      )
    }
  }
}

/** One client serves its leases one after the other. */
export function clientConnections(source: PgClient): Connections {
  return {
    async acquire() {
      const client = internals(source)
      assertNotWithin(source)
      const previous = tails.get(source) ?? Promise.resolve()
      let free = () => {}
      tails.set(
        source,
        new Promise((resolve) => {
          free = resolve
        }),
      )
      await previous
      return leaseOf(client, (leftover) => {
        // Nobody else can throw it away. Whoever comes next is told that the client was closed.
        if (leftover === 'broken') void client.end()
        free()
      })
    },
    async within(claimed, run) {
      const frame: Frame = { source, claimed, outer: frames.getStore(), over: false }
      try {
        return await frames.run(frame, run)
      } finally {
        frame.over = true
      }
    },
  }
}
