import { AsyncLocalStorage } from 'node:async_hooks'
import { AuthError } from '@rowauth/core'
import type { Connections } from '../../flow/connection.js'
import type { PgClient, PgResult } from '../pg-types.js'
import { ClientConnection, type ConnectionSettings } from './client-connection.js'
import { clientInternals, listenToErrors, unlistenToErrors } from './client-internals.js'
import { sharedConnection } from './shared-connection.js'

/** A transaction whose callback is running. */
interface Frame {
  readonly source: PgClient
  readonly acquired: () => boolean
  readonly outer: Frame | undefined
  over: boolean
}

/** Ends of the queues of single clients. */
const tails = new WeakMap<object, Promise<void>>()
const frames = new AsyncLocalStorage<Frame>()

function assertNotWithin(source: PgClient): void {
  for (let frame = frames.getStore(); frame !== undefined; frame = frame.outer) {
    if (!frame.over && frame.source === source && frame.acquired()) {
      throw new AuthError(
        'unsupported',
        'The only client is held by the transaction whose callback makes this call, so the call would wait ' +
          'for ever. Use the callback\'s own "tx", or a Pool.',
      )
    }
  }
}

/** One client serves its calls one after the other. */
export function singleClientConnections(
  source: PgClient,
  settings: ConnectionSettings,
): Connections<PgResult> {
  return {
    async acquire() {
      const client = clientInternals(source)
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
      listenToErrors(client)
      const connection = new ClientConnection(client, settings, (leftover) => {
        unlistenToErrors(client)
        // Nobody else can throw it away. Whoever comes next is told that the client was closed.
        if (leftover === 'broken') void client.end()
        free()
      })
      try {
        await connection.learnStatus()
      } catch (error) {
        connection.release('broken')
        throw error
      }
      return connection
    },
    async within(acquired, run) {
      const frame: Frame = { source, acquired, outer: frames.getStore(), over: false }
      try {
        return await frames.run(frame, run)
      } finally {
        frame.over = true
      }
    },
    joined: (client) => sharedConnection(client, settings),
  }
}
