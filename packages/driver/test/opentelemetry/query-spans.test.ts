import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node'
import { AuthError, trustClaims } from '@rowauth/core'
import { nodePostgres } from '@rowauth/driver/node-postgres'
import { type QuerySpansOptions, querySpans } from '@rowauth/driver/opentelemetry'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type Fixture, startFixture } from '../fixture.js'

const exporter = new InMemorySpanExporter()
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
provider.register()

let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(async () => {
  await fixture?.close()
  await provider.shutdown()
})
beforeEach(() => exporter.reset())

const secret = 'mark3r'
const session = trustClaims({ sub: `${secret} user`, key: `${secret} claim` })
const one = { text: 'select title from todos where title = $1', values: [`${secret} parameter`] }
const quoting = { text: 'select $1::int as number', values: [`${secret} parameter`] }

const observed = (options?: QuerySpansOptions) => {
  const driver = nodePostgres(fixture.pool()).observedBy?.(querySpans(options))
  if (driver === undefined) throw new Error('This driver cannot be observed.')
  return driver
}
const finished = () => exporter.getFinishedSpans()
const exported = (spans: readonly ReadableSpan[]) =>
  JSON.stringify(spans.map(({ name, attributes, events, status }) => [name, attributes, events, status]))

it('makes one span of a statement, with its duration, below the span of the caller', async () => {
  const pool = fixture.pool()
  // #region spans
  const driver = nodePostgres(pool)
  const traced = driver.observedBy(querySpans({ attributes: { 'db.namespace': 'app' } }))
  // #endregion spans
  const before = Date.now()
  const parent = trace.getTracer('test').startSpan('application')
  await context.with(trace.setSpan(context.active(), parent), () => traced.query(session, one))
  const [span, ...others] = finished()
  expect(others).toEqual([])
  expect(span).toMatchObject({
    name: 'SELECT',
    kind: SpanKind.CLIENT,
    status: { code: SpanStatusCode.UNSET },
  })
  expect(span?.parentSpanContext?.spanId).toBe(parent.spanContext().spanId)
  expect(span?.attributes).toEqual({
    'db.namespace': 'app',
    'db.system.name': 'postgresql',
    'db.query.text': one.text,
    'db.operation.name': 'SELECT',
    'rowauth.role': 'authenticated',
    'rowauth.round_trips': 1,
    'rowauth.rows': 0,
  })
  const [seconds = 0, nanoseconds = 0] = span?.startTime ?? []
  expect(seconds * 1e3 + nanoseconds / 1e6).toBeGreaterThan(before - 1)
  expect(span?.duration).not.toEqual([0, 0])
})

it('names the error by its SQLSTATE, and does not quote it', async () => {
  await expect(observed().query(session, quoting)).rejects.toThrow(secret)
  const [span] = finished()
  expect(span?.status).toEqual({ code: SpanStatusCode.ERROR })
  expect(span?.attributes).toMatchObject({ 'error.type': '22P02', 'db.response.status_code': '22P02' })
  expect(exported(finished())).not.toContain(secret)
})

it.each([
  ['of the driver, by its code', new AuthError('unsupported', 'no'), 'unsupported', undefined],
  [
    'of the network, by its code',
    Object.assign(new Error('no'), { code: 'ECONNREFUSED' }),
    'ECONNREFUSED',
    undefined,
  ],
  ['of a kind, by its name', new TypeError('no'), 'TypeError', undefined],
  ['that is none, as the conventions say', 'no', '_OTHER', undefined],
  [
    'of the database behind another, by its SQLSTATE',
    new Error('no', { cause: Object.assign(new Error('no'), { code: '42501', severity: 'ERROR' }) }),
    '42501',
    '42501',
  ],
])('names an error %s', (_, error, type, status) => {
  const event = { text: 'select 1', role: 'authenticated', roundTrips: 0, rows: undefined, durationMs: 1 }
  querySpans()({ ...event, error, parameters: () => [[]] })
  const attributes = finished()[0]?.attributes
  expect([attributes?.['error.type'], attributes?.['db.response.status_code']]).toEqual([type, status])
})

it('makes one span of a batch, and one of each statement of a transaction', async () => {
  const driver = observed()
  await driver.batch(session, [one, 'select 1'])
  await driver.transaction(session, async (tx) => {
    await tx.query(one)
    await tx.query('with numbers as (select 1) select * from numbers')
  })
  expect(finished().map(({ name }) => name)).toEqual(['BATCH', 'SELECT', 'WITH'])
  expect(finished()[0]?.attributes).toMatchObject({
    'db.operation.batch.size': 2,
    'db.operation.name': 'BATCH',
    'rowauth.rows': 1,
  })
  expect(exported(finished())).not.toContain(secret)
})

it('shows parameters and messages only when they are asked for', async () => {
  const driver = observed({ parameters: true })
  const values = ['a', 1, true, null, new Date(0), Buffer.from('bytes'), { key: [1] }, 1n]
  const text = `select ${values.map((_, index) => `$${index + 1}::text`).join()}`
  await driver.query(session, { text, values })
  await driver.query(session, quoting).catch(() => undefined)
  await driver.batch(session, [one, one])
  const [all, failed, batch] = finished()
  const shown = Object.entries(all?.attributes ?? {}).filter(([key]) => key.startsWith('db.query.parameter.'))
  expect(shown.map(([, value]) => value)).toEqual([
    'a',
    1,
    true,
    'null',
    '1970-01-01T00:00:00.000Z',
    '5 bytes',
    '{"key":[1]}',
    '1',
  ])
  expect(failed?.status.message).toContain(`${secret} parameter`)
  expect(exported(batch === undefined ? [] : [batch])).not.toContain(secret)
  expect(exported(finished())).not.toContain(`${secret} claim`)
})
