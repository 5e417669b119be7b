import { afterAll, beforeAll } from 'vitest'
import { type Fixture, startFixture } from './fixture.js'

/** For the tests of the file that imports it, which is the only one to see it: each file has its own modules. */
export let fixture: Fixture
/** Of alice. */
export let token: string

beforeAll(async () => {
  fixture = await startFixture()
  token = await fixture.issuer.token({ sub: 'alice' })
})
afterAll(() => fixture?.[Symbol.asyncDispose]())
