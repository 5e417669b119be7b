export { type PostgresJsDriver, type PostgresJsOptions, postgresJs } from './postgres-js.js'
export type { PostgresJs, PostgresJsColumn, PostgresJsResult } from './postgres-js-types.js'
