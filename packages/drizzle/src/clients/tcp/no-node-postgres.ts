import type { PgDriver } from '../../handle/drizzle-internals.js'

/** Stands for the driver over TCP where there is no Node, so that what never uses it does not carry it. */
export function nodePostgres(_client: unknown): PgDriver {
  throw new TypeError(
    'The driver for node-postgres is not part of what is loaded outside of Node. Import it from ' +
      '@rowauth/driver/node-postgres and pass it: withAuth(db, { `driver: nodePostgres` }).',
  )
}
