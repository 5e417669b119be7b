import type { AuthSession } from '@rowauth/core'
import { sessionClaimsJson } from '@rowauth/core/internal'
import type { OpeningStep } from '../flow/step.js'
import { claimsStatement } from './claims-statement.js'

/** The statement that opens a session: everything that comes from the session travels in `values`. */
export interface OpeningStatement {
  readonly text: string
  readonly values: readonly string[]
  /** The settings that it changes for the rest of the transaction. */
  readonly sets: readonly string[]
}

/** Puts one session into the transactions of one call: what a trust mode consists of. */
export interface Opening {
  /** The Postgres role that statements run under. */
  readonly role: string
  /** Of the request no error may hold this: the claims or the token; empty: nothing is secret. */
  readonly secret: string
  /** The token, for an endpoint that takes it with the request. */
  readonly token?: string | undefined
  /** Asked when a message is built; undefined: there is nothing to say in SQL. */
  statement(): OpeningStatement | undefined
  /**
   * Shown the values of the row that the statement gave, before anybody is given the results. What it rejects with
   * the call rejects with, and the connection is not used again.
   */
  answered?(row: readonly unknown[]): void | Promise<void>
  /**
   * Asked when the statement itself was refused, and so nothing has run.
   *
   * @returns `again` to be asked for another statement and sent once more; an error that the call rejects with
   *   instead of the database's
   */
  refused?(error: unknown): 'again' | 'fail' | Error
}

/**
 * Makes the opening of a call.
 *
 * @throws {TypeError} when the value is not a session
 * @throws {AuthError} `token_expired`; `unsupported` for a session that this trust mode cannot carry
 */
export type OpeningOf = (session: AuthSession) => Opening

/** Application mode: the application has verified the claims, and the database believes it. */
export const claimsOpening: OpeningOf = (session) => {
  const statement = claimsStatement(session)
  return {
    role: statement.values[0] as string,
    secret: sessionClaimsJson(session),
    statement: () => statement,
  }
}

/** The step for an opening's statement, as of now. */
export function openingSteps(opening: Opening): OpeningStep[] {
  const statement = opening.statement()
  if (statement === undefined) return []
  return [{ kind: 'opening', rows: 'opening', ...statement }]
}
