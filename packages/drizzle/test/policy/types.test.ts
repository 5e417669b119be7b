import { authSession, authUserId, type CrudPolicyOptions, claim, crudPolicy, ownedBy } from '@rowauth/drizzle'
import { and, eq, type SQL } from 'drizzle-orm'
import {
  getTableConfig,
  type PgPolicy,
  type PgTableExtraConfigValue,
  pgRole,
  pgTable,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { describe, expect, expectTypeOf, test } from 'vitest'

const columns = { id: uuid().primaryKey(), userId: text('user_id') }

describe('a table takes the policies', () => {
  test('spread', () => {
    const table = pgTable('a', columns, (t) => [...crudPolicy({ role: 'a', read: ownedBy(t.userId) })])
    expect(getTableConfig(table).policies).toHaveLength(1)
  })

  test('spread, where the callback has a type of its own', () => {
    const policies = crudPolicy({ role: 'a', read: true })
    const spread = (): PgTableExtraConfigValue[] => [...policies]
    expect(getTableConfig(pgTable('a', columns, spread)).policies).toHaveLength(1)
  })

  test('as a list', () => {
    const table = pgTable('a', columns, (t) => crudPolicy({ role: 'a', read: ownedBy(t.id), modify: true }))
    expect(getTableConfig(table).policies).toHaveLength(4)
  })

  test('as a list in the list', () => {
    const table = pgTable('a', columns, (t) => [
      crudPolicy({ role: 'a', read: ownedBy(t.userId) }),
      crudPolicy({ role: 'b', read: true }),
    ])
    expect(getTableConfig(table).policies).toHaveLength(2)
  })
})

test('expressions have the type of their value', () => {
  expectTypeOf(crudPolicy).returns.toEqualTypeOf<PgPolicy[]>()
  expectTypeOf(authUserId()).toEqualTypeOf<SQL<string | null>>()
  expectTypeOf(authSession()).toExtend<SQL<Readonly<Record<string, unknown>> | null>>()
  expectTypeOf(claim('a')).toEqualTypeOf<SQL<string | null>>()
  expectTypeOf(claim('a', { as: 'bigint' })).toEqualTypeOf<SQL<bigint | null>>()
  expectTypeOf(claim(['a', 'b'], { as: 'boolean' })).toEqualTypeOf<SQL<boolean | null>>()
  expectTypeOf(claim('a', { as: 'timestamptz' })).toEqualTypeOf<SQL<Date | null>>()
  expectTypeOf(claim('a', { as: 'jsonb' })).toEqualTypeOf<SQL<unknown>>()
  expectTypeOf(claim('a', { as: 'int' })).toEqualTypeOf<SQL<number | null>>()
  expectTypeOf(claim('a', { as: 'uuid[]' })).toEqualTypeOf<SQL<(string | null)[] | null>>()
  expectTypeOf(claim('a', { as: 'int[]' })).toEqualTypeOf<SQL<(number | null)[] | null>>()
  expectTypeOf(claim('a', { as: 'bigint[]' })).toEqualTypeOf<SQL<(bigint | null)[] | null>>()
})

test('what would be a mistake does not compile', () => {
  const table = pgTable('a', columns)
  expectTypeOf(and(ownedBy(table.userId), eq(table.id, 'x'))).toExtend<CrudPolicyOptions['read']>()
  expectTypeOf<{ role: 'a' }>().not.toExtend<CrudPolicyOptions>()
  expectTypeOf<{ read: true }>().not.toExtend<CrudPolicyOptions>()
  expectTypeOf<{ role: string; read: string }>().not.toExtend<CrudPolicyOptions>()
  expectTypeOf<{ role: string; read: null; update: { using: SQL } }>().not.toExtend<CrudPolicyOptions>()
  const editor = pgRole('editor')
  expectTypeOf<{ role: (typeof editor | 'viewer')[]; read: null }>().toExtend<CrudPolicyOptions>()
  // @ts-expect-error: no such type
  expect(() => claim('a', { as: 'date' })).toThrow(TypeError)
})
