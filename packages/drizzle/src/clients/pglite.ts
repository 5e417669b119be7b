import { type PgliteDatabase, pglite } from '@rowauth/driver/pglite'
import { drizzleKinds } from '../drizzle-kinds.js'
import { hasOnly, isObject, unknownForm } from './calling-form.js'
import type { ClientAdapter } from './client-adapter.js'

const known = new Set(['rowMode', 'parsers'])
const rowModes: ReadonlySet<unknown> = new Set(['array', 'object'])

/** `db.query(text, params, { rowMode, parsers })`, which gives `{ rows, fields, affectedRows, … }`. */
export const pgliteAdapter: ClientAdapter = {
  name: 'PGlite',
  accepts: ({ session }) => drizzleKinds(session).includes('PgliteSession'),
  driver: (client, options) => pglite(client as PgliteDatabase, options),
  over: (send) => ({
    query(text: unknown, values: unknown, options: unknown, ...rest: unknown[]) {
      if (
        typeof text !== 'string' ||
        !Array.isArray(values) ||
        !isObject(options) ||
        !hasOnly(options, known) ||
        !rowModes.has(options.rowMode) ||
        !isObject(options.parsers) ||
        rest.length > 0
      ) {
        throw unknownForm('PGlite')
      }
      const { rowMode, parsers } = options
      const sent = send({ text, values, parsers, rowMode: rowMode === 'array' ? 'array' : undefined })
      return sent.then(({ rowCount, ...result }) => ({
        affectedRows: rowCount ?? 0,
        ...result,
        // PGlite has it where the command counts, and from the version on that names the command.
        ...('command' in result && rowCount !== null && { rowCount }),
      }))
    },
  }),
}
