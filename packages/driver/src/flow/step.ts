import type { TransactionOptions } from '../auth-driver.js'
import { type PgStatement, type StatementConfig, statementConfig } from '../pg-statement.js'
import { beginText, snapshotText } from '../sql/begin-text.js'
import type { StatementKind } from '../sql/classify-statement.js'

interface SqlText {
  readonly text: string
}

/** Opens an explicit transaction. A client with a way of its own to do so reads `options` instead of `text`. */
export interface BeginStep extends SqlText {
  readonly kind: 'begin'
  readonly rows: 'nobody'
  readonly options: TransactionOptions
}

/** Puts the session into the transaction. Its one row reaches the {@link Opening} that made it. */
export interface OpeningStep extends SqlText {
  readonly kind: 'opening'
  readonly rows: 'opening'
  readonly values: readonly string[]
  /** The settings that it changes for the rest of the transaction. */
  readonly sets: readonly string[]
}

/** A savepoint, a roll-back and the like: text of ours, and at most text for parameters. */
export interface ControlStep extends SqlText {
  readonly kind: 'control'
  readonly rows: 'nobody'
  readonly values?: readonly string[]
}

/** Ends the transaction. PostgreSQL answers COMMIT of a failed one with ROLLBACK, which must reject the call. */
export interface CommitStep extends SqlText {
  readonly kind: 'commit'
  readonly rows: 'nobody'
}

/** A statement of the user's. */
export interface UserStep extends SqlText {
  readonly kind: 'statement'
  readonly rows: 'user'
  /** A copy: what was looked at is what is sent, whatever the caller does to its object in the meantime. */
  readonly config: StatementConfig
  /** The role it runs under. */
  readonly role: string
  /** What it can mean for the transaction and for prepared statements. */
  readonly means: StatementKind
}

/** One statement of a message. `rows` says whose its rows are. */
export type Step = BeginStep | OpeningStep | ControlStep | CommitStep | UserStep

export function beginSteps(options: TransactionOptions = {}): Step[] {
  const begin: Step = { kind: 'begin', rows: 'nobody', text: beginText(options), options }
  if (options.snapshot === undefined) return [begin]
  return [begin, controlStep(snapshotText(options.snapshot))]
}

export function controlStep(text: string, values?: readonly string[]): Step {
  return values === undefined
    ? { kind: 'control', rows: 'nobody', text }
    : { kind: 'control', rows: 'nobody', text, values }
}

export const rollbackStep = controlStep('rollback')

export const commitStep: Step = { kind: 'commit', rows: 'nobody', text: 'commit' }

/** @throws {TypeError} for what is no statement; {RangeError} for more parameters than the protocol can count */
export function userStep(statement: PgStatement, role: string, kind: StatementKind): UserStep {
  const config = statementConfig(statement)
  return {
    kind: 'statement',
    rows: 'user',
    text: config.text,
    config,
    role,
    means: kind,
  }
}

/** Steps within an explicit transaction, for a client that sends no two statements in one implicit one. */
export function inTransaction(steps: readonly Step[]): Step[] {
  return [...beginSteps(), ...steps, commitStep]
}
