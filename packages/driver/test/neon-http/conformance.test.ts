import { neonHttp } from '@rowauth/driver/neon-http'
import { conformance } from '@rowauth/testing/conformance'
import { overFixture } from '../conformance-subject.js'
import { startNeonFixture } from './neon-fixture.js'

conformance(
  'neon-http',
  overFixture(async (fixture) => {
    const local = await startNeonFixture(fixture)
    return { driver: neonHttp(local.login), interactive: false, close: local.close }
  }),
)
