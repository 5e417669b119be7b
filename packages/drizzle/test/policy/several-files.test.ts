import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core'
import { beforeEach, describe, expect, expectTypeOf, test, vi } from 'vitest'
import * as samples from './samples.js'
import type { lists } from './several-files/lists.js'
import type { members } from './several-files/members.js'
import { openKit } from './support/kit.js'

/** A module once more, as a program does that imports it first. */
const load = {
  lists: () => import('./several-files/lists.js'),
  members: () => import('./several-files/members.js'),
}

beforeEach(() => {
  vi.resetModules()
})

/** Foreign keys and policies, which Drizzle reads when the schema is there. */
function read(table: PgTable) {
  const { foreignKeys, policies } = getTableConfig(table)
  return { keys: foreignKeys.map((key) => key.getName()), policies: policies.map(({ name }) => name) }
}

describe.each(['lists', 'members'] as const)('%s is loaded first', (first) => {
  test('tables whose foreign key and policy lead to each other', async () => {
    await load[first]()
    const [{ lists }, { members }] = [await load.lists(), await load.members()]
    expect(read(lists).policies).toEqual(['allow_authenticated_select', 'allow_authenticated_update'])
    expect(read(members).keys).toEqual(['members_list_id_lists_id_fk'])
  })
})

test('what a circle of foreign key and policy infers is no any', () => {
  expectTypeOf<typeof lists.$inferSelect>().toEqualTypeOf<{ id: string; name: string | null }>()
  expectTypeOf<typeof members.$inferSelect>().toEqualTypeOf<{ listId: string; userId: string }>()
  expectTypeOf(samples.lists.$inferSelect).toEqualTypeOf<{ id: string; name: string | null }>()
  expectTypeOf(samples.members.$inferSelect).toEqualTypeOf<{ listId: string; userId: string }>()
  expectTypeOf(samples.folders.$inferSelect).toEqualTypeOf<{
    id: number
    parentId: number | null
    name: string | null
  }>()
})

test('one file and several make the same migration', async () => {
  const kit = await openKit()
  const { lists } = await load.lists()
  const { members } = await load.members()
  const several = await kit.generate({ lists, members })
  const one = await kit.generate({ lists: samples.lists, members: samples.members })
  await kit.close()
  expect(several.statements).toEqual(one.statements)
  expect(several.statements.join('\n')).toContain('FOREIGN KEY ("list_id") REFERENCES')
})
