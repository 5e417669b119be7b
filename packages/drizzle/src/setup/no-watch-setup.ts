import type { PgDriver } from '../handle/drizzle-internals.js'
import type { Watched } from './watch-setup.js'

/** Stands for the check in development where there is no Node: edge runtimes and browsers do not carry it. */
export function watchSetup({ driver }: Watched): PgDriver {
  return driver
}
