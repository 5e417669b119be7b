import type { PgClientInternals, PgConnection } from '../pg-types.js'
import { CatalogWatch } from '../prepared/catalog-watch.js'
import { PreparedStatements } from '../prepared/prepared-statements.js'
import { asError } from './as-error.js'
import { guardWrites, type Handed } from './guard-writes.js'
import { isLoggingIn } from './neon-login.js'

/** What has been written last and is not yet answered: told of what the server says. */
export interface Exchange {
  handleBindComplete(): void
  handleReady(): void
  handleLoss(error: Error): void
  /** So many bytes have come in. */
  received(bytes: number): void
}

/** What is known of one connection beyond what pg tracks. Kept apart, so that nothing hangs on pg's objects. */
export interface ConnectionState {
  /** ReadyForQuery's transaction status: `I` idle, `T` in a transaction, `E` in a failed one; undefined: not known. */
  txStatus: string | undefined
  /** The message that was written last, until the server is ready again. */
  current: Exchange | undefined
  /** The connection is gone. */
  lost: boolean
  /** Somebody has changed `client_encoding`: the next user's claims would be read as other letters. */
  encodingChanged: boolean
  /** What was given to `client.query` last, until its connection is released, or on a shared one is answered. */
  handed: Handed | undefined
  readonly prepared: PreparedStatements
  readonly watch: CatalogWatch
  /** The connection is of no use any more: whoever waits for an answer is told. */
  lose(reason: Error): void
}

const states = new WeakMap<PgConnection, ConnectionState>()

/** The state of a connection; its listeners are added on first use and live as long as the connection. */
export function connectionState(client: PgClientInternals): ConnectionState {
  const { connection } = client
  let state = states.get(connection)
  if (state === undefined) {
    const loggingIn = isLoggingIn(connection)
    const watch = new CatalogWatch()
    const isDirect = () =>
      watch.backend === undefined ? undefined : watch.backend === String(client.processID)
    const created: ConnectionState = {
      txStatus: firstStatus(client, loggingIn),
      current: undefined,
      lost: false,
      encodingChanged: false,
      handed: undefined,
      prepared: new PreparedStatements(connection, isDirect),
      watch,
      lose(reason) {
        created.lost = true
        const exchange = created.current
        created.current = undefined
        exchange?.handleLoss(reason)
        created.handed?.message.handleError(reason)
      },
    }
    observe(connection, created, loggingIn)
    guardWrites(client, created)
    states.set(connection, created)
    state = created
  }
  return state
}

/** Older releases of pg do not tell. A client that is not connected yet has no status: it will be idle. */
function firstStatus(client: PgClientInternals, loggingIn: boolean): string | undefined {
  if (client.getTransactionStatus !== undefined) return client.getTransactionStatus() ?? 'I'
  return loggingIn ? 'I' : undefined
}

function observe(connection: PgConnection, state: ConnectionState, loggingIn: boolean): void {
  let skips = loggingIn
  connection.on('parseComplete', () => {
    if (state.current !== undefined) state.prepared.parsed()
  })
  connection.on('bindComplete', () => state.current?.handleBindComplete())
  connection.on('parameterDescription', ({ dataTypeIDs }: { dataTypeIDs: readonly number[] }) => {
    if (state.current !== undefined) state.prepared.described(dataTypeIDs)
  })
  connection.on('parameterStatus', (message: { parameterName: string; parameterValue: string }) => {
    if (message.parameterName !== 'client_encoding') return
    state.encodingChanged = message.parameterValue.toUpperCase() !== 'UTF8'
  })
  // Before pg's own listener, which starts the next queued query at once.
  connection.prependListener('readyForQuery', ({ status }: { status: string }) => {
    state.txStatus = status
    if (status === 'I') state.prepared.ended()
    if (skips) {
      skips = false
      return
    }
    const exchange = state.current
    state.current = undefined
    // A query of the application's, past us.
    if (exchange === undefined) state.prepared.forgetUnnamed()
    else exchange.handleReady()
  })
  connection.on('error', (error) => state.lose(asError(error)))
  connection.on('end', () => state.lose(new Error('Connection terminated unexpectedly')))
}
