export { type NodePostgresOptions, nodePostgres } from './node-postgres.js'
export type { PgClient, PgPool, PgResult, PgStatement } from './pg-types.js'
