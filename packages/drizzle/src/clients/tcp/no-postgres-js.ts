import type { PgDriver } from '../../handle/drizzle-internals.js'

/** Stands for the driver of postgres.js where there is no Node, so that what never uses it does not carry it. */
export function postgresJs(_client: unknown): PgDriver {
  throw new TypeError(
    'The driver for postgres.js runs over node-postgres, and is not part of what is loaded outside of Node.',
  )
}
