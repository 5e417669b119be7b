import { authSchemaSql } from '@rowauth/core'
import { startEmbeddedPostgres } from '@rowauth/testing'
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api'
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
    expect(new Set(findings.map(({ number }) => number))).toEqual(new Set([105, 307, 309]))
    expect(findings.filter(({ number }) => number === 307).map(({ object }) => object)).toEqual([
      'table public.articles',
    ])
    for (const { mend } of await look([307])) await client.query(mend)
    expect(await look([307])).toEqual([])
  } finally {
    await client.end()
  }
})
