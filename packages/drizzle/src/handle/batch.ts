import type { AuthSession } from '@rowauth/core'
import type { TransactionOptions } from '@rowauth/driver'
import type { PgStatement } from '@rowauth/driver/node-postgres'
import { DrizzleQueryError } from 'drizzle-orm'
import { clientOver, type DrizzleClient, type DrizzleResult, type PgDriver } from './drizzle-internals.js'

type Statement = Exclude<PgStatement, string>

/** A query of a batch that has asked for its statement to be sent, and waits for the answer. */
interface Waiting {
  readonly statement: Statement
  answer(result: DrizzleResult): void
}

/**
 * Sends queries of Drizzle's as one batch. Each runs as it would alone, over a client that holds its statement
 * back; once all of them wait, the statements go out together, and each maps its own result.
 *
 * @param runs - start one query each, over the given client
 */
export async function sendBatch(
  driver: PgDriver,
  session: AuthSession,
  runs: readonly ((client: DrizzleClient) => Promise<unknown>)[],
  options: TransactionOptions,
): Promise<unknown[]> {
  const mapped: Promise<unknown>[] = []
  const waiting = await Promise.all(
    runs.map(
      (run) =>
        new Promise<Waiting>((resolve, reject) => {
          const client = clientOver((statement) => new Promise((answer) => resolve({ statement, answer })))
          const result = run(client)
          // Before its statement waits: a missing placeholder, say. Afterwards this changes nothing.
          result.catch(reject)
          mapped.push(result)
        }),
    ),
  )
  let results: DrizzleResult[]
  try {
    results = await driver.batch(
      session,
      waiting.map(({ statement }) => statement),
      options,
    )
  } catch (error) {
    throw isDatabaseError(error) ? wrapped(waiting, error) : error
  }
  waiting.forEach(({ answer }, index) => {
    answer(results[index] as DrizzleResult)
  })
  return await Promise.all(mapped)
}

function isDatabaseError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && 'severity' in error
}

/** Drizzle's own wrapping. The database does not say which statement failed, so the error names them all. */
function wrapped(waiting: readonly Waiting[], error: Error): DrizzleQueryError {
  const texts = waiting.map(({ statement }) => statement.text)
  const parameters = waiting.flatMap(({ statement }) => statement.values ?? [])
  return new DrizzleQueryError(texts.join(';\n'), parameters, error)
}
