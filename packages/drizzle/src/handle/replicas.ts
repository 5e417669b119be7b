import type { DrizzleDatabase } from './drizzle-internals.js'

/** What `withReplicas` returns: an object of closures in 0.45, a database with a `$replica` in 1.0. */
export interface ReplicatedDatabase {
  readonly $primary: DrizzleDatabase
  readonly $replicas: readonly DrizzleDatabase[]
  readonly $replica?: DrizzleDatabase
  readonly query: object
}

export function isReplicated(db: unknown): db is ReplicatedDatabase {
  return typeof db === 'object' && db !== null && '$primary' in db && '$replicas' in db
}

const reads = ['select', 'selectDistinct', 'selectDistinctOn', '$count', 'with', '$with'] as const

/** Spreads handles over primary and replicas as `withReplicas` did, asking its own choice for each read. */
export function replicatedHandle(
  db: ReplicatedDatabase,
  handleOf: (db: DrizzleDatabase) => DrizzleDatabase,
): DrizzleDatabase {
  const primary = handleOf(db.$primary)
  const replicas = new Map(db.$replicas.map((replica) => [replica, handleOf(replica)]))
  const handle: DrizzleDatabase = Object.create(primary, {
    $primary: { value: primary },
    $replicas: { value: [...replicas.values()] },
  })
  const known = (replica: DrizzleDatabase | undefined): DrizzleDatabase => {
    const own = replica && replicas.get(replica)
    if (own === undefined) {
      throw new TypeError('withReplicas() chose a database that is not among its replicas.')
    }
    return own
  }
  if ('$replica' in db) return Object.defineProperty(handle, '$replica', { get: () => known(db.$replica) })
  // 0.45 does not tell which replica it picks, but the `query` that it hands out is that replica's own.
  const chosen = (): DrizzleDatabase => {
    const { query } = db
    return known([...replicas.keys()].find((replica) => replica.query === query))
  }
  Object.defineProperty(handle, 'query', { get: () => chosen().query })
  for (const read of reads) {
    Object.defineProperty(handle, read, {
      value: (...args: unknown[]) => {
        const replica = chosen() as unknown as Record<string, (...args: unknown[]) => unknown>
        return replica[read]?.(...args)
      },
    })
  }
  return handle
}
