import { AuthError } from '@rowauth/core'
import { DatabaseError } from 'pg'
import { Failure } from './failure.js'

/** Status and body of an answer that reports an error. */
export interface ErrorAnswer {
  readonly status: number
  readonly body: string
}

const fieldNames = [
  'detail',
  'hint',
  'position',
  'internalPosition',
  'internalQuery',
  'where',
  'table',
  'column',
  'schema',
  'dataType',
  'constraint',
  'file',
  'line',
  'routine',
] as const

type Fields = Partial<Record<(typeof fieldNames)[number], string | undefined>>

function answer(
  status: number,
  message: string,
  code: string,
  severity: string,
  fields: Fields,
): ErrorAnswer {
  const body: Record<string, string | null> = { message, code, severity }
  for (const name of fieldNames) body[name] = fields[name] ?? null
  return { status, body: JSON.stringify(body) }
}

/** The answer that Neon gives for an error: 400 where the client is to read it, 500 for what it cannot help. */
export function errorAnswer(error: unknown): ErrorAnswer {
  if (error instanceof DatabaseError) {
    return answer(400, error.message, error.code ?? '', error.severity ?? '', error)
  }
  if (error instanceof Failure) return answer(error.status, error.message, error.code, '', {})
  // Neon would send these statements; here they would outlive the transaction that holds the claims.
  if (error instanceof AuthError && error.code === 'unsupported') {
    return answer(400, error.message, '0A000', 'ERROR', {})
  }
  // A connection that was lost, as a rule.
  return answer(500, error instanceof Error ? error.message : 'unknown error', '', '', {})
}
