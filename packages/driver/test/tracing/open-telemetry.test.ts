import type { PgInstrumentationConfig } from '@opentelemetry/instrumentation-pg'
import { beforeAll, describe } from 'vitest'
import { openTelemetry, pgInstrumentation } from './tracers/open-telemetry.js'

// After the tracer, as it loads pg.
const { testTracedDriver } = await import('./traced-driver.js')

describe.each<[string, PgInstrumentationConfig]>([
  ['its defaults', {}],
  ['comments in SQL', { addSqlCommenterCommentToQueries: true }],
  ['all that it can report', { enhancedDatabaseReporting: true, requireParentSpan: true }],
  [
    'everything at once',
    { addSqlCommenterCommentToQueries: true, enhancedDatabaseReporting: true, requireParentSpan: true },
  ],
  ['the trace in application_name', { enableTraceContextPropagation: true }],
])('OpenTelemetry with %s', (_, config) => {
  beforeAll(() => pgInstrumentation.setConfig(config))
  testTracedDriver(openTelemetry)
})
