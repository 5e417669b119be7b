import type { PostgresProxy } from '@rowauth/testing'
import { afterAll, beforeAll } from 'vitest'
import { type Fixture, startFixture } from './fixture.js'

/** For the tests of the file that imports it, which is the only one to see it: each file has its own modules. */
export let fixture: Fixture
/** In front of the fixture's database. */
export let proxy: PostgresProxy

beforeAll(async () => {
  fixture = await startFixture()
  proxy = await fixture.proxy()
})
afterAll(() => fixture?.close())

/** How many round trips the work takes through the proxy. */
export async function roundTripsOf(work: () => Promise<unknown>): Promise<number> {
  proxy.reset()
  await work()
  return proxy.roundTrips
}
