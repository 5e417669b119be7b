/**
 * What was thrown or emitted, as an error: a user's code may throw anything, and a WebSocket emits events, some of
 * which hold the error that happened.
 */
export function asError(failure: unknown): Error {
  if (failure instanceof Error) return failure
  if (typeof failure !== 'object' && failure !== undefined)
    return new Error(String(failure), { cause: failure })
  const { error, message } = (failure ?? {}) as { readonly error?: unknown; readonly message?: unknown }
  if (error instanceof Error) return error
  const told = typeof message === 'string' && message !== ''
  return new Error(told ? message : 'Connection terminated unexpectedly', { cause: failure })
}
