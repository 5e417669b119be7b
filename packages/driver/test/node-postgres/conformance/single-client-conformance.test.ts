import { nodePostgres } from '@rowauth/driver/node-postgres'
import { conformance } from '@rowauth/testing/conformance'
import { overFixture } from '../../conformance-subject.js'

conformance(
  'node-postgres, one client',
  overFixture(async (fixture) => ({
    driver: nodePostgres(await fixture.client()),
    interactive: true,
  })),
)
