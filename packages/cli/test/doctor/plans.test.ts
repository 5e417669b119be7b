import { authSchemaSql } from '@rowauth/core'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { diagnose } from '../../src/doctor/diagnose.js'
import { type OwnServer, startOwnServer } from './support/own-server.js'
import { soundSchema } from './support/sound-database.js'

let own: OwnServer
let client: pg.Client

beforeAll(async () => {
  own = await startOwnServer(`${authSchemaSql()} ${soundSchema}
    insert into app.todos (user_id, done) select 'user ' || i % 100, i % 2 = 0 from generate_series(1, 10000) i;
    analyze app.todos;`)
  client = own.client
})

afterAll(() => own?.[Symbol.asyncDispose]())

/** The plan of a query as a user, and how many rows it returns. */
async function asUser(sql: string): Promise<{ plan: string; rows: number }> {
  await client.query('begin')
  try {
    await client.query(
      `select set_config('role', 'authenticated', true), set_config('request.jwt.claims', '{"sub":"user 7"}', true)`,
    )
    const { rows } = await client.query(`explain (costs off) ${sql}`)
    const plan = rows.map((row: Record<string, string>) => row['QUERY PLAN']).join('\n')
    return { plan, rows: (await client.query(sql)).rows.length }
  } finally {
    await client.query('rollback')
  }
}

test.each([
  ['301: a call per row', '(auth.user_id() = user_id or (done and auth.user_id() is null))'],
  ['302: a comparison inside the sub-select', '((select auth.user_id() = user_id))'],
  ['313: a setting', `(current_setting('request.jwt.claims', true)::json ->> 'sub' = user_id)`],
])('%s becomes one per query, with the same rows', async (_, condition) => {
  await client.query(`alter policy own on app.todos using (${condition})`)
  const before = await asUser('select * from app.todos')
  expect(before.plan).not.toContain('InitPlan')
  const findings = await diagnose(client, { appRole: 'authenticator' })
  expect(findings).toHaveLength(1)
  for (const { fix } of findings) await client.query(fix)
  const after = await asUser('select * from app.todos')
  expect(after.plan).toContain('InitPlan')
  expect(after.plan).not.toContain('SubPlan')
  expect(after.rows).toBe(before.rows)
  expect(after.rows).toBe(100)
})

test('302: an index is used that could not be', async () => {
  const condition = '(select auth.user_id() = user_id)'
  await client.query(`alter policy own on app.todos using (${condition})`)
  expect((await asUser('select * from app.todos')).plan).toContain('Seq Scan')
  for (const { fix } of await diagnose(client, { appRole: 'authenticator' })) await client.query(fix)
  expect((await asUser('select * from app.todos')).plan).toMatch(/Index/)
})
