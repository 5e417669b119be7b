import { authSchemaSql } from '@rowauth/core'
import { startEmbeddedPostgres } from '@rowauth/testing'
import { generateDrizzleJson, generateMigration, pushSchema } from 'drizzle-kit/api'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { expect, test } from 'vitest'
import * as samples from '../../../drizzle/test/policy/samples.js'
import { diagnose } from '../../src/doctor/diagnose.js'

/** The tables of docs/policies.md, by drizzle-kit, and the grants that it leaves to others. */
async function migration(): Promise<string[]> {
  const { grants, ...schema } = samples
  const tables = await generateMigration(generateDrizzleJson({}), generateDrizzleJson(schema))
  return [...tables, grants]
}

test('what crudPolicy writes is sound; the grants, some indexes and what adds up on purpose are found', async () => {
  await using server = await startEmbeddedPostgres()
  const client = new pg.Client(server.connectionString)
  await client.connect()
  try {
    await client.query(authSchemaSql())
    for (const statement of await migration()) await client.query(statement)
    const look = (ignore: number[]) => diagnose(client, { appRole: 'authenticator', ignore })

    const findings = await look([])
    expect(new Set(findings.map(({ number }) => number))).toEqual(new Set([105, 208, 307, 309]))
    expect(findings.filter(({ number }) => number === 307).map(({ object }) => object)).toEqual([
      'table public.articles',
    ])
    for (const { fix } of await look([307])) await client.query(fix)
    expect(await look([307])).toEqual([])
  } finally {
    await client.end()
  }
})

test('policies whose conditions drizzle-kit push has lost are found', async () => {
  await using server = await startEmbeddedPostgres()
  const client = new pg.Client(server.connectionString)
  await client.connect()
  try {
    await client.query(authSchemaSql())
    const { todos } = samples
    const { apply } = await pushSchema({ todos }, drizzle(client), ['public'])
    await apply()
    const found = (await diagnose(client, { appRole: 'authenticator' })).filter(
      ({ number }) => number === 305,
    )
    expect(found.map(({ object }) => object)).toEqual(
      ['delete', 'insert', 'select', 'update'].map(
        (name) => `policy allow_authenticated_${name} on public.todos`,
      ),
    )
    for (const { fix } of found) await client.query(fix)
    const { rows } = await client.query('select cmd, qual, with_check from pg_policies order by 1')
    const own = '(( SELECT auth.user_id() AS user_id) = user_id)'
    expect(rows).toEqual([
      { cmd: 'DELETE', qual: own, with_check: null },
      { cmd: 'INSERT', qual: null, with_check: own },
      { cmd: 'SELECT', qual: own, with_check: null },
      { cmd: 'UPDATE', qual: own, with_check: own },
    ])
  } finally {
    await client.end()
  }
})
