import ddTrace from 'dd-trace'
import { type StatementSpan, settled, type Tracer } from './tracer.js'

/** A span as the exporter for logs writes it. */
interface LoggedSpan {
  readonly name: string
  readonly resource: string
  readonly span_id: string
  readonly parent_id: string
  readonly error: number
  readonly start: number
  readonly duration: number
  readonly meta: Readonly<Record<string, string>>
}

const prefix = '{"traces":'
const logged: LoggedSpan[] = []
const write = process.stdout.write.bind(process.stdout)
process.stdout.write = ((chunk: string | Uint8Array, ...rest: never[]) => {
  if (typeof chunk !== 'string' || !chunk.startsWith(prefix)) return write(chunk, ...rest)
  const { traces } = JSON.parse(chunk) as { traces: LoggedSpan[][] }
  logged.push(...traces.flat())
  return true
}) as typeof process.stdout.write

process.env.DD_INSTRUMENTATION_TELEMETRY_ENABLED = 'false'
process.env.DD_REMOTE_CONFIGURATION_ENABLED = 'false'

/** Import this file before anything that loads `pg`. */
export const datadogTracer = ddTrace.init({
  experimental: { exporter: 'log' },
  plugins: false,
  startupLogs: false,
})
datadogTracer.use('pg')

const statementSpan = (span: LoggedSpan): StatementSpan => ({
  id: span.span_id,
  parentId: span.parent_id,
  text: span.resource,
  error: span.error === 0 ? undefined : JSON.stringify(span.meta),
  durationMs: span.duration / 1e6,
  exported: JSON.stringify(span),
})

/** A trace is written when all of its spans have ended; then it holds the one around it. */
export const datadog: Tracer = {
  seesSqlState: false,
  shown: (text) => text,
  async watch(run) {
    logged.length = 0
    const outcome = await datadogTracer.trace('application', () => settled(run()))
    const root = logged.find(({ name }) => name === 'application')
    const statements = logged.filter(({ name }) => name === 'pg.query').toSorted((a, b) => a.start - b.start)
    return {
      outcome,
      id: root?.span_id ?? 'the trace was not written',
      statements: statements.map(statementSpan),
      unfinished: root === undefined ? 1 : 0,
    }
  },
}
