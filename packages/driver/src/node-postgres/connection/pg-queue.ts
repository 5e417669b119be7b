import type { PgClientInternals } from '../pg-types.js'

/** Under the names of pg 8.17 and later, and of releases before. */
interface Queue {
  readonly _activeQuery?: unknown
  readonly activeQuery?: unknown
  readonly _queryQueue?: readonly unknown[]
  readonly queryQueue?: readonly unknown[]
}

function waiting(client: PgClientInternals): readonly unknown[] {
  const queue = client as unknown as Queue
  return ('_queryQueue' in queue ? queue._queryQueue : queue.queryQueue) ?? []
}

/** The query that pg gives answers to. */
export function activeQuery(client: PgClientInternals): unknown {
  const queue = client as unknown as Queue
  return '_activeQuery' in queue ? queue._activeQuery : queue.activeQuery
}

/** What pg has in hand: the query that runs, and those that wait. */
export function queriesOf(client: PgClientInternals): ReadonlySet<unknown> {
  return new Set([activeQuery(client), ...waiting(client)])
}

/** Is this what pg takes when the server is ready? */
export function isNext(client: PgClientInternals, query: object): boolean {
  return waiting(client)[0] === query
}
