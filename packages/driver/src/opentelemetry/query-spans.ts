import { type Attributes, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { assertOptions } from '@rowauth/core/internal'
import type { OnQuery, QueryEvent } from '../auth-driver.js'
import { leadingWords } from '../sql/leading-words.js'
import { errorType, sqlState } from './error-type.js'
import { parameterAttributes } from './parameter-attributes.js'

export interface QuerySpansOptions {
  /**
   * Writes down the parameters of single statements, and the messages of errors, which may quote them. They may hold
   * what people have written. Default: false.
   */
  readonly parameters?: boolean
  /** Of every span: `db.namespace`, the name of the database, and `server.address`, say. */
  readonly attributes?: Attributes
}

/**
 * An observer that makes a span of each call, by the conventions of OpenTelemetry for database clients, in the
 * context in which the call was made. For where nothing instruments the client: with an instrumentation of `pg`
 * there would be two spans a call.
 *
 * @example
 * const traced = driver.observedBy?.(querySpans()) ?? driver
 */
export function querySpans(options: QuerySpansOptions = {}): OnQuery {
  assertOptions('querySpans()', options, { parameters: true, attributes: true })
  return (event) => {
    const end = Date.now()
    const operation = operationOf(event)
    const span = trace.getTracer('@rowauth/driver').startSpan(operation ?? 'postgresql', {
      kind: SpanKind.CLIENT,
      startTime: end - event.durationMs,
      attributes: {
        ...options.attributes,
        ...attributesOf(event, operation),
        ...(options.parameters ? parameterAttributes(event.parameters()) : {}),
      },
    })
    if (event.error !== undefined) {
      const { error } = event
      span.setStatus({
        code: SpanStatusCode.ERROR,
        ...(options.parameters && error instanceof Error ? { message: error.message } : {}),
      })
    }
    span.end(end)
  }
}

/** What a batch consists of is not looked at. */
function operationOf(event: QueryEvent): string | undefined {
  if (event.parameters().length > 1) return 'BATCH'
  return leadingWords(event.text, 1)[0]?.toUpperCase()
}

function attributesOf(event: QueryEvent, operation: string | undefined): Attributes {
  const { text, role, roundTrips, rows, error } = event
  const statements = event.parameters().length
  return {
    'db.system.name': 'postgresql',
    'db.query.text': text,
    'db.operation.name': operation,
    'db.operation.batch.size': statements > 1 ? statements : undefined,
    'db.response.status_code': sqlState(error),
    'error.type': error === undefined ? undefined : errorType(error),
    'rowauth.role': role,
    'rowauth.round_trips': roundTrips,
    'rowauth.rows': rows,
  }
}
