export type { PgClient, PgPool, PgResult, PgStatement } from '../node-postgres/pg-types.js'
export { type NeonServerlessOptions, neonServerless } from './neon-serverless.js'
