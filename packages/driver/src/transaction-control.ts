import { AuthError } from '@rowauth/core'
import type { TransactionOptions } from './auth-driver.js'

const isolationLevels = new Set(['read uncommitted', 'read committed', 'repeatable read', 'serializable'])
const accessModes = new Set(['read only', 'read write'])

/** The BEGIN for these options, made of constants alone. */
export function beginText(options: TransactionOptions = {}): string {
  const { isolationLevel, accessMode, deferrable } = options
  let text = 'begin'
  if (isolationLevel !== undefined) {
    if (!isolationLevels.has(isolationLevel)) throw new TypeError('Unknown isolation level.')
    text += ` isolation level ${isolationLevel}`
  }
  if (accessMode !== undefined) {
    if (!accessModes.has(accessMode)) throw new TypeError('Unknown access mode.')
    text += ` ${accessMode}`
  }
  if (deferrable !== undefined) text += deferrable ? ' deferrable' : ' not deferrable'
  return text
}

/**
 * White space and comments, which may nest (PostgreSQL manual, section 4.1.5), and semicolons: the server drops
 * empty statements, so that `; commit` is a COMMIT to it.
 */
function skipBlank(text: string, from: number): number {
  let at = from
  for (;;) {
    while (/[\s;]/.test(text.charAt(at))) at += 1
    if (text.startsWith('--', at)) {
      const end = text.slice(at).search(/[\r\n]/)
      at = end === -1 ? text.length : at + end
    } else if (text.startsWith('/*', at)) {
      let depth = 1
      at += 2
      while (depth > 0 && at < text.length) {
        if (text.startsWith('/*', at)) depth += 1
        else if (text.startsWith('*/', at)) depth -= 1
        else {
          at += 1
          continue
        }
        at += 2
      }
    } else return at
  }
}

/** The first words of a statement, in lower case. */
function leadingWords(text: string, count: number): string[] {
  const words: string[] = []
  let at = 0
  while (words.length < count) {
    at = skipBlank(text, at)
    const word = /^[a-z_]+/i.exec(text.slice(at, at + 32))?.[0]
    if (word === undefined) break
    words.push(word.toLowerCase())
    at += word.length
  }
  return words
}

const endsTransaction = new Set(['begin', 'start', 'commit', 'end', 'abort'])
const savepointWords = new Set(['savepoint', 'release'])
const transactionScopedSet = new Set(['local', 'transaction', 'constraints'])

/** What a statement means for the transaction that carries the claims. */
export type StatementKind = 'plain' | 'may-commit'

/**
 * Looks at what a statement starts with; the extended protocol takes one statement a message, so nothing can
 * hide behind it.
 *
 * @returns `may-commit` for `call` and `do`, which end an implicit transaction, and the claims with it, when
 *   their body commits: send those in an explicit one, where PostgreSQL refuses to
 * @throws {AuthError} `unsupported` for statements that would end the transaction, that would leave a setting on
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
  if (first === 'discard' || first === 'reset' || (first === 'set' && !transactionScopedSet.has(second))) {
    throw new AuthError(
      'unsupported',
      `A statement that starts with "${first}" outlives the transaction on a shared connection. Use "set local".`,
    )
  }
  if (first === 'copy') {
    throw new AuthError('unsupported', 'COPY streams its rows, and a statement has no stream to offer.')
  }
  return 'plain'
}
