import type { AuthSession } from '@rowauth/core'
import type { AuthDriver } from '@rowauth/driver'
import { headers } from 'next/headers'
import { type Call, remember, total } from './requests'

const textOf = (statement: unknown): string => {
  if (typeof statement === 'string') return statement
  const { text, query } = statement as { text?: string; query?: string }
  return text ?? query ?? ''
}

/** Notes which request a call belongs to; the proxy (`src/proxy.ts`) has numbered them. */
async function note(session: AuthSession, call: Call): Promise<void> {
  total.calls += 1
  const { sub } = session.claims
  if (typeof sub !== 'string') return
  const known = await headers().catch(() => undefined)
  const id = known?.get('x-request-id')
  if (id) remember(sub, { id, path: known?.get('x-request-path') ?? '' }, call)
}

/**
 * A driver that notes its calls for the page `/inside`. It counts calls of the driver, each of which is one message and
 * one answer; what went over the wire is counted elsewhere, by the TCP proxy that `pnpm todo` starts.
 */
export function recorded<Result, Statement>(
  driver: AuthDriver<Result, Statement>,
): AuthDriver<Result, Statement> {
  const timed = async <T>(session: AuthSession, statements: readonly Statement[], run: () => Promise<T>) => {
    const start = performance.now()
    try {
      return await run()
    } finally {
      const milliseconds = performance.now() - start
      await note(session, { statements: statements.map(textOf), milliseconds })
    }
  }
  return {
    ...driver,
    query: (session, statement) => timed(session, [statement], () => driver.query(session, statement)),
    batch: (session, statements, options) =>
      timed(session, statements, () => driver.batch(session, statements, options)),
  }
}
