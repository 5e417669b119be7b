import { postgresJs } from '#postgres-js'
import { drizzleKinds } from '../drizzle-kinds.js'
import { hasOnly, isObject, unknownForm } from './calling-form.js'
import type { ClientAdapter } from './client-adapter.js'

const known = new Set(['prepare'])

/** Up to 0.45.3 drizzle-orm gives none. */
const isKnown = (options: unknown) =>
  options === undefined ||
  (isObject(options) && hasOnly(options, known) && typeof options.prepare === 'boolean')

/** `sql.unsafe(text, values, { prepare })`, and `.values()` of it for rows that are lists. */
export const postgresJsAdapter: ClientAdapter = {
  name: 'postgres.js',
  accepts: ({ session }) => drizzleKinds(session).includes('PostgresJsSession'),
  driver: postgresJs,
  over: (send) => ({
    unsafe(text: unknown, values: unknown, options: unknown, ...rest: unknown[]) {
      if (typeof text !== 'string' || !Array.isArray(values) || !isKnown(options) || rest.length > 0) {
        throw unknownForm('postgres.js')
      }
      const statement = { text, values }
      return {
        values: () => send({ ...statement, rowMode: 'array' }),
        // biome-ignore lint/suspicious/noThenProperty: as with postgres.js, what is sent is known once it is awaited.
        then: (onFulfilled, onRejected) => send(statement).then(onFulfilled, onRejected),
      }
    },
  }),
}
