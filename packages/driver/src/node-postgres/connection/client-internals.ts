import { AuthError } from '@rowauth/core'
import type { PgClient, PgClientInternals } from '../pg-types.js'

/** @throws {AuthError} `unsupported` for a client that does not let statements travel together */
export function clientInternals(client: PgClient): PgClientInternals {
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
      'node-postgres refuses custom query objects with `pipeline: true`. Give rowauth a pool without it.',
    )
  }
  return client as unknown as PgClientInternals
}

// An 'error' event without a listener ends the process. The statement in flight rejects with the same error.
const ignore = () => {}

export function listenToErrors(client: PgClientInternals): void {
  client.on('error', ignore)
}

export function unlistenToErrors(client: PgClientInternals): void {
  client.off('error', ignore)
}
