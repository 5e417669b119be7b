import { nodePostgres } from '@rowauth/driver/node-postgres'
import { conformance } from '../../conformance/conformance.js'

conformance('node-postgres, pool', (fixture) => ({
  driver: nodePostgres(fixture.pool()),
  interactive: true,
}))

conformance('node-postgres, pool, nothing prepared', (fixture) => ({
  driver: nodePostgres(fixture.pool(), { prepare: false }),
  interactive: true,
}))
