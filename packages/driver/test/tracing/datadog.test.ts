import { beforeAll, describe } from 'vitest'
import { testTracedDriver } from './traced-driver.js'
import { datadog, datadogTracer } from './tracers/datadog.js'

describe.each(['disabled', 'service', 'full', 'dynamic_service'])(
  'Datadog with comments for database monitoring: %s',
  (dbmPropagationMode) => {
    beforeAll(() => {
      datadogTracer.use('pg', { dbmPropagationMode })
    })
    testTracedDriver(datadog)
  },
)
