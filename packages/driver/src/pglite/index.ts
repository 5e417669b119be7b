export { pglite } from './pglite.js'
export type { PgliteDatabase, PgliteQueries, PgliteResult, PgliteTransaction } from './pglite-types.js'
