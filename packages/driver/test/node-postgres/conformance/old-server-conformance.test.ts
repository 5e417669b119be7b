import { nodePostgres } from '@rowauth/driver/node-postgres'
import { conformanceInBothModes } from '../../conformance-subject.js'

// The oldest version that is supported; every other test runs on the newest, or on the one that CI names.
conformanceInBothModes(
  'node-postgres, PostgreSQL 14',
  (fixture, mode) => ({ driver: nodePostgres(fixture.pool(), mode), interactive: true }),
  { version: 14 },
)
