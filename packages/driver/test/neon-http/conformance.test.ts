import { neonHttp } from '@rowauth/driver/neon-http'
import { conformance } from '../conformance/conformance.js'
import { startNeonFixture } from './neon-fixture.js'

conformance('neon-http', async (fixture) => {
  const local = await startNeonFixture(fixture)
  const { close } = fixture
  // The endpoint's connections have to go before the login role can.
  fixture.close = async () => {
    await local.close()
    await close()
  }
  return { driver: neonHttp(local.login), interactive: false }
})
