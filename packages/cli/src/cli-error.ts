import type { ExitCode } from './exit-code.js'

/** Why a command refuses or fails: one message, and what to do about it. */
export class CliError extends Error {
  /** Stable, for `--json`. */
  readonly code: string
  /** What to do about it. */
  readonly hint: string | undefined
  readonly exitCode: ExitCode

  /**
   * @param code - stable name of the reason, snake case; `usage` for a command that was called wrongly
   * @param message - what happened; no token, no claim value, no password
   * @param options - `hint`: what to do about it; `cause`: never printed, it may quote what was given
   */
  constructor(code: string, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.name = 'CliError'
    this.code = code
    this.hint = options.hint
    this.exitCode = code === 'usage' ? 2 : 1
  }
}

/**
 * An option that the packages refuse, as a command that was called wrongly. Their names of options say nothing to
 * whoever writes the command line, so they stand without their backticks.
 */
export function usageError(cause: Error, hint?: string): CliError {
  const message = cause.message.replaceAll('`', '')
  return new CliError('usage', message, { cause, ...(hint === undefined ? {} : { hint }) })
}
