// #region db
import { createVerifier } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import * as schema from './schema.js'

const { DATABASE_URL, JWKS_URL = '', ISSUER = '' } = process.env

export const pool = new pg.Pool({ connectionString: DATABASE_URL })
const verifier = createVerifier({ jwks: JWKS_URL, issuer: ISSUER, audience: 'todos' })
export const db = withAuth(drizzle(pool, { schema }), { verifier })
// #endregion db
