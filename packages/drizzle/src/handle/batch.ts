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
  refuse(error: unknown): void
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
          const client = clientOver(
            (statement) => new Promise((answer, refuse) => resolve({ statement, answer, refuse })),
          )
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
    for (const { refuse } of waiting) refuse(error)
    throw isDatabaseError(error) ? await wrapped(mapped, error) : error
  }
  waiting.forEach(({ answer }, index) => {
    answer(results[index] as DrizzleResult)
  })
  return await Promise.all(mapped)
}

function isDatabaseError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && 'severity' in error
}

/**
 * The errors that Drizzle makes of one for each query, as one: the database does not say which statement failed.
 * So the parameters are told where Drizzle tells them, and kept where it keeps them.
 */
async function wrapped(mapped: readonly Promise<unknown>[], error: Error): Promise<Error> {
  const outcomes = await Promise.allSettled(mapped)
  const errors = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' && isQueryError(outcome.reason) ? [outcome.reason] : [],
  )
  const parameters = errors.flatMap(({ params }) => params ?? [])
  return new DrizzleQueryError(errors.map(({ query }) => query).join(';\n'), parameters, error)
}

/** Not by its class: an application in CommonJS has another copy of Drizzle than this module. */
function isQueryError(error: unknown): error is DrizzleQueryError {
  return error instanceof Error && 'query' in error && typeof error.query === 'string' && 'params' in error
}
