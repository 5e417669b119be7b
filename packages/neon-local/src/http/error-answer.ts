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
  if (error instanceof AuthError) {
    const [code, severity] = error.code === 'unsupported' ? ['0A000', 'ERROR'] : ['', '']
    return answer(400, error.message, code, severity, {})
  }
  return answer(500, lossOf(error) ?? 'internal error', '', '', {})
}

/** What `pg` says to a statement under way, and to the next one. */
const losses = /^Connection terminated|^Client .* is not queryable$/

/** A connection that was lost. Other messages may tell what is nobody's business: paths, addresses. */
function lossOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const code = 'code' in error ? String(error.code) : ''
  if (/^E[A-Z]+$/.test(code)) return `The connection to PostgreSQL was lost (${code}).`
  return losses.test(error.message) ? 'Connection terminated unexpectedly' : undefined
}
