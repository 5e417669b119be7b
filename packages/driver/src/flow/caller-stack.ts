/**
 * Lets the stack of an error of the server's lead to the caller instead of to the socket, as pg does.
 *
 * @returns the same error
 */
export function withCallerStack(error: unknown): unknown {
  const fromServer = error instanceof Error && 'severity' in error
  if (fromServer && 'captureStackTrace' in Error) Error.captureStackTrace(error, withCallerStack)
  return error
}
