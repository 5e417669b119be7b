import { sharedByCopies } from '@rowauth/core/internal'
import type { StatementConfig } from '../pg-statement.js'
import { ClientPool } from './pool/client-pool.js'
import { type ClientOptions, clientOptions, type PostgresJs } from './postgres-js-types.js'
import { clientError } from './results/client-error.js'
import { ArrayTypes } from './values/array-types.js'
import { Values } from './values/values.js'

/** What there is once for a client of postgres.js, however many drivers it has. */
export interface Client {
  readonly options: ClientOptions
  readonly pool: ClientPool
  readonly arrays: ArrayTypes
  readonly values: Values
  /** An error of node-postgres as postgres.js would have made it. */
  error(error: unknown, statement?: StatementConfig): unknown
}

const clients = /* @__PURE__ */ sharedByCopies(
  'postgres.js clients 1',
  () => new WeakMap<PostgresJs, Client>(),
)

/** @throws {TypeError} for what is no client of postgres.js, and for options that cannot be carried */
export function clientOf(sql: PostgresJs): Client {
  const options = clientOptions(sql)
  let client = clients.get(sql)
  if (client === undefined) {
    const arrays = new ArrayTypes(options.fetch_types !== false)
    client = {
      options,
      pool: new ClientPool(options),
      arrays,
      values: new Values(sql, options, arrays),
      error: (error, statement) => clientError(error, sql, options, statement),
    }
    clients.set(sql, client)
  }
  return client
}
