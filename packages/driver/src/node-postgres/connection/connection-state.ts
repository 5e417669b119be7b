import { sharedByCopies } from '@rowauth/core/internal'
import type { PgClientInternals, PgConnection } from '../pg-types.js'
import { CatalogWatch } from '../prepared/catalog-watch.js'
import { PreparedStatements } from '../prepared/prepared-statements.js'
import { asError } from './as-error.js'
import { guardWrites, type Handed } from './guard-writes.js'
import { isLoggingIn } from './neon-client.js'

/** What has been written last and is not yet answered: told of what the server says. */
export interface Exchange {
  handleBindComplete(): void
  /** @returns whether the types belong to a statement that was only to be described */
  handleParameterTypes(types: readonly number[]): boolean
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
  /** The connection is of no use any more: whoever waits for an answer is told. */
  lose(reason: Error): void
}

const states = /* @__PURE__ */ sharedByCopies(
  'connection states 1',
  () => new WeakMap<PgConnection, ConnectionState>(),
)

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
      farewell: undefined,
      whenLost: undefined,
      encodingChanged: false,
      handed: undefined,
      prepared: new PreparedStatements(connection, isDirect),
      watch,
      lose: (reason) => lose(created, created.farewell ?? reason),
    }
    observe(connection, created, loggingIn)
    guardWrites(client, created)
    states.set(connection, created)
    state = created
  }
  return state
}

function lose(state: ConnectionState, reason: Error): void {
  state.lost = true
  const { current, whenLost } = state
  state.current = undefined
  state.whenLost = undefined
  current?.handleLoss(reason)
  state.handed?.message.handleError(reason)
  // Otherwise what was on its way tells, and may know better why.
  if (current === undefined) whenLost?.(reason)
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
    if (state.current?.handleParameterTypes(dataTypeIDs) === false) state.prepared.described(dataTypeIDs)
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
  connection.on('errorMessage', (error: Error) => {
    if (state.current === undefined) state.farewell = error
  })
  connection.on('error', (error) => state.lose(asError(error)))
  connection.on('end', () => state.lose(new Error('Connection terminated unexpectedly')))
}
