import { PGlite } from '@electric-sql/pglite'
import { neon } from '@neondatabase/serverless'
import { createVerifier, trustClaims } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { drizzle as overMysql } from 'drizzle-orm/mysql-proxy'
import { drizzle } from 'drizzle-orm/node-postgres'
import { drizzle as overPglite } from 'drizzle-orm/pglite'
import { drizzle as overSqlite } from 'drizzle-orm/sqlite-proxy'
import pg from 'pg'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** Nothing here connects. */
const url = 'postgresql://app:secret@127.0.0.1:1/app'
const pool = new pg.Pool({ connectionString: url })
const verifier = createVerifier({ jwks: { keys: [] } })
const nothing = async () => ({ rows: [] })

let pglite: PGlite
beforeAll(async () => {
  pglite = await PGlite.create()
})
afterAll(() => pglite?.close())

describe('in the place of the database', () => {
  const given: [what: string, value: () => unknown, message: RegExp][] = [
    ['undefined', () => undefined, /this is undefined.*import cycle/],
    ['null', () => null, /this is null.*import cycle/],
    ['a connection string', () => url, /a connection string: `withAuth\(drizzle\(connectionString\)/],
    ['a URL', () => new URL(url), /a connection string: `withAuth\(drizzle\(connectionString\)/],
    ['a number', () => 7, /this is a number/],
    ['an object', () => ({}), /another object: `withAuth\(drizzle\({ client }\)/],
    ['a part of a database', () => ({ session: {} }), /another object/],
    ['a pool of pg', () => pool, /a client, or a pool.*`withAuth\(drizzle\({ client: pool }\)/],
    [
      'a client of pg',
      () => new pg.Client(url),
      /a client, or a pool.*`withAuth\(drizzle\({ client: pool }\)/,
    ],
    ['postgres()', () => postgres(url), /postgres\.js: `withAuth\(drizzle\({ client: sql }\)/],
    ['neon()', () => neon(url), /what neon\(\) returns: `withAuth\(drizzle\({ client: sql }\)/],
    ['a PGlite', () => pglite, /a PGlite: `withAuth\(drizzle\({ client: pglite }\)/],
    ['`drizzle` itself', () => drizzle, /`drizzle` itself: `withAuth\(drizzle\({ client }\)/],
    ['a function', () => () => drizzle({ client: pool }), /a function\. If it gives the database, call it/],
    ['a promise', () => Promise.resolve(drizzle({ client: pool })), /a promise: await it/],
    [
      'the options',
      () => ({ verifier }),
      /what comes after it: `withAuth\(drizzle\({ client }\), { verifier }\)`/,
    ],
    ['the verifier', () => verifier, /what comes after it/],
    ['a database for MySQL', () => overMysql(nothing), /a MySql\w*Database/],
    [
      'a database for SQLite',
      () => overSqlite(nothing as never),
      /a \w*SQLite\w*Database|a Sqlite\w*Database/,
    ],
  ]

  it.each(given)('%s is told what to write', (_, value, message) => {
    const wrong = value() as object
    expect(() => withAuth(wrong)).toThrow(TypeError)
    expect(() => withAuth(wrong, { verifier })).toThrow(message)
    expect(() => withAuth(wrong)).not.toThrow(/secret/)
  })

  it('the handle of somebody, and the tx of a transaction', async () => {
    const db = withAuth(overPglite({ client: pglite }))
    const handle = db.$withAuth(trustClaims({ sub: 'alice' }))
    expect(() => withAuth(handle)).toThrow(/somebody’s already/)
    await db.transaction(async (tx) => {
      expect(() => withAuth(tx)).toThrow(/`tx`.*`db\.\$withAuth\(token, { in: tx }\)`/)
      await tx.transaction(async (nested) => {
        expect(() => withAuth(nested)).toThrow(/`tx`.*`db\.\$withAuth\(token, { in: tx }\)`/)
      })
    })
  })

  it('a database that was wrapped before is configured anew', () => {
    const once = withAuth(drizzle({ client: pool }), { verifier })
    expect(() => withAuth(once, { verifier }).$withAuth('a.b.c')).not.toThrow()
    // The verifier of the first time is not that of the second.
    expect(() => withAuth(once).$withAuth('a.b.c')).toThrow(/`verifier`/)
  })
})
