import { AuthError } from '@rowauth/core'
import { CommanderError } from 'commander'
import pg from 'pg'
import { CliError } from '../cli-error.js'
import type { ExitCode } from '../exit-code.js'

/** What is printed of an error. */
export interface Failure {
  readonly code: string
  readonly message: string
  readonly hint: string | undefined
  readonly exitCode: ExitCode
}

/** An error as one message; undefined for help and version, which commander ends with an error as well. */
export function describeError(error: unknown): Failure | undefined {
  if (error instanceof CliError) return error
  if (error instanceof CommanderError) return ofCommander(error)
  if (!(error instanceof Error)) {
    return { code: 'failed', message: 'Something that is no error was thrown.', hint: undefined, exitCode: 1 }
  }
  if (error instanceof pg.DatabaseError) {
    const { message, code: sqlState, hint } = error
    return { code: 'database_error', message: `${message} (SQLSTATE ${sqlState})`, hint, exitCode: 1 }
  }
  const code = error instanceof AuthError ? error.code : 'failed'
  return { code, message: error.message, hint: undefined, exitCode: 1 }
}

function ofCommander({ exitCode, code, message }: CommanderError): Failure | undefined {
  if (exitCode === 0) return undefined
  if (code === 'commander.help')
    return { code: 'usage', message: 'No command was given.', hint: seeHelp, exitCode: 2 }
  const sentence = message.replace(/^error: /, '')
  return {
    code: 'usage',
    message: sentence.charAt(0).toUpperCase() + sentence.slice(1),
    hint: seeHelp,
    exitCode: 2,
  }
}

const seeHelp = 'See rowauth --help, or --help after a command.'
