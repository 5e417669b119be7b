/** An error as one: a WebSocket emits events in the place of errors, and some hold the error that happened. */
export function asError(failure: unknown): Error {
  if (failure instanceof Error) return failure
  const { error, message } = (failure ?? {}) as { readonly error?: unknown; readonly message?: unknown }
  if (error instanceof Error) return error
  const told = typeof message === 'string' && message !== ''
  return new Error(told ? message : 'Connection terminated unexpectedly', { cause: failure })
}
