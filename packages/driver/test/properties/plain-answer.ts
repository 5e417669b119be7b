import type { AuthSession } from '@rowauth/core'
import { sessionSettings } from '@rowauth/core/internal'
import pg from 'pg'

/** What a statement came to: its rows, every value as PostgreSQL writes it, or an SQLSTATE. */
export type Outcome = { readonly rows: unknown[] } | { readonly code: string }

/** One statement without a name. Values come back as text, so that nothing is lost in reading them. */
export function statement(text: string, values: readonly unknown[] = []) {
  return { text, values: [...values], rowMode: 'array' as const, types: { getTypeParser: () => String } }
}

/** @throws what is no error of the server */
export async function outcomeOf(answer: Promise<{ readonly rows: unknown[] }>): Promise<Outcome> {
  try {
    const { rows } = await answer
    return { rows }
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code !== undefined) return { code: error.code }
    throw error
  }
}

/**
 * The same statements in one transaction of node-postgres alone, none of them prepared: what everything else is
 * compared with.
 *
 * @param end - `rollback`: as if it had never been
 * @returns what each statement came to, up to the first that failed
 */
export async function plainly(
  client: pg.ClientBase,
  session: AuthSession,
  statements: readonly { readonly text: string; readonly values?: unknown[] }[],
  end: 'commit' | 'rollback' = 'commit',
): Promise<Outcome[]> {
  const settings = {
    role: session.role ?? 'authenticated',
    'request.jwt.claims': JSON.stringify(session.claims),
    ...sessionSettings(session),
  }
  const set = Object.entries(settings).map(
    ([name, value]) => `set_config(${pg.escapeLiteral(name)}, ${pg.escapeLiteral(value)}, true)`,
  )
  await client.query(`begin; select ${set.join()}`)
  const outcomes: Outcome[] = []
  for (const one of statements) {
    const outcome = await outcomeOf(client.query(one))
    outcomes.push(outcome)
    if ('code' in outcome) break
  }
  const failed = outcomes.some((outcome) => 'code' in outcome)
  await client.query(failed ? 'rollback' : end)
  return outcomes
}
