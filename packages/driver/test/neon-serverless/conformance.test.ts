import { neonServerless } from '@rowauth/driver/neon-serverless'
import { conformanceInBothModes } from '../conformance-subject.js'
import { startWebSocketFixture } from './websocket-fixture.js'

conformanceInBothModes('neon-serverless, pool', async (fixture, mode) => {
  const { pool, close } = await startWebSocketFixture(fixture)
  return { driver: neonServerless(pool(), mode), interactive: true, close }
})

conformanceInBothModes('neon-serverless, one client', async (fixture, mode) => {
  const { client, close } = await startWebSocketFixture(fixture)
  const only = client()
  await only.connect()
  return { driver: neonServerless(only, mode), interactive: true, close }
})
