import { AuthError } from '@rowauth/core'
import type { PgConnection } from '../pg-types.js'

/**
 * A wrapper around `client.query`, an instrumentation say, sees the text of a message. One that sends that text
 * instead of the message would run it as the login role, without claims. So while a message waits to be written,
 * its text goes out in no other way: the connection is closed instead.
 *
 * @param awaited - the text of the message that waits; undefined or empty: none does
 */
export function guardWrites(connection: PgConnection, awaited: () => string | undefined): void {
  const isAwaited = (text: unknown) => {
    const waiting = awaited()
    return typeof text === 'string' && !!waiting && text.includes(waiting)
  }
  const { query, parse } = connection
  const refuse = () => {
    // Thrown within an event of the socket it would end the process.
    connection.stream.destroy(
      new AuthError(
        'unsupported',
        'What wraps client.query() has sent the text of a query without its claims.',
      ),
    )
  }
  connection.query = (text) => {
    if (isAwaited(text)) refuse()
    else query.call(connection, text)
  }
  connection.parse = (message) => {
    if (isAwaited((message as { text?: unknown }).text)) refuse()
    else parse.call(connection, message)
  }
}
