import type { AuthSession } from '@rowauth/core'
import type { TransactionOptions } from '@rowauth/driver'
import { DrizzleQueryError } from '../drizzle-query-error.js'
import type { DrizzleCache, DrizzleResult, PgDriver, Statement } from './drizzle-internals.js'
import type { Channel } from './prepared-runs.js'

/** A query of a batch that has asked for its statement to be sent, and waits for the answer. */
interface Waiting {
  readonly statement: Statement
  answer(result: DrizzleResult): void
  refuse(error: unknown): void
}

/**
 * Sends queries of Drizzle's as one batch. Each runs as it would alone, over a channel that holds its statement
 * back; once all of them wait, the statements go out together, and each maps its own result.
 *
 * @param starts - start one query each, over the given channel
 */
export async function sendBatch(
  driver: PgDriver,
  session: AuthSession,
  starts: readonly ((channel: Channel) => Promise<unknown>)[],
  cache: DrizzleCache,
  options: TransactionOptions,
): Promise<unknown[]> {
  const mapped: Promise<unknown>[] = []
  const waiting = await Promise.all(
    starts.map(
      (start) =>
        new Promise<Waiting>((resolve, reject) => {
          const send = (statement: Statement) =>
            new Promise<DrizzleResult>((answer, refuse) => resolve({ statement, answer, refuse }))
          const result = start({ send, cache })
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
