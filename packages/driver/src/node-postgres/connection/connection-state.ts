import type { Message } from '../message/message.js'
import type { PgClientInternals, PgConnection } from '../pg-types.js'
import { PreparedStatements } from './prepared-statements.js'

/** What is known of one connection beyond what pg tracks. Kept apart, so that nothing hangs on pg's objects. */
export interface ConnectionState {
  /** ReadyForQuery's transaction status: `I` idle, `T` in a transaction, `E` in a failed one; undefined: not known. */
  txStatus: string | undefined
  /** The message that was written last, until the server is ready again. */
  current: Message | undefined
  /** The connection is gone. */
  lost: boolean
  readonly prepared: PreparedStatements
}

const states = new WeakMap<PgConnection, ConnectionState>()

/** The state of a connection; its listeners are added on first use and live as long as the connection. */
export function stateOf(client: PgClientInternals, maxPrepared: number): ConnectionState {
  const { connection } = client
  let state = states.get(connection)
  if (state === undefined) {
    state = observe(connection, {
      // Older releases of pg do not tell. A client that is not connected yet has no status: it will be idle.
      txStatus:
        client.getTransactionStatus === undefined ? undefined : (client.getTransactionStatus() ?? 'I'),
      current: undefined,
      lost: false,
      prepared: new PreparedStatements(connection, maxPrepared),
    })
    states.set(connection, state)
  }
  return state
}

function observe(connection: PgConnection, state: ConnectionState): ConnectionState {
  const take = () => {
    const message = state.current
    state.current = undefined
    return message
  }
  connection.on('parseComplete', () => state.prepared.parsed())
  connection.on('bindComplete', () => state.current?.handleBindComplete())
  // Before pg's own listener, which starts the next queued query at once.
  connection.prependListener('readyForQuery', ({ status }: { status: string }) => {
    state.txStatus = status
    take()?.handleReady()
  })
  const lost = (error?: Error) => {
    state.lost = true
    take()?.handleLoss(error ?? new Error('Connection terminated unexpectedly'))
  }
  connection.on('error', lost)
  connection.on('end', () => lost())
  return state
}
