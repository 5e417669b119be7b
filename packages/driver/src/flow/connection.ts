import type { Opening } from '../opening/opening.js'
import type { Step } from './step.js'

/**
 * What the last answer said of a connection: `idle`; `open`, in a transaction; `failed`, in one that can only be
 * rolled back.
 */
export type ConnectionStatus = 'idle' | 'open' | 'failed'

/** What a message gave: a result for each step of the user's, in order, and the row of the opening. */
export interface Answer<Result> {
  readonly results: Result[]
  /** The values of the opening's row; undefined where the message had no opening, or its row is not read. */
  readonly opening?: readonly unknown[] | undefined
  /** Messages that it took. Default: 1. */
  readonly messages?: number
}

/**
 * How a connection is left: as it was found; with a transaction on it that somebody else opened; or not to be
 * used again, because it is lost, busy, or inside a transaction of ours.
 */
export type Leftover = 'nothing' | 'foreign transaction' | 'broken'

/** One connection, which nobody else uses until it is released: what the author of a driver writes for a client. */
export interface Connection<Result> {
  readonly status: ConnectionStatus
  /** The role that it logged in as, for hints; undefined where the client does not say it. */
  readonly user?: string | undefined
  /**
   * Sends steps in one message, and waits for all its answers.
   *
   * @param expected - the status that the connection must have when the message goes out; another one is refused
   *   with `unsupported` before anything is sent
   * @throws the error of the first step that failed, as the client made it; a {@link SendError} where there is
   *   more to say about it
   */
  send(steps: readonly Step[], expected: 'idle' | 'open'): Promise<Answer<Result>>
  /** Sends steps that begin on an idle connection, and take effect together or not at all. */
  sendWhole(steps: readonly Step[]): Promise<Answer<Result>>
  /**
   * Has `told` called, once, when the connection is lost before it is released: with what the call is to reject with.
   * A transaction whose callback does something else meanwhile gives its place back at once. Absent: it is seen when
   * the next message fails.
   */
  whenLost?(told: (reason: unknown) => void): void
  /** Gives the connection back. Called once; never throws. */
  release(leftover: Leftover): void
}

/** A connection inside a transaction of the application's, which goes on using it itself. */
export interface SharedConnection<Result>
  extends Omit<Connection<Result>, 'sendWhole' | 'release' | 'whenLost'> {
  /** The application's client: equal for equal connections. */
  readonly client: object
}

/** Where connections come from. */
export interface Connections<Result> {
  /** @param opening - of the call that it is for: an endpoint that verifies tokens wants the token with the request */
  acquire(opening: Opening): Promise<Connection<Result>>
  /** Why transactions cannot stay open between messages; absent: they can. */
  readonly onlyWhole?: string
  /**
   * Runs the callback of a transaction. A client that serves one call after the other can refuse a call that would
   * wait for the very transaction it is made in.
   *
   * @param acquired - tells whether the transaction has asked for its connection yet
   */
  within?<T>(acquired: () => boolean, run: () => Promise<T>): Promise<T>
  /**
   * A client on which the application has opened a transaction, as a connection that is shared with it; absent:
   * there is no such thing.
   *
   * @throws {TypeError} for what is no client of this kind
   */
  joined?(client: unknown): SharedConnection<Result>
}

interface SendErrorInit {
  /** It went out; otherwise it is as if it had never been tried. Default: true. */
  readonly sent?: boolean
  /** The connection is unusable, or the server is still busy with the message. Default: false. */
  readonly broken?: boolean
  /** Nothing but the opening can have run, or all of it is rolled back, and it would fare better now. Default: false. */
  readonly again?: boolean
  /** The step that failed. */
  readonly step?: Step | undefined
}

/** Registered, for what another copy of this module throws. */
const brand = Symbol.for('rowauth: SendError 1')

/** A message failed, and there is more to say than the error: that is its `cause`, and what the caller gets. */
export class SendError extends Error {
  override readonly name = 'SendError'
  readonly sent: boolean
  readonly broken: boolean
  readonly again: boolean
  readonly step: Step | undefined

  constructor(cause: unknown, { sent = true, broken = false, again = false, step }: SendErrorInit = {}) {
    super('A message to the database failed.', { cause })
    if (step?.kind === 'opening') forgetContext(cause)
    this.sent = sent
    this.broken = broken
    this.again = again
    this.step = step
    Object.defineProperty(this, brand, { value: true })
  }
}

/**
 * Where an error happened, the server may quote parameters: of an opening, claims or a token. Anybody who has SQL can
 * make it do so (`log_parameter_max_length_on_error`).
 */
function forgetContext(error: unknown): void {
  if (typeof error === 'object' && error !== null && 'where' in error) error.where = undefined
}

/** Any failure as a {@link SendError}: what says no more went out, and the connection tells the rest. */
export function asSendError(failure: unknown): SendError {
  return isSendError(failure) ? failure : new SendError(failure)
}

function isSendError(failure: unknown): failure is SendError {
  return failure instanceof Error && brand in failure
}
