import { AuthError } from '@rowauth/core'
import { leadingWords } from './leading-words.js'

const endsTransaction = new Set(['begin', 'start', 'commit', 'end', 'abort'])
const savepointWords = new Set(['savepoint', 'release'])
const transactionScopedSet = new Set(['local', 'transaction', 'constraints'])
/** They act on what a connection keeps for whoever uses it next. */
const outlives = new Set(['discard', 'reset', 'load'])
/** A prepared statement is found by its name: one that a user has put there could be taken for ours. */
const preparedWords = new Set(['prepare', 'execute', 'deallocate'])
const changesCatalog = new Set(['create', 'alter', 'drop'])

/**
 * What a statement means for the transaction that carries the claims: nothing (`plain`); it may end an implicit
 * one (`may-commit`); it changes what prepared statements rest on (`ddl`); it sets, releases or goes back to a
 * savepoint, where settings are remembered (`savepoint`).
 */
export type StatementKind = 'plain' | 'may-commit' | 'ddl' | 'savepoint'

/**
 * Looks at what a statement starts with; the extended protocol takes one statement a message, so nothing can
 * hide behind it.
 *
 * @returns `may-commit` for `call` and `do`, which end an implicit transaction, and the claims with it, when
 *   their body commits: send those in an explicit one, where PostgreSQL refuses to
 * @throws {AuthError} `unsupported` for statements that would end the transaction, that would leave something on
 *   the connection for whoever uses it next, or that copy to or from the client
 */
export function classifyStatement(
  text: string,
  within: 'own transaction' | 'open transaction',
): StatementKind {
  const [first = '', second = '', third = ''] = leadingWords(text, 3)
  if (first === 'call' || first === 'do') return 'may-commit'
  const rollsBackToSavepoint =
    first === 'rollback' &&
    (second === 'to' || ((second === 'work' || second === 'transaction') && third === 'to'))
  const savepoint = savepointWords.has(first) || rollsBackToSavepoint
  if (
    endsTransaction.has(first) ||
    (first === 'rollback' && !rollsBackToSavepoint) ||
    (first === 'prepare' && second === 'transaction') ||
    (savepoint && within === 'own transaction')
  ) {
    throw new AuthError(
      'unsupported',
      `A statement that starts with "${first}" would end the transaction that holds the claims. Use transaction().`,
    )
  }
  if (preparedWords.has(first)) {
    throw new AuthError(
      'unsupported',
      `A statement that starts with "${first}" reaches the prepared statements of a shared connection. Give the query a name instead.`,
    )
  }
  if (outlives.has(first) || (first === 'set' && !transactionScopedSet.has(second))) {
    throw new AuthError(
      'unsupported',
      `A statement that starts with "${first}" outlives the transaction on a shared connection. Use "set local" for settings.`,
    )
  }
  if (first === 'copy') {
    throw new AuthError('unsupported', 'COPY streams its rows, and a statement has no stream to offer.')
  }
  if (savepoint) return 'savepoint'
  return changesCatalog.has(first) ? 'ddl' : 'plain'
}
