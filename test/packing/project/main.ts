import { readFile } from 'node:fs/promises'
import { createTestIssuer, startPostgres, startProxy } from '@rowauth/testing'
import pg from 'pg'
import { migrateDatabase } from './migrate.js'

/** Sets a database up as the README says, runs the README's code on it, and prints what came of it. */
async function main(): Promise<unknown> {
  await using server = await startPostgres()
  await using issuer = await createTestIssuer({ audience: 'todos' })
  await using forger = await createTestIssuer({ audience: 'todos', issuer: issuer.issuer })
  const owner = new pg.Client({ connectionString: server.connectionString })
  await owner.connect()
  const { LOGIN_ROLE: role = '' } = process.env
  try {
    await migrateDatabase(owner)
    const login = await readFile(new URL('../login.sql', import.meta.url), 'utf8')
    await owner.query(login.replaceAll(/\bapp\b/g, role).replaceAll('…', role))
    await using proxy = await startProxy(server.connectionString)
    const url = new URL(proxy.connectionString)
    url.username = role
    url.password = role
    process.env.DATABASE_URL = url.href
    process.env.JWKS_URL = issuer.jwksUrl
    process.env.ISSUER = issuer.issuer
    const { pool } = await import('./db.js')
    const { GET } = await import('./handler.js')
    const { publish, removeLatest } = await import('./together.js')

    const alice = await issuer.token({ sub: 'alice' })
    const bob = await issuer.token({ sub: 'bob' })
    const forged = await forger.token({ sub: 'alice' })
    const counted = async <T>(run: () => Promise<T>) => {
      proxy.reset()
      const result = await run()
      return { result, roundTrips: proxy.roundTrips }
    }
    const get = async (token?: string) => {
      const headers = new Headers(token === undefined ? [] : [['authorization', `Bearer ${token}`]])
      const response = await GET(new Request('http://localhost/', { headers }))
      const body = (await response.json()) as { code?: string } | { title: string }[]
      return {
        status: response.status,
        body: Array.isArray(body) ? body.map(({ title }) => title) : body.code,
      }
    }
    try {
      return {
        published: await counted(() => publish(alice, 'of alice')),
        byBob: await counted(() => publish(bob, 'of bob')),
        alice: await counted(() => get(alice)),
        visitor: await counted(() => get()),
        forged: await counted(() => get(forged)),
        removed: await counted(() => removeLatest(bob)),
        bob: await counted(() => get(bob)),
      }
    } finally {
      await pool.end()
    }
  } finally {
    await owner.query(`drop role if exists ${owner.escapeIdentifier(role)}`)
    await owner.end()
  }
}

console.log(JSON.stringify(await main()))
