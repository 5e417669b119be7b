/** A refusal that this endpoint words itself; errors of PostgreSQL travel as they are. */
export class Failure extends Error {
  /** The HTTP status of the answer. */
  readonly status: number
  /** The `code` of the error body: Neon leaves it empty unless an SQLSTATE fits. */
  readonly code: string

  constructor(status: number, message: string, options: { code?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.name = 'Failure'
    this.status = status
    this.code = options.code ?? ''
  }
}

/** Longest body of a request and of an answer. */
export const maxBytes = 10 * 1024 * 1024

export const requestTooLarge = () => new Failure(413, `request is too large (max is ${maxBytes} bytes)`)

export const responseTooLarge = () => new Failure(507, `response is too large (max is ${maxBytes} bytes)`)

export const cancelled = () =>
  new Failure(400, 'Query cancelled, connection was terminated', { code: '08P01' })
