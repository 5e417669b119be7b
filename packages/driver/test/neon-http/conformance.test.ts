import { neonHttp } from '@rowauth/driver/neon-http'
import { conformanceInBothModes } from '../conformance-subject.js'
import { startNeonFixture } from './neon-fixture.js'

conformanceInBothModes('neon-http', async (fixture, mode) => {
  const local = await startNeonFixture(fixture)
  return { driver: neonHttp(local.login, mode), interactive: false, close: local.close }
})
