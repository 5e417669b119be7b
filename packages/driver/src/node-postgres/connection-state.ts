import type { Message } from './message.js'
import type { PgClientInternals, PgConnection } from './pg-types.js'
import { PreparedStatements } from './prepared-statements.js'

/** What is known of one connection beyond what pg tracks. Kept apart, so that nothing hangs on pg's objects. */
export interface ConnectionState {
  /** ReadyForQuery's transaction status: idle, in a transaction, or in a failed one. */
  txStatus: string
  /** The message that was written last, until the server is ready again. */
  current: Message | undefined
  readonly prepared: PreparedStatements
}

const states = new WeakMap<PgConnection, ConnectionState>()

/** The state of a connection; its listeners are added on first use and live as long as the connection. */
export function stateOf(client: PgClientInternals, maxPrepared: number): ConnectionState {
  const { connection } = client
  let state = states.get(connection)
  if (state === undefined) {
    state = observe(connection, {
      txStatus: client.getTransactionStatus?.() ?? 'I',
      current: undefined,
      prepared: new PreparedStatements(connection, maxPrepared),
    })
    states.set(connection, state)
  }
  return state
}

function observe(connection: PgConnection, state: ConnectionState): ConnectionState {
  connection.on('parseComplete', () => state.prepared.parsed())
  connection.on('bindComplete', () => state.current?.handleBindComplete())
  // Before pg's own listener, which starts the next queued query at once.
  connection.prependListener('readyForQuery', (message: { status: string }) => {
    state.txStatus = message.status
    const message_ = state.current
    state.current = undefined
    message_?.handleReady()
  })
  const lost = (error?: Error) => {
    const message = state.current
    state.current = undefined
    message?.handleLoss(error ?? new Error('Connection terminated unexpectedly'))
  }
  connection.on('error', lost)
  connection.on('end', () => lost())
  return state
}
