import * as Sentry from '@sentry/node'
import { type StatementSpan, settled, type Tracer } from './tracer.js'

/** A span as it goes to Sentry. */
interface SentSpan {
  readonly name: string
  readonly span_id: string
  readonly parent_span_id?: string
  readonly start_timestamp: number
  readonly end_timestamp: number
  readonly status: string
  readonly attributes: Readonly<Record<string, { readonly value: unknown }>>
}

const sent: SentSpan[] = []
let running = 0

/** An envelope is JSON, one value a line; spans come in a list. */
function receive(envelope: string): void {
  for (const line of envelope.split('\n').filter((text) => text !== '')) {
    const { items = [] } = JSON.parse(line) as { items?: SentSpan[] }
    sent.push(...items)
  }
}

const client = Sentry.init({
  dsn: 'http://key@127.0.0.1/1',
  tracesSampleRate: 1,
  defaultIntegrations: false,
  integrations: [Sentry.postgresIntegration()],
  transport: (options) =>
    Sentry.createTransport(options, async ({ body }) => {
      receive(typeof body === 'string' ? body : Buffer.from(body).toString())
      return { statusCode: 200 }
    }),
})
client?.on('spanStart', () => {
  running += 1
})
client?.on('spanEnd', () => {
  running -= 1
})

const statementSpan = (span: SentSpan): StatementSpan => ({
  id: span.span_id,
  parentId: span.parent_span_id,
  text: span.attributes['db.query.text']?.value,
  error: span.status === 'ok' ? undefined : JSON.stringify(span.attributes),
  durationMs: (span.end_timestamp - span.start_timestamp) * 1e3,
  exported: JSON.stringify(span),
})

/** Import this file before anything that loads `pg`. */
export const sentry: Tracer = {
  seesSqlState: false,
  shown: (text) => text.replace(/'[^']*'|(?<![$\w])\d+/g, '?'),
  async watch(run) {
    await Sentry.flush()
    sent.length = 0
    const before = running
    let id = ''
    const outcome = await Sentry.startSpan({ name: 'application' }, async (span) => {
      id = span.spanContext().spanId
      return await settled(run())
    })
    const unfinished = running - before
    await Sentry.flush()
    const statements = sent
      .filter(({ attributes }) => attributes['sentry.origin']?.value === 'auto.db.postgres')
      .toSorted((a, b) => a.start_timestamp - b.start_timestamp)
    return { outcome, id, statements: statements.map(statementSpan), unfinished }
  },
}
