import { conformance } from '@rowauth/testing/conformance'
import { overFixture } from '../conformance-subject.js'
import { plainDriver } from './one-client.js'

const start = (verification: 'application' | 'database') =>
  overFixture(
    async (fixture) => ({ driver: plainDriver(await fixture.client(), { verification }), interactive: true }),
    { verification },
  )

// #region conformance
for (const verification of ['application', 'database'] as const) {
  conformance('one client of pg, a statement at a time', start(verification), { verification })
}
// #endregion conformance
