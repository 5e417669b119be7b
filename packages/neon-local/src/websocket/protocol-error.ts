import { DatabaseError } from 'pg'
import { message } from './protocol-message.js'

/** A refusal of a client during its login, as PostgreSQL words and numbers them. */
export class LoginRefusal extends Error {
  override readonly name = 'LoginRefusal'
  /** SQLSTATE. */
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

export const protocolViolation = (message: string) => new LoginRefusal('08P01', message)

/** What a client is told of a login that failed: PostgreSQL's own words, or ours, and nothing of where it stands. */
export function loginError(error: unknown): Buffer {
  if (error instanceof DatabaseError) {
    const { severity = 'FATAL', code = 'XX000', message, detail, hint } = error
    return errorResponse({ S: severity, V: severity, C: code, M: message, D: detail, H: hint })
  }
  if (error instanceof LoginRefusal) return fatal(error.code, error.message)
  const code = error instanceof Error && 'code' in error ? ` (${error.code})` : ''
  return fatal('08006', `could not connect to PostgreSQL${code}`)
}

function fatal(code: string, message: string): Buffer {
  return errorResponse({ S: 'FATAL', V: 'FATAL', C: code, M: message })
}

/** PostgreSQL manual, section 55.7, ErrorResponse. */
function errorResponse(fields: Readonly<Record<string, string | undefined>>): Buffer {
  const parts = Object.entries(fields).flatMap(([type, text]) =>
    text === undefined ? [] : `${type}${text}\0`,
  )
  return message('E', Buffer.from(`${parts.join('')}\0`))
}
