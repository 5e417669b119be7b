import { nodePostgres } from '@rowauth/driver/node-postgres'
import { conformanceInBothModes } from '../../conformance-subject.js'

conformanceInBothModes('node-postgres, pool', (fixture, mode) => ({
  driver: nodePostgres(fixture.pool(), mode),
  interactive: true,
}))

conformanceInBothModes('node-postgres, pool, nothing prepared', (fixture, mode) => ({
  driver: nodePostgres(fixture.pool(), { ...mode, prepare: false }),
  interactive: true,
}))

conformanceInBothModes('node-postgres, pool, cleaned', (fixture, mode) => ({
  driver: nodePostgres(fixture.pool(), { ...mode, clean: true }),
  interactive: true,
}))
