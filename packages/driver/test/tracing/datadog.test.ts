import { beforeAll, describe } from 'vitest'
import { datadog, datadogTracer } from './tracers/datadog.js'

// After the tracer, as it loads pg.
const { testTracedDriver } = await import('./traced-driver.js')

describe.each(['disabled', 'service', 'full', 'dynamic_service'])(
  'Datadog with comments for database monitoring: %s',
  (dbmPropagationMode) => {
    beforeAll(() => {
      datadogTracer.use('pg', { dbmPropagationMode })
    })
    testTracedDriver(datadog)
  },
)
