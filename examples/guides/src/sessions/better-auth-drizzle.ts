// #region auth
import { betterAuth } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { jwt } from 'better-auth/plugins'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import * as tables from './better-auth-tables.js'

/** @param db - over connections of Better Auth's own login; nothing that `withAuth` has made */
export function createAuth(db: NodePgDatabase, baseURL: string, secret: string) {
  return betterAuth({
    baseURL,
    secret,
    database: drizzleAdapter(db, { provider: 'pg', schema: tables }),
    emailAndPassword: { enabled: true },
    plugins: [jwt({ jwt: { definePayload: () => ({}) } })],
  })
}

// #endregion auth

// #region verifier
import { createVerifier, providers } from '@rowauth/core'

export function createTokenVerifier(baseURL: string) {
  return createVerifier(providers.betterAuth({ baseURL }))
}
// #endregion verifier
