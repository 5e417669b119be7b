import type { Answer } from '../../flow/connection.js'
import type { ConnectionState } from '../connection/connection-state.js'
import type { PgClientInternals, PgConnection, PgResult } from '../pg-types.js'
import type { Named } from '../prepared/prepared-statements.js'
import type { MessageStep, Recording } from './record-steps.js'

/** What a message gave, and what only relatives of pg ask for. */
export interface MessageAnswer extends Answer<PgResult> {
  /** What the server said of each statement of the user's when it was done, `INSERT 0 1` say: pg keeps the first word. */
  readonly tags: readonly (string | undefined)[]
  /** The parameter types of the statements that it only asked about, in order. */
  readonly described: readonly (readonly number[])[]
}

/** What became of a message that failed. */
export interface MessageFailure {
  readonly error: unknown
  /** It went out; otherwise it is as if it had never been tried. */
  readonly sent: boolean
  /** The connection is unusable, or the server is still busy with the message. */
  readonly broken: boolean
  /** The step that failed. */
  readonly step?: MessageStep | undefined
  /** How the step that failed was prepared, when it was never bound. */
  readonly unbound?: Named | undefined
}

/** What goes out behind a message. */
export interface Behind {
  write(connection: PgConnection): void
  /** The message is answered, and pg is about to go on: the next answer belongs to this. */
  take(): void
}

export interface MessageOptions {
  readonly client: PgClientInternals
  readonly state: ConnectionState
  readonly steps: readonly MessageStep[]
  /** How the connection must be when the message goes out. */
  readonly expected: 'idle' | 'open' | 'any'
  /** Serializes the steps. What it throws fails the message before anything is sent. */
  record(): Recording
  /** What goes out behind the message, in the same flight; it has answers of its own. */
  readonly behind?: Behind | undefined
  /** The size of an answer, in bytes, that ends the connection. */
  readonly maxResultBytes: number
  /** Called once, never within `client.query`. */
  report(failure: MessageFailure | null, answer: MessageAnswer): void
}
