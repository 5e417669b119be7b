import { type Claims, createVerifier } from '@rowauth/core'
import { createTestIssuer, startProxy } from '@rowauth/testing'
import pg from 'pg'
import { endPool } from '../support/end-pool.js'
import { startNotesDatabase } from '../support/notes-database.js'

/** An application with one connection, its issuer, and somebody who signs tokens in the issuer's name. */
export async function startApplication() {
  const database = await startNotesDatabase()
  await database.owner.query(`insert into notes (user_id, body, published) values
    ('alice', 'of alice', false), ('bob', 'of bob', false), ('bob', 'for everyone', true)`)
  const issuer = await createTestIssuer({ audience: 'notes' })
  const forger = await createTestIssuer({ audience: 'notes', issuer: issuer.issuer })
  const proxy = await startProxy(database.url)
  const pool = new pg.Pool({ connectionString: proxy.connectionString, max: 1 })
  const verifier = createVerifier({ jwks: issuer.jwksUrl, issuer: issuer.issuer, audience: 'notes' })
  return {
    database,
    pool,
    proxy,
    verifier,
    token: (sub: string, more: Claims = {}) => issuer.token({ sub, ...more }),
    forge: (sub: string) => forger.token({ sub }),
    async close() {
      await endPool(pool)
      await proxy.close()
      await issuer.close()
      await forger.close()
      await database.close()
    },
  }
}
