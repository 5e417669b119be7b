/** A finished span of a statement, as the tracer reported it. */
export interface StatementSpan {
  readonly id: string
  readonly parentId: string | undefined
  /** The SQL. */
  readonly text: unknown
  /** What the tracer knows of the error; undefined: the statement succeeded. */
  readonly error: string | undefined
  /** Milliseconds. */
  readonly durationMs: number
  /** All that would leave the process with it. */
  readonly exported: string
}

/** What happened within a span. */
export interface Watched<T> {
  readonly outcome: PromiseSettledResult<T>
  /** The identifier of the span around it. */
  readonly id: string
  /** In the order in which they began. */
  readonly statements: readonly StatementSpan[]
  /** Spans that began and have not ended. */
  readonly unfinished: number
}

/** A real tracer, which has been told of node-postgres before that was loaded. */
export interface Tracer {
  /** Where it tells of an error by SQLSTATE; elsewhere by its message alone. */
  readonly seesSqlState: boolean
  /** What it makes of SQL. */
  shown(text: string): string
  /** Runs a callback within a span of the application's. */
  watch<T>(run: () => Promise<T>): Promise<Watched<T>>
}

/** What a promise settled with. */
export async function settled<T>(promise: Promise<T>): Promise<PromiseSettledResult<T>> {
  const [outcome] = await Promise.allSettled([promise])
  return outcome as PromiseSettledResult<T>
}
