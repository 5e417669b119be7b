// Two users and a visitor, each with a database of their own; prints what each of them sees.
import { createIssuer, createVerifier, generateSigningKey } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { todos } from './schema.mjs'

const { privateJwk } = await generateSigningKey()
const issuer = createIssuer({ privateJwk })
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })
const verifier = createVerifier({ jwks: issuer.jwks })
const db = withAuth(drizzle({ client: pool }), { verifier, roles: JSON.parse(process.env.ROLES ?? '{}') })
const titles = async (token) => {
  const rows = await db.$withAuth(token).select({ title: todos.title }).from(todos)
  return rows.map(({ title }) => title).sort()
}
const alice = await issuer.sign({ sub: 'alice' })
const bob = await issuer.sign({ sub: 'bob' })
if (process.argv[2] === 'write') {
  await db.$withAuth(alice).insert(todos).values({ title: 'of alice' })
  await db.$withAuth(bob).insert(todos).values({ title: 'of bob, shared', shared: true })
}
console.log(
  JSON.stringify({ alice: await titles(alice), bob: await titles(bob), visitor: await titles(null) }),
)
await pool.end()
