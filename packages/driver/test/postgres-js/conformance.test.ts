import { postgresJs } from '@rowauth/driver/postgres-js'
import { conformanceInBothModes } from '../conformance-subject.js'
import { client } from './support/client.js'
import { withRows } from './support/with-rows.js'

conformanceInBothModes('postgres.js', (fixture, mode) => ({
  driver: withRows(postgresJs(client(fixture.url), mode)),
  interactive: true,
}))

conformanceInBothModes('postgres.js, nothing prepared', (fixture, mode) => ({
  driver: withRows(postgresJs(client(fixture.url, { prepare: false }), mode)),
  interactive: true,
}))
