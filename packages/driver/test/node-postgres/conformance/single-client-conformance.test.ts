import { nodePostgres } from '@rowauth/driver/node-postgres'
import { conformance } from '../../conformance/conformance.js'

conformance('node-postgres, one client', async (fixture) => ({
  driver: nodePostgres(await fixture.client()),
  interactive: true,
}))
