import { nodePostgres } from '@rowauth/driver/node-postgres'
import { conformance } from '@rowauth/testing/conformance'
import { overFixture } from '../../conformance-subject.js'

// The oldest version that is supported; every other test runs on the newest, or on the one that CI names.
conformance(
  'node-postgres, PostgreSQL 14',
  overFixture((fixture) => ({ driver: nodePostgres(fixture.pool()), interactive: true }), { version: 14 }),
)
