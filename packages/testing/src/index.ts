export type { PostgresMajor } from './embedded/locate-binaries.js'
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './embedded/start-embedded-postgres.js'
export { startPostgres } from './postgres/start-postgres.js'
export type { TestServer } from './postgres/test-server.js'
