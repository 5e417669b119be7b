import type { WithAuthOptions } from '@rowauth/drizzle'
import { withAuth } from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { vi } from 'vitest'

type Database = ReturnType<typeof open>['db']

function open(url: string, options: WithAuthOptions) {
  // One connection: what is asked on it afterwards is answered when the check is over.
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  return { pool, db: withAuth(drizzle({ client: pool }), options as object) }
}

/** What was said once in this process is not said again. */
function forgetWarnings(): void {
  const said: Set<string> | undefined = Reflect.get(globalThis, Symbol.for('rowauth: setup warnings 1'))
  said?.clear()
}

/** What the check says of the calls that are made on a new database, in development. */
export async function warningsOf(
  url: string,
  calls: (db: Database, settled: () => Promise<string[]>) => Promise<unknown>,
  options: WithAuthOptions = {},
  environment: string | undefined = 'development',
): Promise<string[]> {
  vi.stubEnv('NODE_ENV', environment)
  forgetWarnings()
  const warnings: string[] = []
  const note = ({ message, ...rest }: Error & { code?: string }) => {
    if (rest.code === 'ROWAUTH_SETUP') warnings.push(message)
  }
  process.on('warning', note)
  const { pool, db } = open(url, options)
  const settled = async () => {
    await pool.query('select 1')
    await new Promise((resolve) => setImmediate(resolve))
    return warnings
  }
  try {
    // So that the check is loaded.
    await settled()
    await calls(db, settled)
    return await settled()
  } finally {
    await pool.end()
    process.off('warning', note)
    vi.unstubAllEnvs()
  }
}
