import { trace } from '@opentelemetry/api'
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg'
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node'
import { type StatementSpan, settled, type Tracer } from './tracer.js'

const exporter = new InMemorySpanExporter()
let running = 0
const counting = {
  onStart: () => {
    running += 1
  },
  onEnd: () => {
    running -= 1
  },
  forceFlush: async () => {},
  shutdown: async () => {},
}
const provider = new NodeTracerProvider({ spanProcessors: [counting, new SimpleSpanProcessor(exporter)] })
provider.register()

/** Import this file before anything that loads `pg`. */
export const pgInstrumentation = new PgInstrumentation()
pgInstrumentation.setTracerProvider(provider)

const milliseconds = ([seconds, nanoseconds]: readonly [number, number]) => seconds * 1e3 + nanoseconds / 1e6

function statementSpan(span: ReadableSpan): StatementSpan {
  const { name, attributes, events, status, links } = span
  const failed = events.find((event) => event.name === 'exception')
  return {
    id: span.spanContext().spanId,
    parentId: span.parentSpanContext?.spanId,
    text: attributes['db.query.text'],
    error: failed && String(failed.attributes?.['exception.message']),
    durationMs: milliseconds(span.duration),
    exported: JSON.stringify({ name, attributes, events, status, links }),
  }
}

export const openTelemetry: Tracer = {
  seesSqlState: true,
  shown: (text) => text,
  async watch(run) {
    exporter.reset()
    const before = running
    return await trace.getTracer('test').startActiveSpan('application', async (span) => {
      const outcome = await settled(run())
      span.end()
      const finished = exporter.getFinishedSpans().filter(({ name }) => name.startsWith('pg.query'))
      const begun = finished.toSorted((a, b) => milliseconds(a.startTime) - milliseconds(b.startTime))
      return {
        outcome,
        id: span.spanContext().spanId,
        statements: begun.map(statementSpan),
        unfinished: running - before,
      }
    })
  },
}
