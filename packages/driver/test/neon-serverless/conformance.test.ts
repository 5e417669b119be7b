import { neonServerless } from '@rowauth/driver/neon-serverless'
import * as oldest from 'neon-serverless-oldest'
import { conformanceInBothModes } from '../conformance-subject.js'
import { type NeonRelease, startWebSocketFixture } from './websocket-fixture.js'

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

// Its types fit, too.
neonServerless satisfies (pool: oldest.Pool | oldest.Client) => unknown

// The oldest release that is supported; every other test runs on the newest.
conformanceInBothModes('neon-serverless 1.0, pool', async (fixture, mode) => {
  const { pool, close } = await startWebSocketFixture(fixture, oldest as unknown as NeonRelease)
  return { driver: neonServerless(pool(), mode), interactive: true, close }
})
