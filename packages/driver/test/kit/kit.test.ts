import { conformance } from '@rowauth/testing/conformance'
import { overFixture } from '../conformance-subject.js'
import { plainDriver } from './one-client.js'

const start = overFixture(async (fixture) => ({
  driver: plainDriver(await fixture.client()),
  interactive: true,
}))

// #region conformance
conformance('one client of pg, a statement at a time', start)
// #endregion conformance
