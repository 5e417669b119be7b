// #region db
import { createVerifier } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'

const { DATABASE_URL, JWKS_URL = '', ISSUER = '' } = process.env

export const pool = new pg.Pool({ connectionString: DATABASE_URL })
pool.on('error', ({ message }) => console.error(message))

const verifier = createVerifier({ jwks: JWKS_URL, issuer: ISSUER, audience: 'todos' })
export const db = withAuth(drizzle({ client: pool }), { verifier })
// #endregion db
