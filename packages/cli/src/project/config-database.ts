import type pg from 'pg'

type Json = Readonly<Record<string, unknown>>

/** The database of a drizzle-kit config, as node-postgres takes it; undefined without one that it can reach. */
export function databaseOf({ driver, dbCredentials }: Json): pg.ClientConfig | undefined {
  // The drivers are for what is reached in other ways: PGlite, or an HTTP interface.
  if (driver !== undefined || typeof dbCredentials !== 'object' || dbCredentials === null) return undefined
  const { url, host, port, user, password, database, ssl }: Json = { ...dbCredentials }
  if (typeof url === 'string' && url !== '') return { connectionString: url }
  if (typeof host !== 'string' || host === '' || typeof database !== 'string') return undefined
  return {
    host,
    database,
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(typeof user === 'string' ? { user } : {}),
    ...(typeof password === 'string' ? { password } : {}),
    ...sslOf(ssl),
  }
}

function sslOf(ssl: unknown): pg.ClientConfig {
  if (ssl === undefined || ssl === false) return {}
  // As in libpq, these encrypt and ask for no certificate.
  if (ssl === 'require' || ssl === 'allow' || ssl === 'prefer') return { ssl: { rejectUnauthorized: false } }
  return { ssl: typeof ssl === 'object' && ssl !== null ? { ...ssl } : true }
}
