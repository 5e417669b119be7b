import { crudPolicy, ownedBy } from '@rowauth/drizzle'
import { pgTable, text } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, openDatabase, sqlState } from './support/database.js'

const notes = pgTable('notes', { userId: text('user_id') }, (table) => [
  ...crudPolicy({ role: 'authenticated', read: ownedBy(table.userId) }),
])

let database: Database

beforeAll(async () => {
  database = await openDatabase({ notes })
  await database.client.query("insert into notes values ('alice')")
})
afterAll(() => database.close())

/** In a transaction that takes the role back. */
async function asEditor(grants: string, query: string) {
  const { client } = database
  await client.query('begin')
  try {
    await client.query('create role note_editor; grant select on notes to note_editor')
    await client.query(`alter policy allow_authenticated_select on notes to note_editor; ${grants}`)
    await client.query(`set local request.jwt.claims = '{"sub": "alice"}'; set local role note_editor`)
    return await sqlState(client.query(query))
  } finally {
    await client.query('rollback')
  }
}

const execute = 'grant execute on function auth.session(), auth.user_id() to note_editor;'
const denied = '42501'

test('a role of one’s own needs EXECUTE on what policies call and what that calls, and USAGE to name it', async () => {
  const reads = 'select * from notes'
  expect(await asEditor('', reads)).toBe(denied)
  expect(await asEditor('grant usage on schema auth to note_editor', reads)).toBe(denied)
  expect(await asEditor('grant execute on function auth.user_id() to note_editor', reads)).toBe(denied)
  expect(await asEditor(execute, reads)).toBe('no error')
  expect(await asEditor(execute, 'select auth.user_id()')).toBe(denied)
  expect(
    await asEditor(`grant usage on schema auth to note_editor; ${execute}`, 'select auth.user_id()'),
  ).toBe('no error')
})
