import { type PgDatabase, type PgQueryResultHKT, withReplicas } from 'drizzle-orm/pg-core'

/** A database whose reads go to a replica, where there is one. */
export function replicated<DB extends PgDatabase<PgQueryResultHKT, Record<string, never>>>(
  primary: DB,
  replica: DB | undefined,
): DB {
  return replica === undefined ? primary : withReplicas(primary, [replica])
}
