import { type ConformanceSubject, conformance } from '@rowauth/testing/conformance'
import { type Fixture, type FixtureOptions, startFixture } from './fixture.js'

const trustModes = ['application', 'database'] as const

/** Starts a driver over a fixture of its own, which ends with it. */
export function overFixture(
  connect: (fixture: Fixture) => ConformanceSubject | Promise<ConformanceSubject>,
  options: FixtureOptions = {},
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

/** The suite for a driver in both trust modes. */
export function conformanceInBothModes(
  name: string,
  connect: (
    fixture: Fixture,
    options: { verification: 'application' | 'database' },
  ) => ConformanceSubject | Promise<ConformanceSubject>,
  options: FixtureOptions = {},
): void {
  for (const verification of trustModes) {
    const start = overFixture((fixture) => connect(fixture, { verification }), { ...options, verification })
    conformance(name, start, { verification })
  }
}
