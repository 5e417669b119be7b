import { describe } from 'vitest'
import { sentry } from './tracers/sentry.js'

// After the tracer, as it loads pg.
const { testTracedDriver } = await import('./traced-driver.js')

describe('Sentry', () => {
  testTracedDriver(sentry)
})
