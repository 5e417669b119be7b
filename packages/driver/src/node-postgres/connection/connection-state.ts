import type { PgClientInternals, PgConnection } from '../pg-types.js'
import { CatalogWatch } from '../prepared/catalog-watch.js'
import { PreparedStatements } from '../prepared/prepared-statements.js'
import { guardReads } from './guard-reads.js'
import { guardWrites, type Handed } from './guard-writes.js'

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
  /** What the server says unasked before it closes the connection: an administrator's command, a time limit. */
  farewell: Error | undefined
  /** Whoever has the connection, while nothing of theirs is on its way: told why it is lost. */
  whenLost: ((reason: Error) => void) | undefined
  /** Somebody has changed `client_encoding`: the next user's claims would be read as other letters. */
  encodingChanged: boolean
  /** What was given to `client.query` last, until its connection is released, or on a shared one is answered. */
  handed: Handed | undefined
  readonly prepared: PreparedStatements
  readonly watch: CatalogWatch
}

const states = new WeakMap<PgConnection, ConnectionState>()

/** The state of a connection; its listeners are added on first use and live as long as the connection. */
export function connectionState(client: PgClientInternals): ConnectionState {
  const { connection } = client
  let state = states.get(connection)
  if (state === undefined) {
    const watch = new CatalogWatch()
    const isDirect = () =>
      watch.backend === undefined ? undefined : watch.backend === String(client.processID)
    const created: ConnectionState = {
      // Older releases of pg do not tell. A client that is not connected yet has no status: it will be idle.
      txStatus:
        client.getTransactionStatus === undefined ? undefined : (client.getTransactionStatus() ?? 'I'),
      current: undefined,
      lost: false,
      farewell: undefined,
      whenLost: undefined,
      encodingChanged: false,
      handed: undefined,
      prepared: new PreparedStatements(connection, isDirect),
      watch,
    }
    observe(connection, created)
    guardReads(connection.stream, () => created.current !== undefined || created.handed !== undefined)
    guardWrites(client, () => created.handed)
    states.set(connection, created)
    state = created
  }
  return state
}

function observe(connection: PgConnection, state: ConnectionState): void {
  const take = () => {
    const exchange = state.current
    state.current = undefined
    return exchange
  }
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
    // It was an answer to a query of the application's.
    state.farewell = undefined
    if (status === 'I') state.prepared.ended()
    const exchange = take()
    // A query of the application's, past us.
    if (exchange === undefined) state.prepared.forgetUnnamed()
    else exchange.handleReady()
  })
  connection.on('errorMessage', (error: Error) => {
    if (state.current === undefined) state.farewell = error
  })
  const lost = (error?: Error) => {
    state.lost = true
    const reason = state.farewell ?? error ?? new Error('Connection terminated unexpectedly')
    const exchange = take()
    exchange?.handleLoss(reason)
    state.handed?.message.handleError(reason)
    const { whenLost } = state
    state.whenLost = undefined
    // Otherwise what was on its way tells, and may know better why.
    if (exchange === undefined) whenLost?.(reason)
  }
  connection.on('error', lost)
  connection.on('end', () => lost())
}
