import type { DrizzleClient, Send } from '../handle/drizzle-internals.js'
import { hasOnly, isObject, unknownForm } from './calling-form.js'

const known = new Set(['name', 'text', 'types', 'rowMode'])

/**
 * How Drizzle calls node-postgres and its relatives: `client.query({ name, text, types, rowMode }, values)`.
 *
 * @param client - how messages call it
 */
export const overPgClient =
  (client: string) =>
  (send: Send): DrizzleClient => ({
    query(config: unknown, values: unknown, ...rest: unknown[]) {
      if (!isObject(config) || !hasOnly(config, known) || !Array.isArray(values) || rest.length > 0) {
        throw unknownForm(client)
      }
      const { name, text, types, rowMode } = config
      const named = name === undefined || typeof name === 'string'
      if (typeof text !== 'string' || !named || (rowMode !== undefined && rowMode !== 'array')) {
        throw unknownForm(client)
      }
      return send({ name, text, types, rowMode, values })
    },
  })
