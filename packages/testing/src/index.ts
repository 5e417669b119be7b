export type { PostgresMajor } from './embedded/locate-binaries.js'
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './embedded/start-embedded-postgres.js'
export { createTestIssuer, type TestIssuer, type TestIssuerOptions } from './issuer/create-test-issuer.js'
export type { JwksControls } from './issuer/jwks-endpoint.js'
export { startPostgres } from './postgres/start-postgres.js'
export type { TestServer } from './postgres/test-server.js'
export type { CutPoint } from './proxy/proxied-connection.js'
export { type PostgresProxy, startProxy } from './proxy/start-proxy.js'
export type { Traffic } from './proxy/traffic.js'
