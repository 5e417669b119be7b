import type { Fixture } from './fixture.js'

/** A request as the tests write it. */
export interface TestRequest {
  readonly url?: string
  readonly user?: string
  readonly password?: string
  readonly token?: string
  readonly headers?: Readonly<Record<string, string | undefined>>
  readonly body?: unknown
  readonly method?: string
  readonly signal?: AbortSignal
}

/** One result, as the endpoint writes it. */
export interface ResultBody {
  readonly fields: readonly Record<string, unknown>[]
  readonly rows: readonly unknown[]
  readonly command: string
  readonly rowCount: number | null
  readonly rowAsArray: boolean
}

export type AnswerBody = ResultBody & { readonly results: readonly ResultBody[] } & Readonly<
    Record<string, unknown>
  >

export interface TestAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: AnswerBody
}

/** Sends a request without the client: text as it is, everything else as JSON. */
export async function send(fixture: Fixture, request: TestRequest): Promise<TestAnswer> {
  const headers = new Headers()
  const all: Readonly<Record<string, string | undefined>> = {
    'Neon-Connection-String': fixture.connectionString(request.user, request.password),
    Authorization: request.token === undefined ? undefined : `Bearer ${request.token}`,
    ...request.headers,
  }
  for (const [name, value] of Object.entries(all)) if (value !== undefined) headers.set(name, value)
  const { body, method = 'POST' } = request
  const response = await fetch(request.url ?? fixture.local.url, {
    method,
    headers,
    ...(request.signal === undefined ? {} : { signal: request.signal }),
    ...(body === undefined
      ? {}
      : {
          body:
            typeof body === 'string' || body instanceof Uint8Array
              ? (body as BodyInit)
              : JSON.stringify(body),
        }),
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: text === '' ? {} : JSON.parse(text),
  }
}

/** The body of an error, with the given fields set and every other one empty. */
export function errorBody(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return {
    message: '',
    code: '',
    severity: '',
    detail: null,
    hint: null,
    position: null,
    internalPosition: null,
    internalQuery: null,
    where: null,
    table: null,
    column: null,
    schema: null,
    dataType: null,
    constraint: null,
    file: null,
    line: null,
    routine: null,
    ...fields,
  }
}
