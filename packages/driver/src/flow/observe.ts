import type { OnQuery, QueryEvent } from '../auth-driver.js'
import type { StatementConfig } from '../pg-statement.js'
import { type Answer, asSendError } from './connection.js'

/** Does the work of one call; `sent` is to be called for each message that went out. */
type Work<Result> = (sent: () => void) => Promise<Result[]>

/** Sends a message, and tells of it when it is over, unless it never went out. */
export async function telling<T extends Answer<unknown>>(
  sent: () => void,
  send: () => Promise<T>,
): Promise<T> {
  try {
    const answer = await send()
    for (let message = 0; message < (answer.messages ?? 1); message += 1) sent()
    return answer
  } catch (error) {
    if (asSendError(error).sent) sent()
    throw error
  }
}

/** Of any client's result: some are the list of rows itself, with its `count`. */
function rowCountOf(result: unknown): number {
  const { count, rowCount, rows } = result as {
    readonly count?: number | null
    readonly rowCount?: number | null
    readonly rows?: readonly unknown[]
  }
  return rowCount ?? count ?? rows?.length ?? 0
}

function rowsOf(results: readonly unknown[]): number {
  let rows = 0
  for (const result of results) {
    rows += rowCountOf(result)
  }
  return rows
}

/** Runs a call, and tells the observer of it, if there is one, when it is over. */
export async function observed<Result>(
  onQuery: OnQuery | undefined,
  role: string,
  statements: readonly StatementConfig[],
  work: Work<Result>,
): Promise<Result[]> {
  if (onQuery === undefined) return await work(() => {})
  const start = performance.now()
  let roundTrips = 0
  const tell = (rows: number | undefined, error: unknown) => {
    const event: QueryEvent = {
      text: statements.map(({ text }) => text).join(';\n'),
      role,
      roundTrips,
      rows,
      durationMs: performance.now() - start,
      error,
      parameters: () => statements.map(({ values }) => values ?? []),
    }
    try {
      onQuery(event)
    } catch (thrown) {
      // Not the caller's error: the call has come out as it has.
      queueMicrotask(() => {
        throw thrown
      })
    }
  }
  let results: Result[]
  try {
    results = await work(() => {
      roundTrips += 1
    })
  } catch (error) {
    tell(undefined, error)
    throw error
  }
  tell(rowsOf(results), undefined)
  return results
}
