import { nodePostgres } from '@rowauth/driver/node-postgres'
import { conformanceInBothModes } from '../../conformance-subject.js'

conformanceInBothModes('node-postgres, one client', async (fixture, mode) => ({
  driver: nodePostgres(await fixture.client(), mode),
  interactive: true,
}))
