import { type NeonQuery, neonHttp } from '@rowauth/driver/neon-http'
import { drizzleKinds } from '../drizzle-kinds.js'
import { hasOnly, isObject, unknownForm } from './calling-form.js'
import type { ClientAdapter } from './client-adapter.js'

/** `authToken` is there, and undefined, unless Drizzle's own `$withAuth` was used: as somebody else than ours. */
const known = new Set(['arrayMode', 'fullResults', 'authToken'])

/** `sql.query(text, values, { arrayMode, fullResults: true })`. */
export const neonHttpAdapter: ClientAdapter = {
  name: 'neon()',
  accepts: ({ session }) => drizzleKinds(session).includes('NeonHttpSession'),
  driver: (client, options) => neonHttp(client as NeonQuery, options),
  over: (send) => ({
    query(text: unknown, values: unknown, options: unknown, ...rest: unknown[]) {
      if (
        typeof text !== 'string' ||
        !Array.isArray(values) ||
        !isObject(options) ||
        !hasOnly(options, known) ||
        options.fullResults !== true ||
        typeof options.arrayMode !== 'boolean' ||
        options.authToken !== undefined ||
        rest.length > 0
      ) {
        throw unknownForm('neon()')
      }
      return send({ text, values, rowMode: options.arrayMode ? 'array' : undefined })
    },
  }),
  // What returns nothing: there are no rows, but the result says of which form they would be.
  listsInBatch: (prepared) => prepared.isResponseInArrayMode?.() === true,
}
