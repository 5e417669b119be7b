import { postgresJs } from '@rowauth/driver/postgres-js'
import postgres from 'postgres'
import { onTestFinished, TestRunner } from 'vitest'

/** A client of postgres.js; it ends with the test that makes it, and so do the connections of its drivers. */
export function client<Types extends Record<string, postgres.PostgresType>>(
  url: string,
  options: postgres.Options<Types> = {},
) {
  const sql = postgres(url, { onnotice: () => undefined, ...options })
  const end = async () => {
    await postgresJs(sql).end()
    await sql.end({ timeout: 1 })
  }
  if (TestRunner.getCurrentTest() !== undefined) onTestFinished(end)
  return sql
}
