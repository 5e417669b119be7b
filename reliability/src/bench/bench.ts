import { authSchemaSql } from '@rowauth/core'
import pg from 'pg'
import { createIdentities, type Identities } from './identities.js'
import type { Server } from './server.js'
import { tablesSql } from './tables.js'

export const trustModes = ['application', 'database'] as const
export type TrustMode = (typeof trustModes)[number]

/** Runs SQL as the owner of everything. */
export interface Owner {
  query(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>
}

/** A database with tables under policies, a login role without rights, and users. */
export interface Bench {
  readonly verification: TrustMode
  readonly identities: Identities
  /** As the application's login role. */
  readonly url: string
  readonly login: string
  readonly owner: Owner
  close(): Promise<void>
}

/** What makes a database one of ours, for its owner. */
export function benchSql(verification: TrustMode, identities: Identities): string {
  const key = `select auth.register_jwk($json$${JSON.stringify(identities.jwk)}$json$);`
  return [authSchemaSql({ verification }), verification === 'database' ? key : '', tablesSql].join('\n')
}

/** Makes a database for a trust mode on a server that is ours alone. */
export async function createBench(server: Server, verification: TrustMode): Promise<Bench> {
  const database = `bench_${verification}`
  const login = `app_${verification}`
  const admin = new pg.Client(server.connectionString)
  await admin.connect()
  try {
    await admin.query(`create database ${database} template template0`)
    // Connections are opened by the thousand, and their password is no secret.
    await admin.query('set scram_iterations = 1')
    await admin.query(`create role ${login} login noinherit password 'app'`)
  } finally {
    await admin.end()
  }
  const identities = await createIdentities()
  const address = new URL(server.connectionString)
  address.pathname = database
  // One connection that stays, so that what is left of a client can be told.
  const owner = new pg.Pool({ connectionString: address.href, max: 1, idleTimeoutMillis: 0 })
  // A server that is restarted ends idle connections, too.
  owner.on('error', () => {})
  await owner.query(benchSql(verification, identities))
  await owner.query(`grant authenticated, anonymous to ${login}`)
  address.username = login
  address.password = 'app'
  return { verification, identities, login, url: address.href, owner, close: () => owner.end() }
}
