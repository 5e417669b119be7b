import { describe } from 'vitest'
import { testTracedDriver } from './traced-driver.js'
import { sentry } from './tracers/sentry.js'

describe('Sentry', () => {
  testTracedDriver(sentry)
})
