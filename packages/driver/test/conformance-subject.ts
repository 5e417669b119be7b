import type { ConformanceSubject } from '@rowauth/testing/conformance'
import { type Fixture, startFixture } from './fixture.js'

/** Starts a driver over a fixture of its own, which ends with it. */
export function overFixture(
  connect: (fixture: Fixture) => ConformanceSubject | Promise<ConformanceSubject>,
  options: Parameters<typeof startFixture>[0] = {},
): () => Promise<ConformanceSubject> {
  return async () => {
    const fixture = await startFixture(options)
    const subject = await connect(fixture)
    return {
      ...subject,
      async close() {
        await subject.close?.()
        await fixture.close()
      },
    }
  }
}
