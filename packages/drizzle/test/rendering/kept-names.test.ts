import { type CrudPolicyOptions, crudPolicy, ownedBy } from '@rowauth/drizzle'
import { eq, type SQL, sql } from 'drizzle-orm'
import { boolean, integer, type PgColumn, pgTable, text } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Kit, openKit } from '../policy/support/kit.js'

type Columns = Record<'id' | 'userId' | 'done', PgColumn>
type Definition = (t: Columns) => CrudPolicyOptions

const role = 'authenticated'
const mine: Definition = (t) => ({ role, read: ownedBy(t.userId), modify: ownedBy(t.userId) })
const done: Definition = (t) => ({ role, name: 'done', read: eq(t.done, true) })
const admins: Definition = () => ({ role, name: 'admins', read: sql`auth.user_id() = 'root'`, modify: false })
const open: Definition = (t) => ({ role: ['anonymous', 'authenticated'], read: eq(t.done, false) })
const tenant: Definition = (t) => ({ role, as: 'restrictive', read: eq(t.id, 1), modify: eq(t.id, 1) })

const schema = (...definitions: Definition[]) => ({
  t: pgTable('t', { id: integer(), userId: text('user_id'), done: boolean() }, (t) =>
    definitions.flatMap((definition) => crudPolicy(definition(t))),
  ),
})

let kit: Kit

beforeAll(async () => {
  kit = await openKit()
})
afterAll(() => kit.close())

/** What `generate` writes for a change. A question of the kit's, which nobody answers here, would be an error. */
async function change(before: Definition[], after: Definition[]): Promise<string[]> {
  const { snapshot } = await kit.generate(schema(...before))
  const { statements } = await kit.generate(schema(...after), snapshot)
  return statements.map((statement) => /^\w+ POLICY "[^"]*"/.exec(statement)?.[0] ?? statement)
}

test('another order is no change', async () => {
  expect(await change([mine, done, open, tenant, admins], [admins, tenant, open, done, mine])).toEqual([])
})

test.each([
  ['in front', [admins, mine, done]],
  ['between', [mine, admins, done]],
  ['behind', [mine, done, admins]],
])('one more definition %s adds its policies alone', async (_, after) => {
  expect((await change([mine, done], after)).sort()).toEqual([
    'CREATE POLICY "admins_delete"',
    'CREATE POLICY "admins_insert"',
    'CREATE POLICY "admins_select"',
    'CREATE POLICY "admins_update"',
  ])
})

test('one definition less drops its policies alone', async () => {
  expect(await change([admins, mine, done], [admins, mine])).toEqual(['DROP POLICY "done_select"'])
})

test.each<[string, SQL | boolean]>([
  ['another column', sql`true`],
  ['every row', true],
  ['no row', false],
])('a condition that becomes %s alters the policy', async (_, read) => {
  const changed: Definition = (t) => ({ ...mine(t), read })
  const expected = ['ALTER POLICY "allow_authenticated_select"']
  expect(await change([done, mine], [changed, done])).toEqual(expected)
  expect(await change([changed, done], [done, mine])).toEqual(expected)
})

test('a definition that takes the name of another alters its policy, and the other is made anew', async () => {
  const own: Definition = (t) => ({ role, read: ownedBy(t.userId) })
  const other: Definition = (t) => ({ role, read: eq(t.done, true) })
  expect((await change([own], [other, (t) => ({ ...own(t), name: 'mine' })])).sort()).toEqual([
    'ALTER POLICY "allow_authenticated_select"',
    'CREATE POLICY "mine_select"',
  ])
})

// 0.31 fails while it words its message; 1.0 ends the process after its own.
test('two definitions of one name, of which neither mentions the table, make no migration', async () => {
  const one: Definition = () => ({ role, read: true })
  const other: Definition = () => ({ role, read: sql`auth.user_id() is not null` })
  await expect(kit.generate(schema(one, other))).rejects.toThrow(/tableKey|process\.exit/)
  await expect(kit.generate(schema(one, one))).rejects.toThrow(/tableKey|process\.exit/)
})
