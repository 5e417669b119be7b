import { trustClaims } from '@rowauth/core'
import { claim, withAuth } from '@rowauth/drizzle'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTodoDatabase, type TodoDatabase } from '../support/todo-database.js'

let database: TodoDatabase
beforeAll(async () => {
  database = await startTodoDatabase()
})
afterAll(() => database?.close())

const uuid = '0190163d-8694-739b-aea5-966c26f8ad90'
const fields = {
  uuids: claim('uuids', { as: 'uuid[]' }),
  integers: claim('numbers', { as: 'integer[]' }),
  bigints: claim('numbers', { as: 'bigint[]' }),
  empty: claim('empty', { as: 'integer[]' }),
  absent: claim('absent', { as: 'bigint[]' }),
}

// The client knows no NULL in a list: it is the text "NULL", or what the parser of the elements makes of that.
it.each([true, false])('postgres.js: what does not fit is null (fetch_types %s)', async (fetch_types) => {
  const client = postgres(database.url, { max: 1, fetch_types })
  try {
    const session = trustClaims({ uuids: [uuid, 'junk'], numbers: [1, 'junk', null], empty: [] })
    const handle = withAuth(drizzle({ client })).$withAuth(session)
    expect(await handle.select(fields).from(sql`(select) as one`)).toEqual([
      {
        uuids: [uuid, null],
        integers: [1, null, null],
        bigints: [1n, null, null],
        empty: [],
        absent: null,
      },
    ])
  } finally {
    await client.end()
  }
})
