import { AuthError } from '@rowauth/core'
import type { PgClientInternals } from '../pg-types.js'
import { closeConnection } from './close-connection.js'
import type { ConnectionState } from './connection-state.js'
import { activeQuery } from './pg-queue.js'

/** A message that was given to `client.query`. */
export interface Handed {
  readonly message: { readonly text: string; handleError(error: Error): void }
  /** What pg had in hand before: the application's own. */
  readonly before: ReadonlySet<unknown>
  /** It is being written. */
  writing: boolean
}

/**
 * A wrapper around `client.query`, an instrumentation say, sees the text of a message. One that sends that text
 * instead of the message, or besides, would run it as the login role, without claims. So until the connection is
 * released, or a shared one has answered, the text goes out in no other way: the connection is closed instead.
 */
export function guardWrites(
  client: PgClientInternals,
  state: Pick<ConnectionState, 'handed' | 'lose'>,
): void {
  const { connection } = client
  const isForbidden = (text: unknown) => {
    const { message, before, writing } = state.handed ?? {}
    if (message === undefined || writing || typeof text !== 'string' || message.text === '') return false
    return text.includes(message.text) && !before?.has(activeQuery(client))
  }
  const { query, parse } = connection
  const refuse = () => {
    // Thrown within an event of the socket it would end the process.
    closeConnection(
      client,
      state,
      new AuthError(
        'unsupported',
        'What wraps client.query() has sent the text of a query without its claims.',
      ),
    )
  }
  connection.query = (text) => {
    if (isForbidden(text)) refuse()
    else query.call(connection, text)
  }
  connection.parse = (message) => {
    if (isForbidden((message as { text?: unknown }).text)) refuse()
    else parse.call(connection, message)
  }
}
