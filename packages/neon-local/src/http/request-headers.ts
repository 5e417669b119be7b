import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { TransactionOptions } from '@rowauth/driver'
import { Failure } from './failure.js'

const isolationLevels = new Map<string, TransactionOptions['isolationLevel']>([
  ['ReadUncommitted', 'read uncommitted'],
  ['ReadCommitted', 'read committed'],
  ['RepeatableRead', 'repeatable read'],
  ['Serializable', 'serializable'],
])

/** What the headers say about the answer and about a batch. */
export interface RequestOptions {
  readonly rawText: boolean
  readonly arrayMode: boolean
  readonly transaction: TransactionOptions
  /** The headers about the batch, which its answer repeats. */
  readonly echo: Readonly<Record<string, string>>
}

/**
 * Reads the `Neon-…` headers. Only the literal `true` counts as true.
 *
 * @throws {Failure} 400 for an unknown isolation level
 */
export function readHeaders(headers: IncomingHttpHeaders): RequestOptions {
  const isTrue = (name: string) => headers[name] === 'true'
  const echo: Record<string, string> = {}
  const transaction: { -readonly [option in keyof TransactionOptions]: TransactionOptions[option] } = {}
  const level = headers['neon-batch-isolation-level']
  if (level !== undefined) {
    const isolationLevel = typeof level === 'string' ? isolationLevels.get(level) : undefined
    if (isolationLevel === undefined) throw new Failure(400, 'invalid isolation level')
    transaction.isolationLevel = isolationLevel
    echo['Neon-Batch-Isolation-Level'] = String(level)
  }
  if (isTrue('neon-batch-read-only')) {
    transaction.accessMode = 'read only'
    echo['Neon-Batch-Read-Only'] = 'true'
  }
  if (isTrue('neon-batch-deferrable')) {
    transaction.deferrable = true
    echo['Neon-Batch-Deferrable'] = 'true'
  }
  return { rawText: isTrue('neon-raw-text-output'), arrayMode: isTrue('neon-array-mode'), transaction, echo }
}

/** What a request is judged by. Of two values Node takes the first or joins them; others may take the last. */
const single = ['host', 'origin', 'authorization', 'neon-connection-string']

/** @throws {Failure} 400 for a header that comes twice */
export function checkSingleHeaders({ headersDistinct }: IncomingMessage): void {
  for (const name of single) {
    if ((headersDistinct[name]?.length ?? 0) > 1) throw new Failure(400, `invalid header: ${name}`)
  }
}
