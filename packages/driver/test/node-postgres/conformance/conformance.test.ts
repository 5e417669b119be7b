import { nodePostgres } from '@rowauth/driver/node-postgres'
import { conformance } from '@rowauth/testing/conformance'
import { overFixture } from '../../conformance-subject.js'

conformance(
  'node-postgres, pool',
  overFixture((fixture) => ({
    driver: nodePostgres(fixture.pool()),
    interactive: true,
  })),
)

conformance(
  'node-postgres, pool, nothing prepared',
  overFixture((fixture) => ({
    driver: nodePostgres(fixture.pool(), { prepare: false }),
    interactive: true,
  })),
)

conformance(
  'node-postgres, pool, cleaned',
  overFixture((fixture) => ({ driver: nodePostgres(fixture.pool(), { clean: true }), interactive: true })),
)
