import { nodePostgres } from '#node-postgres'
import { hasOnly, isObject, unknownForm } from './calling-form.js'
import type { ClientAdapter } from './client-adapter.js'
import { sessionKinds } from './session-kind.js'

/** Sessions over a client that is called as node-postgres is: those of its relatives, too. */
const sessions = new Set(['NodePgSession', 'NeonSession', 'VercelPgSession'])
const known = new Set(['name', 'text', 'types', 'rowMode'])

/** `client.query({ name, text, types, rowMode }, values)`. */
export const nodePostgresAdapter: ClientAdapter = {
  name: 'node-postgres',
  accepts: ({ session }) => sessionKinds(session).some((kind) => sessions.has(kind)),
  driver: nodePostgres,
  over: (send) => ({
    query(config: unknown, values: unknown, ...rest: unknown[]) {
      if (!isObject(config) || !hasOnly(config, known) || !Array.isArray(values) || rest.length > 0) {
        throw unknownForm('node-postgres')
      }
      const { name, text, types, rowMode } = config
      const named = name === undefined || typeof name === 'string'
      if (typeof text !== 'string' || !named || (rowMode !== undefined && rowMode !== 'array')) {
        throw unknownForm('node-postgres')
      }
      return send({ name, text, types, rowMode, values })
    },
  }),
}
